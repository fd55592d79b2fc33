package slipway.operations.services;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import slipway.cloud.Cloud;

/** Lets something be read once a minute of the target's time: metrics do not change more often, and each one costs. */
final class MinutePace {
    private final InstantSource clock;
    private final Duration minute;
    private Instant taken = Instant.MIN;

    /** @param clock real time */
    MinutePace(Cloud cloud, InstantSource clock) {
        this.clock = clock;
        this.minute = Duration.ofNanos((long) (Duration.ofMinutes(1).toNanos() / cloud.clockFactor()));
    }

    /** True for the first that asks in a minute. */
    boolean take() {
        Instant now = clock.instant();
        if (!taken.equals(Instant.MIN) && Duration.between(taken, now).compareTo(minute) < 0) {
            return false;
        }
        taken = now;
        return true;
    }
}
