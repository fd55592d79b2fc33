package slipway.localcloud.wire;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.awscore.AwsClient;

/** The local cloud's API endpoint: one port on 127.0.0.1 for every service. */
public final class WireServer implements AutoCloseable {
    private static final long LARGEST_BODY = 64L << 20;

    private final Server server;
    private final ServerConnector connector;

    /**
     * Starts serving.
     *
     * @param channels what WebSockets lead to
     * @param port 0 for any free one
     * @throws IOException naming the port when it is taken
     */
    public WireServer(
            Collection<? extends AwsClient> services,
            DataChannels channels,
            AccessKey key,
            InstantSource wall,
            CloudClock clock,
            int port)
            throws IOException {
        var pool = new QueuedThreadPool(16, 2);
        pool.setName("wire");
        pool.setDaemon(true);
        pool.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("wire-"));
        server = new Server(pool);
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(32 << 10);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        var signatures = new SignatureCheck(key, wall);
        var sockets = new SocketUpgrade(ServerWebSocketContainer.ensure(server), channels, signatures);
        server.setHandler(new Endpoint(new WireDispatcher(services, signatures), sockets, clock));
        try {
            server.start();
        } catch (IOException taken) {
            throw new IOException(
                    "the local cloud's API cannot listen on 127.0.0.1:" + port + ": " + taken.getMessage()
                            + "; choose another port",
                    taken);
        } catch (Exception failed) {
            throw new IOException("the local cloud's API did not start", failed);
        }
    }

    /** Where it listens: {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("the local cloud's API did not stop", failed);
        }
    }

    private static final class Endpoint extends Handler.Abstract {
        private final WireDispatcher dispatcher;
        private final SocketUpgrade sockets;
        private final CloudClock clock;

        Endpoint(WireDispatcher dispatcher, SocketUpgrade sockets, CloudClock clock) {
            this.dispatcher = dispatcher;
            this.sockets = sockets;
            this.clock = clock;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (Request.getContentBytesRead(request) == 0
                    && request.getMethod().equals("GET")
                    && request.getHttpURI().getCanonicalPath().equals("/_slipway/now")) {
                String now = "{\"now\":\"" + clock.instant() + "\",\"factor\":" + clock.factor() + "}";
                send(
                        response,
                        callback,
                        new WireResponse(200, "application/json", Map.of(), now.getBytes(StandardCharsets.UTF_8)));
                return true;
            }
            if (SocketUpgrade.isWanted(request)) {
                // A GET without a body: nothing is waited for.
                WireResponse refusal = sockets.refusal(read(request));
                if (refusal != null) {
                    send(response, callback, refusal);
                    return true;
                }
                return sockets.upgrade(request, response, callback);
            }
            if (request.getLength() > LARGEST_BODY) {
                send(
                        response,
                        callback,
                        new WireResponse(
                                413,
                                "text/plain",
                                Map.of("Connection", "close"),
                                "The request is over 64 MiB.".getBytes(StandardCharsets.UTF_8)));
                return true;
            }
            send(response, callback, dispatcher.answer(read(request)));
            return true;
        }

        private static WireRequest read(Request request) throws IOException {
            var fields = new HashMap<String, List<String>>();
            for (HttpField field : request.getHeaders()) {
                fields.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(field.getValue());
            }
            ByteBuffer body = Content.Source.asByteBuffer(request);
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            String path = request.getHttpURI().getPath();
            String query = request.getHttpURI().getQuery();
            return new WireRequest(
                    request.getMethod(), path == null ? "/" : path, query == null ? "" : query, fields, bytes);
        }

        private static void send(Response response, Callback callback, WireResponse answer) {
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
            answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
        }
    }
}
