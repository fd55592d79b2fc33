package slipway.localcloud.elbv2;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * How a group's targets are checked.
 *
 * @param port of the check; 0 is the port that takes the traffic
 * @param interval cloud time between two checks of a target
 * @param timeout real time that an answer may take
 * @param codes the matcher: {@code 200}, {@code 200,202}, {@code 200-299}
 */
record HealthCheck(
        String path,
        int port,
        Duration interval,
        Duration timeout,
        int healthyAfter,
        int unhealthyAfter,
        String codes) {
    private static final Pattern CODES = Pattern.compile("\\d{3}(-\\d{3})?(,\\d{3}(-\\d{3})?)*");

    static HealthCheck of(TargetGroup group) {
        String port = group.healthCheckPort();
        return new HealthCheck(
                group.healthCheckPath(),
                port.equals("traffic-port") ? 0 : Integer.parseInt(port),
                Duration.ofSeconds(group.healthCheckIntervalSeconds()),
                Duration.ofSeconds(group.healthCheckTimeoutSeconds()),
                group.healthyThresholdCount(),
                group.unhealthyThresholdCount(),
                group.matcher().httpCode());
    }

    boolean matches(int status) {
        for (String part : List.of(codes.split(",", -1))) {
            int dash = part.indexOf('-');
            int low = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int high = Integer.parseInt(dash < 0 ? part : part.substring(dash + 1));
            if (status >= low && status <= high) {
                return true;
            }
        }
        return false;
    }

    /** Refuses settings that the service refuses. */
    static void validate(TargetGroup group) {
        range("interval", group.healthCheckIntervalSeconds(), 5, 300);
        range("timeout", group.healthCheckTimeoutSeconds(), 2, 120);
        range("healthy threshold count", group.healthyThresholdCount(), 2, 10);
        range("unhealthy threshold count", group.unhealthyThresholdCount(), 2, 10);
        if (group.healthCheckTimeoutSeconds() >= group.healthCheckIntervalSeconds()) {
            throw ElbErrors.validation("Health check timeout '" + group.healthCheckTimeoutSeconds()
                    + "' must be smaller than the interval '" + group.healthCheckIntervalSeconds() + "'");
        }
        if (!group.healthCheckPath().startsWith("/")) {
            throw ElbErrors.validation("Health check path '" + group.healthCheckPath() + "' must start with '/'");
        }
        if (!CODES.matcher(group.matcher().httpCode()).matches()) {
            throw ElbErrors.validation("Health check matcher HTTP code '"
                    + group.matcher().httpCode() + "' must be within '200-499': a code, a list or a range");
        }
        String port = group.healthCheckPort();
        if (!port.equals("traffic-port") && !port.matches("[1-9]\\d{0,4}")) {
            throw ElbErrors.validation("Health check port '" + port + "' must be 'traffic-port' or a number");
        }
    }

    private static void range(String what, int value, int low, int high) {
        if (value < low || value > high) {
            throw ElbErrors.validation(
                    "Health check " + what + " '" + value + "' must be between " + low + " and " + high);
        }
    }
}
