package slipway.operations.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.model.Colour;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.Release.Wish;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.model.TrafficRefusedException;
import slipway.model.Weights;
import slipway.operations.rollout.ReleaseLedger.Wished;

/** Carries one release out, from where its record stands: decides what is next, watches, and goes back when it must. One thread. */
final class ReleaseRun {
    /** How often somebody's wish is looked for while a colour is rolled, real time. */
    private static final Duration LISTEN = Duration.ofSeconds(1);
    /** The metrics of a minute are there by then, the target's time. */
    private static final Duration LATE = Duration.ofMinutes(3);
    /** How long a step may take beyond its bake to come to its requests, the target's time. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** How long the target may be silent, real time. */
    private static final Duration STEADY = Duration.ofMinutes(2);

    private static final double MOST_FAILED = 0.05;

    private final ReleaseBook book;
    private final Stage stage;
    private final Timer timer;
    private final Cancellation cancellation;
    private final Poller poller;
    private final TrafficHelp help;
    private volatile boolean locked;
    private volatile boolean promoted;

    ReleaseRun(ReleaseBook book, Stage stage, Timer timer, Cancellation cancellation) {
        this.book = book;
        this.stage = stage;
        this.timer = timer;
        this.cancellation = cancellation;
        this.poller = new Poller(timer, cancellation);
        this.help = new TrafficHelp(stage);
    }

    /** Somebody wants it to stop or to turn back. */
    private static final class Steered extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Wish wish;
        private final String words;

