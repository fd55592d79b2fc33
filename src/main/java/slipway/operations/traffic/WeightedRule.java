package slipway.operations.traffic;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.Tier;
import slipway.model.TrafficStatus;
import slipway.model.Weights;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * The live rule of a tier.
 *
 * @param actions as they are; a change sends all of them
 * @param blue ARN of blue's target group
 * @param green of green's
 */
record WeightedRule(Tier tier, String arn, String priority, List<Action> actions, String blue, String green) {
    /** Empty for a rule that forwards to none of the two groups. */
    static Optional<WeightedRule> of(Rule rule, Tier tier, String blue, String green) {
        var weighted = new WeightedRule(tier, rule.ruleArn(), rule.priority(), rule.actions(), blue, green);
        return weighted.forward().isPresent() ? Optional.of(weighted) : Optional.empty();
    }

    private Optional<ForwardActionConfig> forward() {
        return actions.stream()
                .map(Action::forwardConfig)
                .filter(forward -> forward != null
                        && forward.targetGroups().stream()
                                .anyMatch(tuple -> tuple.targetGroupArn().equals(blue)
                                        || tuple.targetGroupArn().equals(green)))
                .findFirst();
    }

    String group(Colour colour) {
        return colour == Colour.BLUE ? blue : green;
    }

    Weights weights() {
        return new Weights(weight(blue), weight(green));
    }

    /** A tuple without a weight has 1, as with the balancer. */
    private int weight(String group) {
        return forward().stream()
                .flatMap(forward -> forward.targetGroups().stream())
                .filter(tuple -> tuple.targetGroupArn().equals(group))
                .map(tuple -> Optional.ofNullable(tuple.weight()).orElse(1))
                .findFirst()
                .orElse(0);
    }

    boolean sticky() {
        return forward()
                .map(ForwardActionConfig::targetGroupStickinessConfig)
                .filter(stickiness -> Boolean.TRUE.equals(stickiness.enabled()))
                .isPresent();
    }

    TrafficStatus.Rule shown() {
        return new TrafficStatus.Rule(arn, TrafficTable.capital(tier) + "Rule", priority);
    }

    /** The whole action list with other weights: both tuples, and the stickiness as it was. */
    List<Action> with(Weights weights) {
        Optional<ForwardActionConfig> weighted = forward();
        UnaryOperator<Action> change = action -> Optional.ofNullable(action.forwardConfig())
                        .filter(forward -> weighted.filter(forward::equals).isPresent())
                        .isEmpty()
                ? action
                : Action.builder()
                        .type(action.type())
                        .order(action.order())
                        .forwardConfig(forward(action.forwardConfig().targetGroupStickinessConfig(), weights))
                        .build();
        return actions.stream().map(change).toList();
    }

    private ForwardActionConfig forward(@Nullable TargetGroupStickinessConfig stickiness, Weights weights) {
        return ForwardActionConfig.builder()
                .targetGroups(tuple(blue, weights.blue()), tuple(green, weights.green()))
                .targetGroupStickinessConfig(stickiness)
                .build();
    }

    private static TargetGroupTuple tuple(String group, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
    }
}
