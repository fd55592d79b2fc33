package slipway.localcloud.cloudformation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudformation.ChangeSetEntry.Change;
import slipway.localcloud.cloudformation.ChangeSetEntry.Detail;
import slipway.localcloud.cloudformation.template.Node;
import slipway.localcloud.cloudformation.template.Reference;
import slipway.localcloud.cloudformation.template.References;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;
import slipway.localcloud.cloudformation.template.Scope;
import slipway.localcloud.cloudformation.template.Special;
import slipway.localcloud.cloudformation.template.Template;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/** What bringing a stack to a blueprint would change, and why: the contents of a change set. */
final class ChangePlan {
    private final Stack stack;
    private final Blueprint blueprint;
    private final Differences differences;
    private final @Nullable Template before;
    private final Set<String> changedParameters = new LinkedHashSet<>();
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final Set<String> replaced = new LinkedHashSet<>();
    private boolean quietChanges;

    ChangePlan(Stack stack, Blueprint blueprint, Differences differences) {
        this.stack = stack;
        this.blueprint = blueprint;
        this.differences = differences;
        this.before = stack.settings()
                .map(settings -> Template.parse(settings.template()))
                .orElse(null);
        var oldWorth = new HashMap<String, Object>();
        stack.settings().ifPresent(settings -> oldWorth.putAll(settings.parameterWorth()));
        blueprint.settings().parameterWorth().forEach((name, worth) -> {
            if (!worth.equals(oldWorth.get(name))) {
                changedParameters.add(name);
            }
        });
        compute();
    }

    /** Resource changes: those that go first, then the others in the template's order. */
    List<Change> changes() {
        return List.copyOf(changes.values());
    }

    /** Whether an update would do anything, if only to outputs or to what the template says beside properties. */
    boolean hasChanges() {
        boolean tagsDiffer = stack.settings()
                .filter(settings -> settings.tags().equals(blueprint.settings().tags()))
                .isEmpty();
        return !changes.isEmpty() || quietChanges || tagsDiffer || outputsDiffer();
    }

    private void compute() {
        for (ResourceEntry entry : StackRun.present(stack.resources().values())) {
            if (!blueprint.resources().contains(entry.logicalId())) {
                changes.put(entry.logicalId(), removal(entry));
            }
        }
        var planned = new HashMap<String, Change>();
        for (String id : blueprint.ordered()) {
            // What could not be created in an operation that was told not to roll back is made anew.
            ResourceEntry present = stack.resource(id)
                    .filter(entry -> !entry.isGone() && entry.status() != ResourceStatus.CREATE_FAILED)
                    .orElse(null);
            Change change = present == null ? addition(id) : modification(present);
            if (change != null) {
                planned.put(id, change);
                changes.put(id, change);
            }
        }
        // The order of work decides who knows what; people read in the template's order.
        blueprint.resources().stream().filter(planned::containsKey).forEach(id -> {
            changes.remove(id);
            changes.put(id, Objects.requireNonNull(planned.get(id)));
        });
    }

    private Change removal(ResourceEntry entry) {
        return new Change(
                "Remove",
                entry.logicalId(),
                entry.physicalId(),
                entry.type(),
                null,
                entry.onDelete() == Policy.DELETE ? "Delete" : "Retain",
                List.of(),
                context(entry.properties(), settingsNow()),
                null);
    }

    private Change addition(String id) {
        Wanted wanted = blueprint.wanted(id, new Foreseen());
        replaced.add(id);
        return new Change(
                "Add",
                id,
                null,
                wanted.type(),
                null,
                null,
                List.of(),
                null,
                context(wanted.properties(), blueprint.settings()));
    }

    private @Nullable Change modification(ResourceEntry present) {
        String id = present.logicalId();
        Wanted wanted = blueprint.wanted(id, new Foreseen());
        Set<String> changed = new LinkedHashSet<>(differences.changed(present.properties(), wanted.properties()));
        List<Detail> details = new ArrayList<>();
        boolean failedBefore = present.status() == ResourceStatus.UPDATE_FAILED;
        Map<String, Node> nodes = Objects.requireNonNull(
                        blueprint.template().resources().get(id))
                .properties()
                .entries();
        var names = new LinkedHashSet<>(nodes.keySet());
        names.addAll(changed);
        for (String name : names) {
            details.addAll(details(present, wanted, name, nodes.get(name), changed.contains(name)));
        }
        if (details.isEmpty() && !failedBefore) {
            quietChanges |= !Json.text(Objects.requireNonNull(
                                            blueprint.template().resources().get(id))
                                    .metadata()
                                    .plain())
                            .equals(present.metadata())
                    || present.onDelete() != wanted.onDelete()
                    || present.onReplace() != wanted.onReplace();
            return null;
        }
        boolean always = details.stream().anyMatch(detail -> detail.recreation().equals("Always"));
        boolean surely = details.stream()
                .anyMatch(detail -> detail.recreation().equals("Always")
                        && detail.evaluation().equals("Static"));
        if (always) {
            replaced.add(id);
        }
        String replacement = surely ? "True" : always ? "Conditional" : "False";
        String policyAction = null;
        if (always) {
            policyAction = wanted.onReplace() == Policy.DELETE ? "ReplaceAndDelete" : "ReplaceAndRetain";
        }
        return new Change(
                "Modify",
                id,
                present.physicalId(),
                wanted.type(),
                replacement,
                policyAction,
                details,
                context(present.properties(), settingsNow()),
                context(wanted.properties(), blueprint.settings()));
    }

