package slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A task that has stopped, with what ECS knows about its end.
 *
 * @param id the last part of its ARN
 * @param service the service that it belonged to; empty for a task of its own
 * @param revision its task definition as {@code family:number}
 * @param image the tag of its essential container's image; empty when it has none
 * @param started when it reached RUNNING; absent when it never did
 * @param stopped when it had stopped, the target's time
 * @param stopCode AWS's, such as {@code EssentialContainerExited}
 * @param reason AWS's words
 */
public record StoppedTask(
        String id,
        String service,
        String revision,
        String image,
        @Nullable Instant started,
        Instant stopped,
        String stopCode,
        String reason,
        List<ContainerExit> containers) {

    /**
     * @param exitCode absent when the container never ran, or nobody saw it exit
     * @param reason AWS's words; may be empty
     */
    public record ContainerExit(String name, OptionalInt exitCode, String reason) {}

    /** Whether it ended by itself rather than because somebody, or a scheduler, wanted it to. */
    public boolean failed() {
        return switch (stopCode) {
            case "TaskFailedToStart", "EssentialContainerExited" -> true;
            default -> false;
        };
    }
}
