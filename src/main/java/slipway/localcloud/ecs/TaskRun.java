package slipway.localcloud.ecs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Background;
import slipway.localcloud.agents.Agent;
import slipway.localcloud.process.ChildSpec;
import software.amazon.awssdk.services.ecs.model.Connectivity;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Leads one task through its life: PROVISIONING (an address), PENDING (images), ACTIVATING (processes, targets, names),
 * RUNNING, and back by DEACTIVATING (targets and names first), STOPPING (signals), DEPROVISIONING, STOPPED.
 */
final class TaskRun implements ContainerRun.Listener {
    private static final Logger log = LoggerFactory.getLogger(TaskRun.class);
    private static final Duration PATIENT = Duration.ofDays(1);

    private final Fleet fleet;
    private final TaskState task;
    private final TaskDefinition definition;
    private final TaskRuntime runtime;
    private final TaskFolder folder;
    private final TaskRegistrations registrations;
    private final List<ContainerRun> containers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<@Nullable Void> launched = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> hurried = new CompletableFuture<>();
    private volatile Duration patience = PATIENT;

    TaskRun(
            Fleet fleet,
            TaskState task,
            TaskDefinition definition,
            TaskRuntime runtime,
            TaskRegistrations registrations) {
        this.fleet = fleet;
        this.task = task;
        this.definition = definition;
        this.runtime = runtime;
        this.registrations = registrations;
        this.folder = new TaskFolder(runtime.folder().resolve(task.id()), runtime.volumes());
    }

    /** Starts it, beside the caller. */
    void launch() {
        Background.start("start of task " + task.id(), () -> {
            try {
                start();
            } catch (TaskStartFailure failed) {
                stop(TaskStopCode.TASK_FAILED_TO_START, String.valueOf(failed.getMessage()));
            } catch (UncheckedIOException unwritable) {
                IOException cause = Objects.requireNonNull(unwritable.getCause());
                stop(
                        TaskStopCode.TASK_FAILED_TO_START,
                        "ResourceInitializationError: " + TaskStartFailure.words(cause, runtime.folder()));
            } catch (RuntimeException unexpected) {
                log.error("task {} cannot be started", task.arn(), unexpected);
                stop(TaskStopCode.TASK_FAILED_TO_START, "the local cloud failed: " + unexpected);
            } finally {
                launched.complete(null);
            }
        });
    }

    /**
     * Ends it, beside the caller; only the first call counts. Its targets are deregistered first, and its processes are
     * not asked to end before the balancers have let go of them.
     */
    void stop(TaskStopCode code, String reason) {
        if (stopping.compareAndSet(false, true)) {
            fleet.change(
                    task,
                    now -> now.toBuilder()
                            .desiredStatus(TaskState.STOPPED)
                            // From here on it does not count as running.
                            .lastStatus(
                                    TaskState.RUNNING.equals(now.lastStatus())
                                            ? TaskState.DEACTIVATING
                                            : now.lastStatus())
                            .stopCode(code)
                            .stoppedReason(reason)
                            .stoppingAt(fleet.now())
                            .build());
            Background.start("end of task " + task.id(), this::shutDown);
        }
    }

    /** Lets its end, once it is asked for, not wait for balancers. */
    void hurry() {
        hurried.complete(null);
    }

    /**
     * Makes its end come soon: it does not wait for balancers.
     *
     * @param most real time until processes are killed, where that is less than their own stop timeout
     */
    void hurry(Duration most) {
        patience = most;
        hurry();
        // Beside the caller, who may hold the fleet: a container that just starts holds itself and waits for the fleet.
        Background.start("hurry of task " + task.id(), () -> containers.forEach(container -> container.hurry(most)));
    }

    /** Done when the task is STOPPED. */
    CompletableFuture<@Nullable Void> stopped() {
        return stopped.copy();
    }

    /** Container to restarts in place, of the containers that have a restart policy. */
    Map<String, Integer> restarts() {
        Map<String, Integer> restarts = new HashMap<>();
        for (ContainerRun container : containers) {
            Integer count = container.restarts();
            if (count != null) {
                restarts.put(container.name(), count);
            }
        }
        return restarts;
    }

    private void start() throws TaskStartFailure {
        // Known on disk before it exists: what a kill leaves of it can then be taken back.
        fleet.save();
        String address = runtime.addresses().assign(addressOwner(task));
        rise("PENDING", now -> TaskShapes.attached(now, address));
        folder.openVolumes(definition);
        rise("PENDING", now -> now.toBuilder().pullStartedAt(fleet.now()).build());
        List<ContainerImage> images = new ArrayList<>();
        for (ContainerDefinition container : definition.containerDefinitions()) {
            if (container.hasSecrets() || container.hasEnvironmentFiles()) {
                throw TaskStartFailure.resource(
                        "the local cloud does not fetch secrets or environment files; container " + container.name()
                                + " declares some");
            }
            if (container.hasDependsOn()) {
                throw TaskStartFailure.resource("the local cloud starts containers in the order of their definition;"
                        + " container " + container.name() + " declares dependsOn");
            }
            ContainerImage image = runtime.images().pull(container.image());
            images.add(image);
            change(
                    container.name(),
                    now -> now.toBuilder()
                            .imageDigest(image.digest().isEmpty() ? null : image.digest())
                            .build());
        }
        rise("ACTIVATING", now -> now.toBuilder().pullStoppedAt(fleet.now()).build());
        requireFree(address);
        var commands = new ContainerCommands(runtime.discovery(), task, address);
        for (int index = 0; index < images.size() && !stopping.get(); index++) {
            ContainerDefinition container = definition.containerDefinitions().get(index);
            ContainerImage image = images.get(index);
            var spec = commands.spec(container, image, folder.prepare(container, image));
            var shipper = LogShipper.open(runtime.logs(), runtime.clock(), container, task.id());
            var run = new ContainerRun(container, spec, image.stopSignal(), runtime, shipper, this);
            // In this order, so that a hurry in between is not missed.
            containers.add(run);
            run.hurry(patience);
            run.start();
        }
        if (stopping.get()) {
            return;
        }
        registrations.register(address);
        rise(
                TaskState.RUNNING,
                now -> now.toBuilder()
                        .startedAt(fleet.now())
                        .connectivity(Connectivity.CONNECTED)
                        .connectivityAt(fleet.now())
                        .build());
    }

