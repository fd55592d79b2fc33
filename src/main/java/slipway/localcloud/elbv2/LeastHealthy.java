package slipway.localcloud.elbv2;

import java.util.Map;

/**
 * How many targets of a group must be healthy; with fewer, requests go to all of them ("fail open").
 *
 * @param count at least so many
 * @param percent at least so much of the group; 0 is off
 */
record LeastHealthy(int count, int percent) {
    static final LeastHealthy DEFAULT = new LeastHealthy(1, 0);
    static final String COUNT = "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count";
    static final String PERCENTAGE = "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage";

    static LeastHealthy of(Map<String, String> attributes) {
        String percentage = attributes.getOrDefault(PERCENTAGE, "off");
        return new LeastHealthy(
                Integer.parseInt(attributes.getOrDefault(COUNT, "1")),
                percentage.equals("off") ? 0 : Integer.parseInt(percentage));
    }

    /** How many of so many registered targets. */
    int of(int targets) {
        return Math.max(count, Math.ceilDiv(targets * percent, 100));
    }
}
