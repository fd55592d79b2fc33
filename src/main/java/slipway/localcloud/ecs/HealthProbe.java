package slipway.localcloud.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.async.Cancellable;
import slipway.localcloud.process.Child;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.process.ChildSpec;
import slipway.localcloud.process.ChildStartException;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.HealthStatus;

/**
 * Runs a container's health check command again and again. The interval follows the cloud's clock; time-out and start
 * period are real, for they measure processes. One probe at a time.
 */
final class HealthProbe implements AutoCloseable {
    private static final int INTERVAL_SECONDS = 30;
    private static final int TIMEOUT_SECONDS = 5;
    private static final int RETRIES = 3;

    private final HealthCheck check;
    private final ChildSpec command;
    private final CloudClock clock;
    private final ChildProcesses processes;
    private final Consumer<HealthStatus> verdict;
    private final Instant forgiving;
    private @Nullable Cancellable next;
    private @Nullable Child running;
    private int failures;
    private boolean closed;

    /**
     * @param process the container's own process: the command runs in its folder and environment
     * @param verdict hears each change to HEALTHY or UNHEALTHY
     */
    HealthProbe(
            HealthCheck check,
            ChildSpec process,
            CloudClock clock,
            ChildProcesses processes,
            Consumer<HealthStatus> verdict) {
        this.check = check;
        this.command = new ChildSpec(process.owner(), command(check), process.folder(), process.environment());
        this.clock = clock;
        this.processes = processes;
        this.verdict = verdict;
        long real = check.startPeriod() == null ? 0 : check.startPeriod();
        this.forgiving =
                clock.instant().plusNanos((long) (Duration.ofSeconds(real).toNanos() * clock.factor()));
        plan();
    }

    /** What a health check runs, or nothing for {@code NONE}. */
    static List<String> command(HealthCheck check) {
        List<String> words = check.command();
        return switch (words.getFirst()) {
            case "CMD" -> words.subList(1, words.size());
            case "CMD-SHELL" -> List.of("sh", "-c", words.get(1));
            default -> List.of("sh", "-c", words.getFirst());
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        if (running != null) {
            Child probe = running;
            Background.start("end of a health check", probe::kill);
        }
    }

    private synchronized void plan() {
        if (!closed) {
            int seconds = check.interval() == null ? INTERVAL_SECONDS : check.interval();
            next = clock.after(Duration.ofSeconds(seconds), this::probe);
        }
    }

    private void probe() {
        Child child;
        synchronized (this) {
            if (closed) {
                return;
            }
            try {
                child = processes.start(command, line -> {});
                running = child;
            } catch (ChildStartException impossible) {
                judge(false);
                plan();
                return;
            }
        }
        int seconds = check.timeout() == null ? TIMEOUT_SECONDS : check.timeout();
        var _ = child.exit()
                .completeOnTimeout(-1, seconds, TimeUnit.SECONDS)
                .thenAccept(code -> Background.start("health verdict", () -> {
                    child.kill();
                    judge(code == 0);
                    plan();
                }));
    }

    private void judge(boolean passed) {
        HealthStatus told;
        synchronized (this) {
            running = null;
            if (closed) {
                return;
            }
            if (passed) {
                failures = 0;
                told = HealthStatus.HEALTHY;
            } else if (clock.instant().isBefore(forgiving)) {
                return;
            } else {
                failures++;
                if (failures < (check.retries() == null ? RETRIES : check.retries())) {
                    return;
                }
                told = HealthStatus.UNHEALTHY;
            }
        }
        verdict.accept(told);
    }
}
