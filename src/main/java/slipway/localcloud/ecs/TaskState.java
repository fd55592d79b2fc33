package slipway.localcloud.ecs;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Task;

/** One task: what AWS would tell of it, and the run that makes it true. The fleet's monitor guards it. */
final class TaskState {
    static final String RUNNING = "RUNNING";
    static final String DEACTIVATING = "DEACTIVATING";
    static final String STOPPED = "STOPPED";

    private Task task;
    private boolean proved;
    private boolean accounted;
    private @Nullable TaskRun run;

    TaskState(Task task) {
        this.task = task;
    }

    Task task() {
        return task;
    }

    String arn() {
        return task.taskArn();
    }

    /** The part of the ARN that is the task's own. */
    String id() {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }

    void change(UnaryOperator<Task> step) {
        Task next = step.apply(task);
        task = next.equals(task)
                ? task
                : next.toBuilder()
                        .version(task.version() == null ? 1 : task.version() + 1)
                        .build();
    }

    void running(TaskRun started) {
        run = started;
    }

    @Nullable
    TaskRun run() {
        return run;
    }

    /** Whether it was found healthy once, or ran for a while where nothing judges it. */
    boolean proved() {
        return proved;
    }

    void prove() {
        proved = true;
    }

    /** True the first time it is asked of a task that is not wanted any more. */
    boolean accountOnce() {
        boolean first = !accounted && !isWanted();
        accounted |= first;
        return first;
    }

    boolean isStopped() {
        return STOPPED.equals(task.lastStatus());
    }

    /** Whether it is wanted: not stopped and not on its way there. */
    boolean isWanted() {
        return RUNNING.equals(task.desiredStatus());
    }

    /** Whether it is not wanted any more and its balancers have not let go of it yet. */
    boolean isDraining() {
        return DEACTIVATING.equals(task.lastStatus());
    }

    /** Not RUNNING yet, on its way there. */
    boolean isPending() {
        return isWanted() && !isRunning();
    }

    boolean isRunning() {
        return RUNNING.equals(task.lastStatus());
    }
}
