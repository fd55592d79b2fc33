package slipway.localcloud.autoscaling;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The desired count of one ECS service: what is scaled here, and nothing else. */
record Scalable(String cluster, String service) {
    static final String DIMENSION = "ecs:service:DesiredCount";
    private static final Pattern RESOURCE = Pattern.compile("service/([^/]+)/([^/]+)");

    /** Reads the three members that name it in every request, or refuses them. */
    static Scalable of(@Nullable String namespace, @Nullable String resourceId, @Nullable String dimension) {
        requireNamespace(namespace);
        if (!DIMENSION.equals(dimension)) {
            throw AutoScalingErrors.validation(
                    "The local cloud scales '" + DIMENSION + "' only, not the scalable dimension '" + dimension + "'");
        }
        return of(resourceId);
    }

    static void requireNamespace(@Nullable String namespace) {
        if (!"ecs".equals(namespace)) {
            throw AutoScalingErrors.validation(
                    "The local cloud scales the service namespace 'ecs' only, not '" + namespace + "'");
        }
    }

    static Scalable of(@Nullable String resourceId) {
        Matcher matcher = RESOURCE.matcher(resourceId == null ? "" : resourceId);
        if (!matcher.matches()) {
            throw AutoScalingErrors.validation(
                    "Resource ID '" + resourceId + "' must be of the form service/CLUSTER/SERVICE");
        }
        return new Scalable(matcher.group(1), matcher.group(2));
    }

    String resourceId() {
        return "service/" + cluster + "/" + service;
    }
}
