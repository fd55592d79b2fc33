package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;

/**
 * {@code AWS::ApplicationAutoScaling::ScalableTarget}; the physical id is resource, dimension and namespace with bars
 * between. A second registration of the same changes the first, so that an interrupted create leaves nothing double.
 */
public final class ScalableTargetType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ApplicationAutoScaling::ScalableTarget",
            "MaxCapacity:i* MinCapacity:i* ResourceId*! RoleARN ScalableDimension*! ServiceNamespace*!"
                    + " SuspendedState:m",
            "Id");

    private final ApplicationAutoScalingClient autoScaling;

    public ScalableTargetType(ApplicationAutoScalingClient autoScaling) {
        this.autoScaling = autoScaling;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(RegisterScalableTargetRequest.builder(), properties);
    }

    private static String id(Map<String, Object> properties) {
        return PropertyReads.text(properties, "ResourceId") + "|" + PropertyReads.text(properties, "ScalableDimension")
                + "|" + PropertyReads.text(properties, "ServiceNamespace");
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        register(properties);
        String id = id(properties);
        return new Created(id, Map.of("Id", id));
    }

    private void register(Map<String, Object> properties) {
        autoScaling.registerScalableTarget(PropertyCodec.fill(RegisterScalableTargetRequest.builder(), properties)
                .build());
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        register(after);
        return Map.of("Id", physicalId);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            autoScaling.deregisterScalableTarget(
                    request -> request.resourceId(PropertyReads.text(properties, "ResourceId"))
                            .scalableDimension(PropertyReads.text(properties, "ScalableDimension"))
                            .serviceNamespace(PropertyReads.text(properties, "ServiceNamespace")));
        } catch (ObjectNotFoundException gone) {
            // Nothing to deregister.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        // Whether it was registered does not matter: to deregister it is allowed either way.
        return Optional.of(id(properties));
    }
}
