package slipway.localcloud.ecs;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;

/**
 * A service at one moment, as the scheduler sees it.
 *
 * @param desired tasks wanted
 * @param minimumPercent tasks that must keep serving during a deployment, in percent of {@code desired}
 * @param maximumPercent tasks that may exist at once, in percent of {@code desired}; stopping ones do not count
 * @param breaker whether failed tasks end a deployment
 * @param rollback whether an ended deployment goes back to the last completed one, if there is one
 * @param draining the service is being deleted
 * @param braked starting more tasks has to wait, because the last ones failed
 * @param deployments newest first; the first is PRIMARY
 * @param tasks those that are not STOPPED, oldest first
 */
record ServiceView(
        int desired,
        int minimumPercent,
        int maximumPercent,
        boolean breaker,
        boolean rollback,
        boolean draining,
        boolean braked,
        List<DeploymentView> deployments,
        List<TaskView> tasks) {

    ServiceView {
        deployments = List.copyOf(deployments);
        tasks = List.copyOf(tasks);
    }

    record DeploymentView(String id, DeploymentRolloutState rollout, int failedTasks) {}

    record TaskView(String arn, String deployment, TaskCondition condition) {}

    /** How far a task is and what its health checks say, from least to most useful. */
    enum TaskCondition {
        /** On its way out; it counts for nothing any more. */
        STOPPING,
        /** On its way out, but balancers have not let go of it yet: what it replaces is not complete. */
        DRAINING,
        /** Running, and judged unhealthy after its grace period. */
        BAD,
        /** Not RUNNING yet. */
        STARTING,
        /** Running, no verdict yet. */
        WAITING,
        /** Running, and healthy as far as anything judges it. */
        GOOD
    }

    DeploymentView primary() {
        return deployments.getFirst();
    }
}
