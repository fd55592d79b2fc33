package slipway.localcloud.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.async.Timer;

/**
 * A running process and everything that it started. Like the first process of a container it stands for all of them:
 * when it ends, the others are killed.
 */
public final class Child {
    private final Process process;
    private final String owner;
    private final Mark mark;
    private final Timer timer;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    Child(Process process, String owner, Mark mark, Timer timer) {
        this.process = process;
        this.owner = owner;
        this.mark = mark;
        this.timer = timer;
    }

    /**
     * Starts to read the output and to wait for the end.
     *
     * @param ended runs when everything has ended, before {@link #exit} tells it
     */
    void watch(Consumer<String> lines, Runnable ended) {
        var drained = new CompletableFuture<@Nullable Void>();
        Background.start("output of " + process.pid(), () -> {
            read(process.getInputStream(), lines);
            drained.complete(null);
        });
        var _ = process.onExit()
                .thenCompose(gone -> {
                    Leftovers.kill(pid(), mark);
                    // A descendant that shed its mark may hold the pipe open: it must not hold up the exit.
                    return drained.completeOnTimeout(null, 2, TimeUnit.SECONDS);
                })
                .thenRun(() -> {
                    ended.run();
                    exit.complete(process.exitValue());
                });
    }

    /** The pid of the first process, which is also the id of its session and group. */
    public long pid() {
        return process.pid();
    }

    String owner() {
        return owner;
    }

    /**
     * The exit code (128 + n after signal n), once the first process has ended, the others are killed and the output has
     * been passed on whole.
     */
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /**
     * Asks the first process to end, as a container engine does, and kills the whole group when the time is over. Returns
     * at once; {@link #exit} tells the end. Asking twice does nothing.
     *
     * @param signal an image's STOPSIGNAL ({@code SIGTERM}, {@code 3}…); null means SIGTERM
     * @param grace real time until the kill
     */
    public void stop(@Nullable String signal, Duration grace) {
        if (asked.compareAndSet(false, true)) {
            Signal.toProcess(pid(), Signal.number(signal));
            var kill = timer.after(grace, this::kill);
            var _ = exit.whenComplete((code, failure) -> kill.cancel());
        }
    }

    /** Kills the process and everything it started, at once. */
    public void kill() {
        if (process.isAlive()) {
            List<ProcessTable.Row> members = ProcessTable.now().of(pid(), mark);
            Signal.toProcess(pid(), Signal.KILL);
            Signal.toGroup(pid(), Signal.KILL);
            for (var member : members) {
                Signal.toProcess(member.pid(), Signal.KILL);
            }
        }
    }

    /** What its processes use. */
    public Usage usage() {
        return process.isAlive() ? ProcessTable.now().usage(pid()) : Usage.NONE;
    }

    private static void read(InputStream output, Consumer<String> lines) {
        var splitter = new LineSplitter(lines);
        var buffer = new byte[8192];
        try (output) {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                splitter.accept(buffer, count);
            }
        } catch (IOException closed) {
            // The process was killed while its output was read: what came before has been passed on.
        }
        splitter.end();
    }
}
