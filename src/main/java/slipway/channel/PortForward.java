package slipway.channel;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A port of this machine that leads through a session to a port of a task. Closing it ends the session. */
public final class PortForward implements AutoCloseable {
    private PortForward() {}

    /**
     * Listens on loopback and begins the session, which must be one of type {@code Port}.
     *
     * @param localPort 0 for any free one
     * @param listener hears states and notices; output goes to the connections
     * @throws IOException the port cannot be listened on
     */
    public static PortForward open(
            ChannelClient client, SessionOffer offer, boolean multiplexed, int localPort, SessionListener listener)
            throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    public InetSocketAddress address() {
        throw new UnsupportedOperationException("not built yet");
    }

    public ClientSession session() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
