package slipway.localcloud.ecs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import slipway.localcloud.ecs.Action.Cause;
import slipway.localcloud.ecs.Action.CompleteDeployment;
import slipway.localcloud.ecs.Action.Deactivate;
import slipway.localcloud.ecs.Action.DropDeployment;
import slipway.localcloud.ecs.Action.FailDeployment;
import slipway.localcloud.ecs.Action.RollBack;
import slipway.localcloud.ecs.Action.StartTasks;
import slipway.localcloud.ecs.Action.StopTask;
import slipway.localcloud.ecs.ServiceView.DeploymentView;
import slipway.localcloud.ecs.ServiceView.TaskCondition;
import slipway.localcloud.ecs.ServiceView.TaskView;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;

/**
 * Decides what a service does next. A pure function of what is: it is asked again after every change, so that each answer
 * need only be one step in the right direction.
 */
final class Scheduler {
    private static final int LEAST_FAILURES = 3;
    private static final int MOST_FAILURES = 200;

    private Scheduler() {}

    static List<Action> decide(ServiceView service) {
        if (service.draining()) {
            return drain(service);
        }
        DeploymentView primary = service.primary();
        if (primary.rollout() == DeploymentRolloutState.IN_PROGRESS
                && service.breaker()
                && primary.failedTasks() >= failureThreshold(service.desired())) {
            List<Action> trip = new ArrayList<>(List.of(new FailDeployment(primary.id())));
            if (service.rollback()) {
                trip.add(new RollBack(primary.id()));
            }
            return trip;
        }
        List<Action> actions = new ArrayList<>();
        if (primary.rollout() == DeploymentRolloutState.FAILED) {
            hold(service, actions);
            return actions;
        }
        balance(service, actions);
        retireOlder(service, actions);
        if (primary.rollout() == DeploymentRolloutState.IN_PROGRESS && isSettled(service)) {
            actions.add(new CompleteDeployment(primary.id()));
        }
        return actions;
    }

    /** Failed tasks that end a deployment: half of those wanted, at least 3, at most 200. */
    static int failureThreshold(int desired) {
        return Math.clamp((desired + 1L) / 2, LEAST_FAILURES, MOST_FAILURES);
    }

    /** Whether all that is wanted runs and is healthy, and nothing else runs or drains. */
    static boolean isSettled(ServiceView service) {
        List<TaskView> current = current(service);
        return older(service).isEmpty()
                && with(service.tasks(), TaskCondition.DRAINING).isEmpty()
                && current.size() == service.desired()
                && with(current, TaskCondition.GOOD).size() == service.desired();
    }

    private static List<Action> drain(ServiceView service) {
        List<Action> actions = new ArrayList<>();
        if (service.tasks().isEmpty()) {
            actions.add(new Deactivate());
        } else {
            stopAll(alive(service), Cause.SCALING, actions);
        }
        return actions;
    }

    /**
     * A failed deployment starts nothing and takes nothing away from older ones; but what is unhealthy goes, and fewer
     * wanted tasks are fewer tasks.
     */
    private static void hold(ServiceView service, List<Action> actions) {
        List<TaskView> bad = with(current(service), TaskCondition.BAD);
        List<TaskView> useful = new ArrayList<>(current(service));
        useful.removeAll(bad);
        stopAll(bad, Cause.UNHEALTHY, actions);
        stopAll(leastUseful(useful, useful.size() - service.desired()), Cause.SCALING, actions);
        if (service.desired() == 0) {
            stopAll(older(service), Cause.SCALING, actions);
        }
    }

    /** Brings the newest deployment's tasks to the wanted number. */
    private static void balance(ServiceView service, List<Action> actions) {
        List<TaskView> current = current(service);
        List<TaskView> bad = with(current, TaskCondition.BAD);
        List<TaskView> useful = new ArrayList<>(current);
        useful.removeAll(bad);
        int missing = service.desired() - useful.size();
        if (missing > 0) {
            int most = (int) ((long) service.desired() * service.maximumPercent() / 100);
            int room = Math.max(0, most - alive(service).size());
            int start = Math.min(missing, room);
            if (start > 0 && !service.braked()) {
                actions.add(new StartTasks(service.primary().id(), start));
            }
            // An unhealthy task is replaced before it is stopped, unless there is no room beside it.
            stopAll(bad.stream().limit(missing - start).toList(), Cause.UNHEALTHY, actions);
            return;
        }
        if (with(useful, TaskCondition.GOOD).size() >= service.desired()) {
            stopAll(bad, Cause.UNHEALTHY, actions);
        }
        stopAll(leastUseful(useful, -missing), Cause.SCALING, actions);
    }

    /** Those that serve least; of equals the newest (a). */
    private static List<TaskView> leastUseful(List<TaskView> tasks, int count) {
        return tasks.reversed().stream()
                .sorted(Comparator.comparing(TaskView::condition))
                .limit(Math.max(0, count))
                .toList();
    }

    /** Takes older deployments' tasks away as the newer ones allow, and drops deployments that have none left. */
    private static void retireOlder(ServiceView service, List<Action> actions) {
        List<TaskView> older = older(service);
        int serving = with(alive(service), TaskCondition.GOOD).size();
        int least = (int) (((long) service.desired() * service.minimumPercent() + 99) / 100);
        List<TaskView> good = with(older, TaskCondition.GOOD);
        List<TaskView> useless = new ArrayList<>(older);
        useless.removeAll(good);
        stopAll(useless, Cause.SCALING, actions);
        stopAll(good.stream().limit(Math.max(0, serving - least)).toList(), Cause.SCALING, actions);
        for (DeploymentView deployment :
                service.deployments().subList(1, service.deployments().size())) {
            boolean empty = service.tasks().stream()
                    .filter(task -> task.condition() != TaskCondition.STOPPING)
                    .noneMatch(task -> task.deployment().equals(deployment.id()));
            // A failed deployment stays in sight until the one that took its place has completed.
            boolean told = deployment.rollout() != DeploymentRolloutState.FAILED
                    || service.primary().rollout() == DeploymentRolloutState.COMPLETED;
            if (empty && told) {
                actions.add(new DropDeployment(deployment.id()));
            }
        }
    }

    private static List<TaskView> alive(ServiceView service) {
        return service.tasks().stream()
                .filter(task ->
                        task.condition() != TaskCondition.STOPPING && task.condition() != TaskCondition.DRAINING)
                .toList();
    }

    private static List<TaskView> current(ServiceView service) {
        return alive(service).stream()
                .filter(task -> task.deployment().equals(service.primary().id()))
                .toList();
    }

    private static List<TaskView> older(ServiceView service) {
        return alive(service).stream()
                .filter(task -> !task.deployment().equals(service.primary().id()))
                .toList();
    }

    private static List<TaskView> with(List<TaskView> tasks, TaskCondition condition) {
        return tasks.stream().filter(task -> task.condition() == condition).toList();
    }

    private static void stopAll(List<TaskView> tasks, Cause cause, List<Action> actions) {
        tasks.forEach(task -> actions.add(new StopTask(task.arn(), cause)));
    }
}
