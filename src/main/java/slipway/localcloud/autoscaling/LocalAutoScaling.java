package slipway.localcloud.autoscaling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * Application Auto Scaling of the local cloud. Registering bounds moves a service's desired count inside them at once, as
 * on AWS; policies are kept, with their alarms in CloudWatch, but do not act on metrics.
 */
public final class LocalAutoScaling implements ApplicationAutoScalingClient {
    private static final String DOCUMENT = "autoscaling";
    private static final int KEPT_ACTIVITIES = 1000;

    private final Place place;
    private final CloudClock clock;
    private final StateFolder state;
    private final DesiredCounts counts;
    private final TrackingAlarms trackingAlarms;
    private final Map<Scalable, ScalableTarget> targets = new LinkedHashMap<>();
    private final Map<String, ScalingPolicy> policies = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    private final List<ScalingActivity> activities = new ArrayList<>();

    record Document(
            List<ScalableTarget> targets,
            List<ScalingPolicy> policies,
            Map<String, Map<String, String>> tags,
            List<ScalingActivity> activities) {}

    /** Takes up what the state folder holds. */
    public LocalAutoScaling(
            Place place, CloudClock clock, StateFolder state, EcsClient ecs, CloudWatchClient cloudWatch) {
        this.place = place;
        this.clock = clock;
        this.state = state;
        counts = new DesiredCounts(ecs);
        trackingAlarms = new TrackingAlarms(place, cloudWatch);
        state.read(DOCUMENT, Document.class).ifPresent(document -> {
            document.targets().forEach(target -> targets.put(Scalable.of(target.resourceId()), target));
            document.policies().forEach(policy -> policies.put(policy.policyARN(), policy));
            document.tags().forEach((arn, values) -> tags.put(arn, new LinkedHashMap<>(values)));
            activities.addAll(document.activities());
        });
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing runs on its own here, and every change is already kept.
    }

