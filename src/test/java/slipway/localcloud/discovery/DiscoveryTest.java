package slipway.localcloud.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.Background;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.StateFolder;

@Timeout(30)
class DiscoveryTest {
    @TempDir
    Path folder;

    private StateFolder state;
    private Discovery discovery;

    @BeforeEach
    void start() {
        state = new StateFolder(folder);
        discovery = new Discovery(state, new LoopbackAddresses(state));
    }

    @AfterEach
    void stop() {
        discovery.close();
    }

    @Test
    void rewrite_when_host_name_is_known_gives_relay_address() {
        DiscoveryService redis = createRedis();

        assertThat(discovery.rewrite("redis://redis.dev.internal:6379/0"))
                .isEqualTo("redis://" + redis.address() + ":6379/0");
        assertThat(discovery.rewrite("a=redis.dev.internal,b=Redis.Dev.Internal"))
                .isEqualTo("a=" + redis.address() + ",b=" + redis.address());
    }

    @Test
    void rewrite_when_name_is_only_part_of_another_leaves_it() {
        createRedis();

        assertThat(discovery.rewrite("myredis.dev.internal x.redis.dev.internal redis.dev.internal.org"))
                .isEqualTo("myredis.dev.internal x.redis.dev.internal redis.dev.internal.org");
    }

    @Test
    void relay_when_instance_is_registered_passes_bytes_both_ways() throws Exception {
        DiscoveryService redis = createRedis();
        try (var echo = new Echo("127.0.0.1", 0, "one:")) {
            discovery.register(redis.id(), "task-1", "127.0.0.1", List.of(echo.port()));

            assertThat(ask(redis.address(), echo.port(), "ping")).isEqualTo("one:ping");
        }
    }

    @Test
    void relay_when_instance_is_replaced_reaches_the_new_one_at_the_same_address() throws Exception {
        DiscoveryService redis = createRedis();
        int port;
        try (var first = new Echo("127.0.0.1", 0, "one:")) {
            port = first.port();
            discovery.register(redis.arn(), "task-1", "127.0.0.1", List.of(port));
            assertThat(ask(redis.address(), port, "ping")).isEqualTo("one:ping");
        }
        discovery.deregister(redis.id(), "task-1");

        try (var second = new Echo("127.0.0.2", port, "two:")) {
            discovery.register(redis.id(), "task-2", "127.0.0.2", List.of(second.port()));

            assertThat(ask(redis.address(), port, "ping")).isEqualTo("two:ping");
        }
    }

