package slipway.operations.rollout;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.operations.EnvironmentStack;
import slipway.operations.stacks.Template;
import slipway.operations.stacks.TemplateLibrary;
import slipway.operations.stacks.TemplateParameter;

/**
 * What feeds what. An output has the name of the parameter that takes it. A service's parameter {@code P} is, for
 * client-blue, the first of the outputs ClientBlueP, ClientP, P that some other stack has; and a service's own output {@code
 * P} counts as ClientBlueP for others. The order of deployment follows from that alone.
 */
final class Wiring {
    /** The template is the same for both tiers; each tier has one address that it must not be given. */
    private static final Map<String, String> NOT_FOR = Map.of("client", "RedisUrl", "api", "ApiUrl");

    /** Parameter to the stack and output that it takes. */
    private final Map<EnvironmentStack, Map<String, Source>> sources = new EnumMap<>(EnvironmentStack.class);

    private record Source(EnvironmentStack stack, String output) {}

    Wiring(TemplateLibrary library) {
        Map<String, Source> outputs = new LinkedHashMap<>();
        for (EnvironmentStack stack : EnvironmentStack.all()) {
            for (String output : library.template(stack.template()).outputs()) {
                outputs.putIfAbsent(prefix(stack) + output, new Source(stack, output));
            }
        }
        for (EnvironmentStack stack : EnvironmentStack.all()) {
            sources.put(stack, feeds(stack, library.template(stack.template()), outputs));
        }
        refuseCircles();
    }

    private static Map<String, Source> feeds(EnvironmentStack stack, Template template, Map<String, Source> outputs) {
        String foreign = stack.tier().map(tier -> NOT_FOR.get(tier.label())).orElse("");
        Map<String, Source> feeds = new LinkedHashMap<>();
        for (TemplateParameter parameter : template.parameters()) {
            if (parameter.name().equals(foreign)) {
                continue;
            }
            names(stack, parameter.name()).stream()
                    .map(outputs::get)
                    .filter(source -> source != null && source.stack() != stack)
                    .findFirst()
                    .ifPresent(source -> feeds.put(parameter.name(), source));
        }
        return feeds;
    }

    private static List<String> names(EnvironmentStack stack, String parameter) {
        return stack.tier()
                .map(tier -> List.of(prefix(stack) + parameter, capital(tier.label()) + parameter, parameter))
                .orElse(List.of(parameter));
    }

    /** {@code ClientBlue} for client-blue, nothing for a stack that is no service. */
    private static String prefix(EnvironmentStack stack) {
        return stack.tier()
                .flatMap(tier -> stack.colour().map(colour -> capital(tier.label()) + capital(colour.label())))
                .orElse("");
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** The stacks whose outputs a stack takes: it can start when they are done. */
    Set<EnvironmentStack> waitsFor(EnvironmentStack stack) {
        Set<EnvironmentStack> stacks = EnumSet.noneOf(EnvironmentStack.class);
        sourcesOf(stack).values().forEach(source -> stacks.add(source.stack()));
        return stacks;
    }

    /** The stacks that take a stack's outputs: it can go when they are gone. */
    Set<EnvironmentStack> feeds(EnvironmentStack stack) {
        Set<EnvironmentStack> stacks = EnumSet.noneOf(EnvironmentStack.class);
        for (EnvironmentStack other : EnvironmentStack.all()) {
            if (waitsFor(other).contains(stack)) {
                stacks.add(other);
            }
        }
        return stacks;
    }

    /** The parameters that other stacks feed. */
    Set<String> wired(EnvironmentStack stack) {
        return sourcesOf(stack).keySet();
    }

    /**
     * The values that other stacks feed, as far as they have them. An output that its condition leaves out has none: then the
     * parameter's default holds.
     *
     * @param outputs of the stacks that exist
     */
    Map<String, String> values(EnvironmentStack stack, Map<EnvironmentStack, Map<String, String>> outputs) {
        Map<String, String> values = new LinkedHashMap<>();
        sourcesOf(stack)
                .forEach((parameter, source) -> Optional.ofNullable(
                                outputs.getOrDefault(source.stack(), Map.of()).get(source.output()))
                        .ifPresent(value -> values.put(parameter, value)));
        return values;
    }

    private Map<String, Source> sourcesOf(EnvironmentStack stack) {
        return sources.getOrDefault(stack, Map.of());
    }

    /** Own templates may be wired so that two stacks need each other. */
    private void refuseCircles() {
        Set<EnvironmentStack> done = EnumSet.noneOf(EnvironmentStack.class);
        List<EnvironmentStack> left = new ArrayList<>(EnvironmentStack.all());
        boolean moved = true;
        while (moved) {
            moved = left.removeIf(stack -> done.containsAll(waitsFor(stack)) && done.add(stack));
        }
        if (!left.isEmpty()) {
            throw new FailureException(new Failure.Rejected(
                    "The templates cannot be ordered: each of "
                            + String.join(
                                    ", ",
                                    left.stream().map(EnvironmentStack::suffix).toList())
                            + " takes an output of another one.",
                    ""));
        }
    }
}
