package slipway.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullMarked;
import slipway.async.Cancellable;
import slipway.async.Timer;

/** Counts what waits on a timer. */
@NullMarked
final class CountingTimer implements Timer {
    private final Timer timer;
    private int waiting;

    CountingTimer(Timer timer) {
        this.timer = timer;
    }

    int waiting() {
        return waiting;
    }

    @Override
    public Cancellable after(Duration delay, Runnable action) {
        var over = new AtomicBoolean();
        waiting++;
        Cancellable planned = timer.after(delay, () -> {
            finish(over);
            action.run();
        });
        return () -> {
            finish(over);
            planned.cancel();
        };
    }

    @Override
    public Cancellable every(Duration period, Runnable action) {
        var over = new AtomicBoolean();
        waiting++;
        Cancellable repeated = timer.every(period, action);
        return () -> {
            finish(over);
            repeated.cancel();
        };
    }

    private void finish(AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            waiting--;
        }
    }
}
