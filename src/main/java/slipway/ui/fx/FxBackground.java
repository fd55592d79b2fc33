package slipway.ui.fx;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.model.Failure;

/** The background of the running console: a virtual thread per piece of work, answers on the JavaFX thread. */
public final class FxBackground implements Background {
    @Override
    public <T> Cancellable run(Callable<T> work, Consumer<T> done, Consumer<Failure> failed) {
        var cancelled = new AtomicBoolean();
        Thread.ofVirtual().name("background").start(() -> {
            Runnable answer;
            try {
                T value = work.call();
                answer = () -> done.accept(value);
            } catch (Exception failure) {
                Failure words = Failures.of(failure);
                answer = () -> failed.accept(words);
            }
            Runnable delivered = answer;
            Platform.runLater(() -> {
                if (!cancelled.get()) {
                    delivered.run();
                }
            });
        });
        return () -> cancelled.set(true);
    }

    @Override
    public void onUi(Runnable action) {
        Platform.runLater(action);
    }

    @Override
    public <T> Consumer<T> newest(Consumer<T> receiver) {
        var waiting = new AtomicReference<@Nullable T>();
        return value -> {
            if (waiting.getAndSet(value) == null) {
                Platform.runLater(() -> {
                    T newest = waiting.getAndSet(null);
                    if (newest != null) {
                        receiver.accept(newest);
                    }
                });
            }
        };
    }
}
