package slipway.localcloud.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Cancellable;
import slipway.async.Timer;

/**
 * The local cloud's one clock. Cloud time runs {@code factor} times as fast as real time and never goes back; every
 * timestamp that the API answers is cloud time. What is scaled and what stays real is a property of the thing timed:
 * periods, cool-downs, check intervals and deregistration delays are cloud durations; time-outs, grace periods and stop
 * time-outs are real ones.
 */
public final class CloudClock implements InstantSource {
    private static final Logger log = LoggerFactory.getLogger(CloudClock.class);

    private final InstantSource wall;
    private final Timer timer;
    private final double factor;
    private final Instant wallOrigin;
    private final Instant cloudOrigin;
    private Instant latest;

    /**
     * @param factor cloud seconds per real second, 1 to 60
     * @param cloudOrigin the cloud time that is now: wall time at the very first start, later the persisted last value
     */
    public CloudClock(InstantSource wall, Timer timer, double factor, Instant cloudOrigin) {
        if (!(factor >= 1 && factor <= 60)) {
            throw new IllegalArgumentException("clock factor " + factor + " is outside 1 to 60");
        }
        this.wall = wall;
        this.timer = timer;
        this.factor = factor;
        this.wallOrigin = wall.instant();
        this.cloudOrigin = cloudOrigin;
        this.latest = cloudOrigin;
    }

    public double factor() {
        return factor;
    }

    /** Cloud time, never earlier than the last answer. */
    @Override
    public synchronized Instant instant() {
        double elapsed = Duration.between(wallOrigin, wall.instant()).toNanos() * factor;
        Instant now = cloudOrigin.plusNanos((long) elapsed);
        if (now.isAfter(latest)) {
            latest = now;
        }
        return latest;
    }

    /** How long a cloud duration takes on this machine. */
    public Duration toReal(Duration cloud) {
        return Duration.ofNanos((long) (cloud.toNanos() / factor));
    }

    /** Runs the action after a cloud duration. */
    public Cancellable after(Duration cloud, Runnable action) {
        return timer.after(toReal(cloud), action);
    }

    /** Runs the action again and again with a cloud duration between the runs. */
    public Cancellable every(Duration cloud, Runnable action) {
        return timer.every(toReal(cloud), action);
    }

    /**
     * Runs the action at every whole minute of cloud time, and tells it when the minute that has just ended began. A minute
     * that passed while the machine slept, or while the action ran, is left out. An action that fails is logged, and runs at
     * the next minute all the same.
     */
    public Cancellable everyMinute(Consumer<Instant> action) {
        var ticks = new MinuteTicks(action);
        ticks.plan();
        return ticks;
    }

    private final class MinuteTicks implements Cancellable {
        private final Consumer<Instant> action;
        private Instant last = Instant.MIN;
        private Cancellable planned = () -> {};
        private boolean cancelled;

        MinuteTicks(Consumer<Instant> action) {
            this.action = action;
        }

        private synchronized void plan() {
            if (cancelled) {
                return;
            }
            Instant now = instant();
            Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
            // A timer may be a moment early: no minute comes twice.
            Instant from = minute.isAfter(last) ? minute : last;
            Instant next = from.plus(Duration.ofMinutes(1));
            last = next;
            planned = after(Duration.between(now, next), () -> run(next.minus(Duration.ofMinutes(1))));
        }

        private void run(Instant ended) {
            try {
                action.accept(ended);
            } catch (RuntimeException unexpected) {
                // A minute without points is a gap in a chart; the next one is tried all the same.
                log.error("what is due at the end of {} failed", ended, unexpected);
            } finally {
                plan();
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            planned.cancel();
        }
    }

    /** The timer for what stays real: time-outs and grace periods of processes. */
    public Timer realTimer() {
        return timer;
    }
}
