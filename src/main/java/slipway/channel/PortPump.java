package slipway.channel;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;

/** Joins a TCP connection to a stream of a multiplexed session: each ends with the other. */
final class PortPump {
    private static final System.Logger LOGGER = System.getLogger(PortPump.class.getName());
    private static final int PIECE = 16 * 1024;

    private PortPump() {}

    /** {@code over} runs when both are closed. */
    static void join(Socket socket, SmuxStream stream, Runnable over) {
        Background.start("port in", () -> {
            try {
                read(socket, bytes -> stream.write(bytes));
            } finally {
                close(socket, stream);
            }
        });
        Background.start("port out", () -> {
            try {
                write(socket, stream);
            } finally {
                close(socket, stream);
                over.run();
            }
        });
    }

    /** Hands on what comes from the connection until it ends, or the taker does. */
    static void read(Socket socket, Smux.Carrier taker) {
        byte[] buffer = new byte[PIECE];
        try {
            InputStream in = socket.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                taker.write(Arrays.copyOf(buffer, length));
            }
        } catch (IOException e) {
            ended(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Socket socket, SmuxStream stream) {
        try {
            byte @Nullable [] bytes = stream.read();
            while (bytes != null) {
                socket.getOutputStream().write(bytes);
                bytes = stream.read();
            }
        } catch (IOException e) {
            ended(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket, SmuxStream stream) {
        close(socket);
        try {
            stream.close();
        } catch (IOException e) {
            ended(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            ended(e);
        }
    }

    /** That is how connections end: one side goes first. */
    private static void ended(IOException e) {
        LOGGER.log(System.Logger.Level.DEBUG, "a forwarded connection ended", e);
    }
}
