package slipway.operations.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.operations.FakeCloud;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** An environment in memory, with services whose tasks sessions are opened on. */
final class SessionCloud {
    static final EnvironmentName DEV = new EnvironmentName("dev");
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    final FakeCloud cloud;

    SessionCloud() {
        this(new Target.Local());
    }

    SessionCloud(Target target) {
        cloud = new FakeCloud(target, noRegistry());
        try {
            cloud.cloudFormation.given(
                    "dev-platform",
                    "CREATE_COMPLETE",
                    Files.readString(Path.of(System.getProperty("slipway.home", "."), "stacks", "platform.yaml")),
                    Map.of());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        cloud.cloudFormation.outputs = name -> name.endsWith(".ClusterName") ? Optional.of("dev") : Optional.empty();
    }

    private static EcrClient noRegistry() {
        return new EcrClient() {
            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    /** A service behind a balancer. */
    SessionCloud service(String name) {
        cloud.services.put(
                name,
                Service.builder()
                        .serviceName(name)
                        .loadBalancers(List.of(LoadBalancer.builder()
                                .targetGroupArn("group/" + name)
                                .containerPort(4567)
                                .build()))
                        .build());
        cloud.health.put("group/" + name, new ArrayList<>());
        cloud.taskDefinitions.put("definition/" + name, definition(name, container -> {}));
        return this;
    }

    static TaskDefinition definition(String service, Consumer<ContainerDefinition.Builder> change) {
        ContainerDefinition.Builder container = ContainerDefinition.builder().name(tier(service));
        change.accept(container);
        return TaskDefinition.builder()
                .taskDefinitionArn("definition/" + service)
                .taskRoleArn("arn:aws:iam::123456789012:role/dev-api-task")
                .containerDefinitions(List.of(container.build()))
                .build();
    }

    /** A task that runs, is healthy and has its agent, but for what is changed of it. */
    SessionCloud task(String service, String id, int minutesOld, Consumer<Task.Builder> change) {
        Task.Builder task = Task.builder()
                .taskArn("arn:aws:ecs:eu-west-1:123456789012:task/dev/" + id)
                .group("service:" + service)
                .taskDefinitionArn("definition/" + service)
                .lastStatus("RUNNING")
                .desiredStatus("RUNNING")
                .enableExecuteCommand(true)
                .createdAt(NOW.minusSeconds(60L * minutesOld))
                .startedAt(NOW.minusSeconds(60L * minutesOld))
                .attachments(List.of(Attachment.builder()
                        .details(List.of(KeyValuePair.builder()
                                .name("privateIPv4Address")
                                .value("address of " + id)
                                .build()))
                        .build()))
                .containers(List.of(container(service, id + "-1", "RUNNING", "")));
        change.accept(task);
        cloud.tasks.add(task.build());
        return this;
    }

    SessionCloud healthy(String service, String id) {
        cloud.health
                .get("group/" + service)
                .add(TargetHealthDescription.builder()
                        .target(TargetDescription.builder()
                                .id("address of " + id)
                                .build())
                        .targetHealth(TargetHealth.builder().state("healthy").build())
                        .build());
        return this;
    }

    /** Puts another state of a task in the place of what there is. */
    void change(String id, Consumer<Task.Builder> change) {
        cloud.tasks.replaceAll(task -> task.taskArn().endsWith("/" + id)
                ? task.toBuilder().applyMutation(change).build()
                : task);
    }

    static Container container(String service, String runtimeId, String agent, String reason) {
        return Container.builder()
                .name(tier(service))
                .runtimeId(runtimeId)
                .lastStatus("RUNNING")
                .managedAgents(List.of(ManagedAgent.builder()
                        .name("ExecuteCommandAgent")
                        .lastStatus(agent)
                        .reason(reason)
                        .build()))
                .build();
    }

    private static String tier(String service) {
        return service.contains("client") ? "client" : "api";
    }
}
