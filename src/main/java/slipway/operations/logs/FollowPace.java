package slipway.operations.logs;

import java.time.Duration;
import slipway.model.Failure;

/** How long to wait between two passes: briefly while lines come, longer while none do, ever longer while it is refused. */
final class FollowPace {
    static final Duration LOCAL_MARKS = Duration.ofSeconds(3);
    static final Duration AWS_MARKS = Duration.ofSeconds(15);

    private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(30);

    private final Duration shortest;
    private final Duration longest;
    private Duration idle;
    private Duration failing;

    FollowPace(boolean local) {
        shortest = Duration.ofSeconds(local ? 1 : 2);
        longest = Duration.ofSeconds(local ? 2 : 6);
        idle = shortest;
        failing = shortest;
    }

    Duration after(boolean news) {
        failing = shortest;
        idle = news ? shortest : shorter(idle.plusMillis(500), longest);
        return idle;
    }

    Duration afterFailure(Failure failure) {
        Duration asked = failure instanceof Failure.Throttled throttled ? throttled.retryAfter() : Duration.ZERO;
        failing = shorter(failing.multipliedBy(2), LONGEST_AFTER_FAILURE);
        return asked.compareTo(failing) > 0 ? asked : failing;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
