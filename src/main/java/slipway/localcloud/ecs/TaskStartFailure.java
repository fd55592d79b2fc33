package slipway.localcloud.ecs;

/** A task cannot start; the message is the task's stopped reason, in AWS's form: {@code CannotPullContainerError: …}. */
final class TaskStartFailure extends Exception {
    private static final long serialVersionUID = 1;

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

    /** Address, volumes, logs, secrets. */
    static TaskStartFailure resource(String reason) {
        return new TaskStartFailure("ResourceInitializationError", reason);
    }
}
