package slipway.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Points come in during a minute, alarms are evaluated at its end; the clock is as fast as the test moves it. */
class AlarmEvaluationTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private final ManualTimer timer = new ManualTimer(NOON);
    private LocalCloudWatch cloudWatch;

    @BeforeEach
    void start() {
        cloudWatch = new LocalCloudWatch(
                Place.LOCAL, new CloudClock(timer, timer, 10, timer.instant()), new StateFolder(folder));
    }

    @Test
    void state_when_two_of_two_breach_is_alarm_and_says_by_what() {
        putAlarm("errors", alarm -> {});
        minute(9);
        assertThat(state("errors")).isEqualTo(StateValue.OK);

        minute(7);

        MetricAlarm alarm = alarm("errors");
        assertThat(alarm.stateValue()).isEqualTo(StateValue.ALARM);
        assertThat(alarm.stateReason())
                .isEqualTo("Threshold Crossed: 2 out of the last 2 datapoints [7.0 (01/01/26 12:01:00), 9.0 (01/01/26"
                        + " 12:00:00)] were greater than the threshold (5.0) (minimum 2 datapoints for OK -> ALARM"
                        + " transition).");
        assertThat(alarm.stateReasonData())
                .contains("\"statistic\":\"Sum\"", "\"period\":60", "\"recentDatapoints\":[9.0,7.0]")
                .contains("\"startDate\":\"2026-01-01T12:00:00.000+0000\"");
        assertThat(alarm.stateUpdatedTimestamp()).isEqualTo(NOON.plusSeconds(120));
        assertThat(alarm.stateTransitionedTimestamp()).isEqualTo(NOON.plusSeconds(120));
    }

    @Test
    void state_when_one_of_two_no_longer_breaches_is_ok_again() {
        putAlarm("errors", alarm -> {});
        minute(9);
        minute(9);
        minute(5);

        assertThat(alarm("errors").stateValue()).isEqualTo(StateValue.OK);
        assertThat(alarm("errors").stateReason())
                .isEqualTo("Threshold Crossed: 1 out of the last 2 datapoints [5.0 (01/01/26 12:02:00)] was not greater"
                        + " than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).");
    }

    @Test
    void state_when_three_of_three_are_wanted_needs_three() {
        putAlarm("errors", alarm -> alarm.evaluationPeriods(3).datapointsToAlarm(3));
        minute(9);
        minute(9);
        assertThat(state("errors")).isEqualTo(StateValue.OK);

        minute(9);

        assertThat(state("errors")).isEqualTo(StateValue.ALARM);
    }

    @Test
    void state_when_points_stop_under_notBreaching_is_ok_after_the_range_has_passed() {
        putAlarm("errors", alarm -> {});
        minute(9);
        minute(9);
        minute();
        minute();
        // Two real points are still among the four that are looked at.
        assertThat(state("errors")).isEqualTo(StateValue.ALARM);

        minute();

        assertThat(alarm("errors").stateValue()).isEqualTo(StateValue.OK);
        assertThat(alarm("errors").stateReason())
                .startsWith(
                        "Threshold Crossed: 1 out of the last 1 datapoint [9.0 (01/01/26 12:01:00)] was greater than")
                .contains("1 missing datapoint was treated as [NonBreaching]");
    }

    @Test
    void state_when_there_was_never_a_point_follows_the_treatment() {
        putAlarm("notBreaching", alarm -> {});
        putAlarm("breaching", alarm -> alarm.treatMissingData("breaching"));
        putAlarm("ignore", alarm -> alarm.treatMissingData("ignore"));
        putAlarm("missing", alarm -> alarm.treatMissingData(null));

        minute();

        assertThat(state("notBreaching")).isEqualTo(StateValue.OK);
        assertThat(alarm("notBreaching").stateReason())
                .isEqualTo("Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were"
                        + " treated as [NonBreaching].");
        assertThat(state("breaching")).isEqualTo(StateValue.ALARM);
        assertThat(state("ignore")).isEqualTo(StateValue.INSUFFICIENT_DATA);
        assertThat(state("missing")).isEqualTo(StateValue.INSUFFICIENT_DATA);
    }

    @Test
    void state_when_points_stop_is_insufficient_or_kept() {
        putAlarm("ignore", alarm -> alarm.treatMissingData("ignore"));
        putAlarm("missing", alarm -> alarm.treatMissingData("missing"));
        minute(9);
        minute(9);
        for (int gap = 0; gap < 4; gap++) {
            minute();
        }

        assertThat(state("ignore")).isEqualTo(StateValue.ALARM);
        assertThat(alarm("missing").stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);
        assertThat(alarm("missing").stateReason()).isEqualTo("Insufficient Data: 2 datapoints were unknown.");
    }

    @Test
    void state_when_metric_math_divides_by_zero_has_no_point() {
        cloudWatch.putMetricAlarm(PutMetricAlarmRequest.builder()
                .alarmName("rate")
                .evaluationPeriods(1)
                .threshold(5.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData("ignore")
                .metrics(
                        MetricDataQuery.builder()
                                .id("rate")
                                .expression("100 / n")
                                .build(),
                        MetricDataQuery.builder()
                                .id("n")
                                .returnData(false)
                                .metricStat(stat -> stat.period(60)
                                        .stat("Sum")
                                        .metric(metric ->
                                                metric.namespace("App").metricName("Errors")))
                                .build())
                .build());
        minute(10);
        assertThat(state("rate")).isEqualTo(StateValue.ALARM);

        minute(100);
        assertThat(state("rate")).isEqualTo(StateValue.OK);
        minute(0);
        minute(0);
        minute(0);
        // What it was is kept: none of the three is a point.
        assertThat(state("rate")).isEqualTo(StateValue.OK);
        assertThat(history("rate")).hasSize(3);
    }

    @Test
    void state_when_a_percentile_breaches_is_alarm() {
        putAlarm(
                "slow",
                alarm -> alarm.statistic((String) null)
                        .extendedStatistic("p95")
                        .evaluationPeriods(1)
                        .datapointsToAlarm(null));
        minute(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 8);
        assertThat(state("slow")).isEqualTo(StateValue.OK);

        minute(1, 1, 1, 1, 1, 1, 1, 1, 1, 8);

        assertThat(state("slow")).isEqualTo(StateValue.ALARM);
    }

    @Test
    void state_when_the_period_is_longer_is_told_at_its_end() {
        putAlarm("errors", alarm -> alarm.period(300).evaluationPeriods(1).datapointsToAlarm(1));
        minute(4);
        minute(4);
        minute();
        minute();
        assertThat(state("errors")).isEqualTo(StateValue.INSUFFICIENT_DATA);

        minute();

        assertThat(state("errors")).isEqualTo(StateValue.ALARM);
    }

    @Test
    void composite_when_a_child_is_evaluated_follows_in_the_same_minute() {
        putAlarm("errors", alarm -> {});
        cloudWatch.putCompositeAlarm(request -> request.alarmName("guard").alarmRule("ALARM(errors)"));
        assertThat(composite().stateReason()).endsWith("was created and its alarm rule evaluates to OK");

        minute(9);
        minute(9);

        assertThat(composite().stateValue()).isEqualTo(StateValue.ALARM);
        assertThat(composite().stateReason())
                .isEqualTo("arn:aws:cloudwatch:eu-west-1:000000000000:alarm:errors transitioned to ALARM at Thursday 01"
                        + " January, 2026 12:02:00 UTC");
        assertThat(composite().stateReasonData()).contains("triggeringAlarms", "alarm:errors");
        assertThat(composite().stateUpdatedTimestamp()).isEqualTo(NOON.plusSeconds(120));
    }

    @Test
    void state_when_set_by_hand_is_set_right_at_the_end_of_the_minute() {
        putAlarm("errors", alarm -> {});
        minute(1);
        cloudWatch.setAlarmState(request ->
                request.alarmName("errors").stateValue(StateValue.ALARM).stateReason("a test"));
        assertThat(state("errors")).isEqualTo(StateValue.ALARM);

        minute(1);

        assertThat(state("errors")).isEqualTo(StateValue.OK);
    }

    @Test
    void restart_when_alarms_were_evaluated_keeps_states_and_history() {
        putAlarm("errors", alarm -> {});
        minute(9);
        minute(9);
        MetricAlarm before = alarm("errors");
        cloudWatch.close();

        start();

        assertThat(alarm("errors")).isEqualTo(before);
        AlarmHistoryItem last = history("errors").getFirst();
        assertThat(last.historySummary()).isEqualTo("Alarm updated from OK to ALARM");
        assertThat(last.historyItemType()).isEqualTo(HistoryItemType.STATE_UPDATE);
        assertThat(last.historyData())
                .contains("\"oldState\":{\"stateValue\":\"OK\"", "\"recentDatapoints\":[9.0,9.0]");
    }

    /** A minute in which these values come in; cloud time is ten times as fast. */
    private void minute(double... values) {
        for (double value : values) {
            cloudWatch.putMetricData(request -> request.namespace("App")
                    .metricData(MetricDatum.builder()
                            .metricName("Errors")
                            .value(value)
                            .build()));
        }
        timer.advance(Duration.ofSeconds(6));
    }

    private void putAlarm(String name, Consumer<PutMetricAlarmRequest.Builder> changes) {
        var alarm = PutMetricAlarmRequest.builder()
                .alarmName(name)
                .namespace("App")
                .metricName("Errors")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(2)
                .datapointsToAlarm(2)
                .threshold(5.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData("notBreaching");
        changes.accept(alarm);
        cloudWatch.putMetricAlarm(alarm.build());
    }

    private MetricAlarm alarm(String name) {
        return cloudWatch
                .describeAlarms(request -> request.alarmNames(name))
                .metricAlarms()
                .getFirst();
    }

    private StateValue state(String name) {
        return alarm(name).stateValue();
    }

    private CompositeAlarm composite() {
        return cloudWatch
                .describeAlarms(request -> request.alarmTypes(AlarmType.COMPOSITE_ALARM))
                .compositeAlarms()
                .getFirst();
    }

    private List<AlarmHistoryItem> history(String name) {
        return cloudWatch
                .describeAlarmHistory(request -> request.alarmName(name))
                .alarmHistoryItems();
    }
}
