package slipway.localcloud.cloudformation.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;

/** {@code AWS::ECS::Cluster}; the physical id is the cluster's name. */
public final class ClusterType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ECS::Cluster",
            "CapacityProviders:l ClusterName! ClusterSettings:l Configuration:m DefaultCapacityProviderStrategy:l"
                    + " ServiceConnectDefaults:m Tags:l",
            "Arn");
    private static final Map<String, String> NAMES = Map.of("ClusterSettings", "settings");

    private final EcsClient ecs;

    public ClusterType(EcsClient ecs) {
        this.ecs = ecs;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("ClusterName");
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(CreateClusterRequest.builder(), PropertyCodec.renamed(properties, NAMES));
    }

    private static String name(ResourceContext context, Map<String, Object> properties) {
        String name = PropertyReads.text(properties, "ClusterName");
        return name.isEmpty() ? context.generatedName(255) : name;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        if (recover(context, properties).isPresent()) {
            // CreateCluster itself answers an existing cluster of the name, which would make it two stacks' own.
            throw new ResourceException(
                    "Resource of type 'AWS::ECS::Cluster' with identifier '" + name + "' already exists.");
        }
        Cluster cluster = ecs.createCluster(
                        PropertyCodec.fill(CreateClusterRequest.builder(), PropertyCodec.renamed(properties, NAMES))
                                .clusterName(name)
                                .build())
                .cluster();
        return new Created(cluster.clusterName(), Map.of("Arn", cluster.clusterArn()));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        String arn = context.place().arn("ecs", "cluster/" + physicalId);
        if (PropertyReads.anyDiffers(before, after, "ClusterSettings", "Configuration", "ServiceConnectDefaults")) {
            ecs.updateCluster(
                    PropertyCodec.fillKnown(UpdateClusterRequest.builder(), PropertyCodec.renamed(after, NAMES))
                            .cluster(physicalId)
                            .build());
        }
        if (PropertyReads.anyDiffers(before, after, "CapacityProviders", "DefaultCapacityProviderStrategy")) {
            ecs.putClusterCapacityProviders(PropertyCodec.fillKnown(
                            PutClusterCapacityProvidersRequest.builder()
                                    .capacityProviders(List.of())
                                    .defaultCapacityProviderStrategy(List.of()),
                            after)
                    .cluster(physicalId)
                    .build());
        }
        EcsTags.update(ecs, arn, before, after);
        return Map.of("Arn", arn);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            ecs.deleteCluster(request -> request.cluster(physicalId));
        } catch (ClusterNotFoundException gone) {
            // Nothing to delete.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        return ecs.describeClusters(request -> request.clusters(name)).clusters().stream()
                .filter(cluster -> "ACTIVE".equals(cluster.status()))
                .map(Cluster::clusterName)
                .findFirst();
    }
}
