package slipway.operations.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.operations.sessions.SessionCloud.DEV;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import slipway.async.Background;
import slipway.async.Cancellation;
import slipway.async.SystemTimer;
import slipway.channel.AgentOptions;
import slipway.channel.PortAgent;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.ForwardStatus;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;

/** Forwarded ports, with real agents at the other end of sockets in memory, and a server that says its name and hangs up. */
@Timeout(60)
class ForwardTest {
    private final SystemTimer timer = new SystemTimer();
    private final SessionCloud dev = new SessionCloud().service("dev-api-blue");
    private final List<StartSessionRequest> asked = new CopyOnWriteArrayList<>();
    private final List<PortAgent> agents = new CopyOnWriteArrayList<>();
    private final Loop loop = new Loop(socket -> agents.getLast().session().attach(socket));
    private final Sessions sessions = new Sessions(dev.cloud, timer, InstantSource.system(), Optional.of(loop));
    private final List<ForwardStatus> told = new ArrayList<>();
    private final ServerSocket server;
    /** The word that the next agent wants, in place of the one that is offered. */
    private String word = "word";

    ForwardTest() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @BeforeEach
    void serve() {
        dev.task("dev-api-blue", "abc", 1, task -> {}).healthy("dev-api-blue", "abc");
        Background.start("server", () -> {
            try {
                while (true) {
                    try (Socket accepted = server.accept()) {
                        accepted.getOutputStream().write("here".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException closed) {
                return; // the test is over
            }
        });
        dev.cloud.startSession = request -> {
            asked.add(request);
            String id = "session-" + asked.size();
            agents.add(PortAgent.of(
                    AgentOptions.port(id, request.target(), server.getLocalPort()),
                    word,
                    (InetSocketAddress) server.getLocalSocketAddress(),
                    timer,
                    InstantSource.system(),
                    task -> Background.start("agent", task)));
            word = "word";
            return StartSessionResponse.builder()
                    .sessionId(id)
                    .streamUrl("ws://127.0.0.1:1/v1/data-channel/" + id)
                    .tokenValue("word")
                    .build();
        };
    }

    @AfterEach
    void close() throws IOException {
        sessions.close();
        timer.close();
        server.close();
    }

    private SessionTask task() {
        return sessions.byId(DEV, "abc", Optional.empty(), Optional.empty());
    }

    private Forward forward(String host, int localPort) {
        return sessions.forward(task(), host, 4567, localPort, this::hear, new Cancellation());
    }

    private synchronized void hear(ForwardStatus status) {
        told.add(status);
        notifyAll();
    }

    private synchronized void await(java.util.function.Predicate<ForwardStatus> wanted) throws InterruptedException {
        while (told.stream().noneMatch(wanted)) {
            wait();
        }
    }

    private static String answer(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void forward_leadsToTheTasksPort_andIsListedUntilClosed() throws Exception {
        Forward forward = forward("", 0);
        int port = forward.status().localPort();

        assertThat(asked.getFirst().target()).isEqualTo("ecs:dev_abc_abc-1");
        assertThat(asked.getFirst().documentName()).isEqualTo("AWS-StartPortForwardingSession");
        assertThat(asked.getFirst().parameters()).isEqualTo(Map.of("portNumber", List.of("4567")));
        assertThat(forward.status().address()).isEqualTo("127.0.0.1:" + port);
        assertThat(forward.status().multiplexed()).isFalse();
        assertThat(sessions.forwards()).containsExactly(forward);

        forward.close();
        await(status -> status.status() instanceof SessionStatus.Terminated);
        assertThat(dev.cloud.terminated).containsExactly("session-1");
        assertThatThrownBy(() -> answer(port)).isInstanceOf(IOException.class);
        while (!sessions.forwards().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void forward_goesOn_whenTheAgentEndsItWithItsConnection() throws Exception {
        Forward forward = forward("redis.dev.internal", 0);
        int port = forward.status().localPort();

        assertThat(answer(port)).isEqualTo("here");
        await(status -> asked.size() == 2
                && status.status() instanceof SessionStatus.Live live
                && live.sessionId().equals("session-2"));

        assertThat(answer(port)).isEqualTo("here");
        assertThat(asked.get(1).documentName()).isEqualTo("AWS-StartPortForwardingSessionToRemoteHost");
        assertThat(asked.get(1).parameters()).containsEntry("host", List.of("redis.dev.internal"));
        assertThat(forward.status().localPort()).isEqualTo(port);
    }

    @Test
    void forward_isMultiplexed_whereTheServiceDoesNotTakeAnOldClient() throws Exception {
        word = "another";

        Forward forward = forward("", 0);
        await(status -> status.multiplexed() && status.status() instanceof SessionStatus.Live);

        assertThat(asked).hasSize(2);
        assertThat(answer(forward.status().localPort())).isEqualTo("here");
    }

    @Test
    void forward_isRefused_whereThePortIsTaken() {
        assertThatThrownBy(() -> forward("", server.getLocalPort()))
                .isInstanceOfSatisfying(FailureException.class, failed -> {
                    assertThat(failed.failure()).isInstanceOf(Failure.Rejected.class);
                    assertThat(failed).hasMessageContaining("Port " + server.getLocalPort() + " of this machine");
                });
        assertThat(dev.cloud.terminated).containsExactly("session-1");
        assertThat(sessions.forwards()).isEmpty();
    }

    @Test
    void forward_fails_whenTheTargetIsLost() throws Exception {
        forward("", 0);
        await(status -> status.status() instanceof SessionStatus.Live);

        loop.breakFor(new IOException("connection refused"));

        await(status -> status.status() instanceof SessionStatus.Failed);
    }

    @Test
    void redis_isWhereTheTasksVariableSays() {
        dev.cloud.taskDefinitions.put(
                "definition/dev-api-blue",
                SessionCloud.definition(
                        "dev-api-blue",
                        container -> container.environment(List.of(KeyValuePair.builder()
                                .name("REDIS_URL")
                                .value("redis://redis.dev.internal:6380/0")
                                .build()))));
        assertThat(sessions.redis(task())).isEqualTo(InetSocketAddress.createUnresolved("redis.dev.internal", 6380));

        dev.cloud.taskDefinitions.put(
                "definition/dev-api-blue", SessionCloud.definition("dev-api-blue", container -> {}));
        assertThatThrownBy(() -> sessions.redis(task())).hasMessageContaining("REDIS_URL");
    }
}
