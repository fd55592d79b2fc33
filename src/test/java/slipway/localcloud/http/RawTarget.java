package slipway.localcloud.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import slipway.async.Background;

/** A target of which the test controls every byte: it reads requests and does with each connection as it is told. */
public final class RawTarget implements AutoCloseable {
    private final ServerSocket listening;
    private final Behaviour behaviour;
    private final CountDownLatch accepting = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** What is done once a request has been read. Returning true goes on reading on the same connection. */
    @FunctionalInterface
    public interface Behaviour {
        boolean answer(Socket connection, String request, int number) throws IOException;
    }

    public RawTarget(Behaviour behaviour) throws IOException {
        this("127.0.0.1", behaviour);
    }

    public RawTarget(String address, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        listening = new ServerSocket();
        listening.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        Background.start("target", this::accept);
    }

    /** Answers each request with this status and text. */
    public static RawTarget answering(int status, String body) throws IOException {
        return new RawTarget((connection, request, number) -> {
            write(connection, status, body);
            return true;
        });
    }

    public static void write(Socket connection, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        connection
                .getOutputStream()
                .write(("HTTP/1.1 " + status + " Some\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Ends a connection with a reset. */
    public static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    public int port() {
        return listening.getLocalPort();
    }

    public Backend backend() {
        return new Backend(listening.getInetAddress().getHostAddress(), port());
    }

    public int connections() {
        return connections.get();
    }

    /** The requests read so far: head and body as text. */
    public List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket connection = listening.accept();
                connections.incrementAndGet();
                Background.start("target connection", () -> serve(connection));
            }
        } catch (IOException closed) {
            // The test has closed the target.
        } finally {
            accepting.countDown();
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            boolean more = true;
            while (more) {
                String request = read(connection.getInputStream());
                if (request == null) {
                    return;
                }
                requests.add(request);
                more = behaviour.answer(connection, request, requests.size());
            }
        } catch (IOException ended) {
            // The proxy left, or the test closed the connection.
        }
    }

    private static @org.jspecify.annotations.Nullable String read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        for (String line : text.lines().toList()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                int length = Integer.parseInt(line.substring(15).strip());
                text += new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            }
        }
        return text;
    }

    /** Returns once connections are refused: the port stays open until nobody waits at it any more. */
    @Override
    public void close() throws IOException {
        listening.close();
        try {
            if (!accepting.await(30, TimeUnit.SECONDS)) {
                throw new IOException("the target still accepts");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
