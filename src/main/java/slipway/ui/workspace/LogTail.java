package slipway.ui.workspace;

import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.model.LogNews;

/** The end of a log, which remembers how far it has been read. */
@FunctionalInterface
public interface LogTail {
    /**
     * Gives everything that was not given yet, then what comes, until it is cancelled; blocks until then. One caller at a
     * time.
     *
     * @param receiver called on the caller's thread
     */
    void follow(Consumer<LogNews> receiver, Cancellation cancellation);
}
