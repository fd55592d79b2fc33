package slipway.operations.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import slipway.model.WrongUsageException;
import slipway.operations.EnvironmentStack;
import slipway.operations.stacks.TemplateLibrary;
import slipway.operations.stacks.TemplateParameter;

/**
 * The parameters that an operator chose. A name stands for every template that has it; {@code data.Cpu} for one template,
 * {@code api.Cpu} for one tier's stacks, {@code api-blue.Cpu} for one stack.
 */
final class Choices {
    /** What a deployment itself decides for the service stacks, and where every stack belongs. */
    static final Set<String> DECIDED =
            Set.of("EnvironmentName", "Tier", "Colour", "DesiredCount", "MinCapacity", "MaxCapacity");

    /** One value in all stacks: a stack that comes later takes it from those that are there. */
    static final Set<String> SHARED = Set.of("Profile", "CertificateArn");

    private final Map<String, String> values;

    Choices(Map<String, String> values) {
        this.values = new LinkedHashMap<>(values);
    }

    Map<String, String> asMap() {
        return Map.copyOf(values);
    }

    Optional<String> value(EnvironmentStack stack, String parameter) {
        for (String qualifier : qualifiers(stack)) {
            String value = values.get(qualifier + "." + parameter);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.ofNullable(values.get(parameter));
    }

    private static List<String> qualifiers(EnvironmentStack stack) {
        return stack.tier()
                .map(tier -> List.of(stack.suffix(), tier.label(), stack.template()))
                .orElse(List.of(stack.suffix()));
    }

    /** @throws WrongUsageException for a name that no template has, one that is not to be chosen, or a bad value */
    void check(TemplateLibrary library, Wiring wiring) {
        for (Map.Entry<String, String> choice : values.entrySet()) {
            List<EnvironmentStack> takers = takers(choice.getKey(), library);
            String parameter = choice.getKey().substring(choice.getKey().lastIndexOf('.') + 1);
            if (takers.isEmpty()) {
                throw new WrongUsageException("No template has a parameter " + choice.getKey() + ". There are: "
                        + String.join(", ", choosable(library, wiring)) + ".");
            }
            for (EnvironmentStack stack : takers) {
                if (DECIDED.contains(parameter) || wiring.wired(stack).contains(parameter)) {
                    throw new WrongUsageException("Parameter " + parameter + " of " + stack.suffix()
                            + " is not chosen: the deployment fills it in.");
                }
                library.template(stack.template())
                        .parameter(parameter)
                        .flatMap(declared ->
                                declared.problem(choice.getValue()).map(problem -> declared.mark() + ": " + problem))
                        .ifPresent(problem -> {
                            throw new WrongUsageException(problem + ".");
                        });
            }
        }
    }

    private static List<EnvironmentStack> takers(String name, TemplateLibrary library) {
        int dot = name.lastIndexOf('.');
        String parameter = name.substring(dot + 1);
        return EnvironmentStack.all().stream()
                .filter(stack -> dot < 0 || qualifiers(stack).contains(name.substring(0, dot)))
                .filter(stack -> library.template(stack.template()).takes(parameter))
                .toList();
    }

    private static Set<String> choosable(TemplateLibrary library, Wiring wiring) {
        Set<String> names = new TreeSet<>();
        for (EnvironmentStack stack : EnvironmentStack.all()) {
            for (TemplateParameter parameter :
                    library.template(stack.template()).parameters()) {
                if (!DECIDED.contains(parameter.name()) && !wiring.wired(stack).contains(parameter.name())) {
                    names.add(parameter.name());
                }
            }
        }
        return names;
    }
}
