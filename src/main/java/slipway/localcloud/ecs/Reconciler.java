package slipway.localcloud.ecs;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Cancellable;
import slipway.localcloud.ecs.Action.Cause;
import slipway.localcloud.ecs.ServiceView.DeploymentView;
import slipway.localcloud.ecs.ServiceView.TaskCondition;
import slipway.localcloud.ecs.ServiceView.TaskView;
import slipway.localcloud.ecs.TaskJudge.Judgement;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Carries out what the scheduler decides: after every change at once, and on a slow tick, because balancers do not tell
 * when a target's health changes.
 */
final class Reconciler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration TICK = Duration.ofMillis(250);

    private final Fleet fleet;
    private final TaskRuntime runtime;
    private final TaskFactory factory;
    private final SerialWork passes = new SerialWork("ecs scheduler", this::pass);
    private final Cancellable ticking;
    private final AtomicBoolean ticked = new AtomicBoolean();
    private final AtomicBoolean unwritable = new AtomicBoolean();
    private volatile boolean closed;

    Reconciler(Fleet fleet, TaskRuntime runtime) {
        this.fleet = fleet;
        this.runtime = runtime;
        this.factory = new TaskFactory(fleet);
        fleet.onTouch(passes::request);
        ticking = runtime.clock().realTimer().every(TICK, () -> {
            save();
            ticked.set(true);
            passes.request();
        });
        passes.request();
    }

    @Override
    public void close() {
        closed = true;
        ticking.cancel();
    }

    /** Starts a task: the fleet knows it from now on. The fleet's monitor is held. */
    TaskState start(Task description, Fleet.Definition definition, ServiceState owner) {
        return launch(
                description,
                definition,
                new Registered(
                        owner.declared().loadBalancers(), owner.declared().serviceRegistries()));
    }

    /** Starts a task that belongs to no service. The fleet's monitor is held. */
    TaskState start(Task description, Fleet.Definition definition) {
        return launch(description, definition, new Registered(List.of(), List.of()));
    }

    private record Registered(List<LoadBalancer> balancers, List<ServiceRegistry> registries) {}

    private TaskState launch(Task description, Fleet.Definition definition, Registered registered) {
        var task = new TaskState(description);
        fleet.add(task);
        var run = new TaskRun(
                fleet,
                task,
                definition.definition(),
                runtime,
                new TaskRegistrations(
                        fleet,
                        task,
                        runtime,
                        registered.balancers(),
                        registered.registries(),
                        TaskRegistrations.ports(definition.definition())));
        task.running(run);
        run.launch();
        return task;
    }

    /** A disk that is full for a while must not stop the scheduling: what it could not write is written later. */
    private void save() {
        try {
            fleet.saveIfChanged();
            unwritable.set(false);
        } catch (UncheckedIOException failed) {
            if (unwritable.compareAndSet(false, true)) {
                log.error("the state of services and tasks cannot be written; it is tried again", failed);
            }
        }
    }

    private void pass() {
        if (closed) {
            return;
        }
        try {
            var judge = new TaskJudge(runtime.clock(), TargetVerdicts.read(runtime.balancers(), fleet)::of);
            synchronized (fleet) {
                if (closed) {
                    return;
                }
                boolean tick = ticked.getAndSet(false);
                for (ServiceState service : fleet.services()) {
                    // Not before the tick, so that one event tells of what several tasks do at about the same time.
                    if (tick && service.tellTally(fleet.now())) {
                        fleet.touch();
                    }
                    if (!service.is(ServiceState.INACTIVE)) {
                        reconcile(service, judge);
                    }
                }
                fleet.forgetOldTasks();
            }
        } catch (RuntimeException unexpected) {
            // The next tick tries again: one service's trouble must not end the scheduling of all.
            log.error("scheduling failed", unexpected);
        }
    }

    private void reconcile(ServiceState service, TaskJudge judge) {
        Map<String, Judgement> judgements = new HashMap<>();
        List<TaskView> tasks = new ArrayList<>();
        for (TaskState task : fleet.tasks(service)) {
            if (task.accountOnce()) {
                account(service, task);
            }
            if (task.isStopped()) {
                continue;
            }
            Judgement judgement =
                    judge.judge(task, service, fleet.definition(task.task().taskDefinitionArn()));
            if (judgement.condition() == TaskCondition.GOOD) {
                forgive(service, task);
            }
            if (!task.proved() && judge.proves(task, judgement)) {
                task.prove();
                service.brake().release();
            }
            judgements.put(task.arn(), judgement);
            tasks.add(new TaskView(task.arn(), String.valueOf(task.task().startedBy()), judgement.condition()));
        }
        ServiceView view = view(service, tasks);
        List<Action> actions = Scheduler.decide(view);
        for (Action action : actions) {
            carryOut(service, action, judgements);
        }
        boolean settled = actions.isEmpty()
                && !service.is(ServiceState.DRAINING)
                && view.primary().rollout() == DeploymentRolloutState.COMPLETED
                && Scheduler.isSettled(view);
        if (service.settle(settled)) {
            service.tell(fleet.now(), "has reached a steady state.");
            fleet.touch();
        }
    }

    private ServiceView view(ServiceState service, List<TaskView> tasks) {
        DeploymentConfiguration configuration = service.declared().deploymentConfiguration();
        var breaker = configuration.deploymentCircuitBreaker();
        Deployment completed = service.completed();
        List<Deployment> deployments = service.deployments();
        return new ServiceView(
                service.desired(),
                configuration.minimumHealthyPercent(),
                configuration.maximumPercent(),
                breaker != null && breaker.enable(),
                breaker != null
                        && breaker.rollback()
                        && completed != null
                        && !completed.id().equals(deployments.getFirst().id()),
                service.is(ServiceState.DRAINING),
                service.brake().holds(fleet.now()),
                deployments.stream()
                        .map(deployment -> new DeploymentView(
                                deployment.id(), deployment.rolloutState(), deployment.failedTasks()))
                        .toList(),
                tasks);
    }

    private void carryOut(ServiceState service, Action action, Map<String, Judgement> judgements) {
        switch (action) {
            case Action.StartTasks start -> startTasks(service, start);
            case Action.StopTask stop -> stopTask(service, stop, judgements);
            case Action.CompleteDeployment complete -> Rollout.complete(service, complete.deployment(), fleet.now());
            case Action.FailDeployment fail -> Rollout.fail(service, fail.deployment(), fleet.now());
            case Action.RollBack _ -> Rollout.rollBack(service, fleet.now());
            case Action.DropDeployment drop -> service.drop(drop.deployment());
            case Action.Deactivate deactivate ->
                service.declare(service.declared().toBuilder()
                        .status(ServiceState.INACTIVE)
                        .build());
        }
        fleet.touch();
    }

    private void startTasks(ServiceState service, Action.StartTasks start) {
        Deployment deployment = service.deployment(start.deployment());
        Fleet.Definition definition = deployment == null ? null : fleet.definition(deployment.taskDefinition());
        if (definition == null) {
            // Nothing that could be started: better a failed deployment than a silent wait.
            Rollout.fail(service, start.deployment(), fleet.now());
            return;
        }
        List<Task> others = new ArrayList<>();
        for (TaskState task : fleet.tasks(service)) {
            if (task.isWanted()) {
                others.add(task.task());
            }
        }
        List<String> started = new ArrayList<>();
        for (int count = 0; count < start.count(); count++) {
            Task description = factory.forService(service.declared(), start.deployment(), definition, others);
            others.add(description);
            started.add("(task " + start(description, definition, service).id() + ")");
        }
        service.tell(fleet.now(), "has started " + started.size() + " tasks: " + String.join(" ", started) + ".");
    }

    private void stopTask(ServiceState service, Action.StopTask stop, Map<String, Judgement> judgements) {
        TaskState task = fleet.task(stop.task());
        Judgement judgement = judgements.get(stop.task());
        if (task == null || judgement == null || task.run() == null) {
            return;
        }
        String reason = "Scaling activity initiated by (deployment "
                + service.deployments().getFirst().id() + ")";
        if (stop.cause() == Cause.UNHEALTHY) {
            reason = judgement.reason();
            if (!judgement.event().isEmpty()) {
                service.tell(fleet.now(), judgement.event());
            }
            Rollout.countFailure(service, String.valueOf(task.task().startedBy()), fleet.now());
        }
        task.run().stop(TaskStopCode.SERVICE_SCHEDULER_INITIATED, reason);
    }

    /** A task has ended by itself: whether that speaks against its deployment, and for a pause before the next one. */
    private void account(ServiceState service, TaskState task) {
        TaskStopCode code = task.task().stopCode();
        boolean byItself = code == TaskStopCode.TASK_FAILED_TO_START || code == TaskStopCode.ESSENTIAL_CONTAINER_EXITED;
        if (!byItself || task.proved()) {
            return;
        }
        // AWS counts tasks that do not reach RUNNING or fail their health checks. A task that ends before any check
        // has passed counts here too (a).
        Rollout.countFailure(service, String.valueOf(task.task().startedBy()), fleet.now());
        String event = task.task().startedAt() == null
                ? service.brake().neverRan(fleet.now())
                : service.brake().diedYoung(fleet.now());
        if (event != null) {
            service.tell(fleet.now(), event);
        }
        fleet.touch();
    }

    /** One healthy task clears the failures that its deployment has counted. */
    private void forgive(ServiceState service, TaskState task) {
        Deployment deployment = service.deployment(String.valueOf(task.task().startedBy()));
        if (deployment != null
                && deployment.failedTasks() > 0
                && deployment.rolloutState() == DeploymentRolloutState.IN_PROGRESS) {
            service.replace(deployment.toBuilder().failedTasks(0).build());
            fleet.touch();
        }
    }
}
