package slipway.operations.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.StreamSupport;
import slipway.cloud.Cloud;
import slipway.operations.MetricCalls;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * The values that alarms look at. One that fires tells by itself what made it fire; the others' metrics are asked for, metric math as it
 * stands in the alarm, when a new minute may have been measured.
 */
final class AlarmValues {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cloud cloud;
    private final MetricCalls calls;
    private Key key = new Key(Instant.MIN, List.of());
    private Map<String, Double> read = Map.of();

    AlarmValues(Cloud cloud) {
        this.cloud = cloud;
        this.calls = new MetricCalls(cloud);
    }

    private record Key(Instant moment, List<String> alarms) {}

    /** The values by the alarms' names; none for an alarm without any lately. */
    synchronized Map<String, OptionalDouble> of(List<MetricAlarm> alarms) {
        Map<String, OptionalDouble> values = new HashMap<>();
        List<MetricAlarm> asked = new ArrayList<>();
        for (MetricAlarm alarm : alarms) {
            OptionalDouble made = alarm.stateValue() == StateValue.ALARM ? madeItFire(alarm) : OptionalDouble.empty();
            if (made.isPresent()) {
                values.put(alarm.alarmName(), made);
            } else {
                asked.add(alarm);
            }
        }
        var wanted = new Key(
                BalancerMetrics.moment(cloud),
                asked.stream().map(MetricAlarm::alarmName).toList());
        if (!wanted.equals(key)) {
            read = ask(asked);
            key = wanted;
        }
        read.forEach((alarm, value) -> values.put(alarm, OptionalDouble.of(value)));
        return values;
    }

    /** The newest of the points that its change of state was made of and that breach the threshold. */
    private static OptionalDouble madeItFire(MetricAlarm alarm) {
        if (alarm.stateReasonData() == null) {
            return OptionalDouble.empty();
        }
        try {
            JsonNode points = JSON.readTree(alarm.stateReasonData()).path("evaluatedDatapoints");
            return StreamSupport.stream(points.spliterator(), false)
                    .filter(point -> point.path("value").isNumber())
                    .filter(point -> breaches(alarm, point.path("value").doubleValue()))
                    // All in one format, in UTC.
                    .max(Comparator.comparing(point -> point.path("timestamp").asText()))
                    .map(point -> OptionalDouble.of(point.path("value").doubleValue()))
                    .orElse(OptionalDouble.empty());
        } catch (JsonProcessingException somebodysOwn) {
            // SetAlarmState takes what its caller gives.
            return OptionalDouble.empty();
        }
    }

    private static boolean breaches(MetricAlarm alarm, double value) {
        return switch (alarm.comparisonOperator()) {
            case GREATER_THAN_THRESHOLD -> value > alarm.threshold();
            case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= alarm.threshold();
            case LESS_THAN_THRESHOLD -> value < alarm.threshold();
            case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= alarm.threshold();
            default -> true;
        };
    }

    /** The ids of metric math are the alarm's own: alarms whose ids are the same are asked for one after the other. */
    private Map<String, Double> ask(List<MetricAlarm> alarms) {
        Map<String, Double> newest = new HashMap<>();
        List<MetricAlarm> left = new ArrayList<>(alarms);
        while (!left.isEmpty()) {
            Map<String, String> returned = new HashMap<>();
            Set<String> ids = new HashSet<>();
            List<MetricDataQuery> queries = new ArrayList<>();
            List<MetricAlarm> later = new ArrayList<>();
            for (MetricAlarm alarm : left) {
                List<MetricDataQuery> own = queries(alarm, "alarm" + returned.size());
                if (own.stream().map(MetricDataQuery::id).anyMatch(ids::contains)) {
                    later.add(alarm);
                    continue;
                }
                own.forEach(query -> ids.add(query.id()));
                queries.addAll(own);
                returned(own).ifPresent(query -> returned.put(query.id(), alarm.alarmName()));
            }
            Instant end = BalancerMetrics.end(cloud);
            calls.newestOf(queries, end.minus(longest(left)), end)
                    .forEach((id, value) ->
                            Optional.ofNullable(returned.get(id)).ifPresent(alarm -> newest.put(alarm, value)));
            left = later;
        }
        return newest;
    }

    private static Duration longest(List<MetricAlarm> alarms) {
        return alarms.stream()
                .map(AlarmValues::judges)
                .filter(judges -> judges.compareTo(BalancerMetrics.WINDOW) > 0)
                .max(Comparator.naturalOrder())
                .orElse(BalancerMetrics.WINDOW);
    }

    /** How long the alarm needs to judge: its periods times their length. */
    static Duration judges(MetricAlarm alarm) {
        int period = alarm.hasMetrics()
                ? alarm.metrics().stream()
                        .map(query -> query.metricStat() == null
                                ? query.period()
                                : query.metricStat().period())
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(BalancerMetrics.PERIOD)
                : alarm.period();
        return Duration.ofSeconds((long) period * alarm.evaluationPeriods());
    }

    /** What the alarm holds against its threshold. */
    static Optional<MetricDataQuery> returned(MetricAlarm alarm) {
        return alarm.hasMetrics() ? returned(alarm.metrics()) : Optional.empty();
    }

    private static Optional<MetricDataQuery> returned(List<MetricDataQuery> queries) {
        return queries.stream()
                .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                .findFirst();
    }

    private static List<MetricDataQuery> queries(MetricAlarm alarm, String id) {
        if (alarm.hasMetrics()) {
            return alarm.metrics();
        }
        Metric metric = Metric.builder()
                .namespace(alarm.namespace())
                .metricName(alarm.metricName())
                .dimensions(alarm.dimensions())
                .build();
        return List.of(MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.metric(metric)
                        .stat(alarm.statisticAsString() == null ? alarm.extendedStatistic() : alarm.statisticAsString())
                        .period(alarm.period())
                        .unit(alarm.unitAsString()))
                .build());
    }
}
