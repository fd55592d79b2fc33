package slipway.localcloud.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static slipway.localcloud.elbv2.Balancing.fixed;
import static slipway.localcloud.elbv2.Balancing.forward;
import static slipway.localcloud.elbv2.Balancing.path;
import static slipway.localcloud.elbv2.Balancing.weight;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.localcloud.http.RawTarget;
import slipway.localcloud.http.Traffic;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Real requests through a real balancer, read back as a console reads them; cloud time stands still but for {@link #endMinute}. */
class TrafficMetricsTest {
    @TempDir
    Path folder;

    private Balancing cloud;
    private Balancing.Site site;
    private String blue;
    private String green;
    private Instant start;

    @BeforeEach
    void start() {
        cloud = new Balancing(folder);
        site = cloud.createSite("public");
        blue = cloud.createGroup("blue");
        green = cloud.createGroup("green");
        start = cloud.timer.instant();
    }

    @AfterEach
    void end() {
        cloud.close();
    }

    @Test
    void counts_when_a_minute_ends_are_those_of_the_requests_sent() throws Exception {
        try (var good = RawTarget.answering(200, "blue");
                var bad = failing()) {
            cloud.createRule(site.listenerArn(), 1000, path("/green*"), forward(weight(green, 1)));
            cloud.createRule(site.listenerArn(), 1001, path("/blue*"), forward(weight(blue, 1)));
            cloud.createRule(site.listenerArn(), 1002, path("/closed"), fixed("503", "closed"));
            cloud.register(blue, good);
            cloud.register(green, bad);
            cloud.check(0);
            send("/blue", 7);
            send("/green", 3);
            send("/closed", 2);

            endMinute();

            assertThat(sum("RequestCount", blue)).containsExactly(7.0);
            assertThat(sum("RequestCount", green)).containsExactly(3.0);
            assertThat(sum("RequestCount", null)).containsExactly(10.0);
            assertThat(sum("HTTPCode_Target_2XX_Count", blue)).containsExactly(7.0);
            assertThat(sum("HTTPCode_Target_5XX_Count", green)).containsExactly(3.0);
            assertThat(sum("HTTPCode_Target_5XX_Count", blue)).isEmpty();
            assertThat(sum("HTTPCode_Target_5XX_Count", null)).containsExactly(3.0);
            // The balancer's own, which AWS tells without a target group.
            assertThat(sum("HTTPCode_ELB_5XX_Count", null)).containsExactly(2.0);
            assertThat(sum("HTTPCode_ELB_503_Count", null)).containsExactly(2.0);
            assertThat(sum("HTTPCode_ELB_502_Count", null)).isEmpty();
            assertThat(statistic("TargetResponseTime", "SampleCount", blue)).containsExactly(7.0);
        }
    }

    @Test
    void counts_when_the_next_minute_has_no_requests_are_left_out() throws Exception {
        try (var good = RawTarget.answering(200, "blue")) {
            cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 1)));
            cloud.register(blue, good);
            cloud.check(0);
            send("/", 4);
            endMinute();
            endMinute();
            send("/", 1);
            endMinute();

            // Newest first: nothing for the second minute.
            assertThat(sum("RequestCount", blue)).containsExactly(1.0, 4.0);
            assertThat(statistic("HealthyHostCount", "Minimum", blue)).containsExactly(1.0, 1.0, 0.0);
        }
    }

    @Test
    void counts_when_a_target_refuses_are_of_its_group_and_of_the_balancer() throws Exception {
        var gone = RawTarget.answering(200, "");
        gone.close();
        cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 1)));
        cloud.register(blue, gone);
        send("/", 2);

        endMinute();

        assertThat(sum("TargetConnectionErrorCount", blue)).containsExactly(2.0);
        assertThat(sum("TargetConnectionErrorCount", null)).containsExactly(2.0);
        assertThat(sum("RequestCount", blue)).containsExactly(2.0);
        assertThat(sum("HTTPCode_ELB_502_Count", null)).containsExactly(2.0);
        assertThat(sum("HTTPCode_Target_5XX_Count", blue)).isEmpty();
        assertThat(statistic("TargetResponseTime", "Average", blue)).isEmpty();
    }

    @Test
    void requests_when_no_target_was_chosen_are_none() throws Exception {
        cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 1)));
        send("/", 3);

        endMinute();

        assertThat(sum("RequestCount", blue)).isEmpty();
        assertThat(sum("RequestCount", null)).isEmpty();
        assertThat(sum("HTTPCode_ELB_503_Count", null)).containsExactly(3.0);
        assertThat(statistic("HealthyHostCount", "Maximum", blue)).isEmpty();
    }

    @Test
    void hosts_when_a_target_fails_within_a_minute_have_both_numbers() throws Exception {
        try (var good = RawTarget.answering(200, "blue");
                var bad = failing()) {
            cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 1)));
            cloud.register(blue, good, bad);
            cloud.check(4);
            endMinute();
            endMinute();

            // In the first minute the bad one was not judged yet; in the last it was bad throughout.
            assertThat(statistic("UnHealthyHostCount", "Maximum", blue).getFirst())
                    .isEqualTo(1);
            assertThat(statistic("UnHealthyHostCount", "Minimum", blue).getFirst())
                    .isEqualTo(1);
            assertThat(statistic("UnHealthyHostCount", "Minimum", blue).getLast())
                    .isZero();
            assertThat(statistic("HealthyHostCount", "Minimum", blue).getFirst())
                    .isEqualTo(1);
            assertThat(statistic("HealthyHostCount", "Maximum", blue).getFirst())
                    .isEqualTo(1);
        }
    }

    @Test
    void percentiles_when_latencies_are_known_are_within_two_percent_and_the_average_is_exact() {
        var traffic = new Traffic();
        double sum = 0;
        // A long tail: 2 ms to 20 s, each a hundredth slower than the one before.
        List<Double> seconds = new ArrayList<>();
        for (double each = 0.002; each < 20; each *= 1.01) {
            long nanos = Math.round(each * 1e9);
            traffic.targetAnswered(200, nanos);
            seconds.add(nanos / 1e9);
            sum += nanos / 1e9;
        }
        String arn = site.balancer().loadBalancerArn();
        List<MetricDatum> data = new ArrayList<>();
        new TrafficPublisher.Batch(
                        start,
                        List.of(Dimension.builder()
                                .name("LoadBalancer")
                                .value(arn.substring(arn.indexOf("app/")))
                                .build()),
                        data)
                .traffic(traffic.read());
        cloud.cloudWatch
                .publisher()
                .putMetricData(
                        request -> request.namespace("AWS/ApplicationELB").metricData(data));

        for (int percent : new int[] {50, 95, 99}) {
            double exact = seconds.get((int) Math.ceil(seconds.size() * percent / 100.0) - 1);
            assertThat(statistic("TargetResponseTime", "p" + percent, null).getFirst())
                    .as("p%s", percent)
                    .isCloseTo(exact, withinPercentage(2));
        }
        assertThat(statistic("TargetResponseTime", "Average", null).getFirst())
                .isCloseTo(sum / seconds.size(), withinPercentage(0.0001));
    }

    private void send(String path, int requests) throws Exception {
        for (int request = 0; request < requests; request++) {
            cloud.get(site.address(), path);
        }
    }

    /** Answers health checks like everything else: with 500. */
    private static RawTarget failing() throws Exception {
        return RawTarget.answering(500, "broken");
    }

    private void endMinute() {
        cloud.timer.advance(Duration.ofSeconds(6));
    }

    private List<Double> sum(String metric, String group) {
        return statistic(metric, "Sum", group);
    }

    /** Newest first, of a group behind the balancer; of the balancer where the group is null. */
    private List<Double> statistic(String metric, String statistic, String group) {
        List<Dimension> dimensions = new ArrayList<>();
        String balancer = site.balancer().loadBalancerArn();
        dimensions.add(Dimension.builder()
                .name("LoadBalancer")
                .value(balancer.substring(balancer.indexOf("app/")))
                .build());
        if (group != null) {
            dimensions.add(Dimension.builder()
                    .name("TargetGroup")
                    .value(group.substring(group.indexOf("targetgroup/")))
                    .build());
        }
        MetricDataQuery query = MetricDataQuery.builder()
                .id("q")
                .metricStat(stat -> stat.period(60)
                        .stat(statistic)
                        .metric(wanted -> wanted.namespace("AWS/ApplicationELB")
                                .metricName(metric)
                                .dimensions(dimensions)))
                .build();
        return cloud.cloudWatch
                .getMetricData(request -> request.startTime(start.minusSeconds(60))
                        .endTime(start.plus(Duration.ofHours(1)))
                        .metricDataQueries(query))
                .metricDataResults()
                .getFirst()
                .values();
    }
}
