package slipway.channel;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;

/**
 * Any number of connections, each a stream of {@link Smux}. Not tried on AWS: the frames are those of the official
 * client, and the other end that it was tried against is this project's.
 */
final class MultiplexedPort implements PortProtocol {
    private static final System.Logger LOGGER = System.getLogger(MultiplexedPort.class.getName());

    /** Agents up to this one end a session whose client is silent for 30 s. */
    private static final String WANTS_SIGNS_OF_LIFE = "3.1.1511.0";

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final Smux smux;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final @Nullable Cancellable signs;

    MultiplexedPort(Smux.Carrier carrier, Timer timer, String agentVersion) {
        this.smux = new Smux(carrier, null);
        this.signs = Versions.after(agentVersion, WANTS_SIGNS_OF_LIFE) ? null : timer.every(SIGN_OF_LIFE, this::sign);
    }

    private void sign() {
        try {
            smux.keepAlive();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "the session ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void serve(Socket socket) throws InterruptedException {
        try {
            sockets.add(socket);
            PortPump.join(socket, smux.open(), () -> sockets.remove(socket));
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "the session ended", e);
            sockets.remove(socket);
            PortPump.close(socket);
        }
    }

    @Override
    public void output(byte[] bytes) throws MalformedMessageException, InterruptedException {
        smux.receive(bytes);
    }

    @Override
    public int connections() {
        return sockets.size();
    }

    @Override
    public void end() {
        if (signs != null) {
            signs.cancel();
        }
        smux.end();
        sockets.forEach(PortPump::close);
    }
}
