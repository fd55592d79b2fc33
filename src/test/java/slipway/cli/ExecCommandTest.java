package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.async.Background;
import slipway.model.Failure;
import slipway.model.SessionCheck;
import slipway.model.SessionCheck.Verdict;
import slipway.model.SessionStatus;
import slipway.model.SessionTaskNews;

/** {@code slipway exec}: what it opens, how it treats the terminal, and what it ends with. */
@Timeout(60)
class ExecCommandTest {
    private static final SessionStatus LIVE = new SessionStatus.Live("ecs-execute-command-1", false);

    private final CommandRun slipway = new CommandRun();
    private final FakeSessions sessions = slipway.deeds.sessions;
    private final FakeTerminal.FakeKeyboard keyboard = new FakeTerminal.FakeKeyboard();

    private void atTerminal() {
        slipway.terminal.keyboard = keyboard;
        slipway.terminal.input = new Silence();
    }

    /** Keys that never come. */
    private static final class Silence extends java.io.InputStream {
        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                new CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
    }

    private String shown() {
        return ((ByteArrayOutputStream) slipway.terminal.output).toString(StandardCharsets.UTF_8);
    }

    @Test
    void session_isRaw_andGivenBack_whenTheProgramEnds() {
        atTerminal();
        sessions.course = running -> {
            running.tell(LIVE);
            running.print("irb> \r\n");
            assertThat(keyboard.modes).containsExactly("raw");
            running.tell(new SessionStatus.Finished("The command ended with exit code 3."));
        };

        assertThat(slipway.run("exec", "--tier", "api", "--", "irb")).isZero();

        assertThat(keyboard.modes).containsExactly("raw", "back");
        assertThat(shown()).isEqualTo("irb> \r\n");
        assertThat(slipway.err()).isEqualToIgnoringNewLines("The command ended with exit code 3.");
        assertThat(slipway.deeds.done).contains("task dev api - -", "open irb 120x40", "close");
    }

    @Test
    void session_isIrbOnTheNewestApi_unlessToldOtherwise() {
        sessions.course = running -> running.tell(new SessionStatus.Finished(""));

        assertThat(slipway.run("exec")).isZero();
        assertThat(slipway.run("exec", "--task", "9c41", "--colour", "green", "--", "sh", "-c", "echo 'a b' c"))
                .isZero();
        assertThat(slipway.run("exec", "--env", "test", "--", "bundle exec irb"))
                .isZero();

        assertThat(slipway.deeds.done)
                .contains(
                        "task dev - - -",
                        "open irb 300x100",
                        "task dev - green 9c41",
                        "open sh -c 'echo '\\''a b'\\'' c' 300x100",
                        "task test - - -",
                        "open bundle exec irb 300x100");
    }

    @Test
    void keys_arePassedOn_andTheSizeFollows() {
        atTerminal();
        slipway.terminal.input = new ByteArrayInputStream("1+1\r".getBytes(StandardCharsets.UTF_8));
        sessions.course = running -> {
            keyboard.size = new UserTerminal.Size(60, 20);
            slipway.terminal.resized.run();
            running.tell(LIVE);
        };
        keyboard.size = new UserTerminal.Size(100, 30);

        // The keys end: whoever typed them has hung up.
        assertThat(slipway.run("exec")).isEqualTo(1);

        assertThat(slipway.deeds.done)
                .containsSubsequence("open irb 100x30", "resize 60x20", "write 1+1\r", "terminate");
        assertThat(keyboard.modes).containsExactly("raw", "back");
    }

    @Test
    void lostSession_isToldWithItsReason_andFails() {
        atTerminal();
        sessions.course = running -> {
            running.tell(LIVE);
            running.print("half a line");
            running.receiver.task(new SessionTaskNews(
                    "9c41e7d0a20f4b6f",
                    SessionTaskNews.State.STOPPED,
                    "Out of memory",
                    Optional.of(FakeSessions.TASK)));
            running.tell(new SessionStatus.Failed(new Failure.Unreachable("The session is lost.", "the detail")));
        };

        assertThat(slipway.run("exec", "--env", "test", "--verbose")).isEqualTo(1);

        assertThat(keyboard.modes).containsExactly("raw", "back");
        assertThat(slipway.err())
                .contains(
                        "\r\nTask 9c41e7d0a20f4b6f has stopped: Out of memory. slipway exec --env test --task 9c41e7d0"
                                + " opens a session on a healthy one.\r\n")
                .endsWith("The session is lost." + System.lineSeparator() + "  the detail" + System.lineSeparator());
        assertThat(slipway.deeds.done).noneMatch(deed -> deed.startsWith("examine"));
    }

    @Test
    void sessionThatDoesNotOpen_isExamined() {
        atTerminal();
        sessions.course =
                running -> running.tell(new SessionStatus.Failed(new Failure.Rejected("It does not open.", "")));
        sessions.checks = List.of(
                new SessionCheck("Task", Verdict.OK, "It runs.", ""),
                new SessionCheck("Agent", Verdict.BAD, "It is STOPPED.", "Stop the task."));

        assertThat(slipway.run("exec")).isEqualTo(1);

        assertThat(slipway.errLines())
                .containsExactly(
                        "It does not open.",
                        "  Agent: It is STOPPED. Stop the task.",
                        "slipway exec --task 9c41e7d0 --doctor shows every check.");
        assertThat(slipway.deeds.done).contains("examine after It does not open.");
        assertThat(keyboard.modes).isEmpty();
    }

