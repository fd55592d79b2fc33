package slipway.localcloud.cloudformation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import slipway.localcloud.cloudformation.resource.ResourceException;
import slipway.localcloud.cloudformation.resource.ResourceTypes;
import slipway.localcloud.cloudformation.resource.Schema;
import slipway.localcloud.cloudformation.template.Dependencies;
import slipway.localcloud.cloudformation.template.Evaluator;
import slipway.localcloud.cloudformation.template.OutputDeclaration;
import slipway.localcloud.cloudformation.template.ResourceDeclaration;
import slipway.localcloud.cloudformation.template.Scope;
import slipway.localcloud.cloudformation.template.Special;
import slipway.localcloud.cloudformation.template.Template;
import slipway.localcloud.cloudformation.template.TemplateException;
import slipway.localcloud.state.Place;

/** A template with parameters, for one stack: which resources it has, what each needs, and what each is to be. */
final class Blueprint {
    private final Template template;
    private final Settings settings;
    private final ResourceTypes types;
    private final Evaluator evaluator;
    private final Dependencies dependencies;
    private final Set<String> included = new LinkedHashSet<>();
    private final Set<String> usedExports = ConcurrentHashMap.newKeySet();

    /** @throws TemplateException when conditions cannot be worked out, or resources need one another in a circle */
    Blueprint(Settings settings, ResourceTypes types, Place place, String stackName, String stackId, StackStore store) {
        this.settings = settings;
        this.types = types;
        this.template = Template.parse(settings.template());
        var scope = new Scope(
                settings.parameterWorth(),
                Scope.pseudo(place, stackName, stackId, settings.notificationArns()),
                place,
                Scope.UNKNOWN_RESOURCES,
                name -> {
                    usedExports.add(name);
                    return java.util.Optional.ofNullable(store.exports().get(name))
                            .map(StackStore.Export::value);
                });
        this.evaluator = new Evaluator(template, scope);
        evaluator.conditions();
        this.dependencies = Dependencies.under(template, evaluator::condition);
        dependencies.refuseCycles();
        template.resources().values().stream()
                .filter(evaluator::includes)
                .forEach(resource -> included.add(resource.logicalId()));
    }

    Template template() {
        return template;
    }

    Settings settings() {
        return settings;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    /** Logical ids of the stack's resources, in the template's order. */
    Set<String> resources() {
        return included;
    }

    /** What a resource needs, among those that the stack has. */
    Set<String> needs(String logicalId) {
        var needs = new HashSet<>(dependencies.of(logicalId));
        needs.retainAll(included);
        return needs;
    }

    /** Each after all that it needs. */
    List<String> ordered() {
        var ordered = new LinkedHashSet<String>();
        for (String id : included) {
            visit(id, ordered);
        }
        return new ArrayList<>(ordered);
    }

    private void visit(String id, Set<String> ordered) {
        if (!ordered.contains(id)) {
            needs(id).forEach(need -> visit(need, ordered));
            ordered.add(id);
        }
    }

    /** Names of the exports asked for so far. */
    Set<String> usedExports() {
        return Set.copyOf(usedExports);
    }

    /**
     * Works out a resource.
     *
     * @throws TemplateException when a property is missing, unknown, of the wrong shape, or cannot be worked out
     */
    Wanted wanted(String logicalId, Scope.Resources resources) {
        ResourceDeclaration declaration =
                java.util.Objects.requireNonNull(template.resources().get(logicalId));
        Schema schema = types.get(declaration.type()).schema();
        Map<String, Object> properties = new LinkedHashMap<>(evaluator.properties(declaration, resources));
        schema.fault(properties).ifPresent(fault -> {
            throw TemplateException.in(logicalId, declaration.at(), fault);
        });
        try {
            types.get(declaration.type()).check(properties);
        } catch (ResourceException fault) {
            throw TemplateException.in(logicalId, declaration.at(), String.valueOf(fault.getMessage()));
        }
        schema.tagList().ifPresent(name -> putTags(properties, name));
        return new Wanted(
                logicalId,
                declaration.type(),
                properties,
                needs(logicalId),
                declaration.onDelete(),
                declaration.onReplace(),
                Json.text(declaration.metadata().plain()));
    }

    /** The stack's tags, where the resource does not have its own of that name. */
    private void putTags(Map<String, Object> properties, String name) {
        if (settings.tags().isEmpty()) {
            return;
        }
        var tags = new ArrayList<Object>(properties.get(name) instanceof List<?> list ? list : List.of());
        var own = new HashSet<Object>();
        tags.forEach(tag -> own.add(tag instanceof Map<?, ?> map ? map.get("Key") : tag));
        settings.tags().forEach((key, value) -> {
            if (!own.contains(key)) {
                var tag = new LinkedHashMap<String, Object>();
                tag.put("Key", key);
                tag.put("Value", value);
                tags.add(tag);
            }
        });
        properties.put(name, tags);
    }

    /**
     * Works out the outputs; those that depend on something unknown are left out.
     *
     * @throws TemplateException when one cannot be worked out
     */
    List<OutputEntry> outputs(Scope.Resources resources) {
        var outputs = new ArrayList<OutputEntry>();
        for (OutputDeclaration output : template.outputs().values()) {
            if (!evaluator.includes(output)) {
                continue;
            }
            Object value = evaluator.text(output.name(), output.value(), resources);
            Object export = output.exportName()
                    .map(node -> evaluator.text(output.name(), node, resources))
                    .orElse("");
            if (value != Special.UNKNOWN && export != Special.UNKNOWN) {
                outputs.add(new OutputEntry(
                        output.name(),
                        value.toString(),
                        output.description().orElse(null),
                        export.toString().isEmpty() ? null : export.toString()));
            }
        }
        return outputs;
    }
}
