package slipway.localcloud.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** Holds metric alarms against their points. */
final class AlarmEvaluator {
    private static final Logger log = LoggerFactory.getLogger(AlarmEvaluator.class);
    private static final String ONLY = "m";

    private final MetricQueries queries;

    /** What came out of an alarm; {@link StateReason#of} puts it into words. */
    record Outcome(Judgement.Terms terms, Judgement judgement, int period) {}

    AlarmEvaluator(MetricQueries queries) {
        this.queries = queries;
    }

    /**
     * Evaluates an alarm at the end of a minute.
     *
     * @param minute when the minute began that has just ended
     * @return nothing while a period of the alarm is not over yet (a: periods are counted from the epoch)
     */
    @Nullable
    Outcome evaluate(MetricAlarm alarm, Instant minute) {
        List<MetricDataQuery> all = queries(alarm);
        String returned = all.stream()
                .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("alarm " + alarm.alarmName() + " returns nothing"))
                .id();
        try {
            int until = MetricStore.minute(minute) + 1;
            Judgement.Terms terms = terms(alarm);
            var math = MetricMath.of(all, queries::points);
            int period = math.period(returned);
            if (until % period != 0) {
                return null;
            }
            var range = new MetricMath.Range(until - terms.range() * period, until);
            SortedMap<Integer, Double> points = math.result(returned, range);
            List<Judgement.@Nullable Point> looked = new ArrayList<>();
            for (int at = range.from(); at < until; at += period) {
                Double value = points.get(at);
                looked.add(value == null ? null : new Judgement.Point(at, value));
            }
            return new Outcome(terms, Judgement.of(terms, looked), period);
        } catch (AwsServiceException refused) {
            // Kept by a version that checked less: it keeps its state, and the others are evaluated.
            log.warn("alarm {} cannot be evaluated: {}", alarm.alarmName(), refused.getMessage());
            return null;
        }
    }

    static List<MetricDataQuery> queries(MetricAlarm alarm) {
        if (alarm.hasMetrics()) {
            return alarm.metrics();
        }
        return List.of(MetricDataQuery.builder()
                .id(ONLY)
                .metricStat(MetricStat.builder()
                        .metric(Metric.builder()
                                .namespace(alarm.namespace())
                                .metricName(alarm.metricName())
                                .dimensions(alarm.dimensions())
                                .build())
                        .stat(alarm.statisticAsString() == null ? alarm.extendedStatistic() : alarm.statisticAsString())
                        .period(alarm.period())
                        .unit(alarm.unitAsString())
                        .build())
                .build());
    }

    private static Judgement.Terms terms(MetricAlarm alarm) {
        return new Judgement.Terms(
                alarm.evaluationPeriods(),
                alarm.datapointsToAlarm() == null ? alarm.evaluationPeriods() : alarm.datapointsToAlarm(),
                new Threshold(alarm.comparisonOperator(), alarm.threshold()),
                Judgement.Missing.of(alarm.treatMissingData()));
    }
}
