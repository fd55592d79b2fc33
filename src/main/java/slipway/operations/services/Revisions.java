package slipway.operations.services;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import slipway.cloud.Cloud;
import slipway.operations.ImageReference;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * What task definitions say of the tasks made from them. A registered definition never changes, so what is known of one is known
 * for ever, and a task of a single container tells its image without asking.
 */
final class Revisions {
    private final Cloud cloud;
    private final Map<String, String> images = new ConcurrentHashMap<>();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final Map<String, String> logGroups = new ConcurrentHashMap<>();

    Revisions(Cloud cloud) {
        this.cloud = cloud;
    }

    /** Takes from the tasks what they tell of their definitions. */
    void learn(List<Task> tasks) {
        for (Task task : tasks) {
            if (task.containers().size() == 1) {
                Container only = task.containers().getFirst();
                if (only.image() != null) {
                    images.put(task.taskDefinitionArn(), ImageReference.tag(only.image()));
                }
            }
        }
    }

    /** The tag of the essential container's image; empty when it has none, or while it may not be read. */
    String image(String arn, Parts parts) {
        if (!images.containsKey(arn)) {
            describe(arn, parts);
        }
        return images.getOrDefault(arn, "");
    }

    /** Where the essential container listens; 0 when nowhere, or while it may not be read. */
    int port(String arn, Parts parts) {
        if (!ports.containsKey(arn)) {
            describe(arn, parts);
        }
        return ports.getOrDefault(arn, 0);
    }

    /** Where the essential container's output goes; empty when it goes nowhere, or while it may not be read. */
    String logGroup(String arn, Parts parts) {
        if (!logGroups.containsKey(arn)) {
            describe(arn, parts);
        }
        return logGroups.getOrDefault(arn, "");
    }

    /** {@code family:number}. */
    static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private void describe(String arn, Parts parts) {
        Optional<TaskDefinition> definition = parts.read(
                "task definitions",
                Optional.empty(),
                () -> Optional.ofNullable(cloud.ecs()
                        .describeTaskDefinition(request -> request.taskDefinition(arn))
                        .taskDefinition()));
        definition.ifPresent(found -> {
            Optional<ContainerDefinition> essential = found.containerDefinitions().stream()
                    .filter(container -> container.essential() == null || container.essential())
                    .findFirst();
            images.put(
                    arn,
                    essential
                            .map(ContainerDefinition::image)
                            .map(ImageReference::tag)
                            .orElse(""));
            logGroups.put(
                    arn,
                    essential
                            .map(ContainerDefinition::logConfiguration)
                            .map(log -> log.options().get("awslogs-group"))
                            .orElse(""));
            ports.put(
                    arn,
                    essential.stream()
                            .flatMap(container -> container.portMappings().stream())
                            .map(mapping -> mapping.containerPort() == null ? 0 : mapping.containerPort())
                            .findFirst()
                            .orElse(0));
        });
    }
}