        private Steered(Wish wish, String words) {
            super(words, null, false, false);
            this.wish = wish;
            this.words = words;
        }
    }

    /** The new colour is not good enough: everything goes back to the old one. */
    private static final class Failing extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String words;

        private Failing(String words) {
            super(words, null, false, false);
            this.words = words;
        }
    }

    /**
     * Goes on until the release has come to rest.
     *
     * @param wished what the runner was begun for; empty for what the record says
     * @throws FailureException when the target refuses or does not answer; the record stays as it is, and can be gone on with
     */
    Release carryOut(Optional<Wished> wished) {
        try {
            return go(wished);
        } finally {
            help.end();
            unlock();
        }
    }

    private Release go(Optional<Wished> wished) {
        Release now = book.release();
        if (now.phase() == Phase.RETURNING) {
            return back(now.reason());
        }
        if (wished.filter(wish -> wish.wish() == Wish.ABORT).isPresent()) {
            return back(aborted(wished.get()));
        }
        if (now.phase() == Phase.KEEPING || now.phase() == Phase.RETIRING) {
            return keep();
        }
        lock();
        if (now.phase() == Phase.PAUSED) {
            book.phase(now.step() < 0 ? Phase.PUBLISHING : Phase.SHIFTING, "");
        }
        if (wished.filter(wish -> wish.wish() == Wish.PROMOTE).isPresent()) {
            promote();
        }
        try {
            bringUp();
            if (now.previous().isNone()) {
                finish();
                book.serves();
                return book.release();
            }
            return shift();
        } catch (Steered steered) {
            return steered.wish == Wish.ABORT ? back(steered.words) : paused(steered.words);
        } catch (Failing failing) {
            return back(failing.words);
        }
    }

    private void lock() {
        stage.lock();
        locked = true;
    }

    private void unlock() {
        if (locked) {
            locked = false;
            stage.unlock();
        }
    }

    private static String aborted(Wished wished) {
        return "Aborted by " + wished.by() + ".";
    }

    private void promote() {
        promoted = true;
        book.promote();
    }

    /** Looks whether somebody wants something else, and whether this runner may go on. */
    private void listen() {
        if (cancellation.isRequested()) {
            throw new Steered(Wish.PAUSE, "Paused where it was started.");
        }
        if (locked) {
            renew();
        }
        Optional<Wished> wished = steadily(book::takeWish);
        if (wished.isPresent()) {
            switch (wished.get().wish()) {
                case PAUSE ->
                    throw new Steered(Wish.PAUSE, "Paused by " + wished.get().by() + ".");
                case ABORT -> throw new Steered(Wish.ABORT, aborted(wished.get()));
                case PROMOTE -> promote();
                case CONTINUE -> {} // It does.
            }
        }
    }

    private void renew() {
        try {
            steadily(() -> {
                stage.renew();
                return true;
            });
        } catch (FailureException lost) {
            if (lost.failure() instanceof Failure.Rejected) {
                locked = false;
                throw new Steered(Wish.PAUSE, lost.failure().message());
            }
            throw lost;
        }
    }

    /** A target that is silent for a moment ends no release. */
    private <T> T steadily(Supplier<T> look) {
        for (long left = STEADY.dividedBy(stage.pace()); ; left--) {
            try {
                return look.get();
            } catch (FailureException silent) {
                boolean passes = silent.failure() instanceof Failure.Unreachable
                        || silent.failure() instanceof Failure.Throttled;
                if (!passes || left <= 0 || !poller.pause(stage.pace())) {
                    throw silent;
                }
            }
        }
    }

    /** @throws Failing when it fires */
    private void requireQuiet() {
        steadily(stage::guard).words().ifPresent(words -> {
            throw new Failing(words);
        });
    }

    /** Carries out what takes long; a wish to stop or to turn back cuts it short. */
    private void interruptibly(Consumer<Cancellation> deed) {
        var inner = new Cancellation();
        var heard = new AtomicReference<@Nullable RuntimeException>();
        cancellation.onRequest(inner::cancel);
        Cancellable listening = timer.every(LISTEN, () -> {
            try {
                listen();
            } catch (RuntimeException stop) {
                heard.compareAndSet(null, stop);
                inner.cancel();
            }
        });
        try {
            deed.accept(inner);
        } catch (FailureException failed) {
            if (!inner.isRequested()) {
                throw failed;
            }
        } finally {
            listening.cancel();
        }
        RuntimeException stop = heard.get();
        if (stop != null) {
            throw stop;
        }
        listen();
    }

    private void bringUp() {
        listen();
        if (book.release().step() >= 0) {
            return;
        }
        try {
            book.phase(Phase.PUBLISHING, "");
            interruptibly(stage::publish);
            book.phase(Phase.ROLLING, "");
            interruptibly(stage::roll);
        } catch (FailureException failed) {
            if (failed.failure() instanceof Failure.Unreachable || failed.failure() instanceof Failure.Expired) {
                throw failed; // It can be gone on with.
            }
            book.phase(Phase.FAILED, failed.failure().message());
            throw failed;
        }
        book.phase(Phase.TESTING, "");
        var answer = new AtomicReference<@Nullable String>();
        interruptibly(inner -> answer.set(stage.smoke(inner).orElse(null)));
        String words = answer.get();
        if (words != null) {
            if (book.release().previous().isNone()) {
                book.phase(Phase.FAILED, "The smoke test failed: " + words);
                throw new FailureException(
                        new Failure.Rejected("The smoke test of " + name(colour()) + " failed: " + words, ""));
            }
            throw new Failing("The smoke test failed: " + words);
        }
    }

    private Release shift() {
        int next = next();
        while (next >= 0) {
            if (!step(next)) {
                next = next(); // Somebody promoted it meanwhile.
                continue;
            }
            Step done = book.release().steps().get(next);
            if (done.percent() == Weights.WHOLE) {
                book.retireAt(Optional.of(stage.now().plus(terms().keep())));
                book.phase(Phase.KEEPING, "");
                finish();
                unlock();
                return keep();
            }
            Optional<String> enough = watch(next);
            if (enough.isPresent()) {
                return paused(enough.get());
            }
            next = next();
        }
        return paused("Paused at " + share() + " %, as planned: both colours stay.");
    }

    /** The step to take, or to watch again; -1 when there is none left. */
    private int next() {
        Release now = book.release();
        List<Step> steps = now.steps();
        int share = share();
        int current = now.step();
        if (current >= 0
                && steps.get(current).passed().isEmpty()
                && !promoted
                && steps.get(current).percent() == share) {
            return current;
        }
        for (int i = 0; i < steps.size(); i++) {
            boolean done = steps.get(i).passed().isPresent() || (promoted && i <= current);
            if (steps.get(i).percent() > share || (steps.get(i).percent() == share && !done)) {
                return i;
            }
        }
        return -1;
    }

    private int share() {
        return (int) Math.round(stage.weights().share(colour()) * Weights.WHOLE);
    }

    /** @return false when the steps changed before the move */
    private boolean step(int index) {
        Release now = book.release();
        int percent = now.steps().get(index).percent();
        listen();
        quiet();
        raise();
        if (!book.release().steps().equals(now.steps())) {
            return false;
        }
        try {
            stage.move(
                    colour() == Colour.GREEN ? Weights.green(percent) : Weights.green(Weights.WHOLE - percent),
                    now.name() + ", step " + (index + 1) + " of " + now.steps().size());
        } catch (TrafficRefusedException refused) {
            throw new Failing(String.valueOf(refused.getMessage()));
        }
        book.moved(index);
        promoted = false;
        stage.settle();
        return true;
    }

    /** The live colour may have grown meanwhile, and tasks may have gone. */
    private void raise() {
        try {
            interruptibly(stage::roll);
        } catch (FailureException failed) {
            if (failed.failure() instanceof Failure.Rejected) {
                throw new Failing(failed.failure().message());
            }
            throw failed;
        }
    }

    /** Before more requests go to the colour, its guard has to be quiet: one that has fired for an earlier version is so in minutes. */
    private void quiet() {
        Instant longest = stage.now().plus(PATIENCE);
        while (true) {
            Optional<String> fires = steadily(stage::guard).words();
            if (fires.isEmpty()) {
                return;
            }
            if (book.release().step() >= 0 || stage.now().isAfter(longest)) {
                throw new Failing(fires.get());
            }
            book.remark("waiting until the guard of " + name(colour()) + " is quiet");
            pause();
        }
    }

    private void pause() {
        if (!poller.pause(stage.pace())) {
            throw new Steered(Wish.PAUSE, "Paused where it was started.");
        }
        listen();
    }

    /**
     * Watches a step until it has been watched long enough and had enough requests.
     *
     * @return why it does not pass; empty when it does
     */
    private Optional<String> watch(int index) {
        Instant moved = book.release().steps().get(index).moved().orElseThrow();
        Instant baked = moved.plus(terms().bake());
        try {
            while (true) {
                listen();
                requireQuiet();
                Stage.Counted counted = count(index, moved);
                boolean enough = counted.requests() >= ReleaseTerms.REQUESTS;
                Instant now = stage.now();
                if (promoted) {
                    return Optional.empty();
                }
                if (!now.isBefore(baked)) {
                    if (enough) {
                        judge(counted);
                        book.passed(index, counted.requests());
                        return Optional.empty();
                    }
                    Duration wait = terms().sendsTraffic() ? PATIENCE : LATE;
                    if (now.isAfter(baked.plus(wait))) {
                        return Optional.of(tooLittle(counted.requests()));
                    }
                    book.remark(counted.requests() + " of " + ReleaseTerms.REQUESTS + " requests counted on "
                            + name(colour()) + ", waiting for more");
                }
                if (terms().sendsTraffic()) {
                    help.give(
                            counted,
                            moved,
                            baked,
                            book.release().steps().get(index).percent());
                }
                pause();
            }
        } finally {
            help.end();
        }
    }

    private Stage.Counted count(int index, Instant moved) {
        Stage.Counted counted = steadily(() -> stage.counted(moved));
        Instant first = book.release().steps().getFirst().moved().orElse(moved);
        Stage.Counted total = first.equals(moved) ? counted : steadily(() -> stage.counted(first));
        book.counted(index, counted.requests(), total.requests(), total.failed());
        return counted;
    }

    /** The alarm is silent at fewer than twenty requests a minute; a release is not. */
    private void judge(Stage.Counted counted) {
        if (counted.failed() > counted.requests() * MOST_FAILED) {
            throw new Failing(counted.failed() + " of " + counted.requests() + " requests to " + name(colour())
                    + " failed, more than 5 %."
                    + steadily(stage::guard)
                            .errors()
                            .map(words -> " The alarm says " + words + ".")
                            .orElse(""));
        }
    }

    private String tooLittle(long requests) {
        return "Not enough traffic: " + requests + " of the " + ReleaseTerms.REQUESTS
                + " requests that a step needs were counted on " + name(colour())
                + (terms().sendsTraffic() ? ", synthetic ones included." : ", and synthetic ones are not allowed.");
    }

    private Release paused(String reason) {
        help.end();
        unlock();
        book.retireAt(Optional.empty());
        book.phase(Phase.PAUSED, reason);
        return book.release();
    }

    /** The template's scaling takes over the colour; where it cannot, that is told and nothing is lost. */
    private void finish() {
        try {
            stage.finish();
        } catch (FailureException failed) {
            book.remark("The bounds of " + name(colour()) + "'s tasks were not set: "
                    + failed.failure().message());
        }
    }

    /** The new colour has everything: it is watched without the lock, and the old one goes at its deadline. */
    private Release keep() {
        int last = book.release().steps().size() - 1;
        try {
            if (book.release().steps().get(last).passed().isEmpty()) {
                Optional<String> enough = watch(last);
                if (enough.isPresent()) {
                    return paused(enough.get());
                }
                book.phase(Phase.KEEPING, "");
            }
            Instant deadline = book.release().retireAt().orElseGet(stage::now);
            while (stage.now().isBefore(deadline)) {
                requireQuiet();
                pause();
            }
            return retire();
        } catch (Steered steered) {
            // Who only stops watching leaves the deadline to others.
            return steered.wish == Wish.ABORT ? back(steered.words) : book.release();
        } catch (Failing failing) {
            return back(failing.words);
        }
    }

    private Release retire() {
        while (true) {
            try {
                lock();
                break;
            } catch (TrafficRefusedException held) {
                book.remark("waiting to retire " + name(colour().other()) + ": " + held.getMessage());
                pause();
            }
        }
        int share = share();
        if (share < Weights.WHOLE) {
            return paused("Somebody moved weights meanwhile: " + name(colour()) + " has " + share
                    + " % of the requests, so " + name(colour().other()) + " stays.");
        }
        book.phase(Phase.RETIRING, "");
        stage.retire(colour().other());
        unlock();
        book.serves();
        return book.release();
    }

    /** Everything back to the old colour, at once; then the new one goes. */
    private Release back(String reason) {
        help.end();
        boolean held = locked;
        while (!locked) {
            try {
                lock();
            } catch (TrafficRefusedException other) {
                if (held || book.release().phase() != Phase.KEEPING) {
                    throw other;
                }
                // Whoever holds the weights moves them just now; the guard does not give up.
                book.remark(reason + " The weights are not free: " + other.getMessage());
                poller.pause(stage.pace());
                if (poller.isCancelled()) {
                    return book.release();
                }
            }
        }
        book.retireAt(Optional.empty());
        book.phase(Phase.RETURNING, reason);
        Colour old = colour().other();
        if (share() > 0) {
            try {
                stage.move(Weights.all(old), shortened(reason));
            } catch (TrafficRefusedException refused) {
                return paused(reason + " It could not go back: " + refused.getMessage());
            }
        }
        String unsettled = "";
        try {
            stage.settle();
        } catch (FailureException failed) {
            unsettled = " The weights are not written down: " + failed.failure().message();
        }
        String unretired = "";
        try {
            stage.retire(colour());
        } catch (FailureException failed) {
            unretired = " " + name(colour()) + " was not retired: "
                    + failed.failure().message();
        }
        unlock();
        total();
        Release now = book.release();
        String counted = now.step() < 0
                ? " It had no requests."
                : " " + now.failed() + " of " + now.requests() + " requests to " + name(colour()) + " failed.";
        book.phase(Phase.RETURNED, reason + counted + unsettled + unretired);
        return book.release();
    }

    /** What a move's note can hold. */
    private static String shortened(String reason) {
        int longest = 120;
        return reason.length() <= longest ? reason : reason.substring(0, longest - 1) + "…";
    }

    /** The last minute's requests are counted when it is over. */
    private void total() {
        Optional<Instant> first = book.release().steps().getFirst().moved();
        if (first.isEmpty()) {
            return;
        }
        Instant ended = stage.now();
        Instant longest = ended.plus(LATE);
        Stage.Counted counted = stage.counted(first.get());
        while (counted.asOf().isBefore(ended) && stage.now().isBefore(longest) && poller.pause(stage.pace())) {
            counted = stage.counted(first.get());
        }
        int step = book.release().step();
        book.counted(step, book.release().steps().get(step).requests(), counted.requests(), counted.failed());
    }

    private ReleaseTerms terms() {
        return book.release().terms();
    }

    private Colour colour() {
        return book.release().colour();
    }

    private String name(Colour colour) {
        Tier tier = book.release().tier();
        return tier.label() + "-" + colour.label();
    }
}
