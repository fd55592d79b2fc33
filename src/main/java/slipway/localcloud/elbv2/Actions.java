package slipway.localcloud.elbv2;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** A rule's actions: checked when they are given, and completed as the service describes them. */
final class Actions {
    private static final int MOST_GROUPS = 5;
    private static final Set<String> CONTENT_TYPES =
            Set.of("text/plain", "text/css", "text/html", "application/javascript", "application/json");

    private Actions() {}

    /** The actions as they are kept. Whether the groups exist is for the caller to see ({@link #groups}). */
    static List<Action> normalise(List<Action> actions) {
        if (actions.size() != 1) {
            throw ElbErrors.validation(
                    actions.isEmpty()
                            ? "A rule must have exactly one forward, redirect or fixed-response action; none was given"
                            : "A rule must have exactly one forward, redirect or fixed-response action; "
                                    + "the local cloud supports no others before it");
        }
        Action action = actions.getFirst();
        return switch (action.type()) {
            case FORWARD -> List.of(forward(action));
            case FIXED_RESPONSE -> List.of(fixed(action));
            case REDIRECT -> List.of(redirect(action));
            case AUTHENTICATE_OIDC, AUTHENTICATE_COGNITO, JWT_VALIDATION ->
                throw ElbErrors.validation("The local cloud does not support actions of type '" + action.typeAsString()
                        + "'; use forward, redirect or fixed-response");
            case UNKNOWN_TO_SDK_VERSION ->
                throw ElbErrors.validation("Action type '" + action.typeAsString() + "' is not valid");
            case null -> throw ElbErrors.validation("An action must have a type");
        };
    }

    /** The groups that actions forward to. */
    static Stream<String> groups(List<Action> actions) {
        return actions.stream()
                .filter(action -> action.forwardConfig() != null)
                .flatMap(action -> action.forwardConfig().targetGroups().stream())
                .map(TargetGroupTuple::targetGroupArn);
    }

    private static Action forward(Action action) {
        ForwardActionConfig config = action.forwardConfig();
        List<TargetGroupTuple> tuples = config == null ? List.of() : config.targetGroups();
        if (tuples.isEmpty()) {
            if (action.targetGroupArn() == null) {
                throw ElbErrors.validation("A forward action must name a target group");
            }
            tuples = List.of(TargetGroupTuple.builder()
                    .targetGroupArn(action.targetGroupArn())
                    .build());
        }
        if (tuples.size() > MOST_GROUPS) {
            throw ElbErrors.validation(
                    "A forward action may name at most " + MOST_GROUPS + " target groups, not " + tuples.size());
        }
        if (config != null
                && config.targetGroupStickinessConfig() != null
                && Boolean.TRUE.equals(config.targetGroupStickinessConfig().enabled())) {
            throw ElbErrors.validation("The local cloud does not support target group stickiness, which outranks the "
                    + "weights; set TargetGroupStickinessConfig.Enabled to false");
        }
        List<TargetGroupTuple> weighted = tuples.stream().map(Actions::weighted).toList();
        if (weighted.stream().map(TargetGroupTuple::targetGroupArn).distinct().count() != weighted.size()) {
            throw ElbErrors.validation("A forward action may name a target group only once");
        }
        return action.toBuilder()
                .targetGroupArn(weighted.size() == 1 ? weighted.getFirst().targetGroupArn() : null)
                .forwardConfig(forward -> forward.targetGroups(weighted)
                        .targetGroupStickinessConfig(stickiness -> stickiness.enabled(false)))
                .build();
    }

    private static TargetGroupTuple weighted(TargetGroupTuple tuple) {
        int weight = tuple.weight() == null ? 1 : tuple.weight();
        if (weight < 0 || weight > 999) {
            throw ElbErrors.validation("Weight '" + weight + "' must be between 0 and 999");
        }
        if (tuple.targetGroupArn() == null) {
            throw ElbErrors.validation("A forward action must name a target group in each tuple");
        }
        return tuple.toBuilder().weight(weight).build();
    }

    private static Action fixed(Action action) {
        FixedResponseActionConfig config = action.fixedResponseConfig();
        if (config == null
                || config.statusCode() == null
                || !config.statusCode().matches("[245]\\d\\d")) {
            throw ElbErrors.validation("A fixed-response action must have a status code of the form 2XX, 4XX or 5XX");
        }
        if (config.messageBody() != null && config.messageBody().length() > 1024) {
            throw ElbErrors.validation("A fixed response's message body may have at most 1024 characters");
        }
        String type = config.contentType();
        if (type != null && !CONTENT_TYPES.contains(type)) {
            throw ElbErrors.validation("Content type '" + type + "' must be one of " + CONTENT_TYPES);
        }
        return action;
    }

    private static Action redirect(Action action) {
        RedirectActionConfig config = action.redirectConfig();
        if (config == null || config.statusCode() == null) {
            throw ElbErrors.validation("A redirect action must have a status code, HTTP_301 or HTTP_302");
        }
        if (config.statusCode() == null || !config.statusCodeAsString().matches("HTTP_30[12]")) {
            throw ElbErrors.validation(
                    "Redirect status code '" + config.statusCodeAsString() + "' must be HTTP_301 or HTTP_302");
        }
        RedirectActionConfig whole = config.toBuilder()
                .protocol(orElse(config.protocol(), "#{protocol}"))
                .host(orElse(config.host(), "#{host}"))
                .port(orElse(config.port(), "#{port}"))
                .path(orElse(config.path(), "/#{path}"))
                .query(orElse(config.query(), "#{query}"))
                .build();
        boolean loop = whole.protocol().equals("#{protocol}")
                && whole.host().equals("#{host}")
                && whole.port().equals("#{port}")
                && whole.path().equals("/#{path}");
        if (loop) {
            throw ElbErrors.invalidConfiguration(
                    "A redirect must change at least one of protocol, host, port and path: this one is a loop");
        }
        return action.toBuilder().redirectConfig(whole).build();
    }

    private static String orElse(@Nullable String value, String fallback) {
        return value == null ? fallback : value;
    }
}
