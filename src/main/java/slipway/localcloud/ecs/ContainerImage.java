package slipway.localcloud.ecs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image as a task needs it.
 *
 * @param digest of its manifest; empty for an image that stands for a program of this machine
 * @param root the unpacked file system, shared and not to be written to; null for a program of this machine
 * @param workingDir absolute, as the image sees it
 */
record ContainerImage(
        String digest,
        @Nullable Path root,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        String workingDir,
        @Nullable String stopSignal) {}
