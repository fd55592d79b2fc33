package slipway.operations.rollout;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.operations.EnvironmentStack;
import slipway.operations.stacks.StackOrder;
import slipway.operations.stacks.StackSnapshot;
import slipway.operations.stacks.Template;
import slipway.operations.stacks.TemplateLibrary;
import slipway.operations.stacks.TemplateParameter;

/** Writes the order for each stack: which parameters it gets from where. */
final class OrderBook {
    private final TemplateLibrary library;
    private final Wiring wiring;
    private final Choices choices;
    private final TargetDefaults defaults;
    private final EnvironmentState state;
    private final Optional<String> retainedFileSystem;
    private final String token;

    OrderBook(
            TemplateLibrary library,
            Wiring wiring,
            Choices choices,
            TargetDefaults defaults,
            EnvironmentState state,
            Optional<String> retainedFileSystem,
            String token) {
        this.library = library;
        this.wiring = wiring;
        this.choices = choices;
        this.defaults = defaults;
        this.state = state;
        this.retainedFileSystem = retainedFileSystem;
        this.token = token;
    }

    /**
     * The order for a stack.
     *
     * @param outputs of the stacks that are there by now
     * @param images by tier, for the tiers whose live colour gets one now
     */
    StackOrder order(
            EnvironmentStack stack, Map<EnvironmentStack, Map<String, String>> outputs, Map<Tier, String> images) {
        Template template = library.template(stack.template());
        Optional<StackSnapshot> existing = state.usable(stack);
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> kept = new HashSet<>();
        for (TemplateParameter parameter : template.parameters()) {
            String name = parameter.name();
            if (wiring.wired(stack).contains(name)) {
                continue;
            }
            Optional<String> chosen = choices.value(stack, name);
            if (existing.isEmpty()) {
                chosen = chosen.or(() -> fromOthers(name))
                        .or(() -> defaults.of(stack, name).map(TargetDefaults.Default::value));
            }
            if (chosen.isPresent()) {
                values.put(name, chosen.get());
            } else if (existing.filter(found -> found.parameters().containsKey(name))
                    .isPresent()) {
                kept.add(name);
            }
        }
        values.putAll(wiring.values(stack, outputs));
        decide(stack, template, existing, images, values);
        kept.removeAll(values.keySet());
        return new StackOrder(
                stack.in(state.environment()),
                template,
                values,
                kept,
                existing.isPresent() && stack.tier().isPresent() ? Set.of("DesiredCount") : Set.of(),
                tags(state.environment(), stack),
                token + "-" + stack.suffix());
    }

    private Optional<String> fromOthers(String parameter) {
        if (!Choices.SHARED.contains(parameter)) {
            return Optional.empty();
        }
        return state.stacks().values().stream()
                .map(stack -> stack.parameters().get(parameter))
                .filter(value -> value != null)
                .findFirst();
    }

    private void decide(
            EnvironmentStack stack,
            Template template,
            Optional<StackSnapshot> existing,
            Map<Tier, String> images,
            Map<String, String> values) {
        if (template.takes("EnvironmentName")) {
            values.put("EnvironmentName", state.environment().value());
        }
        if (stack == EnvironmentStack.TRAFFIC && existing.isPresent()) {
            values.putAll(state.weights().parameters());
        }
        if (stack == EnvironmentStack.DATA && existing.isEmpty() && !values.containsKey("ExistingFileSystemId")) {
            retainedFileSystem.ifPresent(id -> values.put("ExistingFileSystemId", id));
        }
        stack.tier()
                .ifPresent(tier ->
                        stack.colour().ifPresent(colour -> decideService(tier, colour, existing, images, values)));
    }

    private void decideService(
            Tier tier,
            Colour colour,
            Optional<StackSnapshot> existing,
            Map<Tier, String> images,
            Map<String, String> values) {
        values.put("Tier", tier.label());
        values.put("Colour", colour.label());
        boolean live = state.live(tier).contains(colour);
        Optional<String> image = Optional.ofNullable(images.get(tier))
                .filter(uri -> live && state.image(tier, colour).isEmpty());
        if (image.isPresent()) {
            values.put("Image", image.get());
            values.putAll(Transition.roll(tier, Transition.FEWEST).values());
        } else if (existing.isEmpty()) {
            values.put("Image", "");
            values.putAll(Transition.retire().values());
        } else {
            // What runs is left alone: a number would undo what autoscaling decided since.
            boolean retired =
                    existing.get().parameters().getOrDefault("MaxCapacity", "0").equals("0");
            values.put("DesiredCount", retired ? "0" : "-1");
        }
    }

    static Map<String, String> tags(EnvironmentName environment, EnvironmentStack stack) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Project", "slipway");
        tags.put("Environment", environment.value());
        tags.put("Tier", stack.tier().map(Tier::label).orElse(stack.template()));
        stack.colour().ifPresent(colour -> tags.put("Colour", colour.label()));
        tags.put("ManagedBy", "slipway");
        return tags;
    }
}
