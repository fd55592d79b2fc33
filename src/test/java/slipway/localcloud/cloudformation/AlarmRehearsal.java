package slipway.localcloud.cloudformation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import slipway.async.ManualTimer;
import slipway.localcloud.cloudwatch.LocalCloudWatch;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Alarms as templates made them, in a CloudWatch whose minutes the test lets pass, with traffic that it makes up. */
@NullMarked
final class AlarmRehearsal implements AutoCloseable {
    private final ManualTimer timer = new ManualTimer();
    private final LocalCloudWatch cloudWatch;

    AlarmRehearsal(Path folder, CloudWatchClient deployed) {
        cloudWatch = new LocalCloudWatch(
                Place.LOCAL, new CloudClock(timer, timer, 60, timer.instant()), new StateFolder(folder));
        var all = deployed.describeAlarms(
                request -> request.alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM));
        all.metricAlarms().forEach(this::copy);
        for (CompositeAlarm alarm : all.compositeAlarms()) {
            cloudWatch.putCompositeAlarm(
                    request -> request.alarmName(alarm.alarmName()).alarmRule(alarm.alarmRule()));
        }
    }

    private void copy(MetricAlarm alarm) {
        cloudWatch.putMetricAlarm(request -> {
            request.alarmName(alarm.alarmName())
                    .namespace(alarm.namespace())
                    .metricName(alarm.metricName())
                    .dimensions(alarm.dimensions())
                    .statistic(alarm.statisticAsString())
                    .extendedStatistic(alarm.extendedStatistic())
                    .period(alarm.period())
                    .evaluationPeriods(alarm.evaluationPeriods())
                    .datapointsToAlarm(alarm.datapointsToAlarm())
                    .threshold(alarm.threshold())
                    .comparisonOperator(alarm.comparisonOperator())
                    .treatMissingData(alarm.treatMissingData());
            if (alarm.hasMetrics()) {
                request.metrics(alarm.metrics());
            }
        });
    }

    /** A minute of what a group did, by metric; what is not named had no point. */
    void minute(String balancer, String group, Map<String, Double> values) {
        List<MetricDatum> data = values.entrySet().stream()
                .map(value -> MetricDatum.builder()
                        .metricName(value.getKey())
                        .dimensions(dimension("TargetGroup", group), dimension("LoadBalancer", balancer))
                        .value(value.getValue())
                        .build())
                .toList();
        if (!data.isEmpty()) {
            cloudWatch
                    .publisher()
                    .putMetricData(
                            request -> request.namespace("AWS/ApplicationELB").metricData(data));
        }
        timer.advance(Duration.ofSeconds(1));
    }

    StateValue metric(String name) {
        return cloudWatch
                .describeAlarms(request -> request.alarmNames(name))
                .metricAlarms()
                .getFirst()
                .stateValue();
    }

    StateValue composite(String name) {
        return cloudWatch
                .describeAlarms(request -> request.alarmNames(name).alarmTypes(AlarmType.COMPOSITE_ALARM))
                .compositeAlarms()
                .getFirst()
                .stateValue();
    }

    @Override
    public void close() {
        cloudWatch.close();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