    /** A program that listens on every address of this machine has the task's ports too. */
    private void requireFree(String address) throws TaskStartFailure {
        for (int port : TaskRegistrations.ports(definition)) {
            try (var probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(address, port));
            } catch (IOException taken) {
                throw new TaskStartFailure(
                        "CannotStartContainerError",
                        "failed to bind host port for " + address + ":" + port + ": " + taken.getMessage()
                                + ". Another program has port " + port + " on this machine: end it (ss -ltnp 'sport = :"
                                + port + "' names it)",
                        taken);
            }
        }
    }

    private void shutDown() {
        launched.join();
        advance(TaskState.DEACTIVATING, UnaryOperator.identity());
        try (Draining draining = registrations.deregister()) {
            // Of a task whose processes are gone, nothing can be under way.
            CompletableFuture.anyOf(draining.done(), hurried, allEnded()).join();
        }
        if (task.task().stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED) {
            fleet.tally(task, tally -> tally.stopped(task.id()));
        }
        advance("STOPPING", UnaryOperator.identity());
        CompletableFuture.allOf(containers.stream().map(ContainerRun::stop).toArray(CompletableFuture[]::new))
                .join();
        advance(
                "DEPROVISIONING",
                now -> now.toBuilder()
                        .executionStoppedAt(fleet.now())
                        .connectivity(Connectivity.DISCONNECTED)
                        .build());
        // A task that cannot be cleared away has ended all the same: others wait for that.
        try {
            runtime.addresses().release(addressOwner(task));
        } catch (RuntimeException failed) {
            log.warn("the address of task {} cannot be released for good", task.id(), failed);
        }
        try {
            folder.delete();
        } catch (IOException | RuntimeException failed) {
            log.warn("the files of task {} cannot be deleted: {}", task.id(), failed.toString());
        }
        advance(TaskState.STOPPED, now -> TaskShapes.stopped(now, fleet.now()));
        stopped.complete(null);
    }

    private CompletableFuture<Void> allEnded() {
        return CompletableFuture.allOf(
                containers.stream().map(ContainerRun::ended).toArray(CompletableFuture[]::new));
    }

    @Override
    public void started(String container, long pid, ChildSpec spec) {
        String runtimeId = task.id() + "-" + pid;
        boolean exec = Boolean.TRUE.equals(task.task().enableExecuteCommand());
        if (exec) {
            runtime.agents()
                    .connect(new Agent(
                            TaskShapes.execTarget(task.task(), runtimeId),
                            spec,
                            TaskShapes.address(task.task()),
                            runtime.discovery()::rewrite));
        }
        change(container, now -> {
            Container running = now.toBuilder()
                    .lastStatus(TaskState.RUNNING)
                    .runtimeId(runtimeId)
                    .healthStatus(HealthStatus.UNKNOWN)
                    .build();
            return exec ? TaskShapes.agent(running, TaskState.RUNNING, fleet.now()) : running;
        });
    }

    @Override
    public void exited(String container, int exitCode) {
        List<Container> containers = task.task().containers();
        // First: a client that hears of its session's end asks ECS why.
        change(container, now -> TaskShapes.agent(now, TaskState.STOPPED, fleet.now()));
        for (Container each : containers) {
            if (each.name().equals(container) && each.runtimeId() != null) {
                String reason = task.task().stoppedReason();
                runtime.agents()
                        .disconnect(
                                TaskShapes.execTarget(task.task(), each.runtimeId()),
                                reason == null
                                                || TaskState.RUNNING.equals(
                                                        task.task().desiredStatus())
                                        ? "The container " + container + " has ended with exit code " + exitCode + "."
                                        : "The task has stopped: " + reason);
            }
        }
    }

    @Override
    public void judged(String container, HealthStatus health) {
        change(container, now -> now.toBuilder().healthStatus(health).build());
    }

    @Override
    public void ended(ContainerDefinition container, int exitCode) {
        change(
                container.name(),
                now -> now.toBuilder()
                        .lastStatus(TaskState.STOPPED)
                        .exitCode(exitCode)
                        .build());
        if (!Boolean.FALSE.equals(container.essential())) {
            stop(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited");
        }
    }

    /** A step on the way up; a task that is to stop meanwhile does not go there any more. */
    private void rise(String status, UnaryOperator<Task> step) {
        fleet.change(task, now -> {
            Task next = step.apply(now);
            return TaskState.STOPPED.equals(now.desiredStatus())
                    ? next
                    : next.toBuilder().lastStatus(status).build();
        });
    }

    private void advance(String status, UnaryOperator<Task> step) {
        fleet.change(task, now -> step.apply(now).toBuilder().lastStatus(status).build());
    }

    private void change(String container, UnaryOperator<Container> step) {
        fleet.change(task, now -> TaskShapes.container(now, definition, container, step));
    }

    /** Under which name a task's address is kept. */
    static String addressOwner(TaskState task) {
        return "task/" + task.id();
    }
}
