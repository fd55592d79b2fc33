package slipway.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;

/** One socket of an agent's end: nothing counts before the first frame has held the token. */
final class AgentLink implements FrameListener {
    private static final System.Logger LOGGER = System.getLogger(AgentLink.class.getName());

    /** What the service closes with over a wrong token. */
    static final int UNACCEPTABLE = 1003;

    private static final int NORMAL = 1000;
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration PING_PERIOD = Duration.ofSeconds(54);
    private static final Duration FIRST_FRAME = Duration.ofSeconds(15);
    private static final byte[] KEEPALIVE = "keepalive".getBytes(StandardCharsets.UTF_8);
    private static final int CORRUPT = 5;

    private final AgentSession session;
    private final ReliableStream stream;
    private final FrameSocket socket;
    private final Timer timer;
    private Cancellable clockwork;
    private boolean open;
    private boolean over;
    private int unreadable;
    private long signs;
    private long signsAtPing = -1;

    AgentLink(AgentSession session, ReliableStream stream, FrameSocket socket, Timer timer) {
        this.session = session;
        this.stream = stream;
        this.socket = socket;
        this.timer = timer;
        this.clockwork = timer.after(FIRST_FRAME, this::noFirstFrame);
    }

    FrameSocket socket() {
        return socket;
    }

    private synchronized void noFirstFrame() {
        if (!open && !over) {
            socket.close(UNACCEPTABLE, "no token came");
        }
    }

    @Override
    public void text(String text) {
        boolean first;
        synchronized (this) {
            signs++;
            first = !open && !over;
        }
        if (first) {
            first(text);
        } else {
            stream.readOn();
        }
    }

    private void first(String text) {
        @Nullable String refusal;
        OpenDataChannel frame = new OpenDataChannel("", "", "", "");
        try {
            frame = OpenDataChannel.decode(text);
            refusal = session.refusal(frame);
        } catch (MalformedMessageException e) {
            refusal = "the first frame opens no channel";
            LOGGER.log(System.Logger.Level.DEBUG, refusal, e);
        }
        if (refusal != null) {
            socket.close(UNACCEPTABLE, refusal);
            return;
        }
        synchronized (this) {
            if (over) {
                return;
            }
            open = true;
            clockwork.cancel();
            clockwork = timer.every(PING_PERIOD, this::ping);
        }
        session.attached(this, frame.clientId(), frame.clientVersion());
    }

    private void ping() {
        boolean silent;
        synchronized (this) {
            if (over) {
                return;
            }
            silent = signs == signsAtPing;
            signsAtPing = signs;
        }
        if (silent && !stream.held()) {
            socket.abort();
            ended("the client gave no sign of life for " + PING_PERIOD.toSeconds() + " s");
        } else {
            socket.ping(KEEPALIVE);
        }
    }

    @Override
    public void binary(byte[] bytes) {
        synchronized (this) {
            signs++;
            if (!open || over) {
                if (!over) {
                    socket.close(UNACCEPTABLE, "the first frame holds no token");
                }
                return;
            }
        }
        if (!session.serves(this)) {
            return;
        }
        try {
            stream.receive(Message.decode(bytes));
            unreadable = 0;
        } catch (MalformedMessageException e) {
            // The peer sends again what is not acknowledged.
            LOGGER.log(System.Logger.Level.DEBUG, "unreadable message", e);
            if (++unreadable >= CORRUPT) {
                socket.close(UNACCEPTABLE, "the stream is corrupt");
                return;
            }
        }
        stream.readOn();
    }

    @Override
    public synchronized void pong() {
        signs++;
    }

    @Override
    public void closed(int code, String reason) {
        ended("the client closed the connection with " + code + (reason.isEmpty() ? "" : " " + reason));
    }

    @Override
    public void failed(Throwable cause) {
        ended("the connection broke: " + cause.getMessage());
    }

    /** Another socket takes its place. */
    void replaced() {
        stop();
        socket.abort();
    }

    /** The client was told the end and stays: sends it away, and drops the socket where it does not answer. */
    void leave() {
        stop();
        socket.close(NORMAL, "");
        timer.after(FAREWELL, socket::abort);
    }

    private synchronized void stop() {
        over = true;
        clockwork.cancel();
    }

    private void ended(String reason) {
        stop();
        session.detached(this, reason);
    }
}
