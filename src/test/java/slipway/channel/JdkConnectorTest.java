package slipway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import slipway.async.Background;
import slipway.async.SystemTimer;

/** The JDK's WebSocket against a real server on loopback. */
@Timeout(60)
class JdkConnectorTest {
    private final SystemTimer timer = new SystemTimer();
    private final Executor executor = task -> Background.start("session", task);
    private final HttpClient http = HttpClient.newBuilder().executor(executor).build();
    private final BlockingQueue<SessionState> states = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private final CountDownLatch gotOutput = new CountDownLatch(1);
    private final CountDownLatch gotInput = new CountDownLatch(1);
    private int awaitedOutput = 1;
    private int awaitedInput = 1;

    private final AgentSession agent = new AgentSession(
            AgentOptions.command("s-1", "ecs:c_t_r"),
            "token",
            new AgentListener() {
                @Override
                public void input(byte[] bytes) {
                    input.writeBytes(bytes);
                    if (input.size() >= awaitedInput) {
                        gotInput.countDown();
                    }
                }

                @Override
                public void size(TerminalSize size) {}

                @Override
                public void flag(Flag flag) {}

                @Override
                public void failed(String reason) {}
            },
            timer,
            InstantSource.system(),
            executor);

    @AfterEach
    void close() {
        http.shutdownNow();
        timer.close();
    }

    private ClientSession open(URI url, String token) {
        var control = new SessionControl() {
            @Override
            public Optional<Resumption> resume(String sessionId) {
                agent.renewToken("again");
                return Optional.of(new Resumption("again", Optional.empty()));
            }

            @Override
            public void terminate(String sessionId) {}
        };
        var client = new ChannelClient(
                new JdkConnector(http, timer),
                to -> Map.of("Authorization", "signed for " + to.getPath(), "X-Amz-Date", "20261125T120000Z"),
                control,
                (keyId, context) -> {
                    throw new IOException("no keys");
                },
                timer,
                InstantSource.system(),
                executor);
        return client.open(
                new SessionOffer("s-1", url, token, ""),
                ClientOptions.interactive(new TerminalSize(80, 24)),
                new SessionListener() {
                    @Override
                    public void state(SessionState state) {
                        states.add(state);
                    }

                    @Override
                    public void output(byte[] bytes) {
                        output.writeBytes(bytes);
                        if (output.size() >= awaitedOutput) {
                            gotOutput.countDown();
                        }
                    }
                });
    }

    private <T> T await(Class<T> state) throws InterruptedException {
        while (true) {
            @Nullable SessionState next = states.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("waiting for %s", state.getSimpleName()).isNotNull();
            if (state.isInstance(next)) {
                return state.cast(next);
            }
        }
    }

    @Test
    void session_whenServed_carriesMegabytesBothWaysAndEnds() throws Exception {
        byte[] down = new byte[3 << 20];
        byte[] up = new byte[1 << 20];
        new Random(7).nextBytes(down);
        new Random(8).nextBytes(up);
        awaitedOutput = down.length;
        awaitedInput = up.length;
        try (var server = new TinyServer(agent::attach, null)) {
            ClientSession client = open(server.url(), "token");
            await(SessionState.Live.class);
            Background.start("output", () -> {
                try {
                    agent.write(down);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            client.write(up);
            assertThat(gotOutput.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(gotInput.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(output.toByteArray()).isEqualTo(down);
            assertThat(input.toByteArray()).isEqualTo(up);
            agent.end("bye").toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(await(SessionState.Ended.class).end()).isEqualTo(new SessionEnd.Closed("bye", true));
            assertThat(server.requests.getFirst())
                    .containsEntry("Authorization", "signed for /v1/data-channel/s-1")
                    .containsEntry("X-Amz-Date", "20261125T120000Z")
                    .containsEntry("", "GET /v1/data-channel/s-1?role=publish_subscribe HTTP/1.1")
                    .doesNotContainKeys("Origin", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions");
            assertThat(server.connections.getFirst().seen).contains("text", "ping keepalive", "close 1000");
        }
    }

    @Test
    void session_whenTheSocketIsCut_goesOnOverAnother() throws Exception {
        try (var server = new TinyServer(agent::attach, null)) {
            ClientSession client = open(server.url(), "token");
            await(SessionState.Live.class);
            server.connections.getFirst().abort();
            await(SessionState.Reconnecting.class);
            await(SessionState.Live.class);
            client.write("ls".getBytes(UTF_8));
            assertThat(gotInput.await(30, TimeUnit.SECONDS)).isTrue();
            client.close();
            assertThat(await(SessionState.Ended.class).end()).isInstanceOf(SessionEnd.Terminated.class);
        }
    }

    @Test
    void session_whenTheUpgradeIsForbidden_saysWhatIsMissing() throws Exception {
        String answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 15\r\nConnection: close\r\n\r\nno such session";
        try (var server = new TinyServer(agent::attach, answer)) {
            open(server.url(), "token");
            SessionEnd end = await(SessionState.Ended.class).end();
            assertThat(end).isInstanceOf(SessionEnd.Failed.class);
            ChannelFailure failure = ((SessionEnd.Failed) end).failure();
            assertThat(failure).isEqualTo(new ChannelFailure.UpgradeRefused(403, "no such session"));
            assertThat(failure.message())
                    .contains("ssmmessages:OpenDataChannel")
                    .contains("clock");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void session_whenTheTokenIsWrong_saysSo() throws Exception {
        try (var server = new TinyServer(agent::attach, null)) {
            open(server.url(), "another");
            assertThat(await(SessionState.Ended.class).end())
                    .isEqualTo(
                            new SessionEnd.Failed(new ChannelFailure.TokenRejected("the token is not this session's")));
        }
    }

    @Test
    void session_whenTheUrlIsOfAnotherScheme_isUnreachable() throws Exception {
        open(URI.create("http://127.0.0.1:1/x"), "token");
        SessionEnd end = await(SessionState.Ended.class).end();
        assertThat(((SessionEnd.Failed) end).failure().detail()).contains("invalid URI scheme");
    }
}
