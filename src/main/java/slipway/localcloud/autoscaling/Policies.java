package slipway.localcloud.autoscaling;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.Place;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** Makes a scaling policy out of a request, or refuses it. */
final class Policies {
    private Policies() {}

    /** @param known the policy of this name, which keeps its ARN; the alarms are the caller's to put */
    static ScalingPolicy of(
            PutScalingPolicyRequest request,
            Scalable scalable,
            Place place,
            @Nullable ScalingPolicy known,
            Instant now) {
        String name = request.policyName();
        if (name == null || name.isEmpty() || name.length() > 256) {
            throw AutoScalingErrors.validation("PolicyName '" + name + "' must have 1 to 256 characters");
        }
        PolicyType type = request.policyType();
        if (type == null) {
            type = known == null ? PolicyType.STEP_SCALING : known.policyType();
        }
        if (known != null && known.policyType() != type) {
            throw AutoScalingErrors.validation("The type of policy '" + name + "' is " + known.policyTypeAsString()
                    + " and cannot become " + type + "; delete the policy first");
        }
        ScalingPolicy.Builder policy = ScalingPolicy.builder()
                .policyName(name)
                .policyType(type)
                .serviceNamespace(ServiceNamespace.ECS)
                .resourceId(scalable.resourceId())
                .scalableDimension(Scalable.DIMENSION)
                .creationTime(known == null ? now : known.creationTime())
                .policyARN(
                        known != null
                                ? known.policyARN()
                                : place.arn(
                                        "autoscaling",
                                        "scalingPolicy:" + UUID.randomUUID() + ":resource/ecs/" + scalable.resourceId()
                                                + ":policyName/" + name));
        return switch (type) {
            case TARGET_TRACKING_SCALING -> {
                TargetTrackingScalingPolicyConfiguration tracking = request.targetTrackingScalingPolicyConfiguration();
                if (tracking == null || tracking.targetValue() == null || tracking.targetValue() <= 0) {
                    throw AutoScalingErrors.validation("Policy '" + name
                            + "' of type TargetTrackingScaling needs a TargetTrackingScalingPolicyConfiguration "
                            + "with a TargetValue above 0");
                }
                TrackingAlarms.validate(tracking, scalable);
                yield policy.targetTrackingScalingPolicyConfiguration(tracking).build();
            }
            case STEP_SCALING -> {
                StepScalingPolicyConfiguration step = request.stepScalingPolicyConfiguration();
                if (step == null
                        || step.adjustmentType() == null
                        || step.stepAdjustments().isEmpty()) {
                    throw AutoScalingErrors.validation("Policy '" + name
                            + "' of type StepScaling needs a StepScalingPolicyConfiguration with an AdjustmentType "
                            + "and StepAdjustments");
                }
                yield policy.stepScalingPolicyConfiguration(step).build();
            }
            case PREDICTIVE_SCALING, UNKNOWN_TO_SDK_VERSION ->
                throw AutoScalingErrors.validation("The local cloud keeps policies of type TargetTrackingScaling and "
                        + "StepScaling, not '" + request.policyTypeAsString() + "'");
        };
    }
}
