package slipway.localcloud.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskField;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** Operations on tasks. The fleet's monitor is held. */
final class Tasks {
    private static final int MOST_DESCRIBED = 100;
    private static final int MOST_RUN = 10;

    private final Fleet fleet;
    private final ServiceRules rules;
    private final Reconciler reconciler;
    private final TaskFactory factory;

    Tasks(Fleet fleet, ServiceRules rules, Reconciler reconciler) {
        this.fleet = fleet;
        this.rules = rules;
        this.reconciler = reconciler;
        this.factory = new TaskFactory(fleet);
    }

    DescribeTasksResponse describe(DescribeTasksRequest request) {
        if (request.tasks().isEmpty()) {
            throw EcsErrors.invalid("Tasks cannot be empty.");
        }
        if (request.tasks().size() > MOST_DESCRIBED) {
            throw EcsErrors.invalid("Tasks cannot have more than " + MOST_DESCRIBED + " elements.");
        }
        Cluster cluster = fleet.cluster(request.cluster());
        List<Task> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String idOrArn : request.tasks()) {
            TaskState task = find(cluster, idOrArn);
            if (task == null) {
                failures.add(Failure.builder()
                        .arn(arn(cluster, idOrArn))
                        .reason("MISSING")
                        .build());
            } else if (request.include().contains(TaskField.TAGS)) {
                found.add(task.task());
            } else {
                found.add(task.task().toBuilder().tags(List.<Tag>of()).build());
            }
        }
        return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
    }

    List<String> arns(ListTasksRequest request) {
        Cluster cluster = fleet.cluster(request.cluster());
        String group = null;
        if (request.serviceName() != null) {
            ServiceState service = fleet.service(cluster, request.serviceName());
            if (service == null) {
                throw EcsErrors.serviceNotFound();
            }
            group = service.group();
        }
        String wanted = request.desiredStatus() == null ? TaskState.RUNNING : request.desiredStatusAsString();
        List<String> arns = new ArrayList<>();
        for (TaskState state : fleet.tasks()) {
            Task task = state.task();
            if (task.clusterArn().equals(cluster.clusterArn())
                    && wanted.equals(task.desiredStatus())
                    && (group == null || group.equals(task.group()))
                    && (request.family() == null || request.family().equals(family(task)))
                    && (request.startedBy() == null || request.startedBy().equals(task.startedBy()))
                    && (request.launchType() == null || request.launchType() == task.launchType())) {
                arns.add(task.taskArn());
            }
        }
        return arns;
    }

    Task stop(StopTaskRequest request) {
        Cluster cluster = fleet.cluster(request.cluster());
        TaskState task = request.task() == null ? null : find(cluster, request.task());
        if (task == null) {
            throw EcsErrors.invalid("The referenced task was not found.");
        }
        if (task.run() != null && task.isWanted()) {
            String reason = request.reason() == null ? "Task stopped by user" : request.reason();
            task.run().stop(TaskStopCode.USER_INITIATED, reason);
        }
        return task.task();
    }

    List<Task> run(RunTaskRequest request) {
        Cluster cluster = fleet.cluster(request.cluster());
        var definition = rules.taskDefinition(request.taskDefinition());
        int count = request.count() == null ? 1 : request.count();
        if (count < 1 || count > MOST_RUN) {
            throw EcsErrors.invalid("count must be between 1 and " + MOST_RUN + ", not " + count + ".");
        }
        if (request.launchType() != null && request.launchType() != LaunchType.FARGATE) {
            throw EcsErrors.invalid("No Container Instances were found in your cluster.");
        }
        if (definition.definition().networkMode() != NetworkMode.AWSVPC || request.networkConfiguration() == null) {
            throw EcsErrors.invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }
        List<Task> started = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Task description = factory.describe(
                            cluster.clusterName(),
                            definition.definition(),
                            request.networkConfiguration(),
                            Boolean.TRUE.equals(request.enableExecuteCommand()),
                            index)
                    .group(Objects.requireNonNullElse(
                            request.group(), "family:" + definition.definition().family()))
                    .startedBy(request.startedBy())
                    .platformVersion("1.4.0")
                    .overrides(
                            request.overrides() == null ? TaskOverride.builder().build() : request.overrides())
                    .tags(request.tags())
                    .build();
            started.add(reconciler.start(description, definition).task());
        }
        fleet.touch();
        return started;
    }

    private @Nullable TaskState find(Cluster cluster, String idOrArn) {
        return fleet.task(arn(cluster, idOrArn));
    }

    private String arn(Cluster cluster, String idOrArn) {
        String id = idOrArn.substring(idOrArn.lastIndexOf('/') + 1);
        return fleet.place().arn("ecs", "task/" + cluster.clusterName() + "/" + id);
    }

    private static String family(Task task) {
        String plain =
                task.taskDefinitionArn().substring(task.taskDefinitionArn().lastIndexOf('/') + 1);
        return plain.substring(0, plain.indexOf(':'));
    }
}