    @Test
    void controlC_whileConnecting_givesUp() {
        atTerminal();
        sessions.course = running -> {
            running.tell(new SessionStatus.AgentStarting("The agent of task 9c41e7d0 is starting."));
            assertThat(slipway.terminal.interrupt()).isTrue();
        };

        assertThat(slipway.run("exec")).isEqualTo(130);

        assertThat(slipway.errLines())
                .containsExactly("The agent of task 9c41e7d0 is starting. Waiting; Ctrl-C gives up.");
        assertThat(slipway.deeds.done).contains("terminate");
        assertThat(keyboard.modes).isEmpty();
    }

    @Test
    void controlC_whileReconnecting_givesUp() {
        atTerminal();
        slipway.terminal.input = new ByteArrayInputStream(new byte[] {0x03});
        sessions.course = running -> {
            running.receiver.status(LIVE);
            running.tell(new SessionStatus.Reconnecting(1, "the socket broke"));
        };

        assertThat(slipway.run("exec")).isEqualTo(130);

        assertThat(slipway.err()).contains("The connection was lost (the socket broke). Reconnecting, try 1; Ctrl-C");
    }

    @Test
    void endOfTheProcess_givesTheTerminalBack_andEndsTheSession() {
        atTerminal();
        sessions.course = running -> {
            running.tell(LIVE);
            Background.start("signal", () -> slipway.terminal.exiting.run());
        };

        assertThat(slipway.run("exec")).isEqualTo(1);

        assertThat(keyboard.modes).containsExactly("raw", "back");
    }

    @Test
    void pipe_isReadToItsEnd_whenTheProgramIsReady() {
        slipway.terminal.input = new ByteArrayInputStream("puts 1+1\n".getBytes(StandardCharsets.UTF_8));
        sessions.course = running -> {
            running.tell(LIVE);
            running.print("irb> ");
            assertThat(slipway.deeds.done).noneMatch(deed -> deed.startsWith("write"));
            running.print("puts 1+1\r\n2\r\n");
            Background.start("time", () -> slipway.timer.advance(Duration.ofSeconds(1)));
        };

        assertThat(slipway.run("exec", "--", "irb")).isZero();

        assertThat(slipway.deeds.done).containsSubsequence("write puts 1+1\n", "end of input");
        assertThat(shown()).isEqualTo("irb> puts 1+1\n2\n");
        assertThat(slipway.err()).isEmpty();
    }

    @Test
    void outputThatNobodyReads_endsTheSession() {
        slipway.terminal.output = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        sessions.course = running -> {
            running.tell(LIVE);
            Background.start("output", () -> running.print("a line\n"));
        };

        assertThat(slipway.run("exec")).isZero();

        assertThat(slipway.deeds.done).contains("terminate");
    }

    @Test
    void doctor_printsEveryCheck() {
        sessions.checks = List.of(
                new SessionCheck("Task", Verdict.OK, "It runs.", ""),
                new SessionCheck("Agent", Verdict.WARN, "It is starting.", "Wait."));

        assertThat(slipway.run("exec", "--doctor")).isZero();

        assertThat(slipway.outLines())
                .containsExactly(
                        "Sessions on api blue, task 9c41e7d0a20f4b6f",
                        "CHECK",
                        "Task   ok    It runs.",
                        "Agent  warn  It is starting.",
                        "               Wait.");
        assertThat(slipway.deeds.done).contains("examine after nothing").noneMatch(deed -> deed.startsWith("open"));
    }

    @Test
    void doctor_failsAsJson_whenSomethingStandsInTheWay() {
        sessions.checks = List.of(new SessionCheck("Agent", Verdict.BAD, "It is STOPPED.", "Stop the task."));

        assertThat(slipway.run("exec", "--doctor", "--output", "json")).isEqualTo(1);

        assertThat(slipway.json().path("task").asText()).isEqualTo("9c41e7d0a20f4b6f");
        assertThat(slipway.json().path("checks").path(0).path("verdict").asText())
                .isEqualTo("bad");
        assertThat(slipway.json().path("checks").path(0).path("remedy").asText())
                .isEqualTo("Stop the task.");
    }

    @ParameterizedTest
    @CsvSource({
        "exec --output json, --doctor",
        "exec --doctor -- irb, leave out irb",
        "exec --tier redis, redis",
        "exec --colour red, red",
        "exec --region eu-west-1, --target aws",
        "forward --port 0, --port 0",
        "forward --local-port 70000, --local-port 70000",
        "forward --tier nobody, nobody"
    })
    void wrongUsage_isToldBeforeAnyTarget(String line, String words) {
        assertThat(slipway.run(line.split(" "))).isEqualTo(2);

        assertThat(slipway.err()).contains(words);
        assertThat(slipway.targets).isEmpty();
    }

    @Test
    void emptyProgram_isWrongUsage() {
        assertThat(slipway.run("exec", "--", " ")).isEqualTo(2);

        assertThat(slipway.err()).contains("empty");
    }

    @Test
    void noTask_isToldAndFails() {
        sessions.failure = new Failure.NotFound("No task of api runs in dev.", "");

        assertThat(slipway.run("exec")).isEqualTo(1);

        assertThat(slipway.errLines()).containsExactly("No task of api runs in dev.");
        assertThat(slipway.deeds.done).endsWith("close");
    }
}
