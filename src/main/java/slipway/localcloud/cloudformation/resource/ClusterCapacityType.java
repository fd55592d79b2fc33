package slipway.localcloud.cloudformation.resource;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;

/** {@code AWS::ECS::ClusterCapacityProviderAssociations}; the physical id is the cluster's name. */
public final class ClusterCapacityType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ECS::ClusterCapacityProviderAssociations",
            "CapacityProviders:l Cluster*! DefaultCapacityProviderStrategy:l*",
            "");

    private final EcsClient ecs;

    public ClusterCapacityType(EcsClient ecs) {
        this.ecs = ecs;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(PutClusterCapacityProvidersRequest.builder(), properties);
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        put(properties);
        return new Created(PropertyReads.text(properties, "Cluster"), Map.of());
    }

    private void put(Map<String, Object> properties) {
        ecs.putClusterCapacityProviders(PropertyCodec.fill(
                        PutClusterCapacityProvidersRequest.builder().capacityProviders(List.of()), properties)
                .build());
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        put(after);
        return Map.of();
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            ecs.putClusterCapacityProviders(request -> request.cluster(physicalId)
                    .capacityProviders(List.of())
                    .defaultCapacityProviderStrategy(List.of()));
        } catch (ClusterNotFoundException gone) {
            // Nothing to take away.
        }
    }
}
