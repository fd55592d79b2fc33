package slipway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import slipway.async.Background;
import slipway.async.SystemTimer;

/** Ports forwarded through real sockets, from a TCP client through both ends to a TCP server. */
@Timeout(60)
class PortTest {
    private final SystemTimer timer = new SystemTimer();
    private final Executor executor = task -> Background.start("session", task);
    private final HttpClient http = HttpClient.newBuilder().executor(executor).build();
    private final BlockingQueue<SessionState> states = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private final ServerSocket echo;
    private final BlockingQueue<Socket> served = new LinkedBlockingQueue<>();

    PortTest() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Background.start("echo", this::echoAll);
    }

    private void echoAll() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                served.add(socket);
                Background.start("echo connection", () -> {
                    try (socket) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException e) {
                        // The other side went first, which is one way to end.
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        echo.close();
        http.shutdownNow();
        timer.close();
    }

    private PortAgent agent(int port) {
        return PortAgent.of(
                AgentOptions.port("s-1", "t", port),
                "token",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                timer,
                InstantSource.system(),
                executor);
    }

    private PortForward forward(TinyServer server, boolean multiplexed) throws IOException {
        var client = new ChannelClient(
                new JdkConnector(http, timer),
                url -> Map.of(),
                new SessionControl() {
                    @Override
                    public Optional<Resumption> resume(String sessionId) {
                        return Optional.empty();
                    }

                    @Override
                    public void terminate(String sessionId) {}
                },
                (keyId, context) -> {
                    throw new IOException("no keys");
                },
                timer,
                InstantSource.system(),
                executor);
        return PortForward.open(
                client, new SessionOffer("s-1", server.url(), "token", "t"), multiplexed, 0, new SessionListener() {
                    @Override
                    public void state(SessionState state) {
                        states.add(state);
                    }

                    @Override
                    public void output(byte[] bytes) {}

                    @Override
                    public void notice(String text) {
                        notices.add(text);
                    }
                });
    }

    private void await(Class<? extends SessionState> state) throws InterruptedException {
        @Nullable SessionState next;
        do {
            next = states.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("waiting for %s", state.getSimpleName()).isNotNull();
        } while (!state.isInstance(next));
    }

    private static Socket connect(PortForward forward) throws IOException {
        return new Socket(forward.address().getAddress(), forward.address().getPort());
    }

    private static void echoes(Socket socket, int length, long seed) throws IOException {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        Background.start("typing", () -> {
            try {
                socket.getOutputStream().write(noise);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        InputStream in = socket.getInputStream();
        assertThat(Arrays.equals(in.readNBytes(length), noise))
                .as("the echo is equal")
                .isTrue();
    }

    @Test
    void multiplexed_whenConnectionsAreSideBySide_eachHasItsOwnBytes() throws Exception {
        PortAgent agent = agent(echo.getLocalPort());
        try (var server = new TinyServer(agent.session()::attach, null);
                PortForward forward = forward(server, true);
                Socket one = connect(forward);
                Socket two = connect(forward)) {
            echoes(one, 300_000, 1);
            echoes(two, 300_000, 2);
            echoes(one, 10, 3);
            assertThat(served).hasSize(2);
            assertThat(forward.connections()).isEqualTo(2);
        }
        await(SessionState.Ended.class);
    }

    @Test
    void multiplexed_whenThePortsSideCloses_closesThatConnectionAlone() throws Exception {
        PortAgent agent = agent(echo.getLocalPort());
        try (var server = new TinyServer(agent.session()::attach, null);
                PortForward forward = forward(server, true);
                Socket one = connect(forward)) {
            echoes(one, 10, 1);
            served.take().close();
            assertThat(one.getInputStream().read()).isEqualTo(-1);
            try (Socket two = connect(forward)) {
                echoes(two, 10, 2);
            }
        }
    }

    @Test
    void multiplexed_whenNothingListens_closesTheConnectionAndSaysSo() throws Exception {
        int port = echo.getLocalPort();
        echo.close();
        PortAgent agent = agent(port);
        try (var server = new TinyServer(agent.session()::attach, null);
                PortForward forward = forward(server, true);
                Socket one = connect(forward)) {
            assertThat(one.getInputStream().read()).isEqualTo(-1);
            assertThat(notices.poll(30, TimeUnit.SECONDS)).contains("could not connect");
        }
    }

    @Test
    void basic_whenOneConnectionFollowsAnother_theSecondHasNothingOfTheFirst() throws Exception {
        PortAgent agent = agent(echo.getLocalPort());
        try (var server = new TinyServer(agent.session()::attach, null);
                PortForward forward = forward(server, false)) {
            try (Socket one = connect(forward)) {
                echoes(one, 200_000, 1);
            }
            try (Socket two = connect(forward)) {
                echoes(two, 200_000, 2);
                assertThat(forward.connections()).isEqualTo(1);
            }
        }
        await(SessionState.Ended.class);
    }

    @Test
    void basic_whenThePortsSideCloses_endsTheSession() throws Exception {
        PortAgent agent = agent(echo.getLocalPort());
        try (var server = new TinyServer(agent.session()::attach, null);
                PortForward forward = forward(server, false);
                Socket one = connect(forward)) {
            one.getOutputStream().write("x".getBytes(UTF_8));
            assertThat(one.getInputStream().read()).isEqualTo('x');
            served.take().close();
            assertThat(one.getInputStream().read()).isEqualTo(-1);
            await(SessionState.Ended.class);
        }
    }
}
