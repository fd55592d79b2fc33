package slipway.localcloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.Background;
import slipway.async.ManualTimer;
import slipway.channel.ClientOptions;
import slipway.channel.SessionEnd;
import slipway.channel.TerminalSize;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ssm.model.DoesNotExistException;
import software.amazon.awssdk.services.ssm.model.SessionFilter;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;
import software.amazon.awssdk.services.ssm.model.TargetNotConnectedException;

@NullMarked
@Timeout(120)
class SessionTest {
    @TempDir
    Path folder;

    private SessionFixture cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new SessionFixture(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void start_whenEcsAsks_namesTheSessionAndWhereItWaits() {
        var started = cloud.start("sh");

        assertThat(started.sessionId()).matches("ecs-execute-command-[0-9a-f]{17}");
        assertThat(started.streamUrl())
                .isEqualTo("ws://127.0.0.1:" + cloud.server.endpoint().getPort() + "/v1/data-channel/"
                        + started.sessionId() + "?role=publish_subscribe");
        assertThat(started.tokenValue()).hasSizeGreaterThan(40);
        assertThat(cloud.start("sh").tokenValue()).isNotEqualTo(started.tokenValue());
    }

    @Test
    void start_whenTheTargetIsUnknown_isRefused() {
        assertThatThrownBy(() -> cloud.ssm.startSession(request -> request.target("ecs:dev_1_1-1")))
                .isInstanceOf(TargetNotConnectedException.class)
                .hasMessageContaining("ecs:dev_1_1-1 is not connected.");
    }

    @Test
    void session_whenAClientComes_runsTheCommandInTheTasksPlace() throws Exception {
        var client = cloud.open("sh -c 'pwd; echo $COLOUR $BIND $TERM; stty size; tty'");

        assertThat(client.awaitEnd()).isEqualTo(new SessionEnd.Closed("", true));
        assertThat(client.output())
                .startsWith(folder.toRealPath() + "\r\nblue 127.9.9.9 xterm-256color\r\n")
                .contains("/dev/pts/");
    }

    @Test
    void session_whenKeysAreTyped_answers() throws Exception {
        var client = cloud.open("sh");
        client.type("echo $((6 * 7))\n");
        client.awaitOutput("42");

        client.type("exit 3\n");

        assertThat(client.awaitEnd()).isEqualTo(new SessionEnd.Closed("The command ended with exit code 3.", true));
    }

    @Test
    void session_whenTheSizeChanges_tellsTheProgram() throws Exception {
        var client = cloud.open("sh -c 'trap \"stty size\" WINCH; echo ready; while :; do sleep 0.05; done'");
        client.awaitOutput("ready");

        client.session.resize(new TerminalSize(132, 50));

        client.awaitOutput("50 132\r\n");
    }

    @Test
    void session_whenInterruptIsTyped_stopsALoop() throws Exception {
        var client = cloud.open("sh -c 'trap \"echo caught; exit\" INT; echo ready; while :; do sleep 0.05; done'");
        client.awaitOutput("ready");

        client.type("\003");

        client.awaitOutput("caught");
        client.awaitEnd();
    }

    @Test
    void session_whenMuchIsPutOut_bringsAllOfIt() throws Exception {
        var client = cloud.open("seq 100000");

        client.awaitEnd();

        assertThat(client.output().lines().count()).isEqualTo(100_000);
        assertThat(client.output()).endsWith("100000\r\n");
    }

    @Test
    void session_whenTheProgramIsMissing_saysSo() throws Exception {
        var client = cloud.open("no-such-program");

        assertThat(client.awaitEnd())
                .isInstanceOfSatisfying(
                        SessionEnd.Closed.class,
                        closed -> assertThat(closed.text())
                                .contains("Unable to start command")
                                .contains("\"no-such-program\": executable file not found"));
        assertThat(history().getFirst().statusAsString()).isEqualTo("Failed");
    }

    @Test
    void session_whenTheTaskEnds_endsAndSaysWhy() throws Exception {
        var client = cloud.open("sh -c 'sleep 300 & echo pid $!.; wait'");
        long pid = pid(client.awaitOutput("."));

        cloud.agents.disconnect(SessionFixture.TARGET, "The task has stopped: Enough");

        assertThat(client.awaitEnd()).isEqualTo(new SessionEnd.Closed("The task has stopped: Enough", true));
        eventually(() -> isGone(pid));
    }

    @Test
    void terminate_whenItRuns_endsItAndWhatItStarted() throws Exception {
        var started = cloud.start("sh -c 'setsid sleep 300 & echo pid $!.; wait'");
        var client = cloud.open(started, ClientOptions.CURRENT_VERSION);
        long pid = pid(client.awaitOutput("."));
        assertThat(active()).extracting("sessionId").containsExactly(started.sessionId());

        cloud.ssm.terminateSession(request -> request.sessionId(started.sessionId()));

        assertThat(client.awaitEnd()).isEqualTo(new SessionEnd.Closed("", true));
        eventually(() -> isGone(pid));
        eventually(() -> active().isEmpty());
        assertThat(history().getFirst().statusAsString()).isEqualTo("Terminated");
        assertThat(cloud.ssm
                        .resumeSession(request -> request.sessionId(started.sessionId()))
                        .tokenValue())
                .isNull();
    }

    @Test
    void sessions_whenSeveralRunInOneTask_areApart() throws Exception {
        var one = cloud.open("sh");
        var two = cloud.open("sh");

        one.type("echo one $((1 + 1))\n");
        two.type("echo two $((2 + 2))\n");

        assertThat(one.awaitOutput("one 2")).doesNotContain("two");
        assertThat(two.awaitOutput("two 4")).doesNotContain("one");
    }

    @Test
    void log_whenTheSessionHasEnded_holdsWhatWasShownWithoutEscapes() throws Exception {
        var started = cloud.start("printf '\\033[31mred\\033[0m\\n\\033]0;title\\007plain\\nlast'");

        cloud.open(started, ClientOptions.CURRENT_VERSION).awaitEnd();

        assertThat(cloud.logs
                        .getLogEvents(request ->
                                request.logGroupName(SessionFixture.LOG_GROUP).logStreamName(started.sessionId()))
                        .events())
                .extracting(OutputLogEvent::message)
                .containsExactly("red", "plain", "last");
    }

    @Test
    void log_whenItsGroupIsMissing_doesNotKeepTheSessionFromRunning() throws Exception {
        cloud.logs.deleteLogGroup(request -> request.logGroupName(SessionFixture.LOG_GROUP));

        assertThat(cloud.open("echo all the same").awaitEnd()).isEqualTo(new SessionEnd.Closed("", true));
    }

    @Test
    void session_whenTheTokenIsWrong_letsNobodyIn() throws Exception {
        var started = cloud.start("sh");

        var client = cloud.open(started.toBuilder().tokenValue("wrong").build(), ClientOptions.CURRENT_VERSION);

        assertThat(client.awaitEnd()).isInstanceOf(SessionEnd.Failed.class);
        assertThat(client.output()).isEmpty();
        // The client, which has the right to, has given the session up.
        assertThat(statuses(cloud)).doesNotContain("Connected");
    }

    @Test
    void session_whenNobodyDoesAnythingFor20Minutes_ends() throws Exception {
        var time = new ManualTimer();
        try (var idle = new SessionFixture(folder.resolve("idle"), time, time)) {
            var started = idle.start("sh");

            time.advance(Duration.ofMinutes(20).minusSeconds(1));
            assertThat(statuses(idle)).containsExactly("Connecting");

            time.advance(Duration.ofSeconds(1));
            assertThat(statuses(idle)).containsExactly("Terminating");
            // As long as a client whose socket was lost just then may take to come back.
            time.advance(Duration.ofSeconds(20));
            assertThat(statuses(idle)).isEmpty();
            assertThat(idle.ssm.dataChannel(started.sessionId())).isEmpty();
        }
    }

    private static List<String> statuses(SessionFixture cloud) {
        return cloud.ssm.describeSessions(request -> request.state("Active")).sessions().stream()
                .map(session -> session.statusAsString())
                .toList();
    }

    @Test
    void sessions_whenManyHaveEnded_leaveNoTerminalAndNoThread() throws Exception {
        long before = terminals();
        for (int round = 0; round < 20; round++) {
            assertThat(cloud.open("echo " + round).awaitEnd()).isEqualTo(new SessionEnd.Closed("", true));
        }

        eventually(() -> terminals() == before);
        eventually(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("terminal of ")));
        eventually(() -> active().isEmpty());
    }

