package slipway.operations.sessions;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.model.SessionCheck;
import slipway.model.SessionCheck.Verdict;
import slipway.model.SessionTask;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** What a task itself tells about why a session opens on it, or does not. */
final class TaskChecks {
    static final String TASK = "Task";
    static final String FILES = "File system";
    static final String VARIABLES = "Variables";

    private static final String REPLACE = "Stop the task: its service starts a new one.";
    private static final String KEY_VARIABLE = "AWS_ACCESS_KEY_ID";

    private TaskChecks() {}

    static SessionCheck task(Task now) {
        String status = Objects.requireNonNullElse(now.lastStatus(), "");
        if ("STOPPED".equals(now.desiredStatus()) || status.equals("STOPPED")) {
            String reason = Objects.requireNonNullElse(now.stoppedReason(), "");
            return new SessionCheck(
                    TASK,
                    Verdict.BAD,
                    (status.equals("STOPPED") ? "It has stopped" : "It is being stopped")
                            + (reason.isEmpty() ? "." : ": " + reason),
                    "Choose another task.");
        }
        return status.equals("RUNNING")
                ? new SessionCheck(TASK, Verdict.OK, "It runs.", "")
                : new SessionCheck(TASK, Verdict.WARN, "It is " + status + ".", "Wait until it is RUNNING.");
    }

    static SessionCheck exec(Task now) {
        return Boolean.TRUE.equals(now.enableExecuteCommand())
                ? new SessionCheck("ECS Exec", Verdict.OK, "It is switched on for this task.", "")
                : new SessionCheck(
                        "ECS Exec",
                        Verdict.BAD,
                        "It was off when this task was started.",
                        "Set EnableExecuteCommand on the service and redeploy: it is given to new tasks only.");
    }

    static SessionCheck agent(Task now, SessionTask task) {
        Optional<ManagedAgent> agent = TaskFinder.agent(TaskFinder.application(now, task.tier()));
        String subject = "Agent";
        String status = agent.map(ManagedAgent::lastStatus).orElse("");
        String reason = agent.map(ManagedAgent::reason)
                .filter(words -> !words.isEmpty())
                .map(words -> ": " + words)
                .orElse(".");
        return switch (status) {
            case "RUNNING" -> new SessionCheck(subject, Verdict.OK, "It runs in the container.", "");
            case "PENDING" ->
                new SessionCheck(
                        subject,
                        Verdict.WARN,
                        "It is starting" + reason,
                        "Wait: a session that is being opened tries again for two minutes.");
            case "" ->
                new SessionCheck(
                        subject,
                        Verdict.BAD,
                        "The task has none.",
                        "It comes with ECS Exec, and needs platform version 1.4.0 or newer.");
            default ->
                new SessionCheck(
                        subject,
                        Verdict.BAD,
                        "It is " + status + reason,
                        REPLACE + " If its agent stops too, the task's role or its way to the ssmmessages endpoint is"
                                + " the reason.");
        };
    }

    static SessionCheck fileSystem(TaskDefinition definition, SessionTask task) {
        boolean readOnly = container(definition, task)
                .map(container -> Boolean.TRUE.equals(container.readonlyRootFilesystem()))
                .orElse(false);
        return readOnly
                ? new SessionCheck(
                        FILES,
                        Verdict.BAD,
                        "The container's root file system is read-only, and the agent has to write to it.",
                        "Take ReadonlyRootFilesystem out of the task definition and redeploy.")
                : new SessionCheck(FILES, Verdict.OK, "The agent can write to it.", "");
    }

    /** The agent takes these for its own, instead of the task role's. */
    static SessionCheck variables(Task now, TaskDefinition definition, SessionTask task) {
        boolean named =
                container(definition, task).map(container -> names(container)).orElse(false);
        boolean overridden = now.overrides() != null
                && now.overrides().containerOverrides().stream()
                        .filter(container -> task.container().equals(container.name()))
                        .flatMap(container -> container.environment().stream())
                        .anyMatch(variable -> KEY_VARIABLE.equals(variable.name()));
        return named || overridden
                ? new SessionCheck(
                        VARIABLES,
                        Verdict.BAD,
                        "The container's environment has " + KEY_VARIABLE + ", which the agent uses in place of the"
                                + " task's role.",
                        "Take it out of the task definition, give what the application needs to the task's role, and"
                                + " redeploy.")
                : new SessionCheck(VARIABLES, Verdict.OK, "No credentials hide the task's role from the agent.", "");
    }

    private static boolean names(ContainerDefinition container) {
        return Stream.concat(
                        container.environment().stream().map(variable -> variable.name()),
                        container.secrets().stream().map(secret -> secret.name()))
                .anyMatch(KEY_VARIABLE::equals);
    }

    private static Optional<ContainerDefinition> container(TaskDefinition definition, SessionTask task) {
        List<ContainerDefinition> containers = definition.containerDefinitions();
        return containers.stream()
                .filter(container -> task.container().equals(container.name()))
                .findFirst();
    }
}
