package slipway.operations.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.cloud.Target;
import slipway.operations.EnvironmentStack;
import slipway.operations.stacks.TemplateLibrary;

/**
 * What a new stack gets where nobody chose a value, because its target is what it is. A template's own default is made for AWS, where
 * things cost.
 */
final class TargetDefaults {
    private final List<Default> defaults = new ArrayList<>();

    /** @param reason a sentence */
    record Default(EnvironmentStack stack, String parameter, String value, String reason) {}

    /** On AWS there are none. Own templates may lack the parameter, or the value: then it is not given. */
    TargetDefaults(Target target, TemplateLibrary library) {
        if (target instanceof Target.Local) {
            add(
                    library,
                    new Default(
                            EnvironmentStack.PLATFORM,
                            "ContainerInsights",
                            "enhanced",
                            "It is free on the local cloud and tells CPU, memory and restarts of each task."));
        }
    }

    private void add(TemplateLibrary library, Default offered) {
        library.template(offered.stack().template())
                .parameter(offered.parameter())
                .filter(declared -> declared.problem(offered.value()).isEmpty())
                .ifPresent(declared -> defaults.add(offered));
    }

    Optional<Default> of(EnvironmentStack stack, String parameter) {
        return defaults.stream()
                .filter(candidate ->
                        candidate.stack() == stack && candidate.parameter().equals(parameter))
                .findFirst();
    }

    /** In words for a plan: those that will be given. */
    List<String> notes(Choices choices, EnvironmentState state) {
        return defaults.stream()
                .filter(offered -> isGiven(offered, choices, state))
                .map(offered -> offered.stack().suffix() + ": " + offered.parameter() + "=" + offered.value()
                        + ", because nobody chose otherwise. " + offered.reason())
                .toList();
    }

    static boolean isGiven(Default offered, Choices choices, EnvironmentState state) {
        return choices.value(offered.stack(), offered.parameter()).isEmpty()
                && state.usable(offered.stack()).isEmpty();
    }
}
