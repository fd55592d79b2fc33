package slipway.operations.rollout;

import java.time.Duration;
import java.time.Instant;
import slipway.model.ReleaseTerms;

/** Synthetic requests for a step that its callers leave short. */
final class TrafficHelp {
    /** So much more is sent than is missing: chance may send less than its share to the new colour. */
    private static final double MARGIN = 1.3;

    private static final double LEAST_PER_SECOND = 2;
    private static final double MOST_PER_SECOND = 150;
    private static final Duration LEAST_TIME = Duration.ofSeconds(3);
    /** By then a whole minute of the step has been counted, and callers have shown what they send. The target's time. */
    private static final Duration FIRST_LOOK = Duration.ofMinutes(2);

    private final Stage stage;
    private boolean sending;

    TrafficHelp(Stage stage) {
        this.stage = stage;
    }

    /**
     * Sends as much as lets the step come to its requests by the end of its bake, or nothing.
     *
     * @param counted on the new colour since the step's move
     * @param percent its share
     */
    void give(Stage.Counted counted, Instant moved, Instant baked, int percent) {
        Instant now = stage.now();
        Duration seen = Duration.between(moved, now);
        if (seen.compareTo(FIRST_LOOK) < 0 && now.isBefore(baked)) {
            return;
        }
        long missing = (long) Math.ceil(ReleaseTerms.REQUESTS * MARGIN) - counted.requests();
        Duration counting = Duration.between(moved, counted.asOf());
        double bake = Duration.between(moved, baked).toMillis();
        boolean onTheWay = counting.toMillis() > 0
                && counted.requests() * bake >= ReleaseTerms.REQUESTS * (double) counting.toMillis();
        if (missing <= 0 || (onTheWay && !sending)) {
            end();
            return;
        }
        Duration left = stage.real(Duration.between(now, baked));
        Duration time = left.compareTo(LEAST_TIME) < 0 ? LEAST_TIME : left;
        double rate = missing / (percent / 100.0) / (time.toMillis() / 1000.0);
        stage.send(Math.clamp(rate, LEAST_PER_SECOND, MOST_PER_SECOND));
        sending = true;
    }

    void end() {
        if (sending) {
            stage.send(0);
            sending = false;
        }
    }
}
