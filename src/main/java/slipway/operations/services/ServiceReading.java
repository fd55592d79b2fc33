package slipway.operations.services;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.ServiceStatus;
import slipway.model.ServiceStatus.Breaker;
import slipway.model.ServiceStatus.Deployment;
import slipway.model.TaskGauges;
import slipway.operations.EnvironmentStack;
import slipway.operations.TaskEnd;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Puts together what the calls said of one service. */
final class ServiceReading {
    /** ECS's own bounds of the breaker's threshold: half the desired count, at least 3 and at most 200. */
    private static final int LEAST_FAILURES = 3;

    private static final int MOST_FAILURES = 200;
    private static final long MEBIBYTE = 1L << 20;

    private final Revisions revisions;
    private final Parts parts;

    ServiceReading(Revisions revisions, Parts parts) {
        this.revisions = revisions;
        this.parts = parts;
    }

    /**
     * @param health the balancer's, by address
     * @param gauges by the task's id
     */
    ServiceStatus status(
            EnvironmentName environment,
            Service service,
            List<Task> tasks,
            Map<String, TargetHealthDescription> health,
            Map<String, TaskGauges> gauges,
            OptionalDouble share,
            OptionalDouble cpu) {
        Optional<EnvironmentStack> stack = EnvironmentStack.named(environment, service.serviceName());
        boolean judged = !service.loadBalancers().isEmpty();
        List<TaskStatus> ofService =
                tasks.stream().map(task -> task(service, task, health, gauges)).toList();
        int healthy = judged
                ? (int) health.values().stream()
                        .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                        .count()
                : (int) ofService.stream()
                        .filter(task -> task.lastStatus().equals("RUNNING")
                                && task.stopping().isEmpty()
                                && !task.health().equals("unhealthy"))
                        .count();
        return new ServiceStatus(
                service.serviceName(),
                stack.flatMap(EnvironmentStack::tier),
                stack.flatMap(EnvironmentStack::colour),
                service.taskDefinition() == null ? "" : revisions.image(service.taskDefinition(), parts),
                service.createdAt(),
                service.desiredCount(),
                service.runningCount(),
                service.pendingCount(),
                judged,
                healthy,
                share,
                cpu,
                breaker(service),
                service.deployments().stream()
                        .sorted(Comparator.comparing(software.amazon.awssdk.services.ecs.model.Deployment::createdAt)
                                .reversed())
                        .map(this::deployment)
                        .toList(),
                ofService,
                events(service).toList());
    }

    /** DescribeServices brings the newest hundred with it. */
    static Stream<ServiceEvent> events(Service service) {
        return service.events().stream()
                .map(event -> new ServiceEvent(event.createdAt(), service.serviceName(), event.message()))
                .sorted(Comparator.comparing(ServiceEvent::at).reversed());
    }

    private static Optional<Breaker> breaker(Service service) {
        DeploymentCircuitBreaker breaker = service.deploymentConfiguration() == null
                ? null
                : service.deploymentConfiguration().deploymentCircuitBreaker();
        if (breaker == null || !breaker.enable()) {
            return Optional.empty();
        }
        int half = (service.desiredCount() + 1) / 2;
        return Optional.of(new Breaker(breaker.rollback(), Math.min(MOST_FAILURES, Math.max(LEAST_FAILURES, half))));
    }

    private Deployment deployment(software.amazon.awssdk.services.ecs.model.Deployment deployment) {
        return new Deployment(
                deployment.id(),
                deployment.status(),
                Objects.requireNonNullElse(deployment.rolloutStateAsString(), ""),
                Objects.requireNonNullElse(deployment.rolloutStateReason(), ""),
                deployment.desiredCount(),
                deployment.runningCount(),
                deployment.pendingCount(),
                Objects.requireNonNullElse(deployment.failedTasks(), 0),
                Revisions.name(deployment.taskDefinition()),
                revisions.image(deployment.taskDefinition(), parts),
                deployment.createdAt(),
                Objects.requireNonNullElse(deployment.updatedAt(), deployment.createdAt()));
    }

    private TaskStatus task(
            Service service, Task task, Map<String, TargetHealthDescription> targets, Map<String, TaskGauges> gauges) {
        String address = address(task);
        Optional<TargetHealth> judged =
                Optional.ofNullable(targets.get(address)).map(TargetHealthDescription::targetHealth);
        String id = TaskEnd.id(task);
        return new TaskStatus(
                id,
                Objects.requireNonNullElse(task.lastStatus(), ""),
                judged.map(TargetHealth::stateAsString).orElseGet(() -> ownHealth(service, task)),
                judged.map(ServiceReading::reason).orElse(""),
                address,
                service.loadBalancers().isEmpty()
                        ? revisions.port(task.taskDefinitionArn(), parts)
                        : service.loadBalancers().getFirst().containerPort(),
                Revisions.name(task.taskDefinitionArn()),
                revisions.image(task.taskDefinitionArn(), parts),
                mebibytes(task.memory()),
                task.createdAt(),
                task.startedAt(),
                DesiredStatus.STOPPED.toString().equals(task.desiredStatus())
                        ? Optional.of(Objects.requireNonNullElse(task.stoppedReason(), ""))
                        : Optional.empty(),
                gauges.getOrDefault(id, TaskGauges.NONE));
    }

    /** A task behind a balancer that knows no such target is judged by nobody yet. */
    private static String ownHealth(Service service, Task task) {
        return service.loadBalancers().isEmpty()
                        && (task.healthStatus() == HealthStatus.HEALTHY
                                || task.healthStatus() == HealthStatus.UNHEALTHY)
                ? task.healthStatusAsString().toLowerCase(java.util.Locale.ROOT)
                : "";
    }

    private static String reason(TargetHealth health) {
        if (health.reasonAsString() == null) {
            return "";
        }
        return health.reasonAsString() + (health.description() == null ? "" : ": " + health.description());
    }

    private static String address(Task task) {
        return task.attachments().stream()
                .flatMap(attachment -> attachment.details().stream())
                .filter(detail -> "privateIPv4Address".equals(detail.name()))
                .map(KeyValuePair::value)
                .findFirst()
                .orElse("");
    }

    /** Task sizes are whole mebibytes, written as text. */
    private static long mebibytes(@Nullable String size) {
        return size == null || !size.matches("\\d{1,9}") ? 0 : Long.parseLong(size) * MEBIBYTE;
    }
}
