package slipway.localcloud.ecs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandConfiguration;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandLogging;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.ManagedAgentName;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;
import software.amazon.awssdk.services.ssm.model.TargetNotConnectedException;

/** ECS Exec: finds the container and has Systems Manager start the session, with a document of ECS's own, as on AWS. */
final class ExecuteCommands {
    private static final String DOCUMENT = "AmazonECS-ExecuteInteractiveCommand";

    private final Fleet fleet;
    private final SsmClient sessions;

    ExecuteCommands(Fleet fleet, SsmClient sessions) {
        this.fleet = fleet;
        this.sessions = sessions;
    }

    /** What is to be started, found while the fleet's monitor is held. */
    private record Target(
            Cluster cluster,
            Task task,
            Container container,
            String command,
            @Nullable String logGroup) {}

    ExecuteCommandResponse execute(ExecuteCommandRequest request) {
        Target target;
        synchronized (fleet) {
            target = find(request);
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("command", List.of(target.command()));
        if (target.logGroup() != null) {
            parameters.put("cloudWatchLogGroup", List.of(target.logGroup()));
        }
        StartSessionResponse session;
        try {
            session = sessions.startSession(StartSessionRequest.builder()
                    .target(TaskShapes.execTarget(
                            target.task(), target.container().runtimeId()))
                    .documentName(DOCUMENT)
                    .parameters(parameters)
                    .build());
        } catch (TargetNotConnectedException gone) {
            throw EcsErrors.targetNotConnected();
        }
        return ExecuteCommandResponse.builder()
                .clusterArn(target.cluster().clusterArn())
                .taskArn(target.task().taskArn())
                .containerArn(target.container().containerArn())
                .containerName(target.container().name())
                .interactive(true)
                .session(told -> told.sessionId(session.sessionId())
                        .streamUrl(session.streamUrl())
                        .tokenValue(session.tokenValue()))
                .build();
    }

    private Target find(ExecuteCommandRequest request) {
        if (request.command() == null || request.command().isBlank()) {
            throw EcsErrors.invalid("Command cannot be empty.");
        }
        if (!Boolean.TRUE.equals(request.interactive())) {
            throw EcsErrors.invalid("Interactive is the only mode supported currently.");
        }
        Cluster cluster = fleet.cluster(request.cluster());
        TaskState state = request.task() == null
                ? null
                : fleet.task(fleet.place().arn("ecs", "task/" + cluster.clusterName() + "/" + id(request.task())));
        if (state == null) {
            throw EcsErrors.invalid("The referenced task was not found.");
        }
        Task task = state.task();
        Container container = container(task, request.container());
        if (!TaskState.RUNNING.equals(task.lastStatus()) && !TaskState.DEACTIVATING.equals(task.lastStatus())) {
            throw EcsErrors.invalid("The execute command failed because the task " + state.id() + " is "
                    + task.lastStatus() + ", not RUNNING.");
        }
        if (!Boolean.TRUE.equals(task.enableExecuteCommand()) || !hasAgent(container)) {
            throw EcsErrors.invalid(
                    "The execute command failed because execute command was not enabled when the task was"
                            + " run or the execute command agent isn’t running. Wait and try again or run a new task with"
                            + " execute command enabled and try again.");
        }
        return new Target(cluster, task, container, request.command(), logGroup(cluster, task, container.name()));
    }

    private static String id(String idOrArn) {
        return idOrArn.substring(idOrArn.lastIndexOf('/') + 1);
    }

    private static Container container(Task task, @Nullable String name) {
        if (name == null) {
            if (task.containers().size() == 1) {
                return task.containers().getFirst();
            }
            throw EcsErrors.invalid("A container name must be specified, because the task has several: "
                    + String.join(", ", names(task)) + ".");
        }
        return task.containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow(() -> EcsErrors.invalid("The task has no container named '" + name + "'; it has "
                        + String.join(", ", names(task)) + "."));
    }

    private static List<String> names(Task task) {
        return task.containers().stream().map(Container::name).toList();
    }

    private static boolean hasAgent(Container container) {
        for (ManagedAgent agent : container.managedAgents()) {
            if (agent.name() == ManagedAgentName.EXECUTE_COMMAND_AGENT
                    && TaskState.RUNNING.equals(agent.lastStatus())) {
                return container.runtimeId() != null;
            }
        }
        return false;
    }

    /** Where the cluster wants sessions logged: nowhere, to a group of its own, or, unless it says, to the container's. */
    private @Nullable String logGroup(Cluster cluster, Task task, String container) {
        ExecuteCommandConfiguration configuration =
                cluster.configuration() == null ? null : cluster.configuration().executeCommandConfiguration();
        ExecuteCommandLogging logging = configuration == null || configuration.logging() == null
                ? ExecuteCommandLogging.DEFAULT
                : configuration.logging();
        return switch (logging) {
            case NONE, UNKNOWN_TO_SDK_VERSION -> null;
            case OVERRIDE ->
                configuration == null || configuration.logConfiguration() == null
                        ? null
                        : configuration.logConfiguration().cloudWatchLogGroupName();
            case DEFAULT -> ownGroup(task, container);
        };
    }

    private @Nullable String ownGroup(Task task, String container) {
        Fleet.Definition definition = fleet.definition(task.taskDefinitionArn());
        if (definition == null) {
            return null;
        }
        for (ContainerDefinition each : definition.definition().containerDefinitions()) {
            LogConfiguration log = each.logConfiguration();
            if (each.name().equals(container) && log != null && log.logDriver() == LogDriver.AWSLOGS) {
                return log.options().get("awslogs-group");
            }
        }
        return null;
    }
}
