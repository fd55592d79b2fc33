package slipway.localcloud.cloudwatch;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** Tells which alarms there are, and what happened to them. */
final class AlarmQueries {
    private final Alarms alarms;

    AlarmQueries(Alarms alarms) {
        this.alarms = alarms;
    }

    /** Metric alarms only, unless the request's alarm types include {@code CompositeAlarm}, as on AWS. */
    DescribeAlarmsResponse describe(DescribeAlarmsRequest request) {
        if (request.hasAlarmNames() && request.alarmNamePrefix() != null) {
            throw CloudWatchErrors.validation("AlarmNames and AlarmNamePrefix exclude one another");
        }
        List<AlarmType> types = request.hasAlarmTypes() ? request.alarmTypes() : List.of(AlarmType.METRIC_ALARM);
        Predicate<String> named = named(request);
        Stream<Object> metric = !types.contains(AlarmType.METRIC_ALARM)
                ? Stream.empty()
                : alarms.metric()
                        .filter(alarm -> named.test(alarm.alarmName()))
                        .filter(alarm ->
                                matches(request, alarm.stateValueAsString(), alarm.alarmActions(), alarm.okActions()))
                        .map(Object.class::cast);
        Stream<Object> composite = !types.contains(AlarmType.COMPOSITE_ALARM)
                ? Stream.empty()
                : alarms.composite()
                        .filter(alarm -> named.test(alarm.alarmName()))
                        .filter(alarm ->
                                matches(request, alarm.stateValueAsString(), alarm.alarmActions(), alarm.okActions()))
                        .map(Object.class::cast);
        Page<Object> page =
                Page.of(Stream.concat(composite, metric).toList(), request.nextToken(), request.maxRecords(), 50, 100);
        return DescribeAlarmsResponse.builder()
                .metricAlarms(only(page, MetricAlarm.class))
                .compositeAlarms(only(page, CompositeAlarm.class))
                .nextToken(page.next())
                .build();
    }

    /** Alarms of one metric, and of it alone: none of metric math, as on AWS. */
    DescribeAlarmsForMetricResponse forMetric(DescribeAlarmsForMetricRequest request) {
        var metric = MetricName.of(request.namespace(), request.metricName(), request.dimensions());
        return DescribeAlarmsForMetricResponse.builder()
                .metricAlarms(alarms.metric()
                        .filter(alarm -> alarm.metricName() != null
                                && MetricName.of(alarm.namespace(), alarm.metricName(), alarm.dimensions())
                                        .equals(metric))
                        .filter(alarm -> request.statisticAsString() == null
                                || request.statisticAsString().equals(alarm.statisticAsString()))
                        .filter(alarm -> request.extendedStatistic() == null
                                || request.extendedStatistic().equals(alarm.extendedStatistic()))
                        .filter(alarm ->
                                request.period() == null || request.period().equals(alarm.period()))
                        .filter(alarm -> request.unitAsString() == null
                                || request.unitAsString().equals(alarm.unitAsString()))
                        .toList())
                .build();
    }

    /** Newest first, unless asked otherwise. */
    DescribeAlarmHistoryResponse history(DescribeAlarmHistoryRequest request) {
        List<AlarmType> types = request.hasAlarmTypes() ? request.alarmTypes() : List.of(AlarmType.METRIC_ALARM);
        List<AlarmHistoryItem> found = alarms.history().stream()
                .filter(item -> types.contains(item.alarmType()))
                .filter(item ->
                        request.alarmName() == null || request.alarmName().equals(item.alarmName()))
                .filter(item ->
                        request.historyItemType() == null || request.historyItemType() == item.historyItemType())
                .filter(item -> request.startDate() == null || !item.timestamp().isBefore(request.startDate()))
                .filter(item -> request.endDate() == null || !item.timestamp().isAfter(request.endDate()))
                .toList();
        Page<AlarmHistoryItem> page = Page.of(
                request.scanBy() == ScanBy.TIMESTAMP_ASCENDING ? found.reversed() : found,
                request.nextToken(),
                request.maxRecords(),
                100,
                100);
        return DescribeAlarmHistoryResponse.builder()
                .alarmHistoryItems(page.items())
                .nextToken(page.next())
                .build();
    }

    private Predicate<String> named(DescribeAlarmsRequest request) {
        Predicate<String> named = name -> true;
        if (request.hasAlarmNames()) {
            named = named.and(request.alarmNames()::contains);
        }
        if (request.alarmNamePrefix() != null) {
            named = named.and(name -> name.startsWith(request.alarmNamePrefix()));
        }
        if (request.childrenOfAlarmName() != null) {
            named = named.and(alarms.children(request.childrenOfAlarmName())::contains);
        }
        if (request.parentsOfAlarmName() != null) {
            named = named.and(alarms.parents(request.parentsOfAlarmName())::contains);
        }
        return named;
    }

    private static boolean matches(
            DescribeAlarmsRequest request, String stateValue, List<String> alarmActions, List<String> okActions) {
        String prefix = request.actionPrefix();
        return (request.stateValueAsString() == null
                        || request.stateValueAsString().equals(stateValue))
                && (prefix == null
                        || Stream.concat(alarmActions.stream(), okActions.stream())
                                .anyMatch(action -> action.startsWith(prefix)));
    }

    private static <T> List<T> only(Page<Object> page, Class<T> type) {
        return page.items().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
