package slipway.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A client's session. Made by {@link ChannelClient#open}. Safe for any thread. */
public final class ClientSession implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ClientSession.class.getName());

    /** What is kept of the input before the agent begins; it fits into the stream's window then. */
    private static final int EARLY_INPUT = 256 * 1024;

    private static final byte END_OF_FILE = 0x04;

    private final ChannelClient client;
    private final SessionOffer offer;
    private final ClientOptions options;
    private final SerialQueue queue;
    private final ReliableStream stream;
    private final ClientConnection connection;
    private final ClientReader reader;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private Runnable whenOver = () -> {};
    private SessionState state = new SessionState.Connecting(1);
    private SessionState.@Nullable Live live;
    private @Nullable SessionEnd end;
    private TerminalSize size;
    private @Nullable TerminalSize told;
    private Instant lastActivity;
    private byte lastInput = '\n';

    ClientSession(ChannelClient client, SessionOffer offer, ClientOptions options, SessionListener listener) {
        this.client = client;
        this.offer = offer;
        this.options = options;
        this.size = options.size();
        this.lastActivity = client.clock().instant();
        this.queue = new SerialQueue(client.executor());
        this.reader = new ClientReader(client, offer, options, this, listener);
        this.stream = new ReliableStream(
                ReliableStream.Side.CLIENT,
                client.timer(),
                client.clock(),
                queue,
                reader,
                () -> fail(new ChannelFailure.PeerStopped("no acknowledgement for 302 s")));
        this.connection = new ClientConnection(client, offer, options.clientVersion(), new ClientFrames(this, stream));
    }

    /** The action runs when the session ends, even while its listener blocks. Before the start. */
    void whenOver(Runnable action) {
        whenOver = action;
    }

    void start() {
        queue.post(() -> reader.tell(new SessionState.Connecting(1)));
        connection.start();
    }

    public String sessionId() {
        return offer.sessionId();
    }

    public SessionState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends input. Before the agent has begun (256 KB) and while it is not acknowledged (1 MB) it is kept; when more
     * would have to be, this blocks.
     *
     * @throws IOException the session has ended
     * @throws InterruptedException the thread was interrupted while it waited
     */
    public void write(byte[] bytes) throws IOException, InterruptedException {
        if (bytes.length == 0) {
            return;
        }
        byte[] input = keys(bytes);
        lock.lockInterruptibly();
        try {
            while (end == null && live == null && early.size() > 0 && early.size() + input.length > EARLY_INPUT) {
                changed.await();
            }
            if (end != null) {
                throw new IOException("the session has ended");
            }
            used(input);
            if (live == null) {
                early.writeBytes(input);
                return;
            }
        } finally {
            lock.unlock();
        }
        stream.write(PayloadType.OUTPUT, input, reader::seal);
    }

    /** Sends input unless that had to wait: for threads that may not block. Returns whether all of it was taken, else none. */
    public boolean offer(byte[] bytes) {
        if (bytes.length == 0) {
            return true;
        }
        byte[] input = keys(bytes);
        lock.lock();
        try {
            if (end != null) {
                return false;
            }
            if (live == null) {
                if (early.size() + input.length > EARLY_INPUT) {
                    return false;
                }
                early.writeBytes(input);
            } else if (!stream.offer(PayloadType.OUTPUT, input, reader::seal)) {
                return false;
            }
            used(input);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A line feed by itself is the Enter key of a terminal. */
    private byte[] keys(byte[] bytes) {
        return options.terminal() && bytes.length == 1 && bytes[0] == '\n' ? new byte[] {'\r'} : bytes.clone();
    }

    private void used(byte[] input) {
        lastActivity = client.clock().instant();
        lastInput = input[input.length - 1];
    }

    /** Tells the terminal's size, if it differs from what was told last. Kept until the agent has begun. Never blocks. */
    public void resize(TerminalSize newSize) {
        lock.lock();
        try {
            size = newSize;
            tellSize();
        } finally {
            lock.unlock();
        }
    }

    private void tellSize() {
        if (live != null && live.type().terminal() && !size.equals(told)) {
            told = size;
            stream.send(PayloadType.SIZE, Payloads.size(size));
        }
    }

    /**
     * Says that no input follows: in a session with a terminal the end-of-file key, after Enter where a line is open.
     * Output goes on.
     */
    public void endInput() throws IOException, InterruptedException {
        if (!options.terminal()) {
            return;
        }
        boolean open;
        lock.lock();
        try {
            open = lastInput != '\n' && lastInput != '\r';
        } finally {
            lock.unlock();
        }
        write(open ? new byte[] {'\r', END_OF_FILE} : new byte[] {END_OF_FILE});
    }

    /** Sends a flag, in port sessions; it waits for nothing, and is nothing before the agent has begun. */
    public void flag(Flag flag) {
        lock.lock();
        try {
            if (live != null) {
                stream.send(PayloadType.FLAG, Payloads.flag(flag));
            }
        } finally {
            lock.unlock();
        }
    }

    /** When the session was last used: input sent or output received. */
    public Instant lastActivity() {
        lock.lock();
        try {
            return lastActivity;
        } finally {
            lock.unlock();
        }
    }

    /** How long until the service ends an idle session; never negative. */
    public Duration idleRemaining() {
        Duration idle = Duration.between(lastActivity(), client.clock().instant());
        Duration left = options.idleLimit().minus(idle);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Ends the session: {@code TerminateSession}, then {@link SessionEnd.Terminated}. Returns at once. */
    public void terminate() {
        client.executor().execute(this::close);
    }

    /**
     * The same, and returns when the call was made: for the end of a program. After any other end it waits for the call
     * which that made, if it made one.
     */
    @Override
    public void close() {
        finish(new SessionEnd.Terminated(), Runnable::run);
        terminated.join();
    }

    // What follows is for the session's other parts.

    void opened() {
        lock.lock();
        try {
            enter(live == null ? new SessionState.Waiting() : live);
        } finally {
            lock.unlock();
        }
    }

    void connecting(int attempt, String reason) {
        lock.lock();
        try {
            enter(
                    reason.isEmpty()
                            ? new SessionState.Connecting(attempt)
                            : new SessionState.Reconnecting(attempt, reason));
        } finally {
            lock.unlock();
        }
    }

    /** The agent has begun: tells it the size and what was typed so far. */
    void begun(SessionState.Live begun) {
        lock.lock();
        try {
            if (live != null || end != null) {
                return;
            }
            live = begun;
            enter(begun);
            tellSize();
            if (early.size() > 0) {
                if (!stream.offer(PayloadType.OUTPUT, early.toByteArray(), reader::seal)) {
                    throw new IllegalStateException("the first input does not fit");
                }
                early.reset();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void enter(SessionState next) {
        if (end == null && !state.equals(next)) {
            state = next;
            queue.post(() -> reader.tell(next));
        }
    }

    void active() {
        lock.lock();
        try {
            lastActivity = client.clock().instant();
        } finally {
            lock.unlock();
        }
    }

    /** Sends something of the handshake. */
    void send(int payloadType, byte[] payload) {
        stream.send(payloadType, payload);
    }

    /** Runs the action when everything that was sent so far is acknowledged, after everything that came until then. */
    void whenAcknowledged(Runnable action) {
        stream.whenDrained(action);
    }

    /** Something for the reader to do after everything that has come. */
    void later(Runnable action) {
        queue.post(action);
    }

    void fail(ChannelFailure failure) {
        finish(new SessionEnd.Failed(failure), client.executor());
    }

    /** The service says that it is over: nothing is left to terminate. */
    void closed(String text) {
        finish(new SessionEnd.Closed(text, reader.hadOutput()), client.executor());
    }

    private void finish(SessionEnd how, Executor caller) {
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            var ended = new SessionState.Ended(how);
            end = how;
            state = ended;
            changed.signalAll();
            queue.post(() -> reader.tell(ended));
        } finally {
            lock.unlock();
        }
        reader.end();
        stream.end();
        connection.stop();
        whenOver.run();
        boolean overThere = how instanceof SessionEnd.Closed
                || (how instanceof SessionEnd.Failed(ChannelFailure failure) && failure instanceof ChannelFailure.Over);
        if (overThere) {
            terminated.complete(null);
        } else {
            caller.execute(this::callTerminate);
        }
    }

    private void callTerminate() {
        try {
            client.control().terminate(offer.sessionId());
        } catch (IOException | RuntimeException e) {
            // The session ends by itself when it has been idle for long enough; there is nobody left to tell.
            LOGGER.log(System.Logger.Level.WARNING, "session " + offer.sessionId() + " could not be terminated", e);
        } finally {
            terminated.complete(null);
        }
    }
}
