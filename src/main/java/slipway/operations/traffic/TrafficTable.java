package slipway.operations.traffic;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Tier;
import slipway.model.Weights;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** The environment's stacks and its weighted rules, read in two calls. */
record TrafficTable(Map<EnvironmentStack, Stack> stacks, Map<Tier, WeightedRule> rules) {
    static TrafficTable read(Cloud cloud, EnvironmentName environment) {
        return Failures.translated("read the rules of " + environment, () -> {
            Map<EnvironmentStack, Stack> stacks = stacks(cloud, environment);
            return new TrafficTable(stacks, rules(cloud, stacks));
        });
    }

    private static Map<EnvironmentStack, Stack> stacks(Cloud cloud, EnvironmentName environment) {
        Map<EnvironmentStack, Stack> stacks = new EnumMap<>(EnvironmentStack.class);
        cloud.cloudFormation()
                .describeStacksPaginator(request -> {})
                .stacks()
                .forEach(stack -> EnvironmentStack.named(environment, stack.stackName())
                        .ifPresent(known -> stacks.put(known, stack)));
        return stacks;
    }

    /** The stacks alone, for those who need no rule: one call. */
    static TrafficTable ofStacks(Cloud cloud, EnvironmentName environment) {
        return Failures.translated(
                "read the stacks of " + environment, () -> new TrafficTable(stacks(cloud, environment), Map.of()));
    }

    private static Map<Tier, WeightedRule> rules(Cloud cloud, Map<EnvironmentStack, Stack> stacks) {
        Map<String, Tier> tiers = new HashMap<>();
        for (Tier tier : Tier.values()) {
            output(stacks, EnvironmentStack.TRAFFIC, capital(tier) + "RuleArn").ifPresent(arn -> tiers.put(arn, tier));
        }
        Map<Tier, WeightedRule> rules = new EnumMap<>(Tier.class);
        if (!tiers.isEmpty()) {
            for (Rule rule : cloud.balancers()
                    .describeRules(request -> request.ruleArns(tiers.keySet()))
                    .rules()) {
                Tier tier = tiers.get(rule.ruleArn());
                if (tier != null) {
                    WeightedRule.of(rule, tier, group(stacks, tier, Colour.BLUE), group(stacks, tier, Colour.GREEN))
                            .ifPresent(weighted -> rules.put(tier, weighted));
                }
            }
        }
        return rules;
    }

    private static String group(Map<EnvironmentStack, Stack> stacks, Tier tier, Colour colour) {
        return output(stacks, EnvironmentStack.PLATFORM, capital(tier) + capital(colour) + "TargetGroupArn")
                .orElse("");
    }

    /**
     * The rule of a tier.
     *
     * @throws FailureException {@code NotFound} before there is one
     */
    WeightedRule rule(EnvironmentName environment, Tier tier) {
        return Optional.ofNullable(rules.get(tier))
                .orElseThrow(() -> new FailureException(new Failure.NotFound(
                        "The environment " + environment + " has no rule that shares the requests of the "
                                + tier.label() + ": deploy it first.",
                        "")));
    }

    /** What the ledger says of a tier; empty while the stack has no such parameters. */
    Optional<Weights> recorded(Tier tier) {
        Optional<Integer> blue = recorded(tier, Colour.BLUE);
        Optional<Integer> green = recorded(tier, Colour.GREEN);
        return blue.isPresent() && green.isPresent()
                ? Optional.of(new Weights(blue.get(), green.get()))
                : Optional.empty();
    }

    private Optional<Integer> recorded(Tier tier, Colour colour) {
        return Optional.of(parameter(EnvironmentStack.TRAFFIC, parameterName(tier, colour)))
                .filter(value -> value.matches("\\d{1,3}"))
                .map(Integer::valueOf);
    }

    static String parameterName(Tier tier, Colour colour) {
        return capital(tier) + capital(colour) + "Weight";
    }

    /** AWS's status of the traffic stack; empty when there is none. */
    String status() {
        return Optional.ofNullable(stacks.get(EnvironmentStack.TRAFFIC))
                .map(Stack::stackStatusAsString)
                .orElse("");
    }

    /** A stack's parameter; empty when it has none of that name. */
    String parameter(EnvironmentStack stack, String name) {
        Stack found = stacks.get(stack);
        return found == null
                ? ""
                : found.parameters().stream()
                        .filter(parameter -> name.equals(parameter.parameterKey()))
                        .map(parameter ->
                                Optional.ofNullable(parameter.parameterValue()).orElse(""))
                        .findFirst()
                        .orElse("");
    }

    Optional<String> output(EnvironmentStack stack, String name) {
        return output(stacks, stack, name);
    }

    private static Optional<String> output(Map<EnvironmentStack, Stack> stacks, EnvironmentStack stack, String name) {
        Stack found = stacks.get(stack);
        return found == null
                ? Optional.empty()
                : found.outputs().stream()
                        .filter(output -> name.equals(output.outputKey()))
                        .map(output -> output.outputValue())
                        .findFirst();
    }

    /** The names of the traffic stack's parameters. */
    List<String> parameterNames() {
        Stack found = stacks.get(EnvironmentStack.TRAFFIC);
        return found == null
                ? List.of()
                : found.parameters().stream()
                        .map(parameter -> parameter.parameterKey())
                        .toList();
    }

    static String capital(Tier tier) {
        return tier == Tier.CLIENT ? "Client" : "Api";
    }

    static String capital(Colour colour) {
        return colour == Colour.BLUE ? "Blue" : "Green";
    }
}
