package slipway.operations.sessions;

import java.io.IOException;
import java.time.Duration;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;

/** A program in a task's container, at a terminal here. Opened by {@link Sessions#open}. Safe for any thread. */
public interface Session extends AutoCloseable {
    SessionTask task();

    SessionStatus status();

    /** How long until ECS ends it for want of input and output: 20 minutes after the last; never negative. */
    Duration idleLeft();

    /**
     * Sends input. What is typed before the program is there, or while reconnecting, is kept; when much is kept, this blocks.
     *
     * @throws IOException the session has ended
     * @throws InterruptedException the thread was interrupted while it waited
     */
    void write(byte[] bytes) throws IOException, InterruptedException;

    /** As {@link #write}, for threads that may not block. Returns whether all of it was taken; else nothing was. */
    boolean offer(byte[] bytes);

    /** Tells the terminal's size, 1 to 65535 each. Never blocks. */
    void resize(int columns, int rows);

    /**
     * No input follows: the terminal's end-of-file key is sent, on a line of its own, as soon as the program is silent, and again
     * until the session has ended, as a program may not have read when the first came. Output goes on. Never blocks.
     */
    void endInput();

    /** Ends it, also while it is being opened: {@link SessionStatus.Terminated} follows. Returns at once. */
    void terminate();

    /** As {@link #terminate}, and returns when AWS has been told: for the end of a program. Blocks for seconds at most. */
    @Override
    void close();
}
