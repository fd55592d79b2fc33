package slipway.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

class LocalCloudWatchTest {
    @TempDir
    Path folder;

    private final ManualTimer timer = new ManualTimer();
    private LocalCloudWatch cloudWatch;

    @BeforeEach
    void start() {
        cloudWatch = new LocalCloudWatch(
                Place.LOCAL, new CloudClock(timer, timer, 1, timer.instant()), new StateFolder(folder));
    }

    @Test
    void putMetricAlarm_when_new_has_insufficient_data() {
        putAlarm("cpu");

        MetricAlarm alarm = cloudWatch.describeAlarms().metricAlarms().getFirst();
        assertThat(alarm.stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);
        assertThat(alarm.alarmArn()).isEqualTo("arn:aws:cloudwatch:eu-west-1:000000000000:alarm:cpu");
        assertThat(alarm.alarmActions()).containsExactly("arn:topic");
        assertThat(alarm.threshold()).isEqualTo(90);
        assertThat(alarm.actionsEnabled()).isTrue();
        assertThat(alarm.stateUpdatedTimestamp()).isEqualTo(timer.instant());
    }

    @Test
    void putMetricAlarm_when_known_keeps_its_state() {
        putAlarm("cpu");
        setState("cpu", StateValue.ALARM);
        timer.advance(Duration.ofSeconds(30));

        cloudWatch.putMetricAlarm(alarm("cpu").threshold(95.0).build());

        MetricAlarm alarm = cloudWatch.describeAlarms().metricAlarms().getFirst();
        assertThat(alarm.stateValue()).isEqualTo(StateValue.ALARM);
        assertThat(alarm.threshold()).isEqualTo(95);
    }

    @Test
    void putMetricAlarm_when_wrong_says_what() {
        refused(
                        "ValidationError",
                        () -> cloudWatch.putMetricAlarm(alarm("cpu").period(45).build()))
                .hasMessageContaining("Period '45'");
        refused(
                        "ValidationError",
                        () -> cloudWatch.putMetricAlarm(
                                alarm("cpu").datapointsToAlarm(9).build()))
                .hasMessageContaining("DatapointsToAlarm");
        refused(
                        "ValidationError",
                        () -> cloudWatch.putMetricAlarm(
                                alarm("cpu").namespace(null).build()))
                .hasMessageContaining("Namespace");
        refused(
                        "ValidationError",
                        () -> cloudWatch.putMetricAlarm(
                                alarm("cpu").treatMissingData("never").build()))
                .hasMessageContaining("never");
        assertThat(cloudWatch.describeAlarms().metricAlarms()).isEmpty();
    }

    @Test
    void putMetricAlarm_when_metric_math_is_given_keeps_it() {
        MetricDataQuery rate = MetricDataQuery.builder()
                .id("rate")
                .expression("IF(requests > 20, 100 * errors / requests, 0)")
                .returnData(true)
                .build();
        MetricDataQuery errors = MetricDataQuery.builder()
                .id("errors")
                .returnData(false)
                .metricStat(stat -> stat.period(60)
                        .stat("Sum")
                        .metric(metric ->
                                metric.namespace("AWS/ApplicationELB").metricName("HTTPCode_Target_5XX_Count")))
                .build();

        MetricDataQuery requests = errors.toBuilder().id("requests").build();

        cloudWatch.putMetricAlarm(mathAlarm(rate, errors, requests));

        assertThat(cloudWatch.describeAlarms().metricAlarms().getFirst().metrics())
                .containsExactly(rate, errors, requests);
        refused(
                        "ValidationError",
                        () -> cloudWatch.putMetricAlarm(mathAlarm(
                                rate, errors.toBuilder().returnData(true).build(), requests)))
                .hasMessageContaining("exactly one");
        refused("ValidationError", () -> cloudWatch.putMetricAlarm(mathAlarm(rate, errors)))
                .hasMessageContaining("'requests'");
        refused(
                        "ValidationError",
                        () -> cloudWatch.putMetricAlarm(mathAlarm(
                                rate.toBuilder().expression("RATE(errors)").build(), errors)))
                .hasMessageContaining("RATE");
    }

