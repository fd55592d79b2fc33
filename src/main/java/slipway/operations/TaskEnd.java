package slipway.operations;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import slipway.model.StoppedTask;
import slipway.model.StoppedTask.ContainerExit;
import software.amazon.awssdk.services.ecs.model.Task;

/** Translates what ECS tells of a task that has stopped. */
public final class TaskEnd {
    private static final String SERVICE = "service:";

    private TaskEnd() {}

    /**
     * @param image the tag of its essential container's image; empty when unknown
     * @param now when it counts as stopped while ECS has not said when
     */
    public static StoppedTask of(Task task, String image, Instant now) {
        return new StoppedTask(
                id(task),
                service(task),
                task.taskDefinitionArn().substring(task.taskDefinitionArn().lastIndexOf('/') + 1),
                image,
                task.startedAt(),
                Objects.requireNonNullElse(task.stoppedAt(), now),
                Objects.requireNonNullElse(task.stopCodeAsString(), ""),
                Objects.requireNonNullElse(task.stoppedReason(), ""),
                task.containers().stream()
                        .map(container -> new ContainerExit(
                                container.name(),
                                container.exitCode() == null
                                        ? OptionalInt.empty()
                                        : OptionalInt.of(container.exitCode()),
                                Objects.requireNonNullElse(container.reason(), "")))
                        .toList());
    }

    /** The last part of its ARN. */
    public static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }

    /** The service that a task belongs to; empty for a task of its own. */
    public static String service(Task task) {
        String group = Objects.requireNonNullElse(task.group(), "");
        return group.startsWith(SERVICE) ? group.substring(SERVICE.length()) : "";
    }
}
