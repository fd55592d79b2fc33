package slipway.operations.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellation;
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
    private final ReleaseBook book;
    private final Stage stage;
    private final ReleaseControl control;
    private final StepWatch watch;

    ReleaseRun(ReleaseBook book, Stage stage, Timer timer, Cancellation cancellation) {
        this.book = book;
        this.stage = stage;
        this.control = new ReleaseControl(book, stage, timer, cancellation);
        this.watch = new StepWatch(book, stage, control);
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
            control.unlock();
        }
    }

    private Release go(Optional<Wished> wished) {
        Release now = book.release();
        if (now.phase() == Phase.RETURNING) {
            return back(now.reason());
        }
        if (wished.filter(wish -> wish.wish() == Wish.ABORT).isPresent()) {
            return back(ReleaseControl.aborted(wished.get()));
        }
        if (now.phase() == Phase.KEEPING || now.phase() == Phase.RETIRING) {
            return keep();
        }
        control.lock();
        if (now.phase() == Phase.PAUSED) {
            book.phase(now.step() < 0 ? Phase.PUBLISHING : Phase.SHIFTING, "");
        }
        if (wished.filter(wish -> wish.wish() == Wish.PROMOTE).isPresent()) {
            control.promote();
        }
        try {
            bringUp();
            if (now.previous().isNone()) {
                finish();
                book.serves();
                return book.release();
            }
            return shift();
        } catch (ReleaseControl.Steered steered) {
            return steered.wish == Wish.ABORT ? back(steered.words) : paused(steered.words);
        } catch (StepWatch.Failing failing) {
            return back(failing.words);
        }
    }

    private void bringUp() {
        control.listen();
        if (book.release().step() >= 0) {
            return;
        }
        try {
            book.phase(Phase.PUBLISHING, "");
            control.interruptibly(inner -> stage.publish(inner, book::tell));
            book.phase(Phase.ROLLING, "");
            control.interruptibly(stage::roll);
        } catch (FailureException failed) {
            if (failed.failure() instanceof Failure.Unreachable || failed.failure() instanceof Failure.Expired) {
                throw failed; // It can be gone on with.
            }
            book.phase(Phase.FAILED, failed.failure().message());
            throw failed;
        }
        book.phase(Phase.TESTING, "");
        var answer = new AtomicReference<@Nullable String>();
        control.interruptibly(inner -> answer.set(stage.smoke(inner).orElse(null)));
        String words = answer.get();
        if (words != null) {
            if (book.release().previous().isNone()) {
                book.phase(Phase.FAILED, "The smoke test failed: " + words);
                throw new FailureException(
                        new Failure.Rejected("The smoke test of " + name(colour()) + " failed: " + words, ""));
            }
            throw new StepWatch.Failing("The smoke test failed: " + words);
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
                book.retireAt(Optional.of(deadline(done)));
                book.phase(Phase.KEEPING, "");
                control.unlock();
                finish();
                return keep();
            }
            Optional<String> enough = watch.obstacle(next);
            if (enough.isPresent()) {
                return paused(enough.get());
            }
            next = next();
        }
        return paused("Paused at " + share() + " %, as planned: both colours stay.");
    }

    /** When the old colour goes: not before the last step was watched, however short the time is that it was to be kept. */
    private Instant deadline(Step last) {
        Instant kept = stage.now().plus(terms().keep());
        Instant watched = last.moved().orElseThrow().plus(terms().bake());
        return kept.isBefore(watched) ? watched : kept;
    }

    /** The step to take, or to watch again; -1 when there is none left. */
    private int next() {
        Release now = book.release();
        List<Step> steps = now.steps();
        int share = share();
        int current = now.step();
        if (current >= 0
                && steps.get(current).passed().isEmpty()
                && !control.isPromoted()
                && steps.get(current).percent() == share) {
            return current;
        }
        for (int i = 0; i < steps.size(); i++) {
            boolean done = steps.get(i).passed().isPresent() || (control.isPromoted() && i <= current);
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
        control.listen();
        watch.awaitQuiet();
        raise();
        if (!book.release().steps().equals(now.steps())) {
            return false;
        }
        try {
            stage.move(
                    colour() == Colour.GREEN ? Weights.green(percent) : Weights.green(Weights.WHOLE - percent),
                    now.name() + ", step " + (index + 1) + " of " + now.steps().size());
        } catch (TrafficRefusedException refused) {
            throw new StepWatch.Failing(String.valueOf(refused.getMessage()));
        }
        book.moved(index);
        control.promotionDone();
        stage.settle();
        return true;
    }

    /** The live colour may have grown meanwhile, and tasks may have gone. */
    private void raise() {
        try {
            control.interruptibly(stage::roll);
        } catch (FailureException failed) {
            if (failed.failure() instanceof Failure.Rejected) {
                throw new StepWatch.Failing(failed.failure().message());
            }
            throw failed;
        }
    }

    private Release paused(String reason) {
        control.unlock();
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
                Optional<String> enough = watch.obstacle(last);
                if (enough.isPresent()) {
                    return paused(enough.get());
                }
                book.phase(Phase.KEEPING, "");
            }
            Instant deadline = book.release().retireAt().orElseGet(stage::now);
            while (stage.now().isBefore(deadline)) {
                watch.requireQuiet();
                control.pause();
            }
            return retire();
        } catch (ReleaseControl.Steered steered) {
            // Who only stops watching leaves the deadline to others.
            return steered.wish == Wish.ABORT ? back(steered.words) : book.release();
        } catch (StepWatch.Failing failing) {
            return back(failing.words);
        }
    }

    private Release retire() {
        while (true) {
            try {
                control.lock();
                break;
            } catch (TrafficRefusedException held) {
                book.remark("waiting to retire " + name(colour().other()) + ": " + held.getMessage());
                control.pause();
            }
        }
        int share = share();
        if (share < Weights.WHOLE) {
            return paused("Somebody moved weights meanwhile: " + name(colour()) + " has " + share
                    + " % of the requests, so " + name(colour().other()) + " stays.");
        }
        book.phase(Phase.RETIRING, "");
        stage.retire(colour().other());
        control.unlock();
        book.serves();
        return book.release();
    }

    /** Everything back to the old colour, at once; then the new one goes. */
    private Release back(String reason) {
        while (!control.isLocked()) {
            try {
                control.lock();
            } catch (TrafficRefusedException other) {
                if (book.release().phase() != Phase.KEEPING) {
                    throw other;
                }
                // Whoever holds the weights moves them just now; the guard does not give up.
                book.remark(reason + " The weights are not free: " + other.getMessage());
                if (!control.rest()) {
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
        control.unlock();
        watch.total();
        Release now = book.release();
        String counted = now.requests() == 0
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