    @Test
    void describeAlarms_when_types_are_not_given_leaves_composites_out() {
        putAlarm("cpu");
        putComposite("guard", "ALARM(cpu)");

        assertThat(cloudWatch.describeAlarms().compositeAlarms()).isEmpty();
        DescribeAlarmsResponse composites =
                cloudWatch.describeAlarms(request -> request.alarmTypes(AlarmType.COMPOSITE_ALARM));
        assertThat(composites.compositeAlarms())
                .extracting(CompositeAlarm::alarmName)
                .containsExactly("guard");
        assertThat(composites.metricAlarms()).isEmpty();
    }

    @Test
    void describeAlarms_when_filtered_and_paged_gives_what_was_asked() {
        putAlarm("api-cpu");
        putAlarm("api-errors");
        putAlarm("client-cpu");
        setState("api-cpu", StateValue.ALARM);

        assertThat(cloudWatch
                        .describeAlarms(request -> request.alarmNamePrefix("api-"))
                        .metricAlarms())
                .hasSize(2);
        assertThat(cloudWatch
                        .describeAlarms(request -> request.stateValue(StateValue.ALARM))
                        .metricAlarms())
                .extracting(MetricAlarm::alarmName)
                .containsExactly("api-cpu");
        assertThat(cloudWatch.describeAlarmsPaginator(request -> request.maxRecords(1)).metricAlarms().stream())
                .hasSize(3);
    }

    @Test
    void describeAlarmsForMetric_when_alarms_differ_gives_those_of_the_metric() {
        putAlarm("cpu");
        cloudWatch.putMetricAlarm(
                alarm("memory").metricName("MemoryUtilization").build());

        assertThat(cloudWatch
                        .describeAlarmsForMetric(
                                request -> request.namespace("AWS/ECS").metricName("CPUUtilization"))
                        .metricAlarms())
                .extracting(MetricAlarm::alarmName)
                .containsExactly("cpu");
        assertThat(cloudWatch
                        .describeAlarmsForMetric(request -> request.namespace("AWS/ECS")
                                .metricName("CPUUtilization")
                                .period(300))
                        .metricAlarms())
                .isEmpty();
    }

    @Test
    void putCompositeAlarm_when_rule_names_an_unknown_alarm_is_refused() {
        refused("ValidationError", () -> putComposite("guard", "ALARM(gone)")).hasMessageContaining("'gone'");
    }

    @Test
    void compositeAlarm_when_a_child_changes_follows() {
        putAlarm("errors");
        putAlarm("unhealthy");
        putComposite("guard", "ALARM(errors) OR ALARM(unhealthy)");
        assertThat(composite("guard").stateValue()).isEqualTo(StateValue.OK);

        setState("unhealthy", StateValue.ALARM);
        assertThat(composite("guard").stateValue()).isEqualTo(StateValue.ALARM);

        setState("unhealthy", StateValue.OK);
        assertThat(composite("guard").stateValue()).isEqualTo(StateValue.OK);
    }

    @Test
    void deleteAlarms_when_a_composite_depends_on_one_is_refused() {
        putAlarm("errors");
        putComposite("guard", "ALARM(errors)");

        refused("ValidationError", () -> cloudWatch.deleteAlarms(request -> request.alarmNames("errors")))
                .hasMessageContaining("guard");
        cloudWatch.deleteAlarms(request -> request.alarmNames("guard"));
        cloudWatch.deleteAlarms(request -> request.alarmNames("errors"));

        assertThat(cloudWatch.describeAlarms().metricAlarms()).isEmpty();
    }

    @Test
    void describeAlarmHistory_when_things_happened_tells_them_newest_first() {
        putAlarm("cpu");
        timer.advance(Duration.ofSeconds(30));
        setState("cpu", StateValue.ALARM);

        assertThat(cloudWatch
                        .describeAlarmHistory(request -> request.alarmName("cpu"))
                        .alarmHistoryItems())
                .extracting(AlarmHistoryItem::historySummary)
                .containsExactly("Alarm updated from INSUFFICIENT_DATA to ALARM", "Alarm \"cpu\" created");
    }

