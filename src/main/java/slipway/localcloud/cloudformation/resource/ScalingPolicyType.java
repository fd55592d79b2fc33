package slipway.localcloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;

/** {@code AWS::ApplicationAutoScaling::ScalingPolicy}; the physical id is its ARN. */
public final class ScalingPolicyType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            "PolicyName*! PolicyType* PredictiveScalingPolicyConfiguration:m ResourceId! ScalableDimension!"
                    + " ScalingTargetId! ServiceNamespace! StepScalingPolicyConfiguration:m"
                    + " TargetTrackingScalingPolicyConfiguration:m",
            "Arn");

    private final ApplicationAutoScalingClient autoScaling;

    public ScalingPolicyType(ApplicationAutoScalingClient autoScaling) {
        this.autoScaling = autoScaling;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(PutScalingPolicyRequest.builder(), PropertyCodec.without(properties, "ScalingTargetId"));
    }

    /** The properties with what {@code ScalingTargetId} stands for. */
    private static Map<String, Object> resolved(Map<String, Object> properties) {
        String target = PropertyReads.text(properties, "ScalingTargetId");
        if (target.isEmpty()) {
            return properties;
        }
        List<String> parts = List.of(target.split("\\|", -1));
        if (parts.size() != 3) {
            throw new ResourceException("ScalingTargetId '" + target + "' is not one of a ScalableTarget");
        }
        var resolved = new LinkedHashMap<>(PropertyCodec.without(properties, "ScalingTargetId"));
        resolved.put("ResourceId", parts.get(0));
        resolved.put("ScalableDimension", parts.get(1));
        resolved.put("ServiceNamespace", parts.get(2));
        return resolved;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String arn = put(properties);
        return new Created(arn, Map.of("Arn", arn));
    }

    private String put(Map<String, Object> properties) {
        return autoScaling
                .putScalingPolicy(PropertyCodec.fill(PutScalingPolicyRequest.builder(), resolved(properties))
                        .build())
                .policyARN();
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        return Map.of("Arn", put(after));
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        Map<String, Object> resolved = resolved(properties);
        try {
            autoScaling.deleteScalingPolicy(request -> request.policyName(PropertyReads.text(properties, "PolicyName"))
                    .resourceId(PropertyReads.text(resolved, "ResourceId"))
                    .scalableDimension(PropertyReads.text(resolved, "ScalableDimension"))
                    .serviceNamespace(PropertyReads.text(resolved, "ServiceNamespace")));
        } catch (ObjectNotFoundException gone) {
            // Nothing to delete; it goes with its scalable target, too.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        Map<String, Object> resolved = resolved(properties);
        return autoScaling
                .describeScalingPolicies(request -> request.policyNames(PropertyReads.text(properties, "PolicyName"))
                        .resourceId(PropertyReads.text(resolved, "ResourceId"))
                        .serviceNamespace(PropertyReads.text(resolved, "ServiceNamespace")))
                .scalingPolicies()
                .stream()
                .map(ScalingPolicy::policyARN)
                .findFirst();
    }
}
