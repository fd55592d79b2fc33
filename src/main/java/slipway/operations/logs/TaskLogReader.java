package slipway.operations.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.cloud.Cloud;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** Reads what the tasks of a service wrote last, and why they stopped. */
public final class TaskLogReader {
    private final Cloud cloud;
    private final int lines;

    /** @param lines at most so many of a task's last lines */
    public TaskLogReader(Cloud cloud, int lines) {
        this.cloud = cloud;
        this.lines = lines;
    }

    /**
     * What helps to understand why a service fails: its newest events that tell of trouble, why its newest stopped task stopped,
     * and that task's last lines. Without a stopped task, the newest running one's.
     *
     * @param serviceArn {@code arn:…:service/CLUSTER/NAME}; anything else has no lines
     * @throws slipway.model.FailureException when a call is refused
     */
    public List<String> ofFailedService(String serviceArn) {
        String[] parts = serviceArn.split("/", -1);
        if (parts.length != 3) {
            return List.of();
        }
        String cluster = parts[1];
        String service = parts[2];
        return Failures.translated("read what the tasks of " + service + " wrote", () -> {
            List<String> result = new ArrayList<>(troubles(cluster, service));
            newest(cluster, service, DesiredStatus.STOPPED)
                    .or(() -> newest(cluster, service, DesiredStatus.RUNNING))
                    .ifPresent(task -> {
                        stopReason(task).ifPresent(result::add);
                        result.addAll(lastLines(task));
                    });
            return result;
        });
    }

    private List<String> troubles(String cluster, String service) {
        return cloud.ecs().describeServices(request -> request.cluster(cluster).services(service)).services().stream()
                .map(Service::events)
                .flatMap(List::stream)
                .map(event -> event.message() == null ? "" : event.message())
                .filter(message -> message.contains("unhealthy") || message.contains("unable to"))
                .limit(2)
                .toList();
    }

    private Optional<Task> newest(String cluster, String service, DesiredStatus status) {
        List<String> arns = cloud.ecs()
                .listTasks(
                        request -> request.cluster(cluster).serviceName(service).desiredStatus(status))
                .taskArns();
        if (arns.isEmpty()) {
            return Optional.empty();
        }
        List<String> batch = arns.subList(0, Math.min(arns.size(), 100));
        return cloud.ecs().describeTasks(request -> request.cluster(cluster).tasks(batch)).tasks().stream()
                .filter(task -> task.createdAt() != null)
                .max(Comparator.comparing(Task::createdAt));
    }

    private static Optional<String> stopReason(Task task) {
        if (task.stoppedReason() == null) {
            return Optional.empty();
        }
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        var text = new StringBuilder("task " + id + ": " + task.stoppedReason());
        for (Container container : task.containers()) {
            if (container.exitCode() != null) {
                text.append("; container ")
                        .append(container.name())
                        .append(" ended with ")
                        .append(container.exitCode());
            }
            if (container.reason() != null) {
                text.append(" (").append(container.reason()).append(')');
            }
        }
        return Optional.of(text.toString());
    }

    private List<String> lastLines(Task task) {
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        List<ContainerDefinition> containers = cloud.ecs()
                .describeTaskDefinition(request -> request.taskDefinition(task.taskDefinitionArn()))
                .taskDefinition()
                .containerDefinitions();
        List<String> found = new ArrayList<>();
        for (ContainerDefinition container : containers) {
            if (container.logConfiguration() == null) {
                continue;
            }
            Map<String, String> options = container.logConfiguration().options();
            String group = options.get("awslogs-group");
            String prefix = options.get("awslogs-stream-prefix");
            if (group != null && prefix != null) {
                found.addAll(tail(group, prefix + "/" + container.name() + "/" + id));
            }
        }
        return found;
    }

    private List<String> tail(String group, String stream) {
        try {
            return cloud
                    .logs()
                    .getLogEvents(request -> request.logGroupName(group)
                            .logStreamName(stream)
                            .startFromHead(false)
                            .limit(lines))
                    .events()
                    .stream()
                    .map(OutputLogEvent::message)
                    .map(String::stripTrailing)
                    .toList();
        } catch (ResourceNotFoundException neverWrote) {
            return List.of();
        }
    }
}
