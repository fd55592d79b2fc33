package slipway.localcloud.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.Place;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.ManagedAgentName;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Describes tasks that are about to start. */
final class TaskFactory {
    private static final String ZONES = "ab";

    private final Fleet fleet;
    private final Place place;

    TaskFactory(Fleet fleet) {
        this.fleet = fleet;
        this.place = fleet.place();
    }

    /**
     * A task of a service.
     *
     * @param others tasks of the same service that are wanted: zones and capacity providers are chosen by their number
     */
    Task forService(Service service, String deployment, Fleet.Definition definition, List<Task> others) {
        List<Tag> tags = new ArrayList<>();
        if (service.propagateTags() == PropagateTags.SERVICE) {
            tags.addAll(service.tags());
        } else if (service.propagateTags() == PropagateTags.TASK_DEFINITION) {
            tags.addAll(definition.tags());
        }
        String cluster = Fleet.clusterName(service.clusterArn());
        if (Boolean.TRUE.equals(service.enableECSManagedTags())) {
            tags.add(tag("aws:ecs:clusterName", cluster));
            tags.add(tag("aws:ecs:serviceName", service.serviceName()));
        }
        return describe(
                        cluster,
                        definition.definition(),
                        service.networkConfiguration(),
                        Boolean.TRUE.equals(service.enableExecuteCommand()),
                        others.size())
                .group("service:" + service.serviceName())
                .startedBy(deployment)
                .capacityProviderName(capacityProvider(service.capacityProviderStrategy(), others))
                .platformVersion(service.platformVersion())
                .overrides(TaskOverride.builder().build())
                .tags(tags)
                .build();
    }

    /** What every task starts as; {@code index} spreads tasks over zones and subnets. */
    Task.Builder describe(
            String cluster,
            TaskDefinition definition,
            @Nullable NetworkConfiguration network,
            boolean exec,
            int index) {
        String id = UUID.randomUUID().toString().replace("-", "");
        String arn = place.arn("ecs", "task/" + cluster + "/" + id);
        return Task.builder()
                .taskArn(arn)
                .clusterArn(place.arn("ecs", "cluster/" + cluster))
                .taskDefinitionArn(definition.taskDefinitionArn())
                .availabilityZone(place.region() + ZONES.charAt(index % ZONES.length()))
                .attachments(attachments(network, index))
                .containers(definition.containerDefinitions().stream()
                        .map(container -> container(container, cluster, id, arn, exec))
                        .toList())
                .cpu(definition.cpu())
                .memory(definition.memory())
                .createdAt(fleet.now())
                .desiredStatus(TaskState.RUNNING)
                .lastStatus("PROVISIONING")
                .enableExecuteCommand(exec)
                .healthStatus(HealthStatus.UNKNOWN)
                .launchType(LaunchType.FARGATE)
                .platformFamily("Linux")
                .version(1L);
    }

    private Container container(ContainerDefinition container, String cluster, String id, String arn, boolean exec) {
        List<ManagedAgent> agents = exec
                ? List.of(ManagedAgent.builder()
                        .name(ManagedAgentName.EXECUTE_COMMAND_AGENT)
                        .lastStatus("PENDING")
                        .build())
                : List.of();
        return Container.builder()
                .containerArn(place.arn("ecs", "container/" + cluster + "/" + id + "/" + UUID.randomUUID()))
                .taskArn(arn)
                .name(container.name())
                .image(container.image())
                .lastStatus("PENDING")
                .healthStatus(HealthStatus.UNKNOWN)
                .managedAgents(agents)
                .cpu(container.cpu() == null ? "0" : container.cpu().toString())
                .memory(container.memory() == null ? null : container.memory().toString())
                .networkInterfaces(List.of())
                .build();
    }

    private static List<Attachment> attachments(@Nullable NetworkConfiguration network, int index) {
        if (network == null || network.awsvpcConfiguration() == null) {
            return List.of();
        }
        List<String> subnets = network.awsvpcConfiguration().subnets();
        return List.of(Attachment.builder()
                .id(UUID.randomUUID().toString())
                .type("ElasticNetworkInterface")
                .status("PRECREATED")
                .details(KeyValuePair.builder()
                        .name("subnetId")
                        .value(subnets.isEmpty() ? "" : subnets.get(index % subnets.size()))
                        .build())
                .build());
    }

    /** First every base, then by weight: the provider that is furthest behind its share. */
    static @Nullable String capacityProvider(List<CapacityProviderStrategyItem> strategy, List<Task> others) {
        String chosen = null;
        double leastFilled = Double.MAX_VALUE;
        for (CapacityProviderStrategyItem item : strategy) {
            int base = item.base() == null ? 0 : item.base();
            int weight = item.weight() == null ? 0 : item.weight();
            long beyond = others.stream()
                            .filter(task -> item.capacityProvider().equals(task.capacityProviderName()))
                            .count()
                    - base;
            if (beyond < 0) {
                return item.capacityProvider();
            }
            if (weight > 0 && (double) beyond / weight < leastFilled) {
                leastFilled = (double) beyond / weight;
                chosen = item.capacityProvider();
            }
        }
        return chosen == null && !strategy.isEmpty() ? strategy.getFirst().capacityProvider() : chosen;
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** A new deployment's id: {@code ecs-svc/} and 19 digits. */
    static String deploymentId() {
        long number = UUID.randomUUID().getMostSignificantBits() & Long.MAX_VALUE;
        return String.format(Locale.ROOT, "ecs-svc/%019d", number);
    }
}