    @Override
    public synchronized RegisterScalableTargetResponse registerScalableTarget(RegisterScalableTargetRequest request) {
        Scalable scalable = Scalable.of(
                request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        ScalableTarget known = targets.get(scalable);
        Integer min = or(request.minCapacity(), known == null ? null : known.minCapacity());
        Integer max = or(request.maxCapacity(), known == null ? null : known.maxCapacity());
        if (min == null || max == null) {
            throw AutoScalingErrors.validation(
                    "MinCapacity and MaxCapacity must be given when " + scalable.resourceId() + " is registered first");
        }
        if (min < 0 || min > max) {
            throw AutoScalingErrors.validation("MinCapacity " + min + " must be between 0 and MaxCapacity " + max
                    + " of " + scalable.resourceId());
        }
        int desired = counts.read(scalable)
                .orElseThrow(() -> AutoScalingErrors.validation("ECS service doesn't exist: " + scalable.resourceId()));
        ScalableTarget target = ScalableTarget.builder()
                .serviceNamespace(ServiceNamespace.ECS)
                .resourceId(scalable.resourceId())
                .scalableDimension(Scalable.DIMENSION)
                .minCapacity(min)
                .maxCapacity(max)
                .roleARN(place.globalArn(
                        "iam",
                        "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/"
                                + "AWSServiceRoleForApplicationAutoScaling_ECSService"))
                .creationTime(known == null ? clock.instant() : known.creationTime())
                .suspendedState(suspended(request.suspendedState(), known))
                .scalableTargetARN(known == null ? newArn() : known.scalableTargetARN())
                .build();
        targets.put(scalable, target);
        if (known == null) {
            tags.put(target.scalableTargetARN(), new LinkedHashMap<>(request.tags()));
        }
        save();
        moveInside(scalable, desired, min, max);
        return RegisterScalableTargetResponse.builder()
                .scalableTargetARN(target.scalableTargetARN())
                .build();
    }

    @Override
    public synchronized DescribeScalableTargetsResponse describeScalableTargets(
            DescribeScalableTargetsRequest request) {
        Scalable.requireNamespace(request.serviceNamespaceAsString());
        Page<ScalableTarget> page = Page.of(
                targets.values().stream()
                        .filter(target -> !request.hasResourceIds()
                                || request.resourceIds().contains(target.resourceId()))
                        .filter(target -> request.scalableDimensionAsString() == null
                                || request.scalableDimensionAsString().equals(target.scalableDimensionAsString()))
                        .toList(),
                request.nextToken(),
                request.maxResults());
        return DescribeScalableTargetsResponse.builder()
                .scalableTargets(page.items())
                .nextToken(page.next())
                .build();
    }

    /** Removes the target with its policies and their alarms; the desired count stays where it is. */
    @Override
    public synchronized DeregisterScalableTargetResponse deregisterScalableTarget(
            DeregisterScalableTargetRequest request) {
        Scalable scalable = Scalable.of(
                request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        ScalableTarget target = require(scalable);
        for (ScalingPolicy policy : policiesOf(scalable)) {
            trackingAlarms.delete(policy.alarms());
            policies.remove(policy.policyARN());
        }
        targets.remove(scalable);
        tags.remove(target.scalableTargetARN());
        save();
        return DeregisterScalableTargetResponse.builder().build();
    }

    @Override
    public synchronized PutScalingPolicyResponse putScalingPolicy(PutScalingPolicyRequest request) {
        Scalable scalable = Scalable.of(
                request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        require(scalable);
        ScalingPolicy known = find(scalable, request.policyName()).orElse(null);
        ScalingPolicy policy = Policies.of(request, scalable, place, known, clock.instant());
        policy = policy.toBuilder()
                .alarms(trackingAlarms.put(policy, known == null ? List.of() : known.alarms()))
                .build();
        policies.put(policy.policyARN(), policy);
        save();
        return PutScalingPolicyResponse.builder()
                .policyARN(policy.policyARN())
                .alarms(policy.alarms())
                .build();
    }

    @Override
    public synchronized DescribeScalingPoliciesResponse describeScalingPolicies(
            DescribeScalingPoliciesRequest request) {
        Scalable.requireNamespace(request.serviceNamespaceAsString());
        Page<ScalingPolicy> page = Page.of(
                policies.values().stream()
                        .filter(policy -> request.resourceId() == null
                                || request.resourceId().equals(policy.resourceId()))
                        .filter(policy -> !request.hasPolicyNames()
                                || request.policyNames().contains(policy.policyName()))
                        .filter(policy -> request.scalableDimensionAsString() == null
                                || request.scalableDimensionAsString().equals(policy.scalableDimensionAsString()))
                        .toList(),
                request.nextToken(),
                request.maxResults());
        return DescribeScalingPoliciesResponse.builder()
                .scalingPolicies(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public synchronized DeleteScalingPolicyResponse deleteScalingPolicy(DeleteScalingPolicyRequest request) {
        Scalable scalable = Scalable.of(
                request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        ScalingPolicy policy = find(scalable, request.policyName())
                .orElseThrow(() -> AutoScalingErrors.policyNotFound(scalable, request.policyName()));
        trackingAlarms.delete(policy.alarms());
        policies.remove(policy.policyARN());
        save();
        return DeleteScalingPolicyResponse.builder().build();
    }

    /** What happened, newest first. Decisions not taken are none, as no policy decides yet. */
    @Override
    public synchronized DescribeScalingActivitiesResponse describeScalingActivities(
            DescribeScalingActivitiesRequest request) {
        Scalable.requireNamespace(request.serviceNamespaceAsString());
        Page<ScalingActivity> page = Page.of(
                activities.reversed().stream()
                        .filter(activity -> request.resourceId() == null
                                || request.resourceId().equals(activity.resourceId()))
                        .toList(),
                request.nextToken(),
                request.maxResults());
        return DescribeScalingActivitiesResponse.builder()
                .scalingActivities(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public synchronized TagResourceResponse tagResource(TagResourceRequest request) {
        tagsOf(request.resourceARN()).putAll(request.tags());
        save();
        return TagResourceResponse.builder().build();
    }

    @Override
    public synchronized UntagResourceResponse untagResource(UntagResourceRequest request) {
        request.tagKeys().forEach(tagsOf(request.resourceARN())::remove);
        save();
        return UntagResourceResponse.builder().build();
    }

    @Override
    public synchronized ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tagsOf(request.resourceARN()))
                .build();
    }

    private void moveInside(Scalable scalable, int desired, int min, int max) {
        int wanted = Math.clamp(desired, min, max);
        if (wanted == desired) {
            return;
        }
        Instant start = clock.instant();
        counts.set(scalable, wanted);
        activities.add(ScalingActivity.builder()
                .activityId(UUID.randomUUID().toString())
                .serviceNamespace(ServiceNamespace.ECS)
                .resourceId(scalable.resourceId())
                .scalableDimension(Scalable.DIMENSION)
                .description("Setting desired count to " + wanted + ".")
                .cause((wanted == min ? "minimum" : "maximum") + " capacity was set to " + wanted)
                .startTime(start)
                .endTime(clock.instant())
                .statusCode(ScalingActivityStatusCode.SUCCESSFUL)
                .statusMessage("Successfully set desired count to " + wanted + ".")
                .build());
        if (activities.size() > KEPT_ACTIVITIES) {
            activities.removeFirst();
        }
        save();
    }

    private ScalableTarget require(Scalable scalable) {
        ScalableTarget target = targets.get(scalable);
        if (target == null) {
            throw AutoScalingErrors.targetNotFound(scalable);
        }
        return target;
    }

    private List<ScalingPolicy> policiesOf(Scalable scalable) {
        return policies.values().stream()
                .filter(policy -> policy.resourceId().equals(scalable.resourceId()))
                .toList();
    }

    private Optional<ScalingPolicy> find(Scalable scalable, @Nullable String name) {
        return policiesOf(scalable).stream()
                .filter(policy -> policy.policyName().equals(name))
                .findFirst();
    }

    private Map<String, String> tagsOf(@Nullable String arn) {
        Map<String, String> values = arn == null ? null : tags.get(arn);
        if (values == null) {
            throw AutoScalingErrors.resourceNotFound(String.valueOf(arn));
        }
        return values;
    }

    private String newArn() {
        return place.arn("application-autoscaling", "scalable-target/" + UUID.randomUUID());
    }

    private static SuspendedState suspended(@Nullable SuspendedState given, @Nullable ScalableTarget known) {
        SuspendedState none = SuspendedState.builder()
                .dynamicScalingInSuspended(false)
                .dynamicScalingOutSuspended(false)
                .scheduledScalingSuspended(false)
                .build();
        SuspendedState before = known == null ? none : known.suspendedState();
        if (given == null) {
            return before;
        }
        return SuspendedState.builder()
                .dynamicScalingInSuspended(Objects.requireNonNullElse(
                        given.dynamicScalingInSuspended(), before.dynamicScalingInSuspended()))
                .dynamicScalingOutSuspended(Objects.requireNonNullElse(
                        given.dynamicScalingOutSuspended(), before.dynamicScalingOutSuspended()))
                .scheduledScalingSuspended(Objects.requireNonNullElse(
                        given.scheduledScalingSuspended(), before.scheduledScalingSuspended()))
                .build();
    }

    private static @Nullable Integer or(@Nullable Integer value, @Nullable Integer fallback) {
        return value != null ? value : fallback;
    }

    private void save() {
        Map<String, Map<String, String>> keptTags = new LinkedHashMap<>();
        tags.forEach((arn, values) -> keptTags.put(arn, new LinkedHashMap<>(values)));
        state.write(
                DOCUMENT,
                new Document(
                        List.copyOf(targets.values()),
                        List.copyOf(policies.values()),
                        keptTags,
                        List.copyOf(activities)));
    }
}
