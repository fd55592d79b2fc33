package slipway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.model.Failure;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import slipway.operations.sessions.Session;
import slipway.operations.sessions.SessionReceiver;

/**
 * One session in this terminal, from its opening to its exit status. The terminal hands on every key from the moment that the
 * program is there; whatever ends the session, or this process, gives it back as it was.
 */
final class ExecRun implements SessionReceiver {
    /** What the official plugin tells where there is no terminal: lines are not broken. */
    private static final UserTerminal.Size NO_TERMINAL = new UserTerminal.Size(300, 100);

    private static final int INTERRUPTED = 130;
    private static final byte CONTROL_C = 0x03;

    private final Tools tools;
    private final SessionDeeds sessions;
    private final SessionTask task;
    private final String program;
    private final String command;
    private final UserTerminal terminal;
    private final Optional<UserTerminal.Keyboard> keyboard;
    private final OutputStream out;
    private final PlainLines plain;
    private final Readiness readiness;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final AtomicBoolean unread = new AtomicBoolean();

    private UserTerminal.@Nullable Registration raw;
    private boolean givenBack;
    private final CompletableFuture<Session> session = new CompletableFuture<>();
    private volatile @Nullable SessionStatus how;
    private volatile boolean live;
    private volatile boolean lineOpen;
    private String told = "";

    /** @param command how this command is called, for what is proposed */
    ExecRun(Tools tools, SessionDeeds sessions, SessionTask task, String program, String command) {
        this.tools = tools;
        this.sessions = sessions;
        this.task = task;
        this.program = program;
        this.command = command;
        this.terminal = tools.context().terminal();
        this.keyboard = terminal.keyboard();
        this.out = terminal.output();
        this.plain = new PlainLines(out, this::answer);
        this.readiness = new Readiness(tools.context().timer());
    }

    int run() throws InterruptedException {
        // A signal that ends this process leaves neither the terminal raw nor the session open.
        terminal.beforeExit(this::leave);
        UserTerminal.Size size = size();
        try (var _ = terminal.onControlC(this::interrupt);
                var _ = terminal.onResize(this::resize)) {
            Session opened = sessions.open(task, program, size.columns(), size.rows(), this);
            session.complete(opened);
            try {
                ended.await();
                plain.end();
            } catch (IOException nobody) {
                unread.set(true);
            } finally {
                leave();
            }
        }
        return status();
    }

    private UserTerminal.Size size() {
        return keyboard.map(UserTerminal.Keyboard::size).orElse(NO_TERMINAL);
    }

    private void resize() {
        if (keyboard.isPresent()) {
            var _ = session.thenAccept(open -> {
                UserTerminal.Size size = size();
                open.resize(size.columns(), size.rows());
            });
        }
    }

    private void interrupt() {
        interrupted.set(true);
        var _ = session.thenAccept(Session::terminate);
    }

    /** Gives the terminal back first: AWS may take a while to be told. */
    private void leave() {
        try {
            giveBack();
        } finally {
            var _ = session.thenAccept(Session::close);
        }
    }

    private synchronized void takeOver() {
        if (raw == null && !givenBack) {
            raw = keyboard.map(UserTerminal.Keyboard::raw).orElse(null);
        }
    }

    private synchronized void giveBack() {
        givenBack = true;
        if (raw != null) {
            raw.close();
            raw = null;
        }
    }

    // ---- what the session tells

    @Override
    public void status(SessionStatus status) {
        switch (status) {
            case SessionStatus.Connecting connecting -> {
                if (connecting.attempt() > 1) {
                    say("Connecting to " + task.label() + ", try " + connecting.attempt() + ".");
                }
            }
            case SessionStatus.AgentStarting starting -> say(starting.reason() + " Waiting; Ctrl-C gives up.");
            case SessionStatus.Live _ -> {
                if (live) {
                    say("Connected again.");
                } else {
                    live = true;
                    takeOver();
                    resize();
                    readiness.started();
                    Background.start("keys", this::passInput);
                }
            }
            case SessionStatus.Reconnecting lost ->
                say("The connection was lost (" + lost.reason() + "). Reconnecting, try " + lost.attempt()
                        + "; Ctrl-C gives up.");
            case SessionStatus.Finished _, SessionStatus.Terminated _, SessionStatus.Failed _ -> {
                how = status;
                ended.countDown();
            }
        }
    }

