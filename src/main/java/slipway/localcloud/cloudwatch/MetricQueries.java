package slipway.localcloud.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Reads points back. */
final class MetricQueries {
    private static final int MOST_QUERIES = 500;
    private static final int MOST_DATAPOINTS = 100_800;
    private static final int MOST_STATISTICS = 1440;
    private static final int MOST_LISTED = 500;
    private static final int SECONDS_A_MINUTE = 60;
    private static final Duration LISTED = Duration.ofDays(14);
    private static final Duration RECENT = Duration.ofHours(3);

    private final MetricStore store;
    private final CloudClock clock;

    MetricQueries(MetricStore store, CloudClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Newest points first, unless asked otherwise. Its pages are cut at {@code MaxDatapoints}: a result that has more is
     * {@code PartialData} and goes on with the next page.
     */
    GetMetricDataResponse data(GetMetricDataRequest request) {
        List<MetricDataQuery> queries = request.metricDataQueries();
        if (queries.isEmpty()) {
            throw CloudWatchErrors.missing("MetricDataQueries");
        }
        if (queries.size() > MOST_QUERIES) {
            throw CloudWatchErrors.validation(
                    "The collection MetricDataQueries must not have a size greater than " + MOST_QUERIES + ".");
        }
        requireTimes(request.startTime(), request.endTime());
        requireIds(queries);
        int most = request.maxDatapoints() == null ? MOST_DATAPOINTS : request.maxDatapoints();
        if (most < 1 || most > MOST_DATAPOINTS) {
            throw CloudWatchErrors.validation("MaxDatapoints '" + most + "' must be between 1 and " + MOST_DATAPOINTS);
        }
        boolean ascending = request.scanBy() == ScanBy.TIMESTAMP_ASCENDING;
        var page = new DataPage(request.nextToken(), most);
        var range = range(request.startTime(), request.endTime());
        var math = MetricMath.of(queries, this::points);
        for (MetricDataQuery query : queries) {
            requireWhole(query);
            if (!Boolean.FALSE.equals(query.returnData())) {
                page.add(result(query, math.result(query.id(), range), ascending));
            }
        }
        return GetMetricDataResponse.builder()
                .metricDataResults(page.results())
                .messages(List.of())
                .nextToken(page.next())
                .build();
    }

    private static void requireIds(List<MetricDataQuery> queries) {
        Set<String> ids = new HashSet<>();
        for (MetricDataQuery query : queries) {
            if (query.id() == null || !query.id().matches("[a-z][a-zA-Z0-9_]{0,254}")) {
                throw CloudWatchErrors.validation("The value '" + query.id()
                        + "' for parameter MetricDataQueries.Id is invalid: it must start with a lower-case letter and"
                        + " hold letters, digits and _ only.");
            }
            if (!ids.add(query.id())) {
                throw CloudWatchErrors.validation(
                        "The values for parameter id in the MetricDataQueries are not unique: '" + query.id() + "'.");
            }
        }
    }

    private static void requireWhole(MetricDataQuery query) {
        if ((query.expression() == null) == (query.metricStat() == null)) {
            throw query.expression() == null
                    ? CloudWatchErrors.missing("MetricStat or Expression of query " + query.id())
                    : CloudWatchErrors.combination(
                            "Query " + query.id() + " has both a MetricStat and an Expression: give one of them.");
        }
        if (query.label() != null && query.label().contains("${")) {
            throw CloudWatchErrors.notImplemented(
                    "GetMetricData",
                    "the dynamic label '" + query.label() + "' of query " + query.id() + "; use plain words");
        }
    }

    private static MetricDataResult result(
            MetricDataQuery query, SortedMap<Integer, Double> points, boolean ascending) {
        List<Instant> times = points.keySet().stream().map(MetricStore::time).toList();
        List<Double> values = List.copyOf(points.values());
        String usual = query.metricStat() == null
                ? query.id()
                : query.metricStat().metric().metricName();
        return MetricDataResult.builder()
                .id(query.id())
                .label(query.label() == null ? usual : query.label())
                .timestamps(ascending ? times : times.reversed())
                .values(ascending ? values : values.reversed())
                .statusCode(StatusCode.COMPLETE)
                .build();
    }

    /** A metric's points, by the minute in which their period begins. */
    SortedMap<Integer, Double> points(MetricDataQuery query, MetricMath.Range range) {
        SortedMap<Integer, Double> points = new TreeMap<>();
        samples(query, range).forEach((minute, sample) -> {
            Double value = Stat.parse(query.metricStat().stat()).of(sample);
            if (value != null) {
                points.put(minute, value);
            }
        });
        return points;
    }

    /** What a query that asks for a metric finds, or a refusal of what it asks for. */
    SortedMap<Integer, Sample> samples(MetricDataQuery query, MetricMath.Range range) {
        MetricStat wanted = query.metricStat();
        if (wanted == null || wanted.metric() == null) {
            throw CloudWatchErrors.missing("MetricStat of query " + query.id());
        }
        Stat.parse(wanted.stat());
        requireUnit(wanted.unitAsString());
        var metric = MetricName.of(
                wanted.metric().namespace(),
                wanted.metric().metricName(),
                wanted.metric().dimensions());
        return store.samples(metric, wanted.unitAsString(), range.from(), range.until(), period(wanted.period()));
    }

    /** Datapoints oldest first; one for each unit where a metric has several and none is asked for. */
    GetMetricStatisticsResponse statistics(GetMetricStatisticsRequest request) {
        var metric = MetricName.of(request.namespace(), request.metricName(), request.dimensions());
        requireTimes(request.startTime(), request.endTime());
        if (request.hasStatistics() == request.hasExtendedStatistics()) {
            throw CloudWatchErrors.combination(
                    "Exactly one of the parameters Statistics and ExtendedStatistics must be specified.");
        }
        int period = period(request.period());
        long wanted = Duration.between(request.startTime(), request.endTime()).toMinutes() / period;
        if (wanted > MOST_STATISTICS) {
            throw CloudWatchErrors.combination("You have requested up to " + wanted
                    + " datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by"
                    + " increasing Period, or decreasing the time range.");
        }
        List<Stat> plain =
                request.statisticsAsStrings().stream().map(Stat::parse).toList();
        request.extendedStatistics().forEach(Stat::parse);
        List<Datapoint> points = new ArrayList<>();
        List<String> units = request.unitAsString() == null ? store.units(metric) : List.of(request.unitAsString());
        var range = range(request.startTime(), request.endTime());
        for (String unit : units) {
            requireUnit(unit);
            store.samples(metric, unit, range.from(), range.until(), period)
                    .forEach((minute, sample) -> points.add(datapoint(request, plain, unit, minute, sample)));
        }
        points.sort(Comparator.comparing(Datapoint::timestamp));
        return GetMetricStatisticsResponse.builder()
                .label(metric.name())
                .datapoints(points)
                .build();
    }

    private static Datapoint datapoint(
            GetMetricStatisticsRequest request, List<Stat> plain, String unit, int minute, Sample sample) {
        Datapoint.Builder point =
                Datapoint.builder().timestamp(MetricStore.time(minute)).unit(unit);
        if (plain.contains(Stat.Plain.SAMPLE_COUNT)) {
            point.sampleCount(sample.count());
        }
        if (plain.contains(Stat.Plain.AVERAGE)) {
            point.average(Stat.Plain.AVERAGE.of(sample));
        }
        if (plain.contains(Stat.Plain.SUM)) {
            point.sum(sample.sum());
        }
        if (plain.contains(Stat.Plain.MINIMUM)) {
            point.minimum(sample.minimum());
        }
        if (plain.contains(Stat.Plain.MAXIMUM)) {
            point.maximum(sample.maximum());
        }
        if (request.hasExtendedStatistics()) {
            var values = new LinkedHashMap<String, Double>();
            for (String name : request.extendedStatistics()) {
                Double value = Stat.parse(name).of(sample);
                if (value != null) {
                    values.put(name, value);
                }
            }
            point.extendedStatistics(values);
        }
        return point.build();
    }

    /** Metrics with a point in the last two weeks, as AWS lists them. */
    ListMetricsResponse list(ListMetricsRequest request) {
        if (request.recentlyActiveAsString() != null && !"PT3H".equals(request.recentlyActiveAsString())) {
            throw CloudWatchErrors.invalid(request.recentlyActiveAsString(), "RecentlyActive");
        }
        Instant since = clock.instant().minus(request.recentlyActiveAsString() == null ? LISTED : RECENT);
        List<MetricName> found = store.metrics(since).stream()
                .filter(metric ->
                        request.namespace() == null || request.namespace().equals(metric.namespace()))
                .filter(metric ->
                        request.metricName() == null || request.metricName().equals(metric.name()))
                .filter(metric -> request.dimensions().stream().allMatch(filter -> matches(metric, filter)))
                .toList();
        Page<MetricName> page = Page.of(found, request.nextToken(), null, MOST_LISTED, MOST_LISTED);
        return ListMetricsResponse.builder()
                .metrics(page.items().stream().map(MetricName::metric).toList())
                .nextToken(page.next())
                .build();
    }

    private static boolean matches(MetricName metric, DimensionFilter filter) {
        String value = metric.dimensions().get(filter.name());
        return value != null && (filter.value() == null || filter.value().equals(value));
    }

    /** Start times are rounded down to the minute, as on AWS; (a): periods are counted from the epoch. */
    private static MetricMath.Range range(Instant start, Instant end) {
        Instant until = end.truncatedTo(ChronoUnit.MINUTES);
        return new MetricMath.Range(
                MetricStore.minute(start),
                MetricStore.minute(until.equals(end) ? end : until.plusSeconds(SECONDS_A_MINUTE)));
    }

    private static void requireUnit(@Nullable String unit) {
        if (unit != null && StandardUnit.fromValue(unit) == StandardUnit.UNKNOWN_TO_SDK_VERSION) {
            throw CloudWatchErrors.invalid(unit, "Unit");
        }
    }

    private static void requireTimes(@Nullable Instant start, @Nullable Instant end) {
        if (start == null || end == null) {
            throw CloudWatchErrors.missing(start == null ? "StartTime" : "EndTime");
        }
        if (!start.isBefore(end)) {
            throw CloudWatchErrors.validation("The parameter EndTime must be greater than StartTime.");
        }
    }

    /** In minutes. */
    static int period(@Nullable Integer seconds) {
        if (seconds == null) {
            throw CloudWatchErrors.missing("Period");
        }
        if (seconds == 1 || seconds == 5 || seconds == 10 || seconds == 20 || seconds == 30) {
            throw CloudWatchErrors.notImplemented(
                    "GetMetricData", "a period of " + seconds + " seconds; the local cloud keeps one point a minute");
        }
        if (seconds < SECONDS_A_MINUTE || seconds % SECONDS_A_MINUTE != 0) {
            throw CloudWatchErrors.invalid(String.valueOf(seconds), "Period");
        }
        return seconds / SECONDS_A_MINUTE;
    }
}
