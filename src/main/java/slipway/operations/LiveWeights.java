package slipway.operations;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.Tier;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** The weights of the live rules, which are the truth about where requests go. Before there are rules blue has them all. */
public final class LiveWeights {
    private final Map<Tier, Map<Colour, Integer>> weights;

    private LiveWeights(Map<Tier, Map<Colour, Integer>> weights) {
        this.weights = weights;
    }

    /** @param outputs of the stacks that exist */
    public static LiveWeights read(Cloud cloud, Map<EnvironmentStack, Map<String, String>> outputs) {
        Map<String, String> rules = outputs.getOrDefault(EnvironmentStack.TRAFFIC, Map.of());
        Map<String, String> groups = outputs.getOrDefault(EnvironmentStack.PLATFORM, Map.of());
        List<String> arns = Arrays.stream(Tier.values())
                .map(tier -> rules.get(capital(tier.label()) + "RuleArn"))
                .filter(arn -> arn != null)
                .toList();
        Map<String, Integer> byGroup = new LinkedHashMap<>();
        if (!arns.isEmpty()) {
            Failures.translatedRun(
                    "read the live weights",
                    () -> cloud.balancers()
                            .describeRules(request -> request.ruleArns(arns))
                            .rules()
                            .forEach(rule -> tuples(rule)
                                    .forEach(tuple -> byGroup.put(
                                            tuple.targetGroupArn(), tuple.weight() == null ? 1 : tuple.weight()))));
        }
        Map<Tier, Map<Colour, Integer>> weights = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            Map<Colour, Integer> ofTier = new EnumMap<>(Colour.class);
            for (Colour colour : Colour.values()) {
                Optional.ofNullable(groups.get(capital(tier.label()) + capital(colour.label()) + "TargetGroupArn"))
                        .map(byGroup::get)
                        .ifPresent(weight -> ofTier.put(colour, weight));
            }
            if (!ofTier.isEmpty()) {
                weights.put(tier, ofTier);
            }
        }
        return new LiveWeights(weights);
    }

    /** Of an environment that has no rules yet. */
    public static LiveWeights none() {
        return new LiveWeights(Map.of());
    }

    private static List<TargetGroupTuple> tuples(Rule rule) {
        return rule.actions().stream()
                .filter(action -> action.forwardConfig() != null)
                .flatMap(action -> action.forwardConfig().targetGroups().stream())
                .toList();
    }

    /** The colours that get requests; blue while nothing decides otherwise. */
    public Set<Colour> live(Tier tier) {
        Set<Colour> live = EnumSet.noneOf(Colour.class);
        weights.getOrDefault(tier, Map.of()).forEach((colour, weight) -> {
            if (weight > 0) {
                live.add(colour);
            }
        });
        return live.isEmpty() ? EnumSet.of(Colour.BLUE) : live;
    }

    /** A colour's weight; 0 while no rule names it. */
    public int weight(Tier tier, Colour colour) {
        return weights.getOrDefault(tier, Map.of()).getOrDefault(colour, 0);
    }

    /** The traffic stack's weight parameters, as the live rules have them; empty before there are rules. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        weights.forEach((tier, ofTier) -> ofTier.forEach((colour, weight) ->
                parameters.put(capital(tier.label()) + capital(colour.label()) + "Weight", String.valueOf(weight))));
        return parameters;
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