    @Test
    void relay_when_no_instance_is_there_waits_for_the_next() throws Exception {
        DiscoveryService redis = createRedis();
        try (var echo = new Echo("127.0.0.1", 0, "late:")) {
            discovery.register(redis.id(), "task-1", "127.0.0.1", List.of(echo.port()));
            discovery.deregister(redis.id(), "task-1");

            try (var caller = new Socket(redis.address(), echo.port())) {
                caller.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
                caller.shutdownOutput();
                discovery.register(redis.id(), "task-2", "127.0.0.1", List.of(echo.port()));

                assertThat(new String(caller.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("late:ping");
            }
        }
    }

    @Test
    void relay_when_no_instance_comes_resets_the_caller() throws Exception {
        DiscoveryService redis = createRedis();
        int port = freePort(redis.address());
        discovery.register(redis.id(), "task-1", redis.address(), List.of(port));
        discovery.deregister(redis.id(), "task-1");

        try (var caller = new Socket(redis.address(), port)) {
            assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void relay_when_the_instance_takes_no_connection_resets_the_caller_soon() throws Exception {
        DiscoveryService redis = createRedis();
        try (var full = new FullTarget("127.0.0.1", 0)) {
            discovery.register(redis.id(), "task-1", "127.0.0.1", List.of(full.port()));

            try (var caller = new Socket(redis.address(), full.port())) {
                caller.setSoTimeout(10_000);
                assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void relay_when_one_instance_takes_no_connection_reaches_the_other() throws Exception {
        DiscoveryService redis = createRedis();
        try (var good = new Echo("127.0.0.2", 0, "two:");
                var full = new FullTarget("127.0.0.1", good.port())) {
            discovery.register(redis.id(), "task-1", "127.0.0.1", List.of(full.port()));
            discovery.register(redis.id(), "task-2", "127.0.0.2", List.of(good.port()));

            // They take turns, so one of the two calls begins with the full one.
            assertThat(ask(redis.address(), good.port(), "ping")).isEqualTo("two:ping");
            assertThat(ask(redis.address(), good.port(), "pong")).isEqualTo("two:pong");
        }
    }

    @Test
    void relay_when_the_instance_dies_ends_its_connections_and_reaches_the_next_one() throws Exception {
        DiscoveryService redis = createRedis();
        try (var next = new Echo("127.0.0.2", 0, "two:");
                var dying = new ServerSocket(next.port(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            discovery.register(redis.id(), "task-1", "127.0.0.1", List.of(next.port()));
            try (var caller = new Socket(redis.address(), next.port())) {
                try (Socket instance = dying.accept()) {
                    instance.setSoLinger(true, 0);
                }
                assertThatThrownBy(() -> {
                            if (caller.getInputStream().read() < 0) {
                                throw new SocketException("ended");
                            }
                        })
                        .isInstanceOf(SocketException.class);
            }
            discovery.deregister(redis.id(), "task-1");
            discovery.register(redis.id(), "task-2", "127.0.0.2", List.of(next.port()));

            assertThat(ask(redis.address(), next.port(), "ping")).isEqualTo("two:ping");
        }
    }

    @Test
    void restart_when_service_was_kept_listens_at_the_same_address() throws Exception {
        DiscoveryService redis = createRedis();
        try (var echo = new Echo("127.0.0.1", 0, "one:")) {
            discovery.register(redis.id(), "task-1", "127.0.0.1", List.of(echo.port()));
            discovery.close();

            discovery = new Discovery(state, new LoopbackAddresses(state));
            assertThat(discovery.service(redis.id())).contains(redis);
            assertThat(discovery.instances(redis.id())).isEmpty();
            discovery.register(redis.id(), "task-2", "127.0.0.1", List.of(echo.port()));

            assertThat(ask(redis.address(), echo.port(), "ping")).isEqualTo("one:ping");
        }
    }

    @Test
    void deleteService_when_instances_remain_is_refused() {
        DiscoveryService redis = createRedis();
        discovery.register(redis.id(), "task-1", "127.0.0.1", List.of());

        assertThatThrownBy(() -> discovery.deleteService(redis.id()))
                .isInstanceOfSatisfying(
                        DiscoveryException.class,
                        refused -> assertThat(refused.code()).isEqualTo("ResourceInUse"))
                .hasMessageContaining("task-1");
    }

    @Test
    void deleteService_when_empty_frees_port_and_address() throws Exception {
        DiscoveryService redis = createRedis();
        int port = freePort(redis.address());
        discovery.register(redis.id(), "task-1", "127.0.0.1", List.of(port));
        discovery.deregister(redis.id(), "task-1");

        discovery.deleteService(redis.id());

        assertThat(discovery.service(redis.id())).isEmpty();
        try (var free = new ServerSocket()) {
            free.bind(new InetSocketAddress(redis.address(), port));
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void deleteNamespace_when_services_remain_is_refused() {
        String namespace = discovery.createNamespace("dev.internal");
        DiscoveryService redis = discovery.createService("redis", namespace);

        assertThatThrownBy(() -> discovery.deleteNamespace(namespace)).hasMessageContaining("holds services");
        discovery.deleteService(redis.id());
        discovery.deleteNamespace(namespace);
        assertThat(discovery.createNamespace("dev.internal")).isNotEqualTo(namespace);
    }

    @Test
    void register_when_port_is_taken_names_address_and_port() throws Exception {
        DiscoveryService redis = createRedis();
        try (var other = new Echo(redis.address(), 0, "")) {
            assertThatThrownBy(() -> discovery.register(redis.id(), "task-1", "127.0.0.1", List.of(other.port())))
                    .hasMessageContaining(redis.address() + ":" + other.port());
        }
    }

    private DiscoveryService createRedis() {
        return discovery.createService("redis", discovery.createNamespace("dev.internal"));
    }

    private static int freePort(String address) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return socket.getLocalPort();
        }
    }

    private static String ask(String address, int port, String text) throws IOException {
        try (var socket = new Socket(address, port)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Listens, but its queue of connections is full and nobody accepts them. */
    private static final class FullTarget implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket();
        private final List<Socket> waiting = new ArrayList<>();

        FullTarget(String address, int port) throws IOException {
            listening.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1);
            for (int number = 0; number < 2; number++) {
                waiting.add(new Socket(InetAddress.ofLiteral(address), port()));
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : waiting) {
                socket.close();
            }
            listening.close();
        }
    }

    /** Answers what it is sent, after a mark of its own. */
    private static final class Echo implements AutoCloseable {
        private final ServerSocket listening;

        Echo(String address, int port, String mark) throws IOException {
            listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            Background.start("echo", () -> serve(mark));
        }

        int port() {
            return listening.getLocalPort();
        }

        private void serve(String mark) {
            while (!listening.isClosed()) {
                try (Socket caller = listening.accept()) {
                    caller.getOutputStream().write(mark.getBytes(StandardCharsets.US_ASCII));
                    caller.getInputStream().transferTo(caller.getOutputStream());
                } catch (IOException ended) {
                    // Closed by the test, or a caller that left.
                }
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
