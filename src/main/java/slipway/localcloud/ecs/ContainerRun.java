package slipway.localcloud.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.localcloud.process.Child;
import slipway.localcloud.process.ChildSpec;
import slipway.localcloud.process.ChildStartException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;
import software.amazon.awssdk.services.ecs.model.HealthStatus;

/** One container of a task: its process, restarted in place where its restart policy says so, its health and its log. */
final class ContainerRun {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final int RESTART_PERIOD_SECONDS = 300;

    private final ContainerDefinition definition;
    private final ChildSpec spec;
    private final @Nullable String stopSignal;
    private final TaskRuntime runtime;
    private final LogShipper log;
    private final Listener listener;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private @Nullable Child child;
    private @Nullable HealthProbe probe;
    private Instant started = Instant.MIN;
    private final AtomicInteger restarts = new AtomicInteger();
    private Duration most = Duration.ofDays(1);
    private boolean stopping;

    /** What a container tells its task. */
    interface Listener {
        /**
         * Its process runs: the first one, or one that was started in its place.
         *
         * @param spec how it was started
         */
        void started(String container, long pid, ChildSpec spec);

        void judged(String container, HealthStatus health);

        /** Its process has ended; another one may take its place. */
        void exited(String container, int exitCode);

        /** It ended and is not restarted. */
        void ended(ContainerDefinition container, int exitCode);
    }

    ContainerRun(
            ContainerDefinition definition,
            ChildSpec spec,
            @Nullable String stopSignal,
            TaskRuntime runtime,
            LogShipper log,
            Listener listener) {
        this.definition = definition;
        this.spec = spec;
        this.stopSignal = stopSignal;
        this.runtime = runtime;
        this.log = log;
        this.listener = listener;
    }

    String name() {
        return definition.name();
    }

    /** How often its process was started in place of one that had ended; null without a restart policy. */
    @Nullable
    Integer restarts() {
        ContainerRestartPolicy policy = definition.restartPolicy();
        return policy == null || !Boolean.TRUE.equals(policy.enabled()) ? null : restarts.get();
    }

    synchronized void start() throws TaskStartFailure {
        try {
            launch();
        } catch (ChildStartException failed) {
            ended.complete(127);
            throw new TaskStartFailure("CannotStartContainerError", String.valueOf(failed.getMessage()), failed);
        }
    }

    /** Ends it: its stop signal, then SIGKILL after the stop timeout. */
    CompletableFuture<Integer> stop() {
        synchronized (this) {
            stopping = true;
            if (probe != null) {
                probe.close();
            }
            if (child == null) {
                ended.complete(0);
            } else if (!ended.isDone()) {
                Duration own =
                        definition.stopTimeout() == null ? STOP_TIMEOUT : Duration.ofSeconds(definition.stopTimeout());
                child.stop(stopSignal, own.compareTo(most) < 0 ? own : most);
            }
        }
        return ended.copy();
    }

    /** Done when it has ended and is not restarted. */
    CompletableFuture<Integer> ended() {
        return ended.copy();
    }

    /** Once it is asked to end, or if it has been already, it gets no more than this real time until SIGKILL. */
    void hurry(Duration atMost) {
        Child running;
        synchronized (this) {
            most = atMost.compareTo(most) < 0 ? atMost : most;
            running = stopping ? child : null;
        }
        if (running != null) {
            var kill = runtime.clock().realTimer().after(atMost, running::kill);
            var _ = ended.whenComplete((code, failure) -> kill.cancel());
        }
    }

    private void launch() throws ChildStartException {
        Child process = runtime.processes().start(spec, log);
        child = process;
        started = runtime.clock().instant();
        if (definition.healthCheck() != null
                && !definition.healthCheck().command().equals(java.util.List.of("NONE"))) {
            probe = new HealthProbe(
                    definition.healthCheck(),
                    spec,
                    runtime.clock(),
                    runtime.processes(),
                    health -> listener.judged(name(), health));
        }
        listener.started(name(), process.pid(), spec);
        var _ = process.exit().thenAccept(code -> Background.start("exit of " + name(), () -> exited(code)));
    }

    private void exited(int code) {
        listener.exited(name(), code);
        synchronized (this) {
            if (probe != null) {
                probe.close();
            }
            if (!stopping && restarts(code)) {
                try {
                    launch();
                    restarts.incrementAndGet();
                    return;
                } catch (ChildStartException failed) {
                    log.accept("cannot be restarted: " + failed.getMessage());
                }
            }
        }
        log.close();
        ended.complete(code);
        listener.ended(definition, code);
    }

    /** Whether the policy allows another start: a container that ran too short a time is the scheduler's business. */
    private boolean restarts(int code) {
        ContainerRestartPolicy policy = definition.restartPolicy();
        if (policy == null
                || !Boolean.TRUE.equals(policy.enabled())
                || policy.ignoredExitCodes().contains(code)) {
            return false;
        }
        int period = policy.restartAttemptPeriod() == null ? RESTART_PERIOD_SECONDS : policy.restartAttemptPeriod();
        return !Duration.between(started, runtime.clock().instant())
                .minusSeconds(period)
                .isNegative();
    }
}
