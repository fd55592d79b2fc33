package slipway.localcloud.ecs;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a service wait before it starts yet another task after several that came to nothing. Tasks that never reach RUNNING
 * are throttled on AWS, up to 15 minutes. Tasks that run and end at once are started again there without a pause; here
 * they wait as well, and an event says so (a), for a loop of starts would take this machine's processor. Times are cloud
 * time.
 */
final class StartBrake {
    private static final int FROM = 3;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 10;

    private int inARow;
    private Instant until = Instant.MIN;

    /** A task ended without having reached RUNNING; returns the event that is due, if any. */
    @Nullable
    String neverRan(Instant now) {
        return another(now)
                ? "is unable to consistently start tasks successfully. For more information, see the Troubleshooting"
                        + " section of the Amazon ECS Developer Guide."
                : null;
    }

    /** A task ran and ended by itself before it had proved well; returns the event that is due, if any. */
    @Nullable
    String diedYoung(Instant now) {
        return another(now)
                ? "paused: " + inARow + " tasks in a row ended soon after they had started. The next one is started at "
                        + until.truncatedTo(ChronoUnit.SECONDS) + "; a new deployment is not paused. This is the local"
                        + " cloud's brake: AWS would start the next task at once."
                : null;
    }

    /** Whether starting has to wait. */
    boolean holds(Instant now) {
        return now.isBefore(until);
    }

    /** A task is well, or something new is deployed: failures count from zero. */
    void release() {
        inARow = 0;
        until = Instant.MIN;
    }

    /**
     * Counts; whether a pause begins now. What ends during a pause was started before it, with what brought it on: it
     * makes the pause no longer than was told.
     */
    private boolean another(Instant now) {
        if (holds(now)) {
            return false;
        }
        inARow++;
        if (inARow < FROM) {
            return false;
        }
        Duration pause = FIRST.multipliedBy(1L << Math.min(inARow - FROM, MOST_DOUBLINGS));
        until = now.plus(pause.compareTo(MOST) < 0 ? pause : MOST);
        return true;
    }
}
