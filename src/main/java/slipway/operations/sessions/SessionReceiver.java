package slipway.operations.sessions;

import slipway.model.SessionStatus;
import slipway.model.SessionTaskNews;

/**
 * Hears a session, one call at a time, in order, on background threads. A call may block: then the program in the task waits
 * too, and no memory grows.
 */
public interface SessionReceiver {
    void status(SessionStatus status);

    /** What the program wrote; not cut at characters. The array belongs to the receiver. */
    void output(byte[] bytes);

    /** Something to read beside the terminal, such as the service's greeting, or that nothing comes. */
    default void notice(String text) {}

    /** That the session's task is on its way out, or gone, and where to go on. */
    default void task(SessionTaskNews news) {}
}
