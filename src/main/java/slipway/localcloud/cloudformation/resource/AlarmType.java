package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/**
 * {@code AWS::CloudWatch::Alarm} and {@code AWS::CloudWatch::CompositeAlarm}; the physical id is the alarm's name. Putting
 * an alarm of a name again changes it.
 */
public final class AlarmType implements ResourceType {
    private static final Schema METRIC = Schema.of(
            "AWS::CloudWatch::Alarm",
            "ActionsEnabled:b AlarmActions:l AlarmDescription AlarmName! ComparisonOperator DatapointsToAlarm:i"
                    + " Dimensions:l EvaluateLowSampleCountPercentile EvaluationPeriods:i ExtendedStatistic"
                    + " InsufficientDataActions:l MetricName Metrics:l Namespace OKActions:l Period:i Statistic Tags:l"
                    + " Threshold:n ThresholdMetricId TreatMissingData Unit",
            "Arn");
    private static final Schema COMPOSITE = Schema.of(
            "AWS::CloudWatch::CompositeAlarm",
            "ActionsEnabled:b ActionsSuppressor ActionsSuppressorExtensionPeriod:i ActionsSuppressorWaitPeriod:i"
                    + " AlarmActions:l AlarmDescription AlarmName! AlarmRule* InsufficientDataActions:l OKActions:l"
                    + " Tags:l",
            "Arn");

    private final CloudWatchClient cloudWatch;
    private final boolean composite;

    private AlarmType(CloudWatchClient cloudWatch, boolean composite) {
        this.cloudWatch = cloudWatch;
        this.composite = composite;
    }

    public static AlarmType metric(CloudWatchClient cloudWatch) {
        return new AlarmType(cloudWatch, false);
    }

    public static AlarmType composite(CloudWatchClient cloudWatch) {
        return new AlarmType(cloudWatch, true);
    }

    @Override
    public Schema schema() {
        return composite ? COMPOSITE : METRIC;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("AlarmName");
    }

    @Override
    public void check(Map<String, Object> properties) {
        SdkPojo builder = composite ? PutCompositeAlarmRequest.builder() : PutMetricAlarmRequest.builder();
        PropertyCodec.fill(builder, properties);
    }

    private static String name(ResourceContext context, Map<String, Object> properties) {
        String name = PropertyReads.text(properties, "AlarmName");
        return name.isEmpty() ? context.generatedName(255) : name;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        if (recover(context, properties).isPresent()) {
            // PutMetricAlarm would take another stack's alarm over.
            throw new ResourceException(name + " already exists");
        }
        put(name, properties);
        return new Created(name, attributes(context, name));
    }

    private void put(String name, Map<String, Object> properties) {
        if (composite) {
            cloudWatch.putCompositeAlarm(PropertyCodec.fill(PutCompositeAlarmRequest.builder(), properties)
                    .alarmName(name)
                    .build());
        } else {
            cloudWatch.putMetricAlarm(PropertyCodec.fill(PutMetricAlarmRequest.builder(), properties)
                    .alarmName(name)
                    .build());
        }
    }

    private static Map<String, Object> attributes(ResourceContext context, String name) {
        return Map.of("Arn", context.place().arn("cloudwatch", "alarm:" + name));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        if (!PropertyCodec.without(before, "Tags").equals(PropertyCodec.without(after, "Tags"))) {
            put(physicalId, PropertyCodec.without(after, "Tags"));
        }
        Map<String, Object> attributes = attributes(context, physicalId);
        if (PropertyReads.differs(before, after, "Tags")) {
            String arn = String.valueOf(attributes.get("Arn"));
            Map<String, String> wanted = PropertyReads.pairs(after, "Tags");
            Set<String> gone = Set.copyOf(PropertyReads.gone(PropertyReads.pairs(before, "Tags"), wanted));
            if (!gone.isEmpty()) {
                cloudWatch.untagResource(request -> request.resourceARN(arn).tagKeys(gone));
            }
            if (!wanted.isEmpty()) {
                var tags = wanted.entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList();
                cloudWatch.tagResource(request -> request.resourceARN(arn).tags(tags));
            }
        }
        return attributes;
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            cloudWatch.deleteAlarms(request -> request.alarmNames(physicalId));
        } catch (ResourceNotFoundException gone) {
            // Nothing to delete.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        String name = name(context, properties);
        var found = cloudWatch.describeAlarms(request ->
                request.alarmNames(name).alarmTypesWithStrings(composite ? "CompositeAlarm" : "MetricAlarm"));
        boolean there = composite
                ? !found.compositeAlarms().isEmpty()
                : !found.metricAlarms().isEmpty();
        return there ? Optional.of(name) : Optional.empty();
    }
}
