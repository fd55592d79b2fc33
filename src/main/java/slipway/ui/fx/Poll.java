package slipway.ui.fx;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.model.Failure;

/**
 * Reads something again and again while somebody looks. The pause starts when an answer came, so that a slow target is
 * never asked twice at a time. Every method is called on the UI thread.
 */
public final class Poll<T> {
    private final Timer timer;
    private final Background background;
    private final Supplier<Duration> pause;
    private final Callable<T> read;
    private final Consumer<T> done;
    private final Consumer<Failure> failed;
    private boolean running;
    private @Nullable Cancellable underWay;
    private @Nullable Cancellable planned;

    public Poll(
            Timer timer,
            Background background,
            Duration pause,
            Callable<T> read,
            Consumer<T> done,
            Consumer<Failure> failed) {
        this(timer, background, () -> pause, read, done, failed);
    }

    /** @param pause asked anew after each answer */
    public Poll(
            Timer timer,
            Background background,
            Supplier<Duration> pause,
            Callable<T> read,
            Consumer<T> done,
            Consumer<Failure> failed) {
        this.timer = timer;
        this.background = background;
        this.pause = pause;
        this.read = read;
        this.done = done;
        this.failed = failed;
    }

    /** Reads now and keeps reading. Does nothing when it already does. */
    public void start() {
        if (!running) {
            running = true;
            readNow();
        }
    }

    /** Ends reading; an answer under way is dropped. */
    public void stop() {
        running = false;
        drop();
    }

    /** Reads at once, also when the pause is not over; does nothing while stopped. */
    public void refresh() {
        if (running) {
            drop();
            readNow();
        }
    }

    private void drop() {
        if (underWay != null) {
            underWay.cancel();
            underWay = null;
        }
        if (planned != null) {
            planned.cancel();
            planned = null;
        }
    }

    private void readNow() {
        planned = null;
        underWay = background.run(
                read,
                value -> {
                    done.accept(value);
                    plan();
                },
                failure -> {
                    failed.accept(failure);
                    plan();
                });
    }

    private void plan() {
        if (running) {
            planned = timer.after(
                    pause.get(),
                    () -> background.onUi(() -> {
                        if (running) {
                            readNow();
                        }
                    }));
        }
    }
}
