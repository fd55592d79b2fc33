package slipway.operations.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.operations.sessions.SessionCloud.DEV;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import slipway.async.Background;
import slipway.async.SystemTimer;
import slipway.channel.AgentListener;
import slipway.channel.AgentOptions;
import slipway.channel.AgentSession;
import slipway.channel.Flag;
import slipway.channel.FrameListener;
import slipway.channel.FrameSocket;
import slipway.channel.TerminalSize;
import slipway.model.Failure;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;

/** Sessions from the call to ECS to their end, with a real agent at the other end of sockets in memory. */
@Timeout(60)
class SessionsTest {
    private final SystemTimer timer = new SystemTimer();
    private final SessionCloud dev = new SessionCloud().service("dev-api-blue");
    private final Program program = new Program();
    private final AgentSession agent = new AgentSession(
            AgentOptions.command("ecs-execute-command-1", "ecs:dev_abc_abc-1"),
            "word",
            program,
            timer,
            InstantSource.system(),
            task -> Background.start("agent", task));
    private final Loop loop = new Loop(this::attach);
    private final Sessions sessions = new Sessions(dev.cloud, timer, InstantSource.system(), Optional.of(loop));
    private final Seen seen = new Seen();
    private final CountDownLatch answer = new CountDownLatch(1);

    private FrameListener attach(FrameSocket socket) {
        return agent.attach(socket);
    }

    /** What runs in the task: it says hello and repeats what it is sent. */
    private final class Program implements AgentListener {
        private final StringBuilder heard = new StringBuilder();
        private volatile TerminalSize size = new TerminalSize(1, 1);

        @Override
        public void attached(String clientVersion) {
            Background.start("hello", () -> print("hello"));
        }

