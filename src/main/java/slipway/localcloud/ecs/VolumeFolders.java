package slipway.localcloud.ecs;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a file system's data lies on this machine. */
@FunctionalInterface
public interface VolumeFolders {
    /**
     * The folder that a task sees.
     *
     * @param fileSystemId {@code fs-…}
     * @param accessPointId {@code fsap-…}, or null for the file system's root
     * @throws RuntimeException with words for the task's stopped reason, when either does not exist
     */
    Path folder(String fileSystemId, @Nullable String accessPointId);
}