    /** The files of this program that are terminals. */
    private static long terminals() {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(file -> {
                        try {
                            return Files.readSymbolicLink(file).endsWith("ptmx");
                        } catch (IOException closed) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void resume_whenTheSessionIsUnknown_isRefused() {
        assertThatThrownBy(() -> cloud.ssm.resumeSession(request -> request.sessionId("nobody-1")))
                .isInstanceOf(DoesNotExistException.class);
        assertThatThrownBy(() -> cloud.ssm.terminateSession(request -> request.sessionId("nobody-1")))
                .isInstanceOf(DoesNotExistException.class);
    }

    @Test
    void describe_whenThereAreSeveral_filtersAndPages() throws Exception {
        var first = cloud.start("sh");
        var second = cloud.start("sh");

        var page = cloud.ssm.describeSessions(request -> request.state("Active").maxResults(1));
        assertThat(page.sessions()).hasSize(1);
        var next = cloud.ssm.describeSessions(
                request -> request.state("Active").maxResults(1).nextToken(page.nextToken()));
        assertThat(List.of(
                        page.sessions().getFirst().sessionId(),
                        next.sessions().getFirst().sessionId()))
                .containsExactlyInAnyOrder(first.sessionId(), second.sessionId());
        assertThat(next.nextToken()).isNull();
        assertThat(cloud.ssm
                        .describeSessions(
                                request -> request.state("Active").filters(filter("SessionId", first.sessionId())))
                        .sessions())
                .extracting("sessionId")
                .containsExactly(first.sessionId());
        assertThat(cloud.ssm
                        .describeSessions(request -> request.state("Active").filters(filter("Target", "ecs:other")))
                        .sessions())
                .isEmpty();
    }

    @Test
    void sessions_whenAKillCutThemOff_areHistoryAtTheNextStart() {
        var started = cloud.start("sh");

        var next = cloud.again();

        assertThat(next.describeSessions(request -> request.state("Active")).sessions())
                .isEmpty();
        assertThat(next.describeSessions(request -> request.state("History")).sessions())
                .extracting("sessionId")
                .containsExactly(started.sessionId());
        assertThat(next.dataChannel(started.sessionId())).isEmpty();
    }

    @Test
    void port_whenForwarded_carriesOneConnectionAfterAnother() throws Exception {
        try (var echo = new ServerSocket(0, 5, InetAddress.getByName("127.9.9.9"))) {
            Background.start("echo", () -> echo(echo));
            var client = cloud.open(port(echo.getLocalPort()), ClientOptions.BASIC_PORT_VERSION);

            client.type("first\n");
            client.awaitOutput("1: first\n");
            client.session.flag(slipway.channel.Flag.DISCONNECT_TO_PORT);
            client.type("second\n");

            client.awaitOutput("2: second\n");
        }
    }

    @Test
    void port_whenNobodyListens_saysSo() throws Exception {
        int free;
        try (var probe = new ServerSocket(0, 1, InetAddress.getByName("127.9.9.9"))) {
            free = probe.getLocalPort();
        }

        var client = cloud.open(port(free), ClientOptions.BASIC_PORT_VERSION);

        assertThat(client.awaitEnd())
                .isInstanceOfSatisfying(
                        SessionEnd.Closed.class,
                        closed -> assertThat(closed.text()).contains("Unable to connect to specified port"));
    }

    private static SessionFilter filter(String key, String value) {
        return SessionFilter.builder().key(key).value(value).build();
    }

    private StartSessionResponse port(int number) {
        return cloud.ssm.startSession(StartSessionRequest.builder()
                .target(SessionFixture.TARGET)
                .documentName("AWS-StartPortForwardingSession")
                .parameters(Map.of("portNumber", List.of(String.valueOf(number))))
                .build());
    }

    /** Numbers the connections that say something, and gives their first line back. */
    private static void echo(ServerSocket server) {
        int talking = 0;
        try {
            while (true) {
                try (var connection = server.accept()) {
                    var line = new java.io.BufferedReader(new java.io.InputStreamReader(
                                    connection.getInputStream(), java.nio.charset.StandardCharsets.UTF_8))
                            .readLine();
                    if (line != null) {
                        talking++;
                        connection
                                .getOutputStream()
                                .write((talking + ": " + line + "\n")
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private List<software.amazon.awssdk.services.ssm.model.Session> active() {
        return cloud.ssm.describeSessions(request -> request.state("Active")).sessions();
    }

    private List<software.amazon.awssdk.services.ssm.model.Session> history() throws Exception {
        eventually(() -> !cloud.ssm
                .describeSessions(request -> request.state("History"))
                .sessions()
                .isEmpty());
        return cloud.ssm.describeSessions(request -> request.state("History")).sessions();
    }

    private static long pid(String output) {
        var found = Pattern.compile("pid (\\d+)\\.").matcher(output);
        assertThat(found.find()).as(output).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static boolean isGone(long pid) {
        return ProcessHandle.of(pid).isEmpty();
    }

    /** Looks every few milliseconds. */
    private void eventually(BooleanSupplier condition) throws Exception {
        var found = new java.util.concurrent.CompletableFuture<Void>();
        var looking = cloud.timer.every(Duration.ofMillis(20), () -> {
            if (condition.getAsBoolean()) {
                found.complete(null);
            }
        });
        try {
            found.get(30, TimeUnit.SECONDS);
        } finally {
            looking.cancel();
        }
    }
}
