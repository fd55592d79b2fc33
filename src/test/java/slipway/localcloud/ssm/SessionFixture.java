package slipway.localcloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import slipway.async.Background;
import slipway.async.SystemTimer;
import slipway.async.Timer;
import slipway.channel.ChannelClient;
import slipway.channel.ClientOptions;
import slipway.channel.ClientSession;
import slipway.channel.JdkConnector;
import slipway.channel.SessionControl;
import slipway.channel.SessionEnd;
import slipway.channel.SessionListener;
import slipway.channel.SessionOffer;
import slipway.channel.SessionState;
import slipway.channel.TerminalSize;
import slipway.localcloud.agents.Agent;
import slipway.localcloud.agents.Agents;
import slipway.localcloud.logs.LocalLogs;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.process.ChildSpec;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.wire.AccessKey;
import slipway.localcloud.wire.WireServer;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;

/** Systems Manager with one container's agent connected, its endpoint, and clients that reach it through a real socket. */
@NullMarked
final class SessionFixture implements AutoCloseable {
    static final String TARGET = "ecs:dev_0123_0123-4";
    static final String LOG_GROUP = "/dev/exec";

    final SystemTimer timer = new SystemTimer();
    final Agents agents = new Agents();
    final LocalLogs logs;
    final LocalSsm ssm;
    final WireServer server;
    final ChildProcesses processes;
    final AccessKey key;
    private final StateFolder state;
    private final CloudClock clock;
    private final HttpClient http;

    SessionFixture(Path folder, InstantSource wall, Timer real) throws IOException {
        state = new StateFolder(folder.resolve("state"));
        clock = new CloudClock(wall, real, 1, Instant.now());
        processes = new ChildProcesses(state, timer);
        logs = new LocalLogs(Place.LOCAL, clock, state);
        logs.createLogGroup(request -> request.logGroupName(LOG_GROUP));
        agents.connect(new Agent(
                TARGET,
                new ChildSpec("task", List.of("puma"), folder, Map.of("BIND", "127.9.9.9", "COLOUR", "blue")),
                "127.9.9.9",
                text -> text));
        var endpoint = new CompletableFuture<URI>();
        ssm = ssm(endpoint);
        key = AccessKey.readOrCreate(folder.resolve("credentials"));
        server = new WireServer(List.of(ssm), ssm::dataChannel, key, wall, clock, 0);
        endpoint.complete(URI.create("ws://" + server.endpoint().getAuthority()));
        http = HttpClient.newBuilder()
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    SessionFixture(Path folder) throws IOException {
        this(folder, InstantSource.system(), new SystemTimer());
    }

    private LocalSsm ssm(CompletableFuture<URI> endpoint) {
        return new LocalSsm(
                Place.LOCAL, "dev", state, new SessionRuntime(clock, agents, processes, logs, endpoint::join));
    }

    /** Systems Manager as a next start finds it. */
    LocalSsm again() {
        return ssm(new CompletableFuture<>());
    }

    @Override
    public void close() {
        ssm.close();
        server.close();
        http.shutdownNow();
        processes.close();
        timer.close();
    }

    /** Starts what ECS would for this command, with a log. */
    StartSessionResponse start(String command) {
        return ssm.startSession(StartSessionRequest.builder()
                .target(TARGET)
                .documentName("AmazonECS-ExecuteInteractiveCommand")
                .parameters(Map.of("command", List.of(command), "cloudWatchLogGroup", List.of(LOG_GROUP)))
                .build());
    }

    Client open(String command) {
        return open(start(command), ClientOptions.CURRENT_VERSION);
    }

    Client open(StartSessionResponse session, String clientVersion) {
        return new Client(session, clientVersion);
    }

    /** What a client of a session does and hears. */
    final class Client implements SessionListener {
        final CompletableFuture<SessionEnd> end = new CompletableFuture<>();
        final AtomicReference<SessionState> state = new AtomicReference<>();
        final ClientSession session;
        private final StringBuilder output = new StringBuilder();

        private Client(StartSessionResponse started, String clientVersion) {
            var channel = new ChannelClient(
                    new JdkConnector(http, timer),
                    url -> Map.of(),
                    new Calls(),
                    (keyId, context) -> {
                        throw new IllegalStateException("nothing is encrypted here");
                    },
                    timer,
                    InstantSource.system(),
                    task -> Background.start("client", task));
            session = channel.open(
                    new SessionOffer(
                            started.sessionId(), URI.create(started.streamUrl()), started.tokenValue(), TARGET),
                    new ClientOptions(clientVersion, Duration.ofMinutes(20), true, new TerminalSize(100, 40)),
                    this);
        }

        void type(String keys) throws IOException, InterruptedException {
            session.write(keys.getBytes(StandardCharsets.UTF_8));
        }

        /** Waits until this has been put out, and returns all that was. */
        synchronized String awaitOutput(String wanted) throws InterruptedException {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (output.indexOf(wanted) < 0) {
                long left = until - System.nanoTime();
                assertThat(left)
                        .as("'%s' in what was put out: %s; %s", wanted, output, state)
                        .isPositive();
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            }
            return output.toString();
        }

        SessionEnd awaitEnd() throws Exception {
            return end.get(30, TimeUnit.SECONDS);
        }

        synchronized String output() {
            return output.toString();
        }

        @Override
        public void state(SessionState now) {
            state.set(now);
            if (now instanceof SessionState.Ended ended) {
                end.complete(ended.end());
            }
        }

        @Override
        public synchronized void output(byte[] bytes) {
            output.append(new String(bytes, StandardCharsets.UTF_8));
            notifyAll();
        }

        @Override
        public void notice(String text) {}
    }

    private final class Calls implements SessionControl {
        @Override
        public Optional<Resumption> resume(String sessionId) {
            var answer = ssm.resumeSession(request -> request.sessionId(sessionId));
            return Optional.ofNullable(answer.tokenValue()).map(token -> new Resumption(token, Optional.empty()));
        }

        @Override
        public void terminate(String sessionId) {
            ssm.terminateSession(request -> request.sessionId(sessionId));
        }
    }
}
