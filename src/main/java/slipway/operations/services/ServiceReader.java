package slipway.operations.services;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentStatus.TaskStatus;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** Reads services and what belongs to them: tasks, their health, the bounds of scaling. */
final class ServiceReader {
    private static final int TASKS_PER_CALL = 100;

    private final Cloud cloud;

    ServiceReader(Cloud cloud) {
        this.cloud = cloud;
    }

    /** By name, those that exist and are not gone; at most ten are asked for. */
    Map<String, Service> services(String cluster, List<String> names) {
        Map<String, Service> services = new LinkedHashMap<>();
        if (!names.isEmpty()) {
            cloud.ecs().describeServices(request -> request.cluster(cluster).services(names)).services().stream()
                    .filter(service -> !"INACTIVE".equals(service.status()))
                    .forEach(service -> services.put(service.serviceName(), service));
        }
        return services;
    }

    /** The cluster's tasks that run or shall run, by service. */
    Map<String, List<Task>> tasks(String cluster) {
        List<String> arns = cloud.ecs().listTasksPaginator(request -> request.cluster(cluster)).taskArns().stream()
                .toList();
        Map<String, List<Task>> tasks = new LinkedHashMap<>();
        for (int from = 0; from < arns.size(); from += TASKS_PER_CALL) {
            List<String> batch = arns.subList(from, Math.min(arns.size(), from + TASKS_PER_CALL));
            for (Task task : cloud.ecs()
                    .describeTasks(request -> request.cluster(cluster).tasks(batch))
                    .tasks()) {
                String group = task.group() == null ? "" : task.group();
                tasks.computeIfAbsent(group.replaceFirst("^service:", ""), name -> new ArrayList<>())
                        .add(task);
            }
        }
        return tasks;
    }

    /** The balancer's word on each of a service's targets, by address. A service without tasks is not asked about. */
    Map<String, String> health(Service service) {
        Map<String, String> health = new LinkedHashMap<>();
        boolean empty = service.desiredCount() == 0 && service.runningCount() == 0;
        if (empty || service.loadBalancers().isEmpty()) {
            return health;
        }
        String group = service.loadBalancers().getFirst().targetGroupArn();
        for (TargetHealthDescription target : cloud.balancers()
                .describeTargetHealth(request -> request.targetGroupArn(group))
                .targetHealthDescriptions()) {
            health.put(target.target().id(), target.targetHealth().stateAsString());
        }
        return health;
    }

    List<TaskStatus> tasks(List<Task> tasks, Map<String, String> health) {
        return tasks.stream()
                .map(task -> {
                    String address = address(task);
                    return new TaskStatus(
                            task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1),
                            task.lastStatus(),
                            health.getOrDefault(address, ""),
                            address);
                })
                .toList();
    }

    private static String address(Task task) {
        return task.attachments().stream()
                .flatMap(attachment -> attachment.details().stream())
                .filter(detail -> "privateIPv4Address".equals(detail.name()))
                .map(KeyValuePair::value)
                .findFirst()
                .orElse("");
    }

    /** What autoscaling may do, by service; a service without scaling is not among them. */
    Map<String, ScalableTarget> bounds(String cluster, Collection<String> names) {
        List<String> ids =
                names.stream().map(name -> "service/" + cluster + "/" + name).toList();
        Map<String, ScalableTarget> bounds = new LinkedHashMap<>();
        cloud.autoScaling()
                .describeScalableTargets(request ->
                        request.serviceNamespace(ServiceNamespace.ECS).resourceIds(ids))
                .scalableTargets()
                .forEach(target -> bounds.put(
                        target.resourceId().substring(target.resourceId().lastIndexOf('/') + 1), target));
        return bounds;
    }

    /** Since when the service's primary deployment is there. */
    static @Nullable Instant deployed(Service service) {
        return service.deployments().stream()
                .filter(deployment -> "PRIMARY".equals(deployment.status()))
                .map(Deployment::createdAt)
                .findFirst()
                .orElse(null);
    }
}
