package slipway.localcloud.elbv2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** The attributes of balancers and groups: their defaults, and which values the local cloud can keep its word on. */
final class Attributes {
    private Attributes() {}

    static Map<String, String> balancerDefaults() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("access_logs.s3.enabled", "false");
        values.put("access_logs.s3.bucket", "");
        values.put("access_logs.s3.prefix", "");
        values.put("client_keep_alive.seconds", "3600");
        values.put("connection_logs.s3.enabled", "false");
        values.put("connection_logs.s3.bucket", "");
        values.put("connection_logs.s3.prefix", "");
        values.put("deletion_protection.enabled", "false");
        values.put("idle_timeout.timeout_seconds", "60");
        values.put("load_balancing.cross_zone.enabled", "true");
        values.put("routing.http.desync_mitigation_mode", "defensive");
        values.put("routing.http.drop_invalid_header_fields.enabled", "false");
        values.put("routing.http.preserve_host_header.enabled", "false");
        values.put("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false");
        values.put("routing.http.xff_client_port.enabled", "false");
        values.put("routing.http.xff_header_processing.mode", "append");
        values.put("routing.http2.enabled", "true");
        values.put("waf.fail_open.enabled", "false");
        values.put("zonal_shift.config.enabled", "false");
        return values;
    }

    static Map<String, String> groupDefaults() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("deregistration_delay.timeout_seconds", "300");
        values.put("load_balancing.algorithm.anomaly_mitigation", "off");
        values.put("load_balancing.algorithm.type", "round_robin");
        values.put("load_balancing.cross_zone.enabled", "use_load_balancer_configuration");
        values.put("slow_start.duration_seconds", "0");
        values.put("stickiness.app_cookie.cookie_name", "");
        values.put("stickiness.app_cookie.duration_seconds", "86400");
        values.put("stickiness.enabled", "false");
        values.put("stickiness.lb_cookie.duration_seconds", "86400");
        values.put("stickiness.type", "lb_cookie");
        values.put("target_group_health.dns_failover.minimum_healthy_targets.count", "1");
        values.put("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off");
        values.put(LeastHealthy.COUNT, "1");
        values.put(LeastHealthy.PERCENTAGE, "off");
        return values;
    }

    /** The given balancer attributes, each checked. */
    static Map<String, String> ofBalancer(List<LoadBalancerAttribute> given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (LoadBalancerAttribute attribute : given) {
            known(balancerDefaults().keySet(), attribute.key(), "Load balancer");
            switch (attribute.key()) {
                case "idle_timeout.timeout_seconds" -> number(attribute.key(), attribute.value(), 1, 4000);
                case "routing.http.xff_header_processing.mode" ->
                    oneOf(attribute.key(), attribute.value(), Set.of("append", "preserve", "remove"));
                case "routing.http.xff_client_port.enabled" ->
                    only(attribute.key(), attribute.value(), "false", "client ports are not passed on");
                case "routing.http.drop_invalid_header_fields.enabled", "deletion_protection.enabled" ->
                    oneOf(attribute.key(), attribute.value(), Set.of("true", "false"));
                default -> {
                    // Kept as metadata: access logs, zones and firewalls have no counterpart on one machine.
                }
            }
            values.put(attribute.key(), attribute.value());
        }
        return values;
    }

    /** The given target-group attributes, each checked. */
    static Map<String, String> ofGroup(List<TargetGroupAttribute> given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (TargetGroupAttribute attribute : given) {
            known(groupDefaults().keySet(), attribute.key(), "Target group");
            switch (attribute.key()) {
                case "deregistration_delay.timeout_seconds" -> number(attribute.key(), attribute.value(), 0, 3600);
                case "load_balancing.algorithm.type" ->
                    oneOf(attribute.key(), attribute.value(), Set.of("round_robin", "least_outstanding_requests"));
                case LeastHealthy.COUNT -> number(attribute.key(), attribute.value(), 1, 99999);
                case LeastHealthy.PERCENTAGE -> {
                    if (!"off".equals(attribute.value())) {
                        number(attribute.key(), attribute.value(), 1, 100);
                    }
                }
                case "slow_start.duration_seconds" ->
                    only(attribute.key(), attribute.value(), "0", "targets get their full share at once");
                case "stickiness.enabled" ->
                    only(attribute.key(), attribute.value(), "false", "requests are not bound to targets");
                default -> {
                    // Kept as metadata: what it refines is off, or spans zones.
                }
            }
            values.put(attribute.key(), attribute.value());
        }
        return values;
    }

    private static void known(Set<String> keys, String key, String of) {
        if (key == null || !keys.contains(key)) {
            throw ElbErrors.validation(of + " attribute key '" + key + "' is not recognized");
        }
    }

    private static void number(String key, String value, int low, int high) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < low || Integer.parseInt(value) > high) {
            throw invalid(key, value, "must be a number from " + low + " to " + high);
        }
    }

    private static void oneOf(String key, String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw invalid(
                    key, value, "must be one of " + allowed.stream().sorted().toList());
        }
    }

    private static void only(String key, String value, String supported, String why) {
        if (!supported.equals(value)) {
            throw invalid(key, value, "is not supported by the local cloud (" + why + "); use '" + supported + "'");
        }
    }

    private static RuntimeException invalid(String key, String value, String why) {
        return ElbErrors.validation("The value '" + value + "' of attribute '" + key + "' " + why);
    }
}
