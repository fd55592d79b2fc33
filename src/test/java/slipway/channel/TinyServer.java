package slipway.channel;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;

/** A WebSocket server of a hundred lines on a loopback port: what RFC 6455 asks of one, for one client at a time or many. */
@NullMarked
final class TinyServer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Function<FrameSocket, FrameListener> server;
    private final @Nullable String refusal;
    final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    final List<Connection> connections = new CopyOnWriteArrayList<>();

    /** {@code refusal}: the whole answer to every upgrade; null for the right one. */
    TinyServer(Function<FrameSocket, FrameListener> server, @Nullable String refusal) throws IOException {
        this.server = server;
        this.refusal = refusal;
        Background.start("tiny server", this::accept);
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/v1/data-channel/s-1?role=publish_subscribe");
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                Background.start("tiny connection", () -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            OutputStream out = socket.getOutputStream();
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            headers.put("", line(in));
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
            requests.add(headers);
            if (refusal != null) {
                out.write(refusal.getBytes(StandardCharsets.UTF_8));
                return;
            }
            String key = headers.get("Sec-WebSocket-Key") + GUID;
            String accept = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII)));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            var connection = new Connection(socket, in, out);
            connections.add(connection);
            connection.run(server);
        } catch (IOException | GeneralSecurityException e) {
            // The client is gone, which its own end tells.
        }
    }

    private static String line(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new IOException("cut");
            }
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Connection connection : connections) {
            connection.abort();
        }
    }

    /** The server's end of one socket. */
    static final class Connection implements FrameSocket {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private final LinkedBlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
        private final Semaphore requested = new Semaphore(0);
        final List<String> seen = new CopyOnWriteArrayList<>();

        Connection(Socket socket, DataInputStream in, OutputStream out) {
            this.socket = socket;
            this.in = in;
            this.out = out;
        }

        void run(Function<FrameSocket, FrameListener> server) throws IOException {
            Background.start("tiny writer", this::write);
            FrameListener listener = server.apply(this);
            try {
                while (read(listener)) {
                    // until it closes
                }
            } catch (IOException e) {
                listener.failed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean read(FrameListener listener) throws IOException, InterruptedException {
            int first = in.readUnsignedByte();
            if ((first & 0x80) == 0) {
                throw new IOException("this server takes no fragments");
            }
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            switch (first & 0x0f) {
                case 1 -> {
                    seen.add("text");
                    requested.acquire();
                    listener.text(new String(payload, StandardCharsets.UTF_8));
                }
                case 2 -> {
                    requested.acquire();
                    listener.binary(payload);
                }
                case 8 -> {
                    frame(0x88, Arrays.copyOf(payload, Math.min(payload.length, 2)));
                    int code =
                            payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
                    seen.add("close " + code);
                    listener.closed(code, "");
                    return false;
                }
                case 9 -> {
                    seen.add("ping " + new String(payload, StandardCharsets.UTF_8));
                    frame(0x8a, payload);
                }
                case 10 -> listener.pong();
                default -> throw new IOException("no such frame: " + first);
            }
            return true;
        }

        private void write() {
            try {
                while (true) {
                    byte[] frame = outgoing.take();
                    if (frame.length == 0) {
                        return;
                    }
                    out.write(frame);
                }
            } catch (IOException e) {
                abort();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void frame(int first, byte[] payload) {
            int extra = payload.length < 126 ? 0 : payload.length < 1 << 16 ? 2 : 8;
            ByteBuffer frame = ByteBuffer.allocate(2 + extra + payload.length);
            frame.put((byte) first);
            switch (extra) {
                case 0 -> frame.put((byte) payload.length);
                case 2 -> frame.put((byte) 126).putShort((short) payload.length);
                default -> frame.put((byte) 127).putLong(payload.length);
            }
            outgoing.add(frame.put(payload).array());
        }

        @Override
        public void sendText(String text) {
            frame(0x81, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void sendBinary(byte[] message) {
            frame(0x82, message);
        }

        @Override
        public void ping(byte[] payload) {
            frame(0x89, payload);
        }

        @Override
        public int pending() {
            return outgoing.size();
        }

        @Override
        public void request() {
            requested.release();
        }

        @Override
        public void close(int code, String reason) {
            byte[] text = reason.getBytes(StandardCharsets.UTF_8);
            frame(
                    0x88,
                    ByteBuffer.allocate(2 + text.length)
                            .putShort((short) code)
                            .put(text)
                            .array());
        }

        @Override
        public void abort() {
            outgoing.add(new byte[0]);
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(String.format(Locale.ROOT, "cannot close: %s", e), e);
            }
        }
    }
}
