package slipway.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;

/** The agent's end of one session, which outlives its sockets. Safe for any thread. */
public final class AgentSession {
    /** How long a client that was told the end may keep its socket. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /** How long the end waits for acknowledgements, as real agents do. */
    private static final Duration FLUSH = Duration.ofSeconds(2);

    /** How long it waits for a client whose socket was lost just then. */
    private static final Duration RETURN = Duration.ofSeconds(10);

    private final AgentOptions options;
    private final AgentListener listener;
    private final Timer timer;
    private final InstantSource clock;
    private final SerialQueue queue;
    private final ReliableStream stream;
    private final AgentReader reader;
    private final OutputGate gate;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private String token;
    private String clientId = "";
    private @Nullable AgentLink link;
    private boolean begun;
    private @Nullable String closing;
    private @Nullable Cancellable deadline;
    private Instant closingSince = Instant.MIN;
    private boolean closed;

    /** {@code executor} runs each task on a thread that may block; the token is the one that the session was offered with. */
    public AgentSession(
            AgentOptions options,
            String token,
            AgentListener listener,
            Timer timer,
            InstantSource clock,
            Executor executor) {
        this.options = options;
        this.token = token;
        this.listener = listener;
        this.timer = timer;
        this.clock = clock;
        this.queue = new SerialQueue(executor);
        this.gate = new OutputGate(timer);
        this.reader = new AgentReader(options, this, listener, timer, clock, gate);
        // Nothing stops an agent from resending: a client may come back for as long as its session exists.
        this.stream = new ReliableStream(ReliableStream.Side.AGENT, timer, clock, queue, reader, () -> {});
    }

    public String sessionId() {
        return options.sessionId();
    }

    /** Takes this token from now on, and no older one: what {@code ResumeSession} answers. */
    public synchronized void renewToken(String newToken) {
        token = newToken;
    }

    /** Whether a client is there now. */
    public synchronized boolean isAttached() {
        return link != null;
    }

    /**
     * Serves a socket whose upgrade was accepted: the caller tells everything that comes in on it to the listener that
     * this returns. The first frame must hold the token, else the socket is closed with 1003. A socket that was served
     * before is dropped then.
     */
    public FrameListener attach(FrameSocket socket) {
        var next = new AgentLink(this, stream, socket, timer);
        socket.request();
        return next;
    }

    /**
     * Sends output. Waits until the client is there and ready (handshake, and its size or 250 ms), and while too much
     * (1 MB) is unacknowledged.
     *
     * @throws IOException the session has ended
     */
    public void write(byte[] output) throws IOException, InterruptedException {
        gate.pass();
        stream.write(PayloadType.OUTPUT, output, reader::seal);
        gate.passed();
    }

    /** Sends output unless that had to wait. Returns whether all of it was taken, else none. */
    public boolean offer(byte[] output) {
        if (!gate.isOpen() || !stream.offer(PayloadType.OUTPUT, output, reader::seal)) {
            return false;
        }
        gate.passed();
        return true;
    }

    /** Like {@link #write}, as output of the error stream (payload type 11). */
    public void writeError(byte[] output) throws IOException, InterruptedException {
        gate.pass();
        stream.write(PayloadType.ERROR_OUTPUT, output, reader::seal);
        gate.passed();
    }

    /** Tells the exit status of a command without a terminal (payload type 12). */
    public void exitCode(int code) throws IOException, InterruptedException {
        gate.pass();
        stream.write(PayloadType.EXIT_CODE, Payloads.exitCode(code), reader::seal);
    }

    /** Sends a flag, in port sessions. Never blocks. */
    public void flag(Flag flag) {
        stream.send(PayloadType.FLAG, Payloads.flag(flag));
    }

    /**
     * Ends the session: waits until everything written is acknowledged (at most 2 s, and 10 s where the client's socket
     * is lost just then), then sends {@code channel_closed} with this text, which may be empty. The client drops the
     * socket; where it does not, it is closed after 5 s. Returns at once; completes when the socket is gone. A second
     * call is nothing.
     */
    public CompletionStage<Void> end(String text) {
        synchronized (this) {
            if (closing == null) {
                closing = text;
                closingSince = clock.instant();
                deadline = timer.after(FLUSH, this::closeUnlessAway);
            } else {
                return gone;
            }
        }
        reader.end();
        gate.close();
        if (isAttached()) {
            stream.whenDrained(this::close);
        }
        return gone;
    }

    private void closeUnlessAway() {
        synchronized (this) {
            Duration waited = Duration.between(closingSince, clock.instant());
            if (link == null && waited.compareTo(RETURN) < 0) {
                deadline = timer.after(RETURN.minus(waited), this::close);
                return;
            }
        }
        close();
    }

    private void close() {
        @Nullable AgentLink last;
        String text;
        synchronized (this) {
            if (closed || closing == null) {
                return;
            }
            closed = true;
            text = closing;
            last = link;
            cancelDeadline();
            if (last != null) {
                deadline = timer.after(FAREWELL, () -> {
                    last.leave();
                    detached(last, "");
                });
            }
        }
        stream.end();
        if (last == null) {
            gone.complete(null);
            return;
        }
        var id = UUID.randomUUID();
        last.socket()
                .sendBinary(new ChannelClosed(
                                id.toString(),
                                Long.toString(clock.millis()),
                                options.targetId(),
                                options.sessionId(),
                                text)
                        .message(clock.millis(), id)
                        .encode());
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    // What follows is for the session's other parts.

    /** Why this client may not attach; null when it may. */
    synchronized @Nullable String refusal(OpenDataChannel frame) {
        if (!MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), frame.token().getBytes(StandardCharsets.UTF_8))) {
            return "the token is not this session's";
        }
        if (closed) {
            return "the session is over";
        }
        if (!clientId.isEmpty() && !clientId.equals(frame.clientId())) {
            return "another client has this session";
        }
        return null;
    }

    void attached(AgentLink next, String nextClientId, String clientVersion) {
        @Nullable AgentLink before;
        boolean first;
        boolean ending;
        synchronized (this) {
            before = link;
            link = next;
            clientId = nextClientId;
            first = !begun;
            begun = true;
            ending = closing != null;
        }
        if (before != null) {
            before.replaced();
        }
        queue.post(() -> reader.heard(() -> listener.attached(clientVersion)));
        stream.connect(next.socket());
        if (ending) {
            stream.whenDrained(this::close);
        } else if (first) {
            queue.post(reader::begin);
        }
        stream.readOn();
    }

    synchronized boolean serves(AgentLink one) {
        return link == one;
    }

    void detached(AgentLink one, String reason) {
        boolean over;
        synchronized (this) {
            if (link != one) {
                return;
            }
            link = null;
            over = closed;
            if (over) {
                cancelDeadline();
            }
        }
        stream.disconnect();
        if (over) {
            gone.complete(null);
        } else {
            queue.post(() -> reader.heard(() -> listener.detached(reason)));
        }
    }

    void send(int payloadType, byte[] payload) {
        stream.send(payloadType, payload);
    }

    void whenAcknowledged(Runnable action) {
        stream.whenDrained(action);
    }

    /** Runs the action in its turn with what comes in. */
    void later(Runnable action) {
        queue.post(action);
    }
}