    @Override
    public void output(byte[] bytes) {
        try {
            if (keyboard.isEmpty()) {
                plain.write(bytes);
                readiness.said();
            } else {
                out.write(bytes);
                out.flush();
                lineOpen = bytes[bytes.length - 1] != '\n';
            }
        } catch (IOException nobody) {
            // Whoever read this has gone, such as head after its lines.
            unread.set(true);
            session.join().terminate();
        }
    }

    /** What a terminal would type by itself goes to the program without waiting for what waits itself. */
    private void answer(String keys) {
        session.join().offer(keys.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void notice(String text) {
        say(text);
    }

    @Override
    public void task(SessionTaskNews news) {
        say(news.words()
                + news.replica()
                        .map(replica -> " " + command + tools.options().repeated() + " --task " + replica.shortId()
                                + " opens a session on a healthy one.")
                        .orElse(""));
    }

    /** Says a line beside the session; in a terminal that passes output as it is, a line feed alone stays in its column. */
    private synchronized void say(String line) {
        if (line.equals(told)) {
            return;
        }
        told = line;
        if (raw == null) {
            tools.answers().say(line);
        } else {
            tools.context()
                    .err()
                    .print((lineOpen ? "\r\n" : "")
                            + String.join("\r\n", line.lines().toList()) + "\r\n");
            tools.context().err().flush();
            lineOpen = false;
        }
    }

    // ---- what the user types

    private void passInput() {
        Session open = session.join();
        var buffer = new byte[8 << 10];
        InputStream in = terminal.input();
        try {
            if (keyboard.isEmpty()) {
                readiness.await();
            }
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] keys = Arrays.copyOf(buffer, count);
                if (open.status() instanceof SessionStatus.Reconnecting && has(keys, CONTROL_C)) {
                    interrupt();
                    return;
                }
                open.write(keys);
            }
            if (isRaw()) {
                // The terminal itself is gone.
                open.terminate();
            } else {
                open.endInput();
            }
        } catch (IOException over) {
            // The session has ended, or the input cannot be read: then its end is near, and told.
            if (!open.status().ended()) {
                open.endInput();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isRaw() {
        return raw != null;
    }

    private static boolean has(byte[] keys, byte key) {
        for (byte each : keys) {
            if (each == key) {
                return true;
            }
        }
        return false;
    }

    // ---- how it ended

    private int status() {
        if (lineOpen && keyboard.isPresent()) {
            tools.answers().say("");
        }
        return switch (how) {
            case SessionStatus.Finished finished -> {
                if (!finished.text().isBlank()) {
                    tools.answers().say(finished.text().strip().lines().toList());
                }
                yield ExitStatus.DONE;
            }
            case SessionStatus.Failed failed -> {
                fail(failed.failure());
                yield ExitStatus.FAILED;
            }
            case SessionStatus.Terminated _ -> terminated();
            case null, default -> throw new IllegalStateException("the session has not ended: " + how);
        };
    }

    private int terminated() {
        if (unread.get()) {
            return ExitStatus.DONE;
        }
        return interrupted.get() ? INTERRUPTED : ExitStatus.FAILED;
    }

    private void fail(Failure failure) {
        tools.answers().say(FailureReport.lines(failure, tools.options().verbose()));
        if (!live) {
            List<String> troubles = DoctorText.troubles(sessions.examine(task, Optional.of(failure)));
            tools.answers().say(troubles);
            tools.answers()
                    .say(command + tools.options().repeated() + " --task " + task.shortId()
                            + " --doctor shows every check.");
        }
    }
}
