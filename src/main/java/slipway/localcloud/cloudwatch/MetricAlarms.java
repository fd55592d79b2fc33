package slipway.localcloud.cloudwatch;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Makes a metric alarm out of a request, or refuses it. */
final class MetricAlarms {
    private static final Set<String> MISSING_DATA = Set.of("breaching", "notBreaching", "ignore", "missing");

    private MetricAlarms() {}

    /** @param known the alarm of this name, which keeps its state */
    static MetricAlarm of(PutMetricAlarmRequest request, String arn, @Nullable MetricAlarm known, Instant now) {
        validate(request);
        MetricAlarm.Builder alarm = MetricAlarm.builder()
                .alarmName(request.alarmName())
                .alarmArn(arn)
                .alarmDescription(request.alarmDescription())
                .alarmConfigurationUpdatedTimestamp(now)
                .actionsEnabled(request.actionsEnabled() == null || request.actionsEnabled())
                .okActions(request.okActions())
                .alarmActions(request.alarmActions())
                .insufficientDataActions(request.insufficientDataActions())
                .metricName(request.metricName())
                .namespace(request.namespace())
                .statistic(request.statisticAsString())
                .extendedStatistic(request.extendedStatistic())
                .dimensions(request.dimensions())
                .period(request.period())
                .unit(request.unitAsString())
                .evaluationPeriods(request.evaluationPeriods())
                .datapointsToAlarm(request.datapointsToAlarm())
                .threshold(request.threshold())
                .comparisonOperator(request.comparisonOperatorAsString())
                .treatMissingData(request.treatMissingData())
                .evaluateLowSampleCountPercentile(request.evaluateLowSampleCountPercentile());
        if (request.hasMetrics()) {
            alarm.metrics(request.metrics());
        }
        return known == null
                ? alarm.stateValue(StateValue.INSUFFICIENT_DATA)
                        .stateReason("Unchecked: Initial alarm creation")
                        .stateUpdatedTimestamp(now)
                        .stateTransitionedTimestamp(now)
                        .build()
                : alarm.stateValue(known.stateValue())
                        .stateReason(known.stateReason())
                        .stateReasonData(known.stateReasonData())
                        .stateUpdatedTimestamp(known.stateUpdatedTimestamp())
                        .stateTransitionedTimestamp(known.stateTransitionedTimestamp())
                        .build();
    }

    private static void validate(PutMetricAlarmRequest request) {
        AlarmNames.require(request.alarmName());
        if (request.evaluationPeriods() == null || request.evaluationPeriods() < 1) {
            throw wrong(request, "EvaluationPeriods must be 1 or more");
        }
        if (request.datapointsToAlarm() != null
                && (request.datapointsToAlarm() < 1 || request.datapointsToAlarm() > request.evaluationPeriods())) {
            throw wrong(request, "DatapointsToAlarm must be between 1 and EvaluationPeriods");
        }
        if (request.comparisonOperator() == null
                || request.comparisonOperator() == ComparisonOperator.UNKNOWN_TO_SDK_VERSION) {
            throw wrong(request, "ComparisonOperator '" + request.comparisonOperatorAsString() + "' is not valid");
        }
        if (request.thresholdMetricId() != null) {
            throw wrong(request, "the local cloud does not support anomaly detection (ThresholdMetricId)");
        }
        if (request.threshold() == null) {
            throw wrong(request, "Threshold is missing");
        }
        if (request.treatMissingData() != null && !MISSING_DATA.contains(request.treatMissingData())) {
            throw wrong(
                    request,
                    "TreatMissingData '" + request.treatMissingData() + "' must be one of "
                            + MISSING_DATA.stream().sorted().toList());
        }
        if ("ignore".equals(request.evaluateLowSampleCountPercentile())) {
            throw CloudWatchErrors.notImplemented(
                    "PutMetricAlarm", "EvaluateLowSampleCountPercentile 'ignore' (alarm " + request.alarmName() + ")");
        }
        if (request.hasMetrics() && !request.metrics().isEmpty()) {
            validateMetrics(request);
        } else {
            validateMetric(request);
        }
    }

    private static void validateMetric(PutMetricAlarmRequest request) {
        if (request.metricName() == null || request.namespace() == null || request.period() == null) {
            throw wrong(request, "either Metrics, or MetricName with Namespace and Period must be given");
        }
        if ((request.statisticAsString() == null) == (request.extendedStatistic() == null)) {
            throw wrong(request, "exactly one of Statistic and ExtendedStatistic must be given");
        }
        period(request, request.period());
        Stat.parse(request.statisticAsString() == null ? request.extendedStatistic() : request.statisticAsString());
    }

    private static void validateMetrics(PutMetricAlarmRequest request) {
        if (request.metricName() != null || request.period() != null || request.statisticAsString() != null) {
            throw wrong(request, "Metrics excludes MetricName, Period and Statistic");
        }
        List<String> ids = request.metrics().stream().map(MetricDataQuery::id).toList();
        if (Set.copyOf(ids).size() != ids.size()) {
            throw wrong(request, "the ids of Metrics must be unique: " + ids);
        }
        long returned = request.metrics().stream()
                .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                .count();
        if (returned != 1) {
            throw wrong(request, "exactly one of Metrics must return data, not " + returned);
        }
        for (MetricDataQuery query : request.metrics()) {
            if ((query.expression() == null) == (query.metricStat() == null)) {
                throw wrong(request, "metric '" + query.id() + "' must have either an Expression or a MetricStat");
            }
            if (query.metricStat() != null) {
                period(request, query.metricStat().period());
                Stat.parse(query.metricStat().stat());
            }
        }
        MetricMath.check(request.metrics());
    }

    private static void period(PutMetricAlarmRequest request, @Nullable Integer period) {
        if (period == null || (period != 10 && period != 20 && period != 30 && (period < 60 || period % 60 != 0))) {
            throw wrong(request, "Period '" + period + "' must be 10, 20, 30 or a multiple of 60 seconds");
        }
        if (period < 60) {
            throw CloudWatchErrors.notImplemented(
                    "PutMetricAlarm",
                    "a period of " + period + " seconds (alarm " + request.alarmName()
                            + "); the local cloud keeps one point a minute");
        }
    }

    private static RuntimeException wrong(PutMetricAlarmRequest request, String what) {
        return CloudWatchErrors.validation("Alarm '" + request.alarmName() + "': " + what);
    }
}
