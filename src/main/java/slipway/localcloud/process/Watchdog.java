package slipway.localcloud.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Timer;

/**
 * A small process beside this program that outlives a kill of it: its standard input ends then, and it kills every process
 * that carries this run's mark. The kernel's parent-death signal reaches only direct children, and a process group or
 * session only those that stayed in it. Should the watchdog itself be killed, another one is started.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration LAST_WAIT = Duration.ofSeconds(2);
    /**
     * A line means that all is well. The end without a line is the kill. Several rounds: what was about to be started at
     * that moment carries the mark only a little later.
     */
    private static final String SCRIPT = """
            if read -r _; then exit; fi
            quiet=0
            for round in $(seq 50); do
              pids=$(grep -lzs "^$1/" /proc/[0-9]*/environ | cut -d/ -f3)
              if [ -n "$pids" ]; then
                kill -9 $pids
              else
                quiet=$((quiet + 1))
                [ $quiet -lt 6 ] || exit
                sleep 0.2
              fi
            done""";

    private final Path setsid;
    private final Path folder;
    private final Mark run;
    private final Timer timer;
    private @Nullable Process process;
    private boolean closed;

    /**
     * @param folder its working folder
     * @param run the mark of what it kills
     */
    Watchdog(Path setsid, Path folder, Mark run, Timer timer) {
        this.setsid = setsid;
        this.folder = folder;
        this.run = run;
        this.timer = timer;
    }

    /** Its process id; 0 when it does not run. */
    synchronized long pid() {
        return process != null && process.isAlive() ? process.pid() : 0;
    }

    /** Starts it if it does not run. */
    synchronized void start() throws IOException {
        if (closed || pid() != 0) {
            return;
        }
        var builder = new ProcessBuilder(List.of(
                        setsid.toString(),
                        "--",
                        "sh",
                        "-c",
                        SCRIPT,
                        "slipway-watchdog",
                        Mark.VARIABLE + "=" + run.value()))
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // It must not carry the mark of anything that watches this program in turn.
        builder.environment().remove(Mark.VARIABLE);
        Process started = builder.start();
        process = started;
        var _ = started.onExit().thenRun(() -> {
            if (!isClosed()) {
                log.warn("the watchdog has ended with {}; another one is started", started.exitValue());
                timer.after(PAUSE, this::again);
            }
        });
    }

    /** Ends it; it kills nothing. */
    @Override
    public void close() {
        Process running;
        synchronized (this) {
            closed = true;
            running = process;
        }
        if (running == null) {
            return;
        }
        try (OutputStream life = running.getOutputStream()) {
            life.write('\n');
        } catch (IOException gone) {
            log.debug("the watchdog had ended: {}", gone.toString());
        }
        try {
            if (!running.waitFor(LAST_WAIT)) {
                log.warn("the watchdog {} does not end", running.pid());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void again() {
        try {
            start();
        } catch (IOException failed) {
            log.error("without a watchdog, a kill of the local cloud may leave processes until its next start", failed);
        }
    }
}
