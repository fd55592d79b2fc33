package slipway.localcloud.autoscaling;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import slipway.localcloud.state.Place;
import software.amazon.awssdk.services.applicationautoscaling.model.Alarm;
import software.amazon.awssdk.services.applicationautoscaling.model.CustomizedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PredefinedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/**
 * The two alarms that a target-tracking policy keeps in CloudWatch: the high one asks for three of three one-minute
 * points above the target, the low one for fifteen of fifteen below 90 % of it (a: the factor).
 */
final class TrackingAlarms {
    private static final double LOW_FACTOR = 0.9;

    private final Place place;
    private final CloudWatchClient cloudWatch;

    private record Metric(String namespace, String name, String statistic, List<Dimension> dimensions) {}

    TrackingAlarms(Place place, CloudWatchClient cloudWatch) {
        this.place = place;
        this.cloudWatch = cloudWatch;
    }

    /** Puts the policy's alarms, under the names that they have, or new ones; none for a policy that needs none. */
    List<Alarm> put(ScalingPolicy policy, List<Alarm> known) {
        TargetTrackingScalingPolicyConfiguration tracking = policy.targetTrackingScalingPolicyConfiguration();
        if (tracking == null) {
            delete(known);
            return List.of();
        }
        Scalable scalable = Scalable.of(policy.resourceId());
        Metric metric = metric(tracking, scalable);
        List<Alarm> alarms = new ArrayList<>();
        alarms.add(put(policy, scalable, metric, known, true, tracking.targetValue()));
        // (a): a policy that never scales in needs no alarm for it.
        if (!Boolean.TRUE.equals(tracking.disableScaleIn())) {
            alarms.add(put(policy, scalable, metric, known, false, tracking.targetValue() * LOW_FACTOR));
        }
        delete(known.stream().filter(alarm -> !alarms.contains(alarm)).toList());
        return alarms;
    }

    void delete(List<Alarm> alarms) {
        if (!alarms.isEmpty()) {
            cloudWatch.deleteAlarms(request ->
                    request.alarmNames(alarms.stream().map(Alarm::alarmName).toList()));
        }
    }

    /** Refuses a policy whose metric cannot be watched here. */
    static void validate(TargetTrackingScalingPolicyConfiguration tracking, Scalable scalable) {
        metric(tracking, scalable);
    }

    private Alarm put(
            ScalingPolicy policy, Scalable scalable, Metric metric, List<Alarm> known, boolean high, double threshold) {
        String kind = high ? "AlarmHigh" : "AlarmLow";
        String prefix = "TargetTracking-" + scalable.resourceId() + "-" + kind + "-";
        String name = known.stream()
                .map(Alarm::alarmName)
                .filter(candidate -> candidate.startsWith(prefix))
                .findFirst()
                .orElseGet(() -> prefix + UUID.randomUUID());
        int periods = high ? 3 : 15;
        cloudWatch.putMetricAlarm(PutMetricAlarmRequest.builder()
                .alarmName(name)
                .alarmDescription("DO NOT EDIT OR DELETE. For TargetTrackingScaling policy " + policy.policyARN() + ".")
                .actionsEnabled(true)
                .alarmActions(policy.policyARN())
                .namespace(metric.namespace())
                .metricName(metric.name())
                .dimensions(metric.dimensions())
                .statistic(metric.statistic())
                .period(60)
                .evaluationPeriods(periods)
                .threshold(threshold)
                .comparisonOperator(
                        high ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD)
                .build());
        return Alarm.builder()
                .alarmName(name)
                .alarmARN(place.arn("cloudwatch", "alarm:" + name))
                .build();
    }

    private static Metric metric(TargetTrackingScalingPolicyConfiguration tracking, Scalable scalable) {
        PredefinedMetricSpecification predefined = tracking.predefinedMetricSpecification();
        CustomizedMetricSpecification customized = tracking.customizedMetricSpecification();
        if ((predefined == null) == (customized == null)) {
            throw AutoScalingErrors.validation(
                    "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be given");
        }
        if (customized != null) {
            if (customized.metricName() == null || customized.namespace() == null || customized.statistic() == null) {
                throw AutoScalingErrors.validation("The local cloud supports a CustomizedMetricSpecification with "
                        + "MetricName, Namespace and Statistic only, not metric math");
            }
            return new Metric(
                    customized.namespace(),
                    customized.metricName(),
                    customized.statisticAsString(),
                    customized.dimensions().stream()
                            .map(dimension -> dimension(dimension.name(), dimension.value()))
                            .toList());
        }
        List<Dimension> service =
                List.of(dimension("ClusterName", scalable.cluster()), dimension("ServiceName", scalable.service()));
        if (predefined.predefinedMetricType() == MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION) {
            return new Metric("AWS/ECS", "CPUUtilization", "Average", service);
        }
        if (predefined.predefinedMetricType() == MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION) {
            return new Metric("AWS/ECS", "MemoryUtilization", "Average", service);
        }
        if (predefined.predefinedMetricType() == MetricType.ALB_REQUEST_COUNT_PER_TARGET) {
            return requestsPerTarget(predefined.resourceLabel());
        }
        throw AutoScalingErrors.validation("The metric '" + predefined.predefinedMetricTypeAsString()
                + "' is not one of an ECS service: use ECSServiceAverageCPUUtilization, "
                + "ECSServiceAverageMemoryUtilization or ALBRequestCountPerTarget");
    }

    private static Metric requestsPerTarget(@org.jspecify.annotations.Nullable String label) {
        if (label == null || !label.contains("/targetgroup/")) {
            throw AutoScalingErrors.validation("ALBRequestCountPerTarget needs a ResourceLabel of the form "
                    + "app/BALANCER/ID/targetgroup/GROUP/ID, not '" + label + "'");
        }
        int group = label.indexOf("/targetgroup/");
        return new Metric(
                "AWS/ApplicationELB",
                "RequestCountPerTarget",
                "Sum",
                List.of(
                        dimension("LoadBalancer", label.substring(0, group)),
                        dimension("TargetGroup", label.substring(group + 1))));
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
