package slipway.localcloud.ecs;

/** What the scheduler wants done. */
sealed interface Action {
    /** Start this many tasks of a deployment. */
    record StartTasks(String deployment, int count) implements Action {}

    record StopTask(String task, Cause cause) implements Action {}

    /** Everything wanted runs and is healthy, and nothing of older deployments is left. */
    record CompleteDeployment(String deployment) implements Action {}

    /** The circuit breaker trips. */
    record FailDeployment(String deployment) implements Action {}

    /** A new deployment of what completed last. */
    record RollBack(String failed) implements Action {}

    /** An older deployment has no tasks any more. */
    record DropDeployment(String deployment) implements Action {}

    /** A deleted service has ended its tasks. */
    record Deactivate() implements Action {}

    /** Why the scheduler stops a task. */
    enum Cause {
        /** There are more than wanted, or a newer deployment replaces it, or its service is deleted. */
        SCALING,
        UNHEALTHY
    }
}
