package slipway.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellation;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.ForwardStatus;
import slipway.model.SessionCheck;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.Tier;
import slipway.operations.sessions.Forward;
import slipway.operations.sessions.Session;
import slipway.operations.sessions.SessionReceiver;

/** Sessions that do what the test says, and remember what was asked of them. */
final class FakeSessions implements SessionDeeds {
    static final SessionTask TASK = new SessionTask(
            new EnvironmentName("dev"),
            "dev",
            Tier.API,
            Colour.BLUE,
            "9c41e7d0a20f4b6f",
            "api",
            "9c41e7d0a20f4b6f-1",
            "RUNNING",
            false,
            true,
            true,
            "RUNNING",
            Instant.parse("2026-03-02T14:00:00Z"));

    private final List<String> done;

    @Nullable
    Failure failure;

    List<SessionCheck> checks = List.of();
    /** What the session does once it is opened, on the opener's thread. */
    Consumer<Running> course = running -> {};

    Consumer<Consumer<ForwardStatus>> forwarding = told -> {};

    FakeSessions(List<String> done) {
        this.done = done;
    }

    private void does(String deed) {
        synchronized (done) {
            done.add(deed);
        }
    }

    @Override
    public SessionTask task(
            EnvironmentName environment, Optional<Tier> tier, Optional<Colour> colour, Optional<String> id) {
        does("task " + environment + " " + tier.map(Tier::label).orElse("-") + " "
                + colour.map(Colour::label).orElse("-") + " " + id.orElse("-"));
        if (failure != null) {
            throw new FailureException(failure);
        }
        return TASK;
    }

    @Override
    public Session open(SessionTask task, String command, int columns, int rows, SessionReceiver receiver) {
        does("open " + command + " " + columns + "x" + rows);
        var running = new Running(receiver);
        course.accept(running);
        return running;
    }

    @Override
    public List<SessionCheck> examine(SessionTask task, Optional<Failure> attempt) {
        does("examine after " + attempt.map(Failure::message).orElse("nothing"));
        return checks;
    }

    @Override
    public InetSocketAddress redis(SessionTask task) {
        return InetSocketAddress.createUnresolved("redis.dev.internal", 6379);
    }

    @Override
    public Forward forward(
            SessionTask task,
            String host,
            int port,
            int localPort,
            Consumer<ForwardStatus> receiver,
            Cancellation cancellation) {
        does("forward " + localPort + " to " + host + ":" + port);
        forwarding.accept(receiver);
        return new Forward() {
            @Override
            public ForwardStatus status() {
                return new ForwardStatus(task, host, port, 43210, false, new SessionStatus.Connecting(1));
            }

            @Override
            public void close() {
                does("forward closed");
            }
        };
    }

    /** A session whose program echoes what it is sent as text, until it ends. */
    final class Running implements Session {
        final SessionReceiver receiver;
        private SessionStatus status = new SessionStatus.Connecting(1);

        Running(SessionReceiver receiver) {
            this.receiver = receiver;
        }

        void tell(SessionStatus now) {
            synchronized (this) {
                if (status.ended()) {
                    return;
                }
                status = now;
            }
            receiver.status(now);
        }

        void print(String text) {
            receiver.output(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public SessionTask task() {
            return TASK;
        }

        @Override
        public synchronized SessionStatus status() {
            return status;
        }

        @Override
        public Duration idleLeft() {
            return Duration.ofMinutes(20);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (status().ended()) {
                throw new IOException("the session has ended");
            }
            does("write " + new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public boolean offer(byte[] bytes) {
            throw new AssertionError("the command line waits");
        }

        @Override
        public void resize(int columns, int rows) {
            does("resize " + columns + "x" + rows);
        }

        @Override
        public void endInput() {
            does("end of input");
            tell(new SessionStatus.Finished(""));
        }

        @Override
        public void terminate() {
            does("terminate");
            tell(new SessionStatus.Terminated());
        }

        @Override
        public void close() {
            tell(new SessionStatus.Terminated());
        }
    }
}
