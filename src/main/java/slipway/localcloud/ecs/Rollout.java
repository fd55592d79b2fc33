package slipway.localcloud.ecs;

import java.time.Instant;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;

/** A deployment's steps: it begins, fails, goes back, completes. */
final class Rollout {
    private static final String PRIMARY = "PRIMARY";

    private Rollout() {}

    /** A new deployment of what the service declares becomes PRIMARY. */
    static void begin(ServiceState service, Instant now) {
        Service declared = service.declared();
        String id = TaskFactory.deploymentId();
        service.deploy(Deployment.builder()
                .id(id)
                .status(PRIMARY)
                .taskDefinition(declared.taskDefinition())
                .failedTasks(0)
                .createdAt(now)
                .updatedAt(now)
                .capacityProviderStrategy(
                        declared.hasCapacityProviderStrategy() ? declared.capacityProviderStrategy() : null)
                .launchType(declared.launchType())
                .platformVersion(declared.platformVersion())
                .platformFamily(declared.platformFamily())
                .networkConfiguration(declared.networkConfiguration())
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .rolloutStateReason("ECS deployment " + id + " in progress.")
                .build());
    }

    static void complete(ServiceState service, String id, Instant now) {
        Deployment deployment = service.deployment(id);
        if (deployment != null) {
            service.complete(deployment.toBuilder()
                    .rolloutState(DeploymentRolloutState.COMPLETED)
                    .rolloutStateReason("ECS deployment " + id + " completed.")
                    .updatedAt(now)
                    .build());
            service.tell(now, "(deployment " + id + ") deployment completed.");
        }
    }

    static void fail(ServiceState service, String id, Instant now) {
        Deployment deployment = service.deployment(id);
        if (deployment != null) {
            service.replace(deployment.toBuilder()
                    .rolloutState(DeploymentRolloutState.FAILED)
                    .rolloutStateReason("ECS deployment circuit breaker: tasks failed to start.")
                    .updatedAt(now)
                    .build());
            service.tell(now, "(deployment " + id + ") deployment failed: tasks failed to start.");
        }
    }

    /** The last completed deployment becomes PRIMARY again, with the tasks that it still has. */
    static void rollBack(ServiceState service, Instant now) {
        Deployment completed = service.completed();
        if (completed == null) {
            return;
        }
        service.drop(completed.id());
        service.declare(service.declared().toBuilder()
                .taskDefinition(completed.taskDefinition())
                .networkConfiguration(completed.networkConfiguration())
                .platformVersion(completed.platformVersion())
                .build());
        service.deploy(completed.toBuilder()
                .status(PRIMARY)
                .failedTasks(0)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .rolloutStateReason(
                        "ECS deployment circuit breaker: rolling back to deploymentId " + completed.id() + ".")
                .updatedAt(now)
                .build());
        service.tell(now, "rolling back to deployment " + completed.id() + ".");
    }

    /** A task of this deployment failed; it matters while the deployment is PRIMARY and under way. */
    static void countFailure(ServiceState service, String id, Instant now) {
        Deployment deployment = service.deployment(id);
        if (deployment != null
                && PRIMARY.equals(deployment.status())
                && deployment.rolloutState() == DeploymentRolloutState.IN_PROGRESS) {
            service.replace(deployment.toBuilder()
                    .failedTasks(deployment.failedTasks() + 1)
                    .updatedAt(now)
                    .build());
        }
    }
}
