package slipway.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

class MetricsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private final ManualTimer timer = new ManualTimer(NOON);
    private LocalCloudWatch cloudWatch;

    @BeforeEach
    void start() {
        cloudWatch = new LocalCloudWatch(
                Place.LOCAL, new CloudClock(timer, timer, 1, timer.instant()), new StateFolder(folder));
    }

    @Test
    void getMetricData_when_points_share_a_minute_sums_them_up() {
        put(0, 10, 30);
        put(0, 80);

        assertThat(values("Average")).containsExactly(40.0);
        assertThat(values("Sum")).containsExactly(120.0);
        assertThat(values("SampleCount")).containsExactly(3.0);
        assertThat(values("Minimum")).containsExactly(10.0);
        assertThat(values("Maximum")).containsExactly(80.0);
    }

    @Test
    void getMetricData_when_a_point_lies_within_a_minute_tells_the_minute() {
        cloudWatch.putMetricData(request -> request.namespace("App")
                .metricData(datum().value(5.0).timestamp(NOON.plusSeconds(42)).build()));
        timer.advance(Duration.ofMinutes(1));

        assertThat(result("Sum", 60).timestamps()).containsExactly(NOON);
    }

    @Test
    void getMetricData_when_not_asked_otherwise_is_newest_first() {
        put(0, 1);
        put(1, 2);

        assertThat(values("Sum")).containsExactly(2.0, 1.0);
        assertThat(data(request -> request.scanBy(ScanBy.TIMESTAMP_ASCENDING), query("Sum", 60))
                        .metricDataResults()
                        .getFirst()
                        .values())
                .containsExactly(1.0, 2.0);
    }

    @Test
    void getMetricData_when_the_period_is_longer_joins_minutes() {
        put(0, 1);
        put(4, 2);
        put(5, 4);

        MetricDataResult result = result("Sum", 300);
        assertThat(result.timestamps()).containsExactly(NOON.plusSeconds(300), NOON);
        assertThat(result.values()).containsExactly(4.0, 3.0);
    }

    @Test
    void getMetricData_when_the_end_is_a_points_minute_leaves_it_out() {
        put(0, 1);
        put(1, 2);

        assertThat(data(request -> request.startTime(NOON).endTime(NOON.plusSeconds(60)), query("Sum", 60))
                        .metricDataResults()
                        .getFirst()
                        .values())
                .containsExactly(1.0);
    }

    @Test
    void getMetricData_when_asked_for_percentiles_is_right_to_two_percent() {
        double[] values = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        put(0, values);

        assertThat(values("p50").getFirst()).isCloseTo(50, within(1.0));
        assertThat(values("p95").getFirst()).isCloseTo(95, within(1.9));
        assertThat(values("p100")).containsExactly(100.0);
    }

    @Test
    void getMetricData_when_only_a_statistic_set_is_known_has_no_percentiles() {
        cloudWatch.putMetricData(request -> request.namespace("App")
                .metricData(datum().timestamp(NOON)
                        .statisticValues(set ->
                                set.sampleCount(2.0).sum(3.0).minimum(1.0).maximum(2.0))
                        .build()));
        timer.advance(Duration.ofMinutes(1));

        assertThat(values("p50")).isEmpty();
        assertThat(values("Average")).containsExactly(1.5);
    }

    @Test
    void getMetricData_when_dimensions_are_in_another_order_is_the_same_metric() {
        Dimension a = dimension("A", "1");
        Dimension b = dimension("B", "2");
        cloudWatch.putMetricData(request -> request.namespace("App")
                .metricData(datum().dimensions(a, b).value(7.0).timestamp(NOON).build()));
        timer.advance(Duration.ofMinutes(1));

        MetricDataQuery swapped = query("Sum", 60, b, a);
        assertThat(data(request -> {}, swapped).metricDataResults().getFirst().values())
                .containsExactly(7.0);
        assertThat(data(request -> {}, query("Sum", 60, a))
                        .metricDataResults()
                        .getFirst()
                        .values())
                .isEmpty();
    }

    @Test
    void getMetricData_when_there_is_more_than_asked_for_goes_on_with_the_token() {
        for (int minute = 0; minute < 5; minute++) {
            put(minute, minute);
        }
        List<Double> values = new ArrayList<>();
        List<StatusCode> codes = new ArrayList<>();
        String token = null;
        do {
            String next = token;
            GetMetricDataResponse page =
                    data(request -> request.maxDatapoints(2).nextToken(next), query("Sum", 60));
            page.metricDataResults().forEach(result -> {
                values.addAll(result.values());
                codes.add(result.statusCode());
            });
            token = page.nextToken();
        } while (token != null);

        assertThat(values).containsExactly(4.0, 3.0, 2.0, 1.0, 0.0);
        assertThat(codes).containsExactly(StatusCode.PARTIAL_DATA, StatusCode.PARTIAL_DATA, StatusCode.COMPLETE);
    }

    @Test
    void getMetricData_when_a_query_returns_no_data_leaves_it_out() {
        put(0, 1);
        MetricDataQuery hidden =
                query("Sum", 60).toBuilder().id("hidden").returnData(false).build();

        assertThat(data(request -> {}, query("Sum", 60), hidden).metricDataResults())
                .extracting(MetricDataResult::id)
                .containsExactly("q");
    }

    @Test
    void getMetricData_when_asked_for_metrics_insights_is_not_implemented() {
        MetricDataQuery insights = MetricDataQuery.builder()
                .id("all")
                .expression("SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/ECS\")")
                .build();

        refused("NotImplemented", () -> data(request -> {}, insights)).hasMessageContaining("Metrics Insights");
    }

    @Test
    void getMetricData_when_wrong_says_what() {
        refused("ValidationError", () -> data(request -> {}, query("Sum", 60), query("Sum", 60)))
                .hasMessageContaining("not unique");
        refused("InvalidParameterValue", () -> result("Sum", 90)).hasMessageContaining("90");
        refused("InvalidParameterValue", () -> result("Mean", 60)).hasMessageContaining("Mean");
        refused("NotImplemented", () -> result("Sum", 10)).hasMessageContaining("10 seconds");
        refused("NotImplemented", () -> result("tm99", 60)).hasMessageContaining("tm99");
        refused("ValidationError", () -> data(request -> request.startTime(NOON).endTime(NOON), query("Sum", 60)))
                .hasMessageContaining("EndTime");
        MetricDataQuery[] many = IntStream.rangeClosed(0, 500)
                .mapToObj(i -> query("Sum", 60).toBuilder().id("q" + i).build())
                .toArray(MetricDataQuery[]::new);
        refused("ValidationError", () -> data(request -> {}, many)).hasMessageContaining("500");
        refused("InvalidNextToken", () -> data(request -> request.nextToken("x"), query("Sum", 60)));
    }

    @Test
    void putMetricData_when_the_namespace_is_of_aws_is_refused() {
        refused(
                        "InvalidParameterValue",
                        () -> cloudWatch.putMetricData(request -> request.namespace("AWS/ECS")
                                .metricData(datum().value(1.0).build())))
                .hasMessageContaining("The value AWS/ for parameter Namespace is invalid.");
    }

    @Test
    void putMetricData_when_a_service_publishes_takes_the_namespace_of_aws() {
        cloudWatch
                .publisher()
                .putMetricData(request -> request.namespace("AWS/ECS")
                        .metricData(datum().value(1.0).build()));

        assertThat(cloudWatch.listMetrics().metrics())
                .extracting(Metric::namespace)
                .containsExactly("AWS/ECS");
    }

    @Test
    void putMetricData_when_one_point_is_wrong_takes_none() {
        refused(
                        "InvalidParameterValue",
                        () -> cloudWatch.putMetricData(request -> request.namespace("App")
                                .metricData(
                                        datum().value(1.0).build(),
                                        datum().value(Double.NaN).build())))
                .hasMessageContaining("MetricData.member.2.Value");

        assertThat(cloudWatch.listMetrics().metrics()).isEmpty();
    }

    @Test
    void putMetricData_when_wrong_says_what() {
        refusedPoint("InvalidParameterCombination", datum()).hasMessageContaining("At least one");
        refusedPoint("InvalidParameterCombination", datum().value(1.0).values(1.0))
                .hasMessageContaining("mutually exclusive");
        refusedPoint("InvalidParameterValue", datum().values(1.0, 2.0).counts(1.0))
                .hasMessageContaining("same size");
        refusedPoint("InvalidParameterValue", datum().value(1.0).timestamp(NOON.plus(Duration.ofHours(3))))
                .hasMessageContaining("cloud time is " + NOON);
        refusedPoint("InvalidParameterValue", datum().value(1.0).unit("Furlongs"))
                .hasMessageContaining("Furlongs");
        refusedPoint("MissingParameter", datum().metricName(null).value(1.0)).hasMessageContaining("MetricName");
        refusedPoint("NotImplemented", datum().value(1.0).storageResolution(1))
                .hasMessageContaining("StorageResolution");
        refusedPoint("InvalidParameterValue", datum().value(1.0).dimensions(dimension("A", "1"), dimension("A", "2")))
                .hasMessageContaining("duplicated");
    }

    @Test
    void getMetricStatistics_when_units_differ_tells_each() {
        cloudWatch.putMetricData(request -> request.namespace("App")
                .metricData(
                        datum().value(2.0)
                                .unit(StandardUnit.SECONDS)
                                .timestamp(NOON)
                                .build(),
                        datum().value(2000.0)
                                .unit(StandardUnit.MILLISECONDS)
                                .timestamp(NOON)
                                .build()));

        List<Datapoint> points = cloudWatch
                .getMetricStatistics(request -> request.namespace("App")
                        .metricName("load")
                        .startTime(NOON)
                        .endTime(NOON.plusSeconds(60))
                        .period(60)
                        .statistics(Statistic.MAXIMUM, Statistic.SAMPLE_COUNT))
                .datapoints();

        assertThat(points)
                .extracting(Datapoint::unit, Datapoint::maximum, Datapoint::sampleCount, Datapoint::average)
                .containsExactly(
                        tuple(StandardUnit.SECONDS, 2.0, 1.0, null),
                        tuple(StandardUnit.MILLISECONDS, 2000.0, 1.0, null));
    }

    @Test
    void getMetricStatistics_when_too_many_points_are_asked_for_is_refused() {
        refused(
                        "InvalidParameterCombination",
                        () -> cloudWatch.getMetricStatistics(request -> request.namespace("App")
                                .metricName("load")
                                .startTime(NOON.minus(Duration.ofDays(2)))
                                .endTime(NOON)
                                .period(60)
                                .statistics(Statistic.SUM)))
                .hasMessageContaining("1,440");
    }

    @Test
    void listMetrics_when_filtered_tells_those_that_match() {
        cloudWatch.putMetricData(request -> request.namespace("App")
                .metricData(
                        datum().dimensions(dimension("Service", "a")).value(1.0).build(),
                        datum().dimensions(dimension("Service", "b")).value(1.0).build(),
                        datum().metricName("other").value(1.0).build()));

        assertThat(cloudWatch
                        .listMetrics(request -> request.namespace("App")
                                .dimensions(DimensionFilter.builder()
                                        .name("Service")
                                        .value("b")
                                        .build()))
                        .metrics())
                .hasSize(1);
        assertThat(cloudWatch
                        .listMetrics(request -> request.dimensions(
                                DimensionFilter.builder().name("Service").build()))
                        .metrics())
                .hasSize(2);
        assertThat(cloudWatch
                        .listMetrics(request -> request.metricName("other"))
                        .metrics())
                .hasSize(1);
    }

    @Test
    void listMetrics_when_there_was_no_point_for_two_weeks_leaves_the_metric_out() {
        put(0, 1);
        timer.advance(Duration.ofDays(15));

        assertThat(cloudWatch.listMetrics().metrics()).isEmpty();
    }

    @Test
    void points_when_started_again_are_still_there() {
        put(0, 1, 2, 3);
        put(1, 9);
        cloudWatch.close();

        start();

        assertThat(values("Sum")).containsExactly(9.0, 6.0);
        assertThat(values("p100")).containsExactly(9.0, 3.0);
    }

    @Test
    void points_when_over_a_day_old_are_kept_by_the_hour() {
        var series = new Series("None");
        int start = MetricStore.minute(NOON);
        for (int minute = 0; minute < 26 * 60; minute++) {
            series.add(start + minute, Sample.of(1));
        }

        List<Double> sums = new ArrayList<>();
        series.between(start, start + 60, (minute, sample) -> sums.add(sample.sum()));
        assertThat(sums).containsExactly(60.0);
        assertThat(series.weight()).isLessThan(25 * 60 + 2);
    }

    @Test
    void store_when_full_forgets_the_stalest_metric() {
        var store = new MetricStore(new StateFolder(folder.resolve("small")), 200);
        var old = new MetricName("App", "old", Map.of());
        var young = new MetricName("App", "young", Map.of());
        for (int minute = 0; minute < 100; minute++) {
            store.add(old, "None", NOON.plusSeconds(minute * 60L), Sample.of(1));
        }
        for (int minute = 0; minute < 100; minute++) {
            store.add(young, "None", NOON.plusSeconds((200 + minute) * 60L), Sample.of(1));
        }

        assertThat(store.metrics(NOON)).containsExactly(young);
    }

    @Test
    void series_when_points_have_percentiles_weighs_what_they_take() {
        var series = new Series("None");

        series.add(0, Sample.of(1));
        assertThat(series.weight()).isEqualTo(1);
        series.add(1, Sample.of(List.of(1.0, 100.0), List.of(1.0, 1.0)));
        assertThat(series.weight()).isEqualTo(1 + 1 + 2);
    }

    @Test
    void save_when_a_metric_has_ended_ages_it_and_forgets_it_after_15_days() {
        var state = new StateFolder(folder.resolve("aging"));
        var store = new MetricStore(state);
        var ended = new MetricName("App", "ended", Map.of());
        var alive = new MetricName("App", "alive", Map.of());
        for (int minute = 0; minute < 120; minute++) {
            store.add(ended, "None", NOON.plusSeconds(minute * 60L), Sample.of(1));
        }
        store.add(alive, "None", NOON.plus(Duration.ofDays(3)), Sample.of(1));

        store.saveIfChanged();

        int first = MetricStore.minute(NOON);
        assertThat(store.samples(ended, null, first, first + 120, 1)).hasSize(2);
        assertThat(store.samples(ended, null, first, first + 120, 60).values())
                .extracting(Sample::sum)
                .containsExactly(60.0, 60.0);
        store.add(alive, "None", NOON.plus(Duration.ofDays(17)), Sample.of(1));
        store.saveIfChanged();
        assertThat(store.metrics(NOON)).containsExactly(alive);
        assertThat(new MetricStore(state).metrics(NOON)).containsExactly(alive);
    }

    @Test
    void save_when_it_fails_is_made_up_for_by_the_next() throws Exception {
        Path full = folder.resolve("full");
        var state = new StateFolder(full);
        var store = new MetricStore(state);
        var metric = new MetricName("App", "load", Map.of());
        store.add(metric, "None", NOON, Sample.of(1));
        Path inTheWay = Files.createDirectories(full.resolve("metrics.json.new/inside"));

        assertThatThrownBy(store::saveIfChanged).isInstanceOf(UncheckedIOException.class);
        Files.delete(inTheWay);
        store.saveIfChanged();

        assertThat(new MetricStore(state).metrics(NOON)).containsExactly(metric);
    }

    @Test
    void close_when_points_cannot_be_written_lets_others_close() throws Exception {
        put(0, 1);
        Files.createDirectories(folder.resolve("metrics.json.new/inside"));

        assertThatCode(cloudWatch::close).doesNotThrowAnyException();
    }

    @Test
    void store_when_it_takes_up_more_than_it_holds_forgets_the_stalest_metric() {
        var state = new StateFolder(folder.resolve("large"));
        var large = new MetricStore(state);
        var old = new MetricName("App", "old", Map.of());
        var young = new MetricName("App", "young", Map.of());
        for (int minute = 0; minute < 100; minute++) {
            large.add(old, "None", NOON.plusSeconds(minute * 60L), Sample.of(1));
            large.add(young, "None", NOON.plusSeconds((200 + minute) * 60L), Sample.of(1));
        }
        large.saveIfChanged();

        assertThat(new MetricStore(state, 200).metrics(NOON)).containsExactly(young);
    }

    private void put(int minute, double... values) {
        Instant time = NOON.plusSeconds(minute * 60L);
        if (time.isAfter(timer.instant())) {
            timer.advance(Duration.between(timer.instant(), time));
        }
        List<MetricDatum> data = IntStream.range(0, values.length)
                .mapToObj(i -> datum().value(values[i]).timestamp(time).build())
                .toList();
        cloudWatch.putMetricData(request -> request.namespace("App").metricData(data));
    }

    private static MetricDatum.Builder datum() {
        return MetricDatum.builder().metricName("load");
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static MetricDataQuery query(String stat, int period, Dimension... dimensions) {
        Metric metric = Metric.builder()
                .namespace("App")
                .metricName("load")
                .dimensions(dimensions)
                .build();
        return MetricDataQuery.builder()
                .id("q")
                .metricStat(MetricStat.builder()
                        .metric(metric)
                        .stat(stat)
                        .period(period)
                        .build())
                .build();
    }

    private GetMetricDataResponse data(Consumer<GetMetricDataRequest.Builder> more, MetricDataQuery... queries) {
        return cloudWatch.getMetricData(request -> {
            request.startTime(NOON).endTime(NOON.plus(Duration.ofHours(1))).metricDataQueries(queries);
            more.accept(request);
        });
    }

    private MetricDataResult result(String stat, int period) {
        return data(request -> {}, query(stat, period)).metricDataResults().getFirst();
    }

    private List<Double> values(String stat) {
        return result(stat, 60).values();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refusedPoint(String code, MetricDatum.Builder datum) {
        return refused(
                code,
                () -> cloudWatch.putMetricData(
                        request -> request.namespace("App").metricData(datum.build())));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudWatchException.class,
                        refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                .isEqualTo(code));
    }
}
