package slipway.operations.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slipway.operations.EnvironmentStack;
import slipway.operations.stacks.TemplateLibrary;
import slipway.operations.stacks.TemplateParameter;

/** Makes one form out of the parameters of all templates. */
final class ParameterForms {
    /** The weights are moved by the slider, images by releases; a deployment's form offers neither. */
    private static final Set<String> ELSEWHERE =
            Set.of("Image", "ClientBlueWeight", "ClientGreenWeight", "ApiBlueWeight", "ApiGreenWeight");

    private ParameterForms() {}

    static ParameterForm form(
            TemplateLibrary library, Wiring wiring, EnvironmentState state, Choices chosen, TargetDefaults defaults) {
        Map<String, TemplateParameter> parameters = new LinkedHashMap<>();
        Map<String, List<EnvironmentStack>> takers = new LinkedHashMap<>();
        for (EnvironmentStack stack : EnvironmentStack.all()) {
            for (TemplateParameter parameter :
                    library.template(stack.template()).parameters()) {
                if (!Choices.DECIDED.contains(parameter.name())
                        && !ELSEWHERE.contains(parameter.name())
                        && !wiring.wired(stack).contains(parameter.name())) {
                    parameters.putIfAbsent(parameter.name(), parameter);
                    takers.computeIfAbsent(parameter.name(), name -> new ArrayList<>())
                            .add(stack);
                }
            }
        }
        Map<String, List<ParameterForm.Field>> groups = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            List<EnvironmentStack> stacks = takers.getOrDefault(name, List.of());
            Optional<TargetDefaults.Default> offered = stacks.stream()
                    .flatMap(stack -> defaults.of(stack, name).stream())
                    .filter(candidate -> TargetDefaults.isGiven(candidate, chosen, state))
                    .findFirst();
            String value = stacks.stream()
                    .flatMap(stack -> Stream.concat(
                            chosen.value(stack, name).stream(),
                            Stream.ofNullable(state.stacks().get(stack))
                                    .map(found -> found.parameters().get(name))
                                    .filter(Objects::nonNull)))
                    .findFirst()
                    .or(() -> offered.map(TargetDefaults.Default::value))
                    .or(parameter::defaultValue)
                    .orElse("");
            groups.computeIfAbsent(parameter.group(), label -> new ArrayList<>())
                    .add(new ParameterForm.Field(
                            parameter,
                            value,
                            stacks.stream()
                                    .map(stack -> stack.in(state.environment()))
                                    .toList(),
                            offered.map(TargetDefaults.Default::reason).orElse("")));
        });
        return new ParameterForm(groups.entrySet().stream()
                .map(group -> new ParameterForm.Group(group.getKey(), List.copyOf(group.getValue())))
                .toList());
    }
}
