package slipway.operations.rollout;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.operations.EnvironmentStack;
import slipway.operations.LiveWeights;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.StackSnapshot;

/** An environment as a deployment finds it. */
record EnvironmentState(EnvironmentName environment, Map<EnvironmentStack, StackSnapshot> stacks, LiveWeights weights) {

    /** An environment of which nothing exists. */
    static EnvironmentState nothing(EnvironmentName environment) {
        return new EnvironmentState(environment, Map.of(), LiveWeights.none());
    }

    static EnvironmentState read(Cloud cloud, EnvironmentName environment) {
        Map<EnvironmentStack, StackSnapshot> stacks = new EnumMap<>(EnvironmentStack.class);
        Map<String, StackSnapshot> found = new StackReader(cloud).all(environment);
        for (EnvironmentStack stack : EnvironmentStack.all()) {
            Optional.ofNullable(found.get(stack.in(environment))).ifPresent(snapshot -> stacks.put(stack, snapshot));
        }
        return new EnvironmentState(environment, stacks, LiveWeights.read(cloud, outputs(stacks)));
    }

    /** The stack, unless it is one that will be deleted and created again, or is going. */
    Optional<StackSnapshot> usable(EnvironmentStack stack) {
        return Optional.ofNullable(stacks.get(stack))
                .filter(found -> !found.onlyDeletable()
                        && !found.status().startsWith("ROLLBACK")
                        && !found.status().startsWith("DELETE"));
    }

    Map<EnvironmentStack, Map<String, String>> outputs() {
        return outputs(stacks);
    }

    private static Map<EnvironmentStack, Map<String, String>> outputs(Map<EnvironmentStack, StackSnapshot> stacks) {
        Map<EnvironmentStack, Map<String, String>> outputs = new EnumMap<>(EnvironmentStack.class);
        stacks.forEach((stack, found) -> outputs.put(stack, found.outputs()));
        return outputs;
    }

    Set<Colour> live(Tier tier) {
        return weights.live(tier);
    }

    /** The image that a colour's stack names; empty when it has none. */
    Optional<String> image(Tier tier, Colour colour) {
        return usable(EnvironmentStack.service(tier, colour))
                .map(stack -> stack.parameters().getOrDefault("Image", ""))
                .filter(image -> !image.isEmpty());
    }

    /** Whether a colour that gets requests has no image: then a deployment has to give it one. */
    boolean needsImage(Tier tier) {
        return live(tier).stream().anyMatch(colour -> image(tier, colour).isEmpty());
    }
}
