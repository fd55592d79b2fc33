package slipway.ui.fx;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import slipway.async.Cancellable;
import slipway.model.Failure;

/** The background's twin for tests: everything happens at once, on the caller's thread. */
@NullMarked
public final class SameThreadBackground implements Background {
    @Override
    public <T> Cancellable run(Callable<T> work, Consumer<T> done, Consumer<Failure> failed) {
        T value;
        try {
            value = work.call();
        } catch (Exception thrown) {
            failed.accept(Failures.of(thrown));
            return () -> {};
        }
        done.accept(value);
        return () -> {};
    }

    @Override
    public void onUi(Runnable action) {
        action.run();
    }

    @Override
    public <T> Consumer<T> newest(Consumer<T> receiver) {
        return receiver;
    }
}
