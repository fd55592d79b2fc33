package slipway.localcloud.ecs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A task cannot start; the message is the task's stopped reason, in AWS's form: {@code CannotPullContainerError: …}. */
final class TaskStartFailure extends Exception {
    private static final long serialVersionUID = 1;
    /** strerror(3) of ENOSPC and EDQUOT, which Java has no exceptions of their own for. */
    private static final List<String> FULL = List.of("No space left on device", "Disk quota exceeded");

    TaskStartFailure(String kind, String reason) {
        super(kind + ": " + reason);
    }

    TaskStartFailure(String kind, String reason, Throwable cause) {
        super(kind + ": " + reason, cause);
    }

    static TaskStartFailure pull(String reason) {
        return new TaskStartFailure("CannotPullContainerError", reason);
    }

    static TaskStartFailure start(String reason) {
        return new TaskStartFailure("CannotStartContainerError", reason);
    }

    /** What an exception of the file system says; of a full disk, with the way out. */
    static String words(IOException failed, Path folder) {
        String message = String.valueOf(failed.getMessage());
        String full = FULL.stream().filter(message::contains).findFirst().orElse(null);
        return full == null ? message : full.toLowerCase(Locale.ROOT) + ": make room on the disk of " + folder;
    }

    /** Address, volumes, logs, secrets. */
    static TaskStartFailure resource(String reason) {
        return new TaskStartFailure("ResourceInitializationError", reason);
    }
}
