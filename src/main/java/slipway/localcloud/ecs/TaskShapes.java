package slipway.localcloud.ecs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Steps in the description of a task. */
final class TaskShapes {
    private TaskShapes() {}

    /** Its network interface has got its address. */
    static Task attached(Task task, String address) {
        List<Attachment> attachments = task.attachments().stream()
                .map(attachment -> attachment.toBuilder()
                        .status("ATTACHED")
                        .details(details(attachment, address))
                        .build())
                .toList();
        String attachment =
                attachments.isEmpty() ? null : attachments.getFirst().id();
        return task.toBuilder()
                .attachments(attachments)
                .containers(task.containers().stream()
                        .map(container -> container.toBuilder()
                                .networkInterfaces(NetworkInterface.builder()
                                        .attachmentId(attachment)
                                        .privateIpv4Address(address)
                                        .build())
                                .build())
                        .toList())
                .build();
    }

    private static List<KeyValuePair> details(Attachment attachment, String address) {
        List<KeyValuePair> details = new ArrayList<>(attachment.details());
        details.add(KeyValuePair.builder()
                .name("networkInterfaceId")
                .value("eni-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17))
                .build());
        details.add(
                KeyValuePair.builder().name("privateIPv4Address").value(address).build());
        return details;
    }

    /** Changes one container; the task's health follows: the worst of its containers that have a health check. */
    static Task container(Task task, TaskDefinition definition, String name, UnaryOperator<Container> step) {
        List<Container> containers = task.containers().stream()
                .map(container -> container.name().equals(name) ? step.apply(container) : container)
                .toList();
        return task.toBuilder()
                .containers(containers)
                .healthStatus(health(containers, definition))
                .build();
    }

    private static HealthStatus health(List<Container> containers, TaskDefinition definition) {
        Set<String> judged = definition.containerDefinitions().stream()
                .filter(container -> container.healthCheck() != null)
                .map(ContainerDefinition::name)
                .collect(Collectors.toSet());
        boolean allHealthy = !judged.isEmpty();
        for (Container container : containers) {
            if (judged.contains(container.name())) {
                if (container.healthStatus() == HealthStatus.UNHEALTHY) {
                    return HealthStatus.UNHEALTHY;
                }
                allHealthy &= container.healthStatus() == HealthStatus.HEALTHY;
            }
        }
        return allHealthy ? HealthStatus.HEALTHY : HealthStatus.UNKNOWN;
    }

    /** What Session Manager calls one of a task's containers. */
    static String execTarget(Task task, String runtimeId) {
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        return "ecs:" + Fleet.clusterName(task.clusterArn()) + "_" + id + "_" + runtimeId;
    }

    /** A container whose agent of terminal sessions, if it has one, has got this far. */
    static Container agent(Container container, String status, Instant now) {
        return container.toBuilder()
                .managedAgents(container.managedAgents().stream()
                        .map(agent -> agent.toBuilder()
                                .lastStatus(status)
                                .lastStartedAt(TaskState.RUNNING.equals(status) ? now : agent.lastStartedAt())
                                .build())
                        .toList())
                .build();
    }

    static Task stopped(Task task, Instant now) {
        return task.toBuilder()
                .lastStatus(TaskState.STOPPED)
                .desiredStatus(TaskState.STOPPED)
                .stoppedAt(now)
                .containers(task.containers().stream()
                        .map(container -> container.toBuilder()
                                .lastStatus(TaskState.STOPPED)
                                .managedAgents(container.managedAgents().stream()
                                        .map(agent -> agent.toBuilder()
                                                .lastStatus(TaskState.STOPPED)
                                                .build())
                                        .toList())
                                .build())
                        .toList())
                .attachments(task.attachments().stream()
                        .map(attachment ->
                                attachment.toBuilder().status("DELETED").build())
                        .toList())
                .build();
    }

    /** The task's own address; empty before it has one. */
    static String address(Task task) {
        for (Container container : task.containers()) {
            for (NetworkInterface network : container.networkInterfaces()) {
                return network.privateIpv4Address();
            }
        }
        return "";
    }
}