    @Test
    void putDashboard_when_body_is_valid_is_listed_and_returned() {
        String body = "{\"widgets\":[{\"type\":\"metric\"}]}";
        cloudWatch.putDashboard(request -> request.dashboardName("dev").dashboardBody(body));

        assertThat(cloudWatch
                        .getDashboard(request -> request.dashboardName("dev"))
                        .dashboardBody())
                .isEqualTo(body);
        assertThat(cloudWatch.listDashboards().dashboardEntries().getFirst().dashboardArn())
                .isEqualTo("arn:aws:cloudwatch::000000000000:dashboard/dev");
        cloudWatch.deleteDashboards(request -> request.dashboardNames("dev"));
        refused("ResourceNotFound", () -> cloudWatch.getDashboard(request -> request.dashboardName("dev")));
    }

    @Test
    void putDashboard_when_body_is_wrong_says_where() {
        refused(
                        "InvalidParameterInput",
                        () -> cloudWatch.putDashboard(
                                request -> request.dashboardName("dev").dashboardBody("{\"widgets\":[}")))
                .hasMessageContaining("line 1, column");
        refused(
                        "InvalidParameterInput",
                        () -> cloudWatch.putDashboard(
                                request -> request.dashboardName("dev").dashboardBody("{\"widgets\":[{}]}")))
                .hasMessageContaining("/widgets/0");
    }

    @Test
    void tags_when_alarm_has_them_are_listed() {
        cloudWatch.putMetricAlarm(alarm("cpu")
                .tags(Tag.builder().key("Tier").value("api").build())
                .build());
        String arn = cloudWatch.describeAlarms().metricAlarms().getFirst().alarmArn();
        cloudWatch.tagResource(request -> request.resourceARN(arn)
                .tags(Tag.builder().key("Colour").value("blue").build()));
        cloudWatch.untagResource(request -> request.resourceARN(arn).tagKeys("Tier"));

        assertThat(cloudWatch
                        .listTagsForResource(request -> request.resourceARN(arn))
                        .tags())
                .extracting(Tag::key)
                .containsExactly("Colour");
        refused(
                "ResourceNotFoundException",
                () -> cloudWatch.listTagsForResource(request -> request.resourceARN(arn + "x")));
    }

    @Test
    void restart_when_state_was_kept_describes_the_same() {
        putAlarm("cpu");
        putComposite("guard", "ALARM(cpu)");
        setState("cpu", StateValue.ALARM);
        cloudWatch.putDashboard(request -> request.dashboardName("dev").dashboardBody("{\"widgets\":[]}"));
        DescribeAlarmsResponse before = all();

        start();

        assertThat(all()).isEqualTo(before);
        assertThat(cloudWatch.listDashboards().dashboardEntries()).hasSize(1);
        assertThat(cloudWatch.describeAlarmHistory(request -> {}).alarmHistoryItems())
                .hasSize(2);
    }

    private DescribeAlarmsResponse all() {
        return cloudWatch.describeAlarms(
                request -> request.alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM));
    }

    private CompositeAlarm composite(String name) {
        return cloudWatch
                .describeAlarms(request -> request.alarmNames(name).alarmTypes(AlarmType.COMPOSITE_ALARM))
                .compositeAlarms()
                .getFirst();
    }

    private void putAlarm(String name) {
        cloudWatch.putMetricAlarm(alarm(name).build());
    }

    private void putComposite(String name, String rule) {
        cloudWatch.putCompositeAlarm(request -> request.alarmName(name).alarmRule(rule));
    }

    private void setState(String name, StateValue state) {
        cloudWatch.setAlarmState(
                request -> request.alarmName(name).stateValue(state).stateReason("a test"));
    }

    private static PutMetricAlarmRequest.Builder alarm(String name) {
        return PutMetricAlarmRequest.builder()
                .alarmName(name)
                .namespace("AWS/ECS")
                .metricName("CPUUtilization")
                .statistic(Statistic.AVERAGE)
                .period(60)
                .evaluationPeriods(5)
                .threshold(90.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData("notBreaching")
                .alarmActions("arn:topic");
    }

    private static PutMetricAlarmRequest mathAlarm(MetricDataQuery... metrics) {
        return PutMetricAlarmRequest.builder()
                .alarmName("rate")
                .evaluationPeriods(2)
                .threshold(5.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .metrics(metrics)
                .build();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudWatchException.class,
                        refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                .isEqualTo(code));
    }
}
