package slipway.operations.traffic;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.async.ManualTimer;
import slipway.localcloud.cloudwatch.LocalCloudWatch;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.operations.FakeCloud;
import slipway.operations.WatchedCloud;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * The local cloud's own metrics and alarms, those that the shipped templates make for the green api, beside stacks that are only said to
 * be there. Its time is as fast as the test moves it.
 */
final class MeasuredCloud implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final String GUARD = "dev-api-green-guard";
    static final String ERRORS = "dev-api-green-5xx";
    static final String UNHEALTHY = "dev-api-green-unhealthy";

    private static final String NAMESPACE = "AWS/ApplicationELB";
    private static final List<Dimension> GREEN =
            List.of(dimension("LoadBalancer", "app/internal"), dimension("TargetGroup", "targetgroup/api-green"));

    final FakeCloud fake = new FakeCloud();
    final WatchedCloud cloud = new WatchedCloud(fake);

    private final ManualTimer timer = new ManualTimer(NOON);
    private final CloudClock clock;
    private final LocalCloudWatch cloudWatch;

    MeasuredCloud(Path folder) {
        clock = new CloudClock(timer, timer, 10, NOON);
        cloudWatch = new LocalCloudWatch(Place.LOCAL, clock, new StateFolder(folder));
        fake.clock = clock;
        fake.cloudWatch = Optional.of(cloudWatch);
        fake.cloudFormation.outputs = output -> Optional.ofNullable(Map.of(
                        "dev-platform.InternalLoadBalancerFullName", "app/internal",
                        "dev-platform.ApiGreenTargetGroupFullName", "targetgroup/api-green",
                        "dev-api-green.GuardAlarmName", GUARD)
                .get(output));
        stack("dev-platform", "InternalLoadBalancerFullName", "ApiGreenTargetGroupFullName");
        stack("dev-api-green", "GuardAlarmName");
    }

    private void stack(String name, String... outputs) {
        fake.cloudFormation.given(
                name,
                "CREATE_COMPLETE",
                "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\nOutputs:\n"
                        + Stream.of(outputs)
                                .map(output -> "  " + output + ":\n    Value: x\n")
                                .collect(joining()),
                Map.of());
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    /** The alarms of the service template and of the platform's, as these declare them. */
    void putAlarms() {
        cloudWatch.putMetricAlarm(alarm(ERRORS, 2, 5, ComparisonOperator.GREATER_THAN_THRESHOLD)
                .metrics(
                        MetricDataQuery.builder()
                                .id("percent")
                                .label("failed requests in percent")
                                .expression(
                                        "IF(requests > 20, 100 * (FILL(failed, 0) + FILL(refused, 0)) / requests, 0)")
                                .returnData(true)
                                .build(),
                        input("requests", "RequestCount"),
                        input("failed", "HTTPCode_Target_5XX_Count"),
                        input("refused", "TargetConnectionErrorCount"))
                .build());
        cloudWatch.putMetricAlarm(alarm(UNHEALTHY, 3, 1, ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .namespace(NAMESPACE)
                .metricName("UnHealthyHostCount")
                .dimensions(GREEN)
                .statistic(Statistic.MINIMUM)
                .period(60)
                .build());
        cloudWatch.putMetricAlarm(alarm("dev-internal-balancer-5xx", 2, 10, ComparisonOperator.GREATER_THAN_THRESHOLD)
                .namespace(NAMESPACE)
                .metricName("HTTPCode_ELB_5XX_Count")
                .dimensions(GREEN.getFirst())
                .statistic(Statistic.SUM)
                .period(60)
                .build());
        cloudWatch.putCompositeAlarm(request ->
                request.alarmName(GUARD).alarmRule("ALARM(\"" + ERRORS + "\") OR ALARM(\"" + UNHEALTHY + "\")"));
    }

    private static PutMetricAlarmRequest.Builder alarm(
            String name, int periods, double threshold, ComparisonOperator operator) {
        return PutMetricAlarmRequest.builder()
                .alarmName(name)
                .evaluationPeriods(periods)
                .datapointsToAlarm(periods)
                .threshold(threshold)
                .comparisonOperator(operator)
                .treatMissingData("notBreaching");
    }

    private static MetricDataQuery input(String id, String metric) {
        return MetricDataQuery.builder()
                .id(id)
                .returnData(false)
                .metricStat(stat -> stat.stat("Sum")
                        .period(60)
                        .metric(Metric.builder()
                                .namespace(NAMESPACE)
                                .metricName(metric)
                                .dimensions(GREEN)
                                .build()))
                .build();
    }

    /** A minute in which the green api gets so many requests, some of which fail, and then is over. */
    void minute(int requests, int failed, int unhealthy) {
        put("RequestCount", requests, GREEN);
        if (failed > 0) {
            put("HTTPCode_Target_5XX_Count", failed, GREEN);
        }
        put("UnHealthyHostCount", unhealthy, GREEN);
        pass();
    }

    /** A connection that no task of the green api accepts. */
    void refused() {
        put("TargetConnectionErrorCount", 1, GREEN);
    }

    void balancerErrors(int count) {
        put("HTTPCode_ELB_5XX_Count", count, List.of(GREEN.getFirst()));
    }

    private void put(String metric, double value, List<Dimension> dimensions) {
        cloudWatch
                .publisher()
                .putMetricData(request -> request.namespace(NAMESPACE)
                        .metricData(MetricDatum.builder()
                                .metricName(metric)
                                .dimensions(dimensions)
                                .value(value)
                                .timestamp(now())
                                .build()));
    }

    /** The minute ends. */
    void pass() {
        Instant next = now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        timer.advance(Duration.between(now(), next).dividedBy(10));
    }

    /** Some of the target's time goes by. */
    void pass(Duration time) {
        timer.advance(time.dividedBy(10));
    }

    Instant now() {
        return clock.instant();
    }

    int calls(String operation) {
        return cloud.calls.getOrDefault(operation, 0);
    }

    @Override
    public void close() {
        cloudWatch.close();
    }
}
