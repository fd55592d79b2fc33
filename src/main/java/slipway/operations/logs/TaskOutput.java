package slipway.operations.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import slipway.cloud.Cloud;
import slipway.operations.TaskEnd;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;

/** Reads what a task wrote last. */
final class TaskOutput {
    /** Enough that the line above a long stack trace is among them. */
    private static final int LINES_READ = 200;

    private final Cloud cloud;
    /** A revision never changes. */
    private final Map<String, List<ContainerDefinition>> definitions = new ConcurrentHashMap<>();

    TaskOutput(Cloud cloud) {
        this.cloud = cloud;
    }

    /** Its last lines, container by container, oldest first; empty while there are none, or when it has no log. */
    List<String> of(Task task) {
        List<String> found = new ArrayList<>();
        for (ContainerDefinition container : containers(task.taskDefinitionArn())) {
            if (container.logConfiguration() == null) {
                continue;
            }
            Map<String, String> options = container.logConfiguration().options();
            String group = options.get("awslogs-group");
            String prefix = options.get("awslogs-stream-prefix");
            if (group != null && prefix != null) {
                found.addAll(tail(group, prefix + "/" + container.name() + "/" + TaskEnd.id(task)));
            }
        }
        return found;
    }

    private List<ContainerDefinition> containers(String definition) {
        return definitions.computeIfAbsent(
                definition,
                arn -> cloud.ecs()
                        .describeTaskDefinition(request -> request.taskDefinition(arn))
                        .taskDefinition()
                        .containerDefinitions());
    }

    private List<String> tail(String group, String stream) {
        try {
            return cloud
                    .logs()
                    .getLogEvents(request -> request.logGroupName(group)
                            .logStreamName(stream)
                            .startFromHead(false)
                            .limit(LINES_READ))
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
