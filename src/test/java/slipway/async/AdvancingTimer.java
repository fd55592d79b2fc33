package slipway.async;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;

/** A timer and clock for tests of code that blocks: whoever waits moves the time forward to the end of the wait. */
@NullMarked
public final class AdvancingTimer implements Timer, InstantSource {
    private final ManualTimer time = new ManualTimer();

    @Override
    public Instant instant() {
        return time.instant();
    }

    @Override
    public Cancellable after(Duration delay, Runnable action) {
        Cancellable planned = time.after(delay, action);
        time.advance(delay);
        return planned;
    }

    @Override
    public Cancellable every(Duration period, Runnable action) {
        return time.every(period, action);
    }
}
