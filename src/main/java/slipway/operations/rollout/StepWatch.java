package slipway.operations.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import slipway.model.Release;
import slipway.model.ReleaseTerms;

/** Watches a step of a release: its guard, its requests, and what became of them. */
final class StepWatch {
    /** The metrics of a minute are there by then, the target's time. */
    private static final Duration LATE = Duration.ofMinutes(3);
    /** How long a step may take beyond its bake to come to its requests, the target's time. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final double MOST_FAILED = 0.05;

    private final ReleaseBook book;
    private final Stage stage;
    private final ReleaseControl control;
    private final TrafficHelp help;

    StepWatch(ReleaseBook book, Stage stage, ReleaseControl control) {
        this.book = book;
        this.stage = stage;
        this.control = control;
        this.help = new TrafficHelp(stage);
    }

    /** The new colour is not good enough: everything goes back to the old one. */
    static final class Failing extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final String words;

        Failing(String words) {
            super(words, null, false, false);
            this.words = words;
        }
    }

    /** @throws Failing when it fires */
    void requireQuiet() {
        control.steadily(stage::guard).words().ifPresent(words -> {
            throw new Failing(words);
        });
    }

    /** Before more requests go to the colour, its guard has to be quiet: one that has fired for an earlier version is so in minutes. */
    void awaitQuiet() {
        Instant longest = stage.now().plus(PATIENCE);
        while (true) {
            Optional<String> fires = control.steadily(stage::guard).words();
            if (fires.isEmpty()) {
                return;
            }
            if (book.release().step() >= 0 || stage.now().isAfter(longest)) {
                throw new Failing(fires.get());
            }
            book.remark("waiting until the guard of " + name() + " is quiet");
            control.pause();
        }
    }

    /**
     * Watches a step until it has been watched long enough and had enough requests.
     *
     * @return why it does not pass; empty when it does
     */
    Optional<String> obstacle(int index) {
        Instant moved = book.release().steps().get(index).moved().orElseThrow();
        Instant baked = moved.plus(terms().bake());
        try {
            while (true) {
                control.listen();
                requireQuiet();
                Stage.Counted counted = count(index, moved);
                boolean enough = counted.requests() >= ReleaseTerms.REQUESTS;
                Instant now = stage.now();
                if (control.isPromoted()) {
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
                    book.remark(counted.requests() + " of " + ReleaseTerms.REQUESTS + " requests counted on " + name()
                            + ", waiting for more");
                }
                if (terms().sendsTraffic()) {
                    help.give(
                            counted,
                            moved,
                            baked,
                            book.release().steps().get(index).percent());
                }
                control.pause();
            }
        } finally {
            help.end();
        }
    }

    private Stage.Counted count(int index, Instant moved) {
        Stage.Counted counted = control.steadily(() -> stage.counted(moved));
        Instant first = book.release().steps().getFirst().moved().orElse(moved);
        Stage.Counted total = first.equals(moved) ? counted : control.steadily(() -> stage.counted(first));
        book.counted(index, counted.requests(), total.requests(), total.failed());
        return counted;
    }

    /** The alarm is silent at fewer than twenty requests a minute; a release is not. */
    private void judge(Stage.Counted counted) {
        if (counted.failed() > counted.requests() * MOST_FAILED) {
            throw new Failing(counted.failed() + " of " + counted.requests() + " requests to " + name()
                    + " failed, more than 5 %."
                    + control.steadily(stage::guard)
                            .errors()
                            .map(words -> " The alarm says " + words + ".")
                            .orElse(""));
        }
    }

    private String tooLittle(long requests) {
        return "Not enough traffic: " + requests + " of the " + ReleaseTerms.REQUESTS
                + " requests that a step needs were counted on " + name()
                + (terms().sendsTraffic() ? ", synthetic ones included." : ", and synthetic ones are not allowed.");
    }

    /** The last minute's requests are counted when it is over. */
    void total() {
        Optional<Instant> first = book.release().steps().getFirst().moved();
        if (first.isEmpty()) {
            return;
        }
        Instant ended = stage.now();
        Instant longest = ended.plus(LATE);
        Stage.Counted counted = stage.counted(first.get());
        while (counted.asOf().isBefore(ended) && stage.now().isBefore(longest) && control.rest()) {
            counted = stage.counted(first.get());
        }
        int step = book.release().step();
        book.counted(step, book.release().steps().get(step).requests(), counted.requests(), counted.failed());
    }

    private ReleaseTerms terms() {
        return book.release().terms();
    }

    private String name() {
        Release release = book.release();
        return release.tier().label() + "-" + release.colour().label();
    }
}
