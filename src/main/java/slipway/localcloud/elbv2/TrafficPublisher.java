package slipway.localcloud.elbv2;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.async.Cancellable;
import slipway.localcloud.http.Latencies;
import slipway.localcloud.http.Traffic;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * Tells CloudWatch, once a cloud minute, what the balancers passed on and what became of it: {@code AWS/ApplicationELB},
 * with AWS's names and dimensions ("CloudWatch metrics for your Application Load Balancer"). Counts of nothing are left
 * out, as AWS leaves them out. What is counted is the difference to the last reading: nothing is lost when a minute is.
 */
final class TrafficPublisher implements AutoCloseable {
    static final String NAMESPACE = "AWS/ApplicationELB";
    private static final int MOST_DATA = 1000;
    private static final int MOST_VALUES = 150;

    private final Inventory inventory;
    private final CloudWatchClient metrics;
    private final Cancellable ticking;
    /** By balancer or group, what was told last. */
    private Map<Traffic, Traffic.Reading> told = new HashMap<>();

    TrafficPublisher(Inventory inventory, CloudClock clock, CloudWatchClient metrics) {
        this.inventory = inventory;
        this.metrics = metrics;
        ticking = clock.everyMinute(this::publish);
    }

    @Override
    public void close() {
        ticking.cancel();
    }

    private void publish(Instant minute) {
        List<MetricDatum> data = new ArrayList<>();
        synchronized (inventory) {
            Map<Traffic, Traffic.Reading> next = new HashMap<>();
            for (BalancerEntry balancer : inventory.balancers().values()) {
                var batch = new Batch(minute, List.of(balancerDimension(balancer.arn())), data);
                Traffic.Reading fresh = fresh(balancer.traffic(), next);
                batch.traffic(fresh);
                batch.balancerErrors(fresh);
            }
            for (GroupEntry group : inventory.groups().values()) {
                Traffic.Reading fresh = fresh(group.traffic(), next);
                HostCounts hosts = group.targets().takeCounts();
                for (String balancer : inventory.balancersOf(group.arn())) {
                    var batch =
                            new Batch(minute, List.of(groupDimension(group.arn()), balancerDimension(balancer)), data);
                    batch.traffic(fresh);
                    batch.hosts(hosts);
                }
            }
            told = next;
        }
        for (int from = 0; from < data.size(); from += MOST_DATA) {
            List<MetricDatum> part = data.subList(from, Math.min(data.size(), from + MOST_DATA));
            metrics.putMetricData(request -> request.namespace(NAMESPACE).metricData(part));
        }
    }

    private Traffic.Reading fresh(Traffic traffic, Map<Traffic, Traffic.Reading> next) {
        Traffic.Reading now = traffic.read();
        next.put(traffic, now);
        Traffic.Reading before = told.get(traffic);
        return before == null ? now : now.since(before);
    }

    /** The part of its ARN from {@code app/} on. */
    private static Dimension balancerDimension(String arn) {
        return dimension("LoadBalancer", arn.substring(arn.indexOf(":loadbalancer/") + ":loadbalancer/".length()));
    }

    /** The part of its ARN from {@code targetgroup/} on. */
    private static Dimension groupDimension(String arn) {
        return dimension("TargetGroup", arn.substring(arn.lastIndexOf(':') + 1));
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    /** Points of one minute and one set of dimensions. */
    record Batch(Instant minute, List<Dimension> dimensions, List<MetricDatum> data) {
        void traffic(Traffic.Reading fresh) {
            // Only what got as far as a target is a request: fixed answers and redirects are not.
            count("RequestCount", fresh.targeted());
            for (int digit = 2; digit <= 5; digit++) {
                count(
                        "HTTPCode_Target_" + digit + "XX_Count",
                        fresh.targetClasses().get(digit));
            }
            count("TargetConnectionErrorCount", fresh.connectionErrors());
            latencies(fresh.latencies());
        }

        /** (a): a fixed response of 500 or more counts as the balancer's error. */
        void balancerErrors(Traffic.Reading fresh) {
            count("HTTPCode_ELB_5XX_Count", fresh.balancerClasses().get(5));
            for (int status : new int[] {500, 502, 503, 504}) {
                count(
                        "HTTPCode_ELB_" + status + "_Count",
                        fresh.balancerErrors().get(status - 500));
            }
        }

        /** The lowest and the highest number within the minute, so that Minimum and Maximum are right. */
        void hosts(HostCounts hosts) {
            if (hosts.registered()) {
                range("HealthyHostCount", hosts.leastHealthy(), hosts.mostHealthy());
                range("UnHealthyHostCount", hosts.leastUnhealthy(), hosts.mostUnhealthy());
            }
        }

        private void range(String metric, double least, double most) {
            data.add(datum(metric, StandardUnit.COUNT)
                    .values(least == most ? List.of(least) : List.of(least, most))
                    .build());
        }

        /** One sample, so that Sum is the number. */
        private void count(String metric, long count) {
            if (count > 0) {
                data.add(datum(metric, StandardUnit.COUNT).value((double) count).build());
            }
        }

        private void latencies(Latencies.Reading latencies) {
            List<Double> values = new ArrayList<>();
            List<Double> counts = new ArrayList<>();
            for (int bucket = 0; bucket < latencies.buckets(); bucket++) {
                if (latencies.count(bucket) > 0) {
                    values.add(latencies.seconds(bucket) / latencies.count(bucket));
                    counts.add((double) latencies.count(bucket));
                }
            }
            for (int from = 0; from < values.size(); from += MOST_VALUES) {
                int until = Math.min(values.size(), from + MOST_VALUES);
                data.add(datum("TargetResponseTime", StandardUnit.SECONDS)
                        .values(values.subList(from, until))
                        .counts(counts.subList(from, until))
                        .build());
            }
        }

        private MetricDatum.Builder datum(String metric, StandardUnit unit) {
            return MetricDatum.builder()
                    .metricName(metric)
                    .dimensions(dimensions)
                    .timestamp(minute)
                    .unit(unit);
        }
    }
}
