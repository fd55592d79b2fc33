package slipway.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.async.Timer;

/**
 * The agent's end of a port session: connects to a port for the client. With clients that multiplex, each stream is a
 * connection; with others there is one at a time, and when the port's side ends it the session ends, as with real agents.
 */
public final class PortAgent {
    private static final System.Logger LOGGER = System.getLogger(PortAgent.class.getName());
    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    private final InetSocketAddress target;
    private final AgentSession session;
    private final AgentOptions options;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private @Nullable Smux smux;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Socket current;
    private volatile boolean ended;

    private PortAgent(
            AgentOptions options,
            String token,
            InetSocketAddress target,
            Timer timer,
            InstantSource clock,
            Executor executor) {
        this.target = target;
        this.options = options;
        this.session = new AgentSession(options, token, new Ear(), timer, clock, executor);
    }

    /** Makes the end of a session; {@link #session} takes the sockets. Connections are made when the client wants them. */
    public static PortAgent of(
            AgentOptions options,
            String token,
            InetSocketAddress target,
            Timer timer,
            InstantSource clock,
            Executor executor) {
        if (options.type() != SessionType.PORT) {
            throw new IllegalArgumentException(
                    "a port session has the type Port, not " + options.type().wireName());
        }
        return new PortAgent(options, token, target, timer, clock, executor);
    }

    public AgentSession session() {
        return session;
    }

    /** Ends the session and its connections: the task is gone, or {@code TerminateSession} was called. */
    public void end(String text) {
        ended = true;
        session.end(text);
        sockets.forEach(PortPump::close);
        Smux streams = smux;
        if (streams != null) {
            streams.end();
        }
    }

    private @Nullable Socket connect() {
        var socket = new Socket();
        try {
            sockets.add(socket);
            socket.connect(target, CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "no connection to " + target, e);
            forget(socket);
            session.flag(Flag.CONNECT_TO_PORT_ERROR);
            return null;
        }
    }

    private void forget(Socket socket) {
        sockets.remove(socket);
        PortPump.close(socket);
    }

    private void accepted(SmuxStream stream) {
        Background.start("port connection", () -> {
            @Nullable Socket socket = ended ? null : connect();
            if (socket != null) {
                PortPump.join(socket, stream, () -> sockets.remove(socket));
                return;
            }
            try {
                stream.close();
            } catch (IOException e) {
                LOGGER.log(System.Logger.Level.DEBUG, "the session ended", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Without multiplexing: the one connection, made at once because some servers speak first. */
    private void connectOne() {
        Socket socket = connect();
        current = socket;
        if (socket == null) {
            return;
        }
        Background.start("port in", () -> {
            PortPump.read(socket, bytes -> output(socket, bytes));
            session.later(() -> {
                if (socket.equals(current)) {
                    end("The connection to the port was closed.");
                }
            });
        });
    }

    private void disconnect() {
        Socket before = current;
        if (before != null) {
            forget(before);
        }
        turn.lock();
        try {
            current = null;
        } finally {
            turn.unlock();
        }
    }

    /** Nothing of a connection goes out after it had its turn: the client would take it for the next one's. */
    private void output(Socket socket, byte[] bytes) throws IOException, InterruptedException {
        turn.lockInterruptibly();
        try {
            if (socket.equals(current)) {
                session.write(bytes);
            }
        } finally {
            turn.unlock();
        }
    }

    /** All on the session's queue, one call at a time. */
    private final class Ear implements AgentListener {
        @Override
        public void ready(String clientVersion) {
            if (Versions.after(clientVersion, ClientOptions.BASIC_PORT_VERSION)
                    && Versions.after(options.agentVersion(), AgentOptions.BASIC_VERSION)) {
                smux = new Smux(session::write, PortAgent.this::accepted);
            } else {
                connectOne();
            }
        }

        @Override
        public void input(byte[] bytes) {
            try {
                if (smux != null) {
                    smux.receive(bytes);
                } else if (current != null) {
                    current.getOutputStream().write(bytes);
                }
            } catch (MalformedMessageException e) {
                end("The client's stream is no smux: " + e.getMessage());
            } catch (IOException e) {
                LOGGER.log(System.Logger.Level.DEBUG, "the connection ended", e);
                end("The connection to the port was closed.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void size(TerminalSize size) {
            LOGGER.log(System.Logger.Level.DEBUG, "a port has no size");
        }

        @Override
        public void flag(Flag flag) {
            switch (flag) {
                case DISCONNECT_TO_PORT -> {
                    if (smux == null) {
                        disconnect();
                        connectOne();
                    }
                }
                case TERMINATE_SESSION -> end("");
                case CONNECT_TO_PORT_ERROR -> LOGGER.log(System.Logger.Level.DEBUG, "ignored {0}", flag);
            }
        }

        @Override
        public void failed(String reason) {
            end(reason);
        }
    }
}
