package slipway.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;

/** A port of this machine that leads through a session to a port of a task. Closing it ends the session. */
public final class PortForward implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(PortForward.class.getName());
    private static final int BACKLOG = 50;

    /** Agents up to this one know no multiplexing. */
    private static final String BASIC_AGENT = "3.0.196.0";

    private final ChannelClient client;
    private final boolean multiplexed;
    private final ServerSocket listening;
    private final SessionListener listener;
    private volatile @Nullable ClientSession session;
    private volatile @Nullable PortProtocol protocol;

    private PortForward(ChannelClient client, boolean multiplexed, ServerSocket listening, SessionListener listener) {
        this.client = client;
        this.multiplexed = multiplexed;
        this.listening = listening;
        this.listener = listener;
    }

    /**
     * Listens on loopback and begins the session, which must be one of type {@code Port}.
     *
     * @param multiplexed whether connections may be open side by side, where the agent knows how: by the version that
     *     the client claims. Not tried on AWS. Else one has its turn after the other
     * @param localPort 0 for any free one
     * @param listener hears states and notices; output goes to the connections
     * @throws IOException the port cannot be listened on
     */
    public static PortForward open(
            ChannelClient client, SessionOffer offer, boolean multiplexed, int localPort, SessionListener listener)
            throws IOException {
        var listening = new ServerSocket(localPort, BACKLOG, InetAddress.getLoopbackAddress());
        var forward = new PortForward(client, multiplexed, listening, listener);
        String version = multiplexed ? ClientOptions.CURRENT_VERSION : ClientOptions.BASIC_PORT_VERSION;
        forward.begin(offer, new ClientOptions(version, Duration.ofMinutes(20), false, new TerminalSize(80, 24)));
        return forward;
    }

    private void begin(SessionOffer offer, ClientOptions options) {
        ClientSession opened = client.prepare(offer, options, new Ear());
        session = opened;
        opened.whenOver(this::over);
        opened.start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** The session that carries it. */
    public ClientSession session() {
        ClientSession opened = session;
        if (opened == null) {
            throw new IllegalStateException("it has not begun");
        }
        return opened;
    }

    /** Connections that are open now. */
    public int connections() {
        PortProtocol chosen = protocol;
        return chosen == null ? 0 : chosen.connections();
    }

    @Override
    public void close() {
        stopListening();
        ClientSession opened = session();
        opened.flag(Flag.TERMINATE_SESSION);
        opened.close();
    }

    private void over() {
        stopListening();
        PortProtocol chosen = protocol;
        if (chosen != null) {
            chosen.end();
        }
    }

    private void stopListening() {
        try {
            listening.close();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "the port is closed already", e);
        }
    }

    private void live(SessionState.Live live) {
        if (protocol != null) {
            return;
        }
        ClientSession opened = session();
        PortProtocol chosen = multiplexed && Versions.after(live.agentVersion(), BASIC_AGENT)
                ? new MultiplexedPort(opened::write, client.timer(), live.agentVersion())
                : new BasicPort(opened);
        protocol = chosen;
        if (opened.state() instanceof SessionState.Ended) {
            chosen.end();
        }
        Background.start("forwarded port", () -> accept(chosen));
    }

    private void accept(PortProtocol chosen) {
        try {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                chosen.serve(socket);
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "the port is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Ear implements SessionListener {
        @Override
        public void state(SessionState state) {
            switch (state) {
                case SessionState.Live live when live.type() == SessionType.PORT -> live(live);
                case SessionState.Live other -> session().terminate();
                default -> {}
            }
            listener.state(state);
        }

        @Override
        public void output(byte[] bytes) {
            PortProtocol chosen = protocol;
            if (chosen == null) {
                return;
            }
            try {
                chosen.output(bytes);
            } catch (MalformedMessageException e) {
                session().fail(new ChannelFailure.CorruptStream(e.toString()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void notice(String text) {
            listener.notice(text);
        }

        @Override
        public void flag(Flag flag) {
            if (flag == Flag.CONNECT_TO_PORT_ERROR) {
                listener.notice("The agent could not connect to the port. Check that something listens there.");
            }
            listener.flag(flag);
        }
    }
}
