package slipway.ui.fx;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import slipway.async.Cancellable;
import slipway.model.Failure;

/**
 * Runs work that blocks away from the UI thread and brings the outcome back to it. View models know this interface
 * only, so that tests run them without a toolkit, on one thread.
 */
public interface Background {
    /**
     * Starts the work elsewhere. Exactly one of the receivers is called later, on the UI thread; neither once the answer
     * was cancelled.
     *
     * @return stops waiting for the answer; the work itself runs to its end
     */
    <T> Cancellable run(Callable<T> work, Consumer<T> done, Consumer<Failure> failed);

    /** Runs the action on the UI thread, soon; from any thread. */
    void onUi(Runnable action);

    /**
     * A receiver for any thread that hands the newest value to the UI thread. Values that were overtaken are skipped, so
     * a fast sender cannot flood the window.
     */
    <T> Consumer<T> newest(Consumer<T> receiver);
}
