package slipway.localcloud.ssm;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.channel.Flag;
import slipway.channel.TerminalSize;

/**
 * Forwards the bytes of one TCP connection at a time. As the agent on AWS does it: connected at the start, and again with the
 * first input after either side has ended a connection.
 */
final class PortProgram implements SessionProgram {
    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress address;
    private final Output output;
    private @Nullable Socket connection;
    private boolean stopped;

    PortProgram(String host, int port, Output output) {
        this.address = new InetSocketAddress(host, port);
        this.output = output;
    }

    @Override
    public void start() throws IOException {
        try {
            connect();
        } catch (IOException refused) {
            throw new IOException("Unable to connect to specified port: " + refused.getMessage(), refused);
        }
    }

    @Override
    public void input(byte[] bytes) {
        Socket to = current();
        if (to == null || to.isClosed()) {
            try {
                to = connect();
            } catch (IOException refused) {
                output.send(Flag.CONNECT_TO_PORT_ERROR);
                return;
            }
        }
        try {
            to.getOutputStream().write(bytes);
        } catch (IOException ended) {
            close(to);
        }
    }

    @Override
    public void resize(TerminalSize size) {
        // No terminal.
    }

    @Override
    public void disconnect() {
        close(current());
    }

    @Override
    public void stop(boolean gently) {
        Socket open;
        synchronized (this) {
            stopped = true;
            open = connection;
        }
        close(open);
    }

    private Socket connect() throws IOException {
        var made = new Socket();
        synchronized (this) {
            if (stopped) {
                throw new IOException("the session has ended");
            }
            connection = made;
        }
        try {
            made.connect(address, CONNECT_MILLIS);
            made.setTcpNoDelay(true);
        } catch (IOException refused) {
            close(made);
            throw refused;
        }
        Background.start("port " + address, () -> pass(made));
        return made;
    }

    private void pass(Socket from) {
        var buffer = new byte[16 << 10];
        try (from) {
            InputStream bytes = from.getInputStream();
            // What an earlier connection still has to say is not for the present one's client.
            for (int count = bytes.read(buffer); count >= 0 && from.equals(current()); count = bytes.read(buffer)) {
                output.write(Arrays.copyOf(buffer, count));
            }
        } catch (IOException ended) {
            // Closed by either side: the next input connects again.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Socket current() {
        return connection;
    }

    private static void close(@Nullable Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException already) {
                // It is as closed as it can be.
            }
        }
    }
}
