package slipway.ui;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import slipway.operations.sessions.Session;
import slipway.operations.sessions.SessionReceiver;

/** A session that does what a test tells it to. */
@NullMarked
public final class FakeSession implements Session {
    private final SessionTask task;
    private final SessionReceiver receiver;
    private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    private SessionStatus status = new SessionStatus.Connecting(1);
    public final List<String> sizes = new ArrayList<>();
    public Duration idleLeft = Duration.ofMinutes(20);
    public boolean terminated;
    /** Whether what is typed is taken at once. */
    public boolean takes = true;

    FakeSession(SessionTask task, SessionReceiver receiver) {
        this.task = task;
        this.receiver = receiver;
    }

    public void tell(SessionStatus next) {
        status = next;
        receiver.status(next);
    }

    public void live() {
        tell(new SessionStatus.Live("ecs-execute-command-0f1e2d3c4b5a69788", false));
    }

    public void say(String output) {
        receiver.output(output.getBytes(StandardCharsets.UTF_8));
    }

    public void notice(String words) {
        receiver.notice(words);
    }

    public void tell(SessionTaskNews news) {
        receiver.task(news);
    }

    public String typed() {
        return typed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public SessionTask task() {
        return task;
    }

    @Override
    public SessionStatus status() {
        return status;
    }

    @Override
    public Duration idleLeft() {
        return idleLeft;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (status.ended()) {
            throw new IOException("it has ended");
        }
        typed.writeBytes(bytes);
    }

    @Override
    public boolean offer(byte[] bytes) {
        if (takes && !status.ended()) {
            typed.writeBytes(bytes);
        }
        return takes && !status.ended();
    }

    @Override
    public void resize(int columns, int rows) {
        sizes.add(columns + "x" + rows);
    }

    @Override
    public void endInput() {
        typed.write(4);
    }

    @Override
    public void terminate() {
        if (!terminated && !status.ended()) {
            terminated = true;
            tell(new SessionStatus.Terminated());
        }
    }

    @Override
    public void close() {
        terminate();
    }
}
