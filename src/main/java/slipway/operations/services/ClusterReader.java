package slipway.operations.services;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import slipway.cloud.Cloud;
import slipway.model.StoppedTask;
import slipway.operations.TaskEnd;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** Reads one cluster's services and tasks and what others say of them, in no more calls than the batches force. */
final class ClusterReader {
    private static final int SERVICES_PER_PAGE = 100;
    private static final int SERVICES_PER_CALL = 10;
    private static final int TASKS_PER_CALL = 100;
    private static final int TARGETS_PER_CALL = 50;

    private final Cloud cloud;
    private final Revisions revisions;
    /** A task that has stopped does not change any more: by ARN, as long as ECS lists it. */
    private final Map<String, StoppedTask> stopped = new LinkedHashMap<>();

    ClusterReader(Cloud cloud, Revisions revisions) {
        this.cloud = cloud;
        this.revisions = revisions;
    }

    /**
     * @param current by service, those that run, shall run or are on their way out, oldest first
     * @param stopped newest first
     */
    record Tasks(Map<String, List<Task>> current, List<StoppedTask> stopped) {
        static final Tasks NONE = new Tasks(Map.of(), List.of());
    }

    /** The cluster's services by name, those that are gone left out. */
    Map<String, Service> services(String cluster) {
        List<String> arns = cloud
                .ecs()
                .listServicesPaginator(request -> request.cluster(cluster).maxResults(SERVICES_PER_PAGE))
                .serviceArns()
                .stream()
                .toList();
        Map<String, Service> services = new LinkedHashMap<>();
        for (List<String> batch : batches(arns, SERVICES_PER_CALL)) {
            cloud.ecs().describeServices(request -> request.cluster(cluster).services(batch)).services().stream()
                    .filter(service -> !"INACTIVE".equals(service.status()))
                    .forEach(service -> services.put(service.serviceName(), service));
        }
        return services;
    }

    /** The cluster's tasks, in one listing for all services; those that had stopped before are not described again. */
    synchronized Tasks tasks(String cluster, Parts parts) {
        List<String> wanted = arns(cluster, DesiredStatus.RUNNING);
        List<String> unwanted = arns(cluster, DesiredStatus.STOPPED);
        Set<String> listed = new HashSet<>(unwanted);
        stopped.keySet().retainAll(listed);
        List<String> asked = new ArrayList<>(wanted);
        unwanted.stream().filter(arn -> !stopped.containsKey(arn)).forEach(asked::add);
        List<Task> found = new ArrayList<>();
        for (List<String> batch : batches(asked, TASKS_PER_CALL)) {
            found.addAll(cloud.ecs()
                    .describeTasks(request -> request.cluster(cluster).tasks(batch))
                    .tasks());
        }
        revisions.learn(found);
        Map<String, List<Task>> current = new LinkedHashMap<>();
        for (Task task : found) {
            if ("STOPPED".equals(task.lastStatus())) {
                stopped.put(
                        task.taskArn(),
                        TaskEnd.of(task, revisions.image(task.taskDefinitionArn(), parts), cloud.now()));
            } else {
                current.computeIfAbsent(TaskEnd.service(task), name -> new ArrayList<>())
                        .add(task);
            }
        }
        Comparator<Task> age = Comparator.comparing(task -> Objects.requireNonNullElse(task.createdAt(), Instant.MAX));
        current.values().forEach(tasks -> tasks.sort(age.thenComparing(Task::taskArn)));
        return new Tasks(
                current,
                stopped.values().stream()
                        .sorted(Comparator.comparing(StoppedTask::stopped)
                                .reversed()
                                .thenComparing(StoppedTask::id))
                        .toList());
    }

    private List<String> arns(String cluster, DesiredStatus status) {
        return cloud
                .ecs()
                .listTasksPaginator(request ->
                        request.cluster(cluster).desiredStatus(status).maxResults(TASKS_PER_CALL))
                .taskArns()
                .stream()
                .toList();
    }

    /** The balancer's word on each of a service's targets, by address. A service without tasks is not asked about. */
    Map<String, TargetHealthDescription> health(Service service, boolean hasTasks) {
        Map<String, TargetHealthDescription> health = new LinkedHashMap<>();
        if (!hasTasks || service.loadBalancers().isEmpty()) {
            return health;
        }
        String group = service.loadBalancers().getFirst().targetGroupArn();
        for (TargetHealthDescription target : cloud.balancers()
                .describeTargetHealth(request -> request.targetGroupArn(group))
                .targetHealthDescriptions()) {
            health.put(target.target().id(), target);
        }
        return health;
    }

    /** What autoscaling may do, by service; a service without scaling is not among them. */
    Map<String, ScalableTarget> bounds(String cluster, Collection<String> names) {
        Map<String, ScalableTarget> bounds = new LinkedHashMap<>();
        List<String> ids =
                names.stream().map(name -> "service/" + cluster + "/" + name).toList();
        for (List<String> batch : batches(ids, TARGETS_PER_CALL)) {
            cloud.autoScaling()
                    .describeScalableTargets(request ->
                            request.serviceNamespace(ServiceNamespace.ECS).resourceIds(batch))
                    .scalableTargets()
                    .forEach(target -> bounds.put(
                            target.resourceId().substring(target.resourceId().lastIndexOf('/') + 1), target));
        }
        return bounds;
    }

    private static <T> List<List<T>> batches(List<T> all, int size) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(List.copyOf(all.subList(from, Math.min(all.size(), from + size))));
        }
        return batches;
    }
}
