package slipway.localcloud.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import slipway.async.Cancellable;
import slipway.async.Timer;

/**
 * The local cloud's one clock. Cloud time runs {@code factor} times as fast as real time and never goes back; every
 * timestamp that the API answers is cloud time. What is scaled and what stays real is a property of the thing timed:
 * periods, cool-downs, check intervals and deregistration delays are cloud durations; time-outs, grace periods and stop
 * time-outs are real ones.
 */
public final class CloudClock implements InstantSource {

    private final InstantSource wall;
    private final Timer timer;
    private final double factor;
    private final Instant wallOrigin;
    private final Instant cloudOrigin;
    private final CloudMinutes minutes = new CloudMinutes(this);
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
     * that passed while the machine slept, or while the actions ran, is left out. Actions run one after another, in the
     * order in which they were given; one that fails does not keep the others from running.
     */
    public Cancellable everyMinute(Consumer<Instant> action) {
        return minutes.add(CloudMinutes.Turn.FIRST, action);
    }

    /** As {@link #everyMinute}, after all actions that were given there: what they made of the minute is complete. */
    public Cancellable afterEveryMinute(Consumer<Instant> action) {
        return minutes.add(CloudMinutes.Turn.LAST, action);
    }

    /** Wall time, for what lives in real time as {@link #realTimer} does. */
    public InstantSource wall() {
        return wall;
    }

    /** The timer for what stays real: time-outs and grace periods of processes. */
    public Timer realTimer() {
        return timer;
    }
}
