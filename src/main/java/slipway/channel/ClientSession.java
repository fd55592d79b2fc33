package slipway.channel;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** A client's session. Made by {@link ChannelClient#open}. Safe for any thread. */
public final class ClientSession implements AutoCloseable {
    ClientSession() {}

    public String sessionId() {
        throw new UnsupportedOperationException("not built yet");
    }

    public SessionState state() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Sends input. Before the agent has begun, and while reconnecting, it is kept; when too much is kept (1 MB), this
     * blocks.
     *
     * @throws IOException the session has ended
     * @throws InterruptedException the thread was interrupted while it waited
     */
    public void write(byte[] bytes) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Sends input unless that had to wait: for threads that may not block. Returns whether all of it was taken, else none. */
    public boolean offer(byte[] bytes) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Tells the terminal's size, if it differs from what was told last. Kept until the agent has begun. Never blocks. */
    public void resize(TerminalSize size) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Says that no input follows: in a session with a terminal, the end-of-file key, on a line of its own. Output goes on. */
    public void endInput() throws IOException, InterruptedException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Sends a flag: port sessions alone. */
    public void flag(Flag flag) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** When the session was last used: input sent or output received. */
    public Instant lastActivity() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** How long until the service ends an idle session; never negative. */
    public Duration idleRemaining() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Ends the session: {@code TerminateSession}, then {@link SessionEnd.Terminated}. Returns at once. */
    public void terminate() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The same, and returns when the call was made: for the end of a program. Does nothing after the end. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
