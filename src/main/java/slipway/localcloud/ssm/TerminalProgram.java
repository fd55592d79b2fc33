package slipway.localcloud.ssm;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.async.Timer;
import slipway.channel.TerminalSize;
import slipway.localcloud.process.Child;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.process.ChildSpec;

/** A program at a terminal of its own. */
final class TerminalProgram implements SessionProgram {
    private static final Duration HANG_UP = Duration.ofSeconds(1);
    private static final Duration FULL = Duration.ofMillis(5);

    private final ChildSpec spec;
    private final ChildProcesses processes;
    private final Timer timer;
    private final Output output;
    private @Nullable Pty terminal;
    private @Nullable Child child;
    private boolean stopped;

    TerminalProgram(ChildSpec spec, ChildProcesses processes, Timer timer, Output output) {
        this.spec = spec;
        this.processes = processes;
        this.timer = timer;
        this.output = output;
    }

    @Override
    public synchronized void start() throws IOException {
        if (stopped) {
            return;
        }
        var opened = new Pty();
        Child started;
        try {
            started = processes.startAtTerminal(spec, opened.device());
        } catch (IOException failed) {
            opened.close();
            // In the words of the agent on AWS.
            throw new IOException("Unable to start command: Failed to start pty: " + failed.getMessage(), failed);
        }
        terminal = opened;
        child = started;
        var _ = started.exit().thenRun(opened::finish);
        Background.startNative("terminal of " + started.pid(), () -> pass(opened, started));
    }

    private void pass(Pty from, Child program) {
        var buffer = new byte[64 << 10];
        try (from) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                output.write(Arrays.copyOf(buffer, count));
            }
        } catch (IOException | InterruptedException sessionOver) {
            // Nobody reads on. Closing the terminal hangs up.
        }
        // A program that gave its terminal up and runs on has nobody to talk to.
        program.stop("SIGHUP", HANG_UP);
        var _ = program.exit()
                .thenAccept(code -> output.ended(code == 0 ? "" : "The command ended with exit code " + code + "."));
    }

    /** Waits while the terminal is full: a program that does not read makes the client wait. */
    @Override
    public void input(byte[] bytes) throws IOException {
        Pty to = terminal();
        int at = 0;
        while (to != null && at < bytes.length) {
            int taken = to.write(bytes, at, bytes.length - at);
            at += taken;
            if (taken == 0) {
                // That a terminal has room again is no event that the JDK could wait for.
                var pause = new CompletableFuture<@Nullable Void>();
                timer.after(FULL, () -> pause.complete(null));
                pause.join();
            }
        }
    }

    @Override
    public void resize(TerminalSize size) throws IOException {
        Pty of = terminal();
        if (of != null) {
            of.resize(size.columns(), size.rows());
        }
    }

    @Override
    public void disconnect() {
        // A terminal has no connection.
    }

    @Override
    public void stop(boolean gently) {
        Child running;
        synchronized (this) {
            stopped = true;
            running = child;
        }
        if (running == null) {
            return;
        }
        if (gently) {
            running.stop("SIGHUP", HANG_UP);
        } else {
            Background.start("end of " + running.pid(), running::kill);
        }
    }

    private synchronized @Nullable Pty terminal() {
        return terminal;
    }
}