    /** Each reason for which one property changes; none when it does not. */
    private List<Detail> details(
            ResourceEntry present, Wanted wanted, String name, @Nullable Node node, boolean changed) {
        var details = new ArrayList<Detail>();
        String recreation = differences.createOnly(wanted.type(), name) ? "Always" : "Never";
        String attribute = name.equals("Tags") ? "Tags" : "Properties";
        String old = shown(present.properties().get(name), settingsNow());
        String next = shown(wanted.properties().get(name), blueprint.settings());
        List<Reference> references =
                node == null ? List.of() : References.taken(node, blueprint.evaluator()::condition);
        for (Reference reference : references) {
            String target = reference.target();
            String source = null;
            String evaluation = "Static";
            String cause = target;
            if (changedParameters.contains(target) && changed) {
                source = "ParameterReference";
            } else if (changes.containsKey(target) && !reference.attribute().isEmpty()) {
                source = "ResourceAttribute";
                evaluation = replaced.contains(target) ? "Static" : "Dynamic";
                cause = target + "." + reference.attribute();
            } else if (replaced.contains(target)) {
                source = "ResourceReference";
            }
            if (source != null && details.stream().noneMatch(same(source, cause))) {
                details.add(new Detail(attribute, name, recreation, evaluation, source, cause, old, next));
            }
        }
        if (changed && (details.isEmpty() || textDiffers(present.logicalId(), name, node))) {
            details.add(new Detail(attribute, name, recreation, "Static", "DirectModification", null, old, next));
        } else if (changed
                && details.stream().allMatch(detail -> detail.source().equals("ParameterReference"))) {
            // AWS lists the property itself as well, as Dynamic.
            details.add(new Detail(attribute, name, recreation, "Dynamic", "DirectModification", null, old, next));
        }
        return details;
    }

    private static java.util.function.Predicate<Detail> same(String source, String cause) {
        return detail -> detail.source().equals(source) && cause.equals(detail.cause());
    }

    private boolean textDiffers(String id, String name, @Nullable Node node) {
        var old = before == null ? null : before.resources().get(id);
        Node oldNode = old == null ? null : old.properties().get(name);
        return !Objects.equals(oldNode == null ? null : oldNode.plain(), node == null ? null : node.plain());
    }

    private boolean outputsDiffer() {
        if (before == null) {
            return true;
        }
        Map<String, Object> old = outputText(before);
        Map<String, Object> next = outputText(blueprint.template());
        if (!old.equals(next)) {
            return true;
        }
        return !blueprint.outputs(new Foreseen()).equals(stack.outputs());
    }

    private static Map<String, Object> outputText(Template template) {
        var text = new LinkedHashMap<String, Object>();
        template.outputs()
                .forEach((name, output) -> text.put(
                        name,
                        List.of(
                                output.value().plain(),
                                output.description().orElse(""),
                                output.condition().orElse(""),
                                output.exportName().map(Node::plain).orElse(""))));
        return text;
    }

    private static String context(Map<String, Object> properties, Settings settings) {
        var context = new LinkedHashMap<String, Object>();
        context.put("Properties", printable(properties));
        return Masking.json(context, settings);
    }

    /** Special values as their text, at any depth. */
    private static Object printable(Object value) {
        return switch (value) {
            case Special special -> special.toString();
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.forEach((key, each) -> copy.put(String.valueOf(key), printable(each)));
                yield copy;
            }
            case List<?> list -> list.stream().map(ChangePlan::printable).toList();
            default -> value;
        };
    }

    private Settings settingsNow() {
        return stack.settings().orElse(blueprint.settings());
    }

    /** Text is shown bare, everything else as JSON. */
    private static @Nullable String shown(@Nullable Object value, Settings settings) {
        if (value == null) {
            return null;
        }
        Object printable = printable(value);
        String json = Masking.json(printable, settings);
        return printable instanceof String ? Json.unquoted(json) : json;
    }

    /** The resources as they would be: unknown where they are new or replaced, else as they are. */
    private final class Foreseen implements Scope.Resources {
        @Override
        public Object ref(String logicalId) {
            return replaced.contains(logicalId) ? Special.UNKNOWN : new LiveResources(stack).ref(logicalId);
        }

        @Override
        public Object attribute(String logicalId, String name) {
            return replaced.contains(logicalId) ? Special.UNKNOWN : new LiveResources(stack).attribute(logicalId, name);
        }
    }
}
