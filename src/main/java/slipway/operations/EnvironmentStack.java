package slipway.operations;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Tier;

/**
 * The stacks of an environment, in an order in which they can be deployed. Which of them really wait for which follows
 * from the templates: an output has the name of the parameter that takes it.
 */
public enum EnvironmentStack {
    NETWORK("network"),
    PLATFORM("platform"),
    TRAFFIC("traffic"),
    DATA("data"),
    DELIVERY("delivery"),
    API_BLUE(Tier.API, Colour.BLUE),
    API_GREEN(Tier.API, Colour.GREEN),
    CLIENT_BLUE(Tier.CLIENT, Colour.BLUE),
    CLIENT_GREEN(Tier.CLIENT, Colour.GREEN),
    MONITORING("monitoring");

    private final String suffix;
    private final String template;
    private final @Nullable Tier tier;
    private final @Nullable Colour colour;

    EnvironmentStack(String name) {
        this.suffix = name;
        this.template = name;
        this.tier = null;
        this.colour = null;
    }

    EnvironmentStack(Tier tier, Colour colour) {
        this.suffix = tier.label() + "-" + colour.label();
        this.template = "service";
        this.tier = tier;
        this.colour = colour;
    }

    /** What follows the environment's name in the stack's name. */
    public String suffix() {
        return suffix;
    }

    /** The template's name, without folder and ending. */
    public String template() {
        return template;
    }

    public Optional<Tier> tier() {
        return Optional.ofNullable(tier);
    }

    public Optional<Colour> colour() {
        return Optional.ofNullable(colour);
    }

    public String in(EnvironmentName environment) {
        return environment.stack(suffix);
    }

    public static EnvironmentStack service(Tier tier, Colour colour) {
        return Arrays.stream(values())
                .filter(stack -> stack.tier == tier && stack.colour == colour)
                .findFirst()
                .orElseThrow();
    }

    /** The environment's stack of that name, if it is one. */
    public static Optional<EnvironmentStack> named(EnvironmentName environment, String stack) {
        return all().stream()
                .filter(candidate -> candidate.in(environment).equals(stack))
                .findFirst();
    }

    public static List<EnvironmentStack> all() {
        return List.of(values());
    }
}