        void print(String text) {
            try {
                agent.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException ended) {
                return; // before it could say anything
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void input(byte[] bytes) {
            synchronized (heard) {
                heard.append(new String(bytes, StandardCharsets.UTF_8));
                heard.notifyAll();
            }
        }

        void await(String text) throws InterruptedException {
            synchronized (heard) {
                while (!heard.toString().contains(text)) {
                    heard.wait();
                }
            }
        }

        @Override
        public void size(TerminalSize now) {
            size = now;
            synchronized (heard) {
                heard.notifyAll();
            }
        }

        void awaitSize(TerminalSize wanted) throws InterruptedException {
            synchronized (heard) {
                while (!size.equals(wanted)) {
                    heard.wait();
                }
            }
        }

        @Override
        public void flag(Flag flag) {
            throw new AssertionError(flag);
        }

        @Override
        public void detached(String reason) {
            // Told by the client's end too.
        }

        @Override
        public void failed(String reason) {
            throw new AssertionError(reason);
        }
    }

    /** Everything a session told. */
    private static final class Seen implements SessionReceiver {
        private final List<SessionStatus> statuses = new ArrayList<>();
        private final List<Object> order = new ArrayList<>();
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();

        @Override
        public synchronized void status(SessionStatus status) {
            statuses.add(status);
            order.add(status);
            notifyAll();
        }

        @Override
        public synchronized void output(byte[] bytes) {
            output.writeBytes(bytes);
            notifyAll();
        }

        @Override
        public synchronized void task(SessionTaskNews news) {
            order.add(news);
            notifyAll();
        }

        synchronized String text() {
            return output.toString(StandardCharsets.UTF_8);
        }

        synchronized SessionStatus last() {
            return statuses.getLast();
        }

        synchronized void await(BooleanSupplier condition) throws InterruptedException {
            while (!condition.getAsBoolean()) {
                wait();
            }
        }

        void awaitOutput(String text) throws InterruptedException {
            await(() -> text().contains(text));
        }

        SessionStatus awaitEnd() throws InterruptedException {
            await(() -> !statuses.isEmpty() && last().ended());
            return last();
        }
    }

    @BeforeEach
    void giveTask() {
        dev.task("dev-api-blue", "abc", 1, task -> {}).healthy("dev-api-blue", "abc");
        answer.countDown();
        dev.cloud.executeCommand = request -> {
            try {
                answer.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            return ExecuteCommandResponse.builder()
                    .session(session -> session.sessionId("ecs-execute-command-1")
                            .streamUrl("ws://127.0.0.1:1/v1/data-channel/1?role=publish_subscribe")
                            .tokenValue("word"))
                    .build();
        };
    }

    @AfterEach
    void close() {
        sessions.close();
        timer.close();
    }

    private SessionTask task() {
        return sessions.byId(DEV, "abc", Optional.empty(), Optional.empty());
    }

    private Session open() {
        return sessions.open(task(), "irb", 90, 30, seen);
    }

    private Session live() throws InterruptedException {
        Session session = open();
        seen.awaitOutput("hello");
        return session;
    }

    @Test
    void session_isSignedAndCarriesKeysOutputAndSize() throws Exception {
        Session session = open();
        assertThat(session.offer("early ".getBytes(StandardCharsets.UTF_8))).isTrue();
        seen.awaitOutput("hello");

        session.write("late".getBytes(StandardCharsets.UTF_8));
        program.await("early late");
        program.awaitSize(new TerminalSize(90, 30));
        session.resize(120, 40);
        program.awaitSize(new TerminalSize(120, 40));

        assertThat(loop.upgrades.getFirst().get("Authorization"))
                .isEqualTo("ssmmessages ws://127.0.0.1:1/v1/data-channel/1?role=publish_subscribe");
        assertThat(seen.statuses.getFirst()).isEqualTo(new SessionStatus.Connecting(1));
        assertThat(session.status()).isEqualTo(new SessionStatus.Live("ecs-execute-command-1", false));
        assertThat(session.idleLeft())
                .isGreaterThan(Duration.ofMinutes(18))
                .isLessThanOrEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void session_isFinished_whenTheProgramEnds() throws Exception {
        Session session = live();

        agent.end("The command ended with exit code 3.");

        assertThat(seen.awaitEnd()).isEqualTo(new SessionStatus.Finished("The command ended with exit code 3."));
        assertThatThrownBy(() -> session.write(new byte[] {1})).isInstanceOf(IOException.class);
        assertThat(session.offer(new byte[] {1})).isFalse();
        session.close();
        assertThat(seen.statuses.stream().filter(SessionStatus::ended)).hasSize(1);
    }

    @Test
    void session_failsWithTheReason_whenItsTaskIsGone() throws Exception {
        dev.task("dev-api-blue", "other", 5, task -> {}).healthy("dev-api-blue", "other");
        open();
        seen.awaitOutput("hello");
        dev.change(
                "abc",
                task -> task.lastStatus("STOPPED").desiredStatus("STOPPED").stoppedReason("Out of memory"));

        agent.end("");

        SessionStatus end = seen.awaitEnd();
        assertThat(end).isInstanceOfSatisfying(SessionStatus.Failed.class, failed -> {
            assertThat(failed.failure()).isInstanceOf(Failure.Unreachable.class);
            assertThat(failed.failure().message())
                    .startsWith("The session is lost. Task abc has stopped: Out of memory.");
        });
        assertThat(seen.order.get(seen.order.size() - 2)).isInstanceOfSatisfying(SessionTaskNews.class, news -> {
            assertThat(news.state()).isEqualTo(SessionTaskNews.State.STOPPED);
            assertThat(news.replica().map(SessionTask::id)).contains("other");
        });
    }

    @Test
    void session_failsInTheServicesWords_whenItEndsBeforeAnyOutput() throws Exception {
        dev.cloud.executeCommand = request -> {
            agent.end("----------ERROR-------\nUnable to start command: no such file\n");
            return ExecuteCommandResponse.builder()
                    .session(session -> session.sessionId("ecs-execute-command-1")
                            .streamUrl("ws://127.0.0.1:1/v1/data-channel/1")
                            .tokenValue("word"))
                    .build();
        };
        // An agent that has ended tells whoever attaches.
        open();

        assertThat(seen.awaitEnd())
                .isEqualTo(new SessionStatus.Failed(new Failure.Rejected(
                        "The session ended before it began: Unable to start command: no such file", "")));
    }

    @Test
    void terminate_tellsSsm_andEndsIt() throws Exception {
        Session session = live();

        session.terminate();

        assertThat(seen.awaitEnd()).isEqualTo(new SessionStatus.Terminated());
        session.close();
        assertThat(dev.cloud.terminated).containsExactly("ecs-execute-command-1");
    }

    @Test
    void terminate_endsItAtOnce_andGivesBackWhatEcsStillOffers() throws Exception {
        var asked = new CountDownLatch(1);
        var late = new CountDownLatch(1);
        var ordinary = dev.cloud.executeCommand;
        dev.cloud.executeCommand = request -> {
            asked.countDown();
            try {
                late.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            return ordinary.apply(request);
        };
        Session session = open();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        session.terminate();
        assertThat(seen.awaitEnd()).isEqualTo(new SessionStatus.Terminated());
        late.countDown();
        session.close();

        assertThat(dev.cloud.terminated).containsExactly("ecs-execute-command-1");
        assertThat(loop.upgrades).isEmpty();
    }

    @Test
    void close_endsEverySession_andTellsSsm() throws Exception {
        live();

        sessions.close();

        assertThat(seen.awaitEnd()).isEqualTo(new SessionStatus.Terminated());
        assertThat(dev.cloud.terminated).containsExactly("ecs-execute-command-1");
        assertThatThrownBy(() -> sessions.open(TASK_OF_NO_MATTER, "irb", 80, 24, seen))
                .isInstanceOf(IllegalStateException.class);
    }

    private static final SessionTask TASK_OF_NO_MATTER = new SessionTask(
            DEV,
            "dev",
            slipway.model.Tier.API,
            slipway.model.Colour.BLUE,
            "x",
            "api",
            "x-1",
            "RUNNING",
            false,
            true,
            true,
            "RUNNING",
            SessionCloud.NOW);

    @Test
    void session_isLost_whenTheTargetIsGone() throws Exception {
        live();

        loop.breakFor(new IOException("connection refused"));

        assertThat(seen.awaitEnd())
                .isInstanceOfSatisfying(
                        SessionStatus.Failed.class,
                        failed -> assertThat(failed.failure().message()).isNotEmpty());
        assertThat(seen.statuses).anyMatch(SessionStatus.Reconnecting.class::isInstance);
    }

    @Test
    void endOfInput_isTheEndOfFileKey_againAndAgain_withEnterBetween() throws Exception {
        Session session = live();
        session.write("puts 1".getBytes(StandardCharsets.UTF_8));

        session.endInput();

        program.await("puts 1\r\u0004\r\u0004");
        agent.end("");
        assertThat(seen.awaitEnd()).isEqualTo(new SessionStatus.Finished(""));
    }
}
