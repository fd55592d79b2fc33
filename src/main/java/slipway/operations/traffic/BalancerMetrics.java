package slipway.operations.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.Tier;
import slipway.operations.EnvironmentStack;
import slipway.operations.MetricCalls.Query;

/**
 * How the balancers name what they measure of a target group, and when. Points are of whole minutes; minutes without requests have none.
 */
final class BalancerMetrics {
    /** AWS tells a minute one to three minutes late. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    static final int PERIOD = 60;

    private static final String NAMESPACE = "AWS/ApplicationELB";

    private BalancerMetrics() {}

    /** A target group of a balancer. */
    record Group(String balancer, String name) {
        /** Empty while the platform stack does not tell. */
        static Optional<Group> of(TrafficTable table, Tier tier, Colour colour) {
            Optional<String> balancer = table.output(
                    EnvironmentStack.PLATFORM,
                    tier == Tier.CLIENT ? "PublicLoadBalancerFullName" : "InternalLoadBalancerFullName");
            return table.output(
                            EnvironmentStack.PLATFORM,
                            TrafficTable.capital(tier) + TrafficTable.capital(colour) + "TargetGroupFullName")
                    .flatMap(group -> balancer.map(name -> new Group(name, group)));
        }

        Query requests() {
            return query("RequestCount", "Sum");
        }

        /** What its targets answered with 5xx. */
        Query errors() {
            return query("HTTPCode_Target_5XX_Count", "Sum");
        }

        /** What no target answered at all. */
        Query refused() {
            return query("TargetConnectionErrorCount", "Sum");
        }

        /** In seconds. */
        Query responseTime(String stat) {
            return query("TargetResponseTime", stat);
        }

        private Query query(String metric, String stat) {
            return new Query(NAMESPACE, metric, Map.of("LoadBalancer", balancer, "TargetGroup", name), stat, PERIOD);
        }
    }

    /**
     * What a reading is kept for. Reading costs on AWS, and nothing there changes within a minute; locally a point is there as soon as
     * its minute is over.
     */
    static Instant moment(Cloud cloud) {
        Instant now = cloud.now();
        return switch (cloud.target()) {
            case Target.Local _ -> now.truncatedTo(ChronoUnit.SECONDS);
            case Target.Aws _ -> now.truncatedTo(ChronoUnit.MINUTES);
        };
    }

    /** The end of the newest minute that is over. */
    static Instant end(Cloud cloud) {
        return cloud.now().truncatedTo(ChronoUnit.MINUTES);
    }

    /** The first whole minute at or after an instant. */
    static Instant wholeMinute(Instant from) {
        Instant minute = from.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(from) ? minute : minute.plus(1, ChronoUnit.MINUTES);
    }
}
