package slipway.localcloud.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import slipway.async.Timer;

/**
 * The one HTTP server behind all balancers: each has doors (ports) of its own, all share a small pool of threads that
 * wait and pass requests and answers on, which never blocks. A request goes to a target once and is never sent again: the client below
 * repeats only what it could not begin to send.
 */
public final class ProxyServer implements AutoCloseable {
    /** As an application load balancer's. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * How long an unused connection to a target is kept: shorter than common servers keep theirs (Puma: 20 s and more),
     * so that a request does not meet a connection that the target is just closing.
     */
    private static final Duration POOLED_TIMEOUT = Duration.ofSeconds(10);

    /** A balancer waits a little longer for its caller than for its target, so that the 504 is still heard. */
    private static final Duration CALLER_MARGIN = Duration.ofSeconds(5);

    private final Server server;
    private final HttpClient client;
    private final CallerWatch callers;
    private final Prober prober;
    private final AccessLog accessLog;

    /**
     * @param timer a real one: what is timed here are real connections
     * @param accessLog is closed with the server
     */
    public ProxyServer(Timer timer, AccessLog accessLog) {
        this.accessLog = accessLog;
        var threads = new QueuedThreadPool(64, 2);
        threads.setName("balancer");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("balancer-"));
        server = new Server(threads);
        server.setStopTimeout(0);

        var connector = new ClientConnector();
        connector.setSelectors(1);
        client = new HttpClient(new HttpClientTransportOverHTTP(connector) {
            @Override
            public Destination newDestination(Origin origin) {
                return new TargetDestination(getHttpClient(), origin);
            }
        });
        // Nothing waits for a target's answer either: it is passed on by the thread that reads it.
        client.getHttpClientTransport().setInvocationType(InvocationType.NON_BLOCKING);
        client.setExecutor(threads);
        client.setScheduler(server.getScheduler());
        client.setByteBufferPool(server.getByteBufferPool());
        client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
        client.setIdleTimeout(POOLED_TIMEOUT.toMillis());
        client.setMaxConnectionsPerDestination(4096);
        client.setMaxRequestsQueuedPerDestination(4096);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setRequestBufferSize(65536);
        client.setMaxRequestHeadersSize(65536);
        client.setMaxResponseHeadersSize(65536);
        client.setDestinationIdleTimeout(Duration.ofMinutes(1).toMillis());
        callers = new CallerWatch(timer);
        server.setHandler(new BalancingProxy(client, callers, accessLog));
        prober = new Prober(client);
        try {
            server.start();
        } catch (Exception failed) {
            throw new IllegalStateException("the balancers' HTTP server does not start", failed);
        }
    }

    public Prober prober() {
        return prober;
    }

    /**
     * Opens a door at one port of all these addresses: the first port that is free at every one of them, counted from
     * the given one upwards.
     *
     * @throws UncheckedIOException when a thousand ports in a row are taken, or an address is not this machine's
     */
    public Door open(List<String> addresses, int firstPort) {
        int tries = 1000;
        BindException last = null;
        for (int port = firstPort; port < firstPort + tries && port <= 65535; port++) {
            try {
                return open(addresses, port, new OpenDoor(port));
            } catch (BindException taken) {
                last = taken;
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot listen at " + addresses + " port " + port, failed);
            }
        }
        throw new UncheckedIOException(
                "no free port at " + addresses + " from " + firstPort + " on: close what listens there",
                last == null ? new BindException("no port to try") : last);
    }

    /** Whether ::1 is an address of this machine; some containers have no IPv6. */
    public static boolean hasIpv6Loopback() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    /** All addresses are bound before any is served, so that a port taken at one of them is never answered at another. */
    private Door open(List<String> addresses, int port, OpenDoor door) throws IOException {
        try {
            for (String address : addresses) {
                var channel = ServerSocketChannel.open();
                door.channels.add(channel);
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1024);
            }
            for (ServerSocketChannel channel : door.channels) {
                var connector = new DoorConnector(server, door);
                if (channel.getLocalAddress() instanceof InetSocketAddress address) {
                    // For the log: without it a connector that is handed its channel calls itself 0.0.0.0.
                    connector.setHost(address.getAddress().getHostAddress());
                    connector.setPort(address.getPort());
                }
                connector.open(channel);
                server.addConnector(connector);
                door.connectors.add(connector);
                connector.start();
            }
            return door;
        } catch (IOException failed) {
            door.close();
            throw failed;
        } catch (Exception failed) {
            door.close();
            throw new IOException("the port " + port + " cannot be served", failed);
        }
    }

    @Override
    public void close() {
        callers.close();
        try {
            server.stop();
            client.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("the balancers' HTTP server does not stop", failed);
        }
        accessLog.close();
    }

    private static HttpConnectionFactory http() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // A target's own Date is passed on; a second one would not be.
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(65536);
        configuration.setResponseHeaderSize(65536);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        // What a path means is the target's business: it is passed on as it was sent.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        return new HttpConnectionFactory(configuration);
    }

    static final class DoorConnector extends ServerConnector {
        private final OpenDoor door;

        DoorConnector(Server server, OpenDoor door) {
            super(server, null, null, null, 0, 1, http());
            this.door = door;
        }

        @Nullable
        Router router() {
            return door.router;
        }
    }

    final class OpenDoor implements Door {
        private final int port;
        private final List<ServerSocketChannel> channels = new ArrayList<>();
        private final List<ServerConnector> connectors = new ArrayList<>();
        private volatile @Nullable Router router;

        OpenDoor(int port) {
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void serve(Router serving) {
            router = serving;
            long idle = serving.settings().idleTimeout().plus(CALLER_MARGIN).toMillis();
            connectors.forEach(connector -> connector.setIdleTimeout(idle));
        }

        @Override
        public void shut() {
            router = null;
        }

        @Override
        public void close() {
            shut();
            for (ServerConnector connector : connectors) {
                try {
                    connector.stop();
                } catch (Exception failed) {
                    throw new IllegalStateException("the port " + port + " does not close", failed);
                }
                server.removeConnector(connector);
            }
            connectors.clear();
            for (ServerSocketChannel channel : channels) {
                try {
                    channel.close();
                } catch (IOException failed) {
                    throw new UncheckedIOException("the port " + port + " does not close", failed);
                }
            }
            channels.clear();
        }
    }
}
