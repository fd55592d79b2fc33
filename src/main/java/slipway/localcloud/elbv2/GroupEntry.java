package slipway.localcloud.elbv2;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import slipway.localcloud.http.BackendPool;
import slipway.localcloud.http.Prober;
import slipway.localcloud.http.Traffic;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** A target group that exists. Its targets are not kept: the tasks behind them end with the program. */
final class GroupEntry {
    private TargetGroup model;
    private final Map<String, String> attributes;
    private final GroupTargets targets;
    private final Traffic traffic = new Traffic();

    /** Kept form. */
    record Kept(TargetGroup model, Map<String, String> attributes) {}

    GroupEntry(TargetGroup model, Map<String, String> attributes, CloudClock clock, Prober prober) {
        this.model = model;
        this.attributes = new LinkedHashMap<>(attributes);
        this.targets =
                new GroupTargets(model.targetGroupName(), clock, prober, HealthCheck.of(model), deregistrationDelay());
        configure();
    }

    Kept kept() {
        return new Kept(model, new LinkedHashMap<>(attributes));
    }

    TargetGroup model() {
        return model;
    }

    /** Takes a changed description, and obeys it. */
    void setModel(TargetGroup changed) {
        model = changed;
        configure();
    }

    Map<String, String> attributes() {
        return attributes;
    }

    /** Takes changed attributes, and obeys them. */
    void putAttributes(Map<String, String> changed) {
        attributes.putAll(changed);
        configure();
    }

    String arn() {
        return model.targetGroupArn();
    }

    GroupTargets targets() {
        return targets;
    }

    Traffic traffic() {
        return traffic;
    }

    private void configure() {
        targets.configure(
                HealthCheck.of(model),
                deregistrationDelay(),
                LeastHealthy.of(attributes),
                "least_outstanding_requests".equals(attributes.get("load_balancing.algorithm.type"))
                        ? BackendPool.Algorithm.LEAST_OUTSTANDING_REQUESTS
                        : BackendPool.Algorithm.ROUND_ROBIN);
    }

    private Duration deregistrationDelay() {
        return Duration.ofSeconds(
                Long.parseLong(attributes.getOrDefault("deregistration_delay.timeout_seconds", "300")));
    }
}
