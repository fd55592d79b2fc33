package slipway.operations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import slipway.cloud.Cloud;
import slipway.model.Failure;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/**
 * Asks for any number of metrics in calls of 500. A target without metrics, or a principal that may not read them, has none: a
 * gauge without a value is no failure of the picture.
 */
public final class MetricCalls {
    private static final int MOST_QUERIES = 500;

    private final Cloud cloud;

    public MetricCalls(Cloud cloud) {
        this.cloud = cloud;
    }

    /**
     * @param stat such as {@code Average}
     * @param period in seconds
     */
    public record Query(String namespace, String name, Map<String, String> dimensions, String stat, int period) {}

    /** @param at where its period begins */
    public record Point(Instant at, double value) {}

    /** The values of each query that has any, newest first. */
    public Map<Query, List<Double>> read(List<Query> queries, Instant start, Instant end) {
        Map<Query, List<Double>> values = new LinkedHashMap<>();
        points(queries, start, end)
                .forEach((query, points) ->
                        values.put(query, points.stream().map(Point::value).toList()));
        return values;
    }

    /** The points of each query that has any, newest first. */
    public Map<Query, List<Point>> points(List<Query> queries, Instant start, Instant end) {
        Map<Query, List<Point>> values = new LinkedHashMap<>();
        unlessRefused(() -> {
            for (int from = 0; from < queries.size(); from += MOST_QUERIES) {
                read(queries.subList(from, Math.min(queries.size(), from + MOST_QUERIES)), start, end, values);
            }
        });
        return values;
    }

    /**
     * The newest value of each query that returns any, by its id, in one call.
     *
     * @param queries up to 500, metric math among them
     */
    public Map<String, Double> newestOf(List<MetricDataQuery> queries, Instant start, Instant end) {
        Map<String, Double> newest = new LinkedHashMap<>();
        unlessRefused(() -> ask(queries, start, end, (id, point) -> newest.putIfAbsent(id, point.value())));
        return newest;
    }

    private static void unlessRefused(Runnable calls) {
        try {
            calls.run();
        } catch (AwsServiceException | UnsupportedOperationException refused) {
            boolean expected = Failures.of("read metrics", refused)
                    .filter(failure -> failure instanceof Failure.Unsupported || failure instanceof Failure.Denied)
                    .isPresent();
            if (!expected) {
                throw refused;
            }
        }
    }

    /** The newest value of each query that has any. */
    public Map<Query, OptionalDouble> newest(List<Query> queries, Instant start, Instant end) {
        Map<Query, OptionalDouble> newest = new LinkedHashMap<>();
        read(queries, start, end).forEach((query, values) -> newest.put(query, OptionalDouble.of(values.getFirst())));
        return newest;
    }

    private void read(List<Query> queries, Instant start, Instant end, Map<Query, List<Point>> values) {
        List<MetricDataQuery> asked = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            asked.add(query("q" + i, queries.get(i)));
        }
        ask(
                asked,
                start,
                end,
                (id, point) -> values.computeIfAbsent(
                                queries.get(Integer.parseInt(id.substring(1))), query -> new ArrayList<>())
                        .add(point));
    }

    /** @param each told each point, a query's newest first */
    private void ask(List<MetricDataQuery> queries, Instant start, Instant end, BiConsumer<String, Point> each) {
        for (MetricDataResult result : cloud.cloudWatch()
                .getMetricDataPaginator(request ->
                        request.metricDataQueries(queries).startTime(start).endTime(end))
                .metricDataResults()) {
            // Newest first, unless asked otherwise; a later page goes on with older ones.
            for (int i = 0; i < result.values().size(); i++) {
                each.accept(
                        result.id(),
                        new Point(result.timestamps().get(i), result.values().get(i)));
            }
        }
    }

    private static MetricDataQuery query(String id, Query query) {
        Metric metric = Metric.builder()
                .namespace(query.namespace())
                .metricName(query.name())
                .dimensions(query.dimensions().entrySet().stream()
                        .map(dimension -> Dimension.builder()
                                .name(dimension.getKey())
                                .value(dimension.getValue())
                                .build())
                        .toList())
                .build();
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.metric(metric).stat(query.stat()).period(query.period()))
                .build();
    }
}
