package slipway.localcloud.cloudformation.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks, before anything starts, what a template's text alone can tell: types, properties, references, conditions and
 * cycles. Parameters have no values yet, so both branches of every {@code Fn::If} must be sound.
 */
public final class TemplateCheck {
    private static final Set<String> PSEUDO = Set.of(
            "AWS::AccountId",
            "AWS::Region",
            "AWS::Partition",
            "AWS::URLSuffix",
            "AWS::StackName",
            "AWS::StackId",
            "AWS::NotificationARNs",
            "AWS::NoValue");

    private final Template template;
    private final Catalogue catalogue;

    private TemplateCheck(Template template, Catalogue catalogue) {
        this.template = template;
        this.catalogue = catalogue;
    }

    /** @throws TemplateException naming the first fault and its place */
    public static void check(Template template, Catalogue catalogue) {
        var check = new TemplateCheck(template, catalogue);
        check.types();
        template.resources().values().forEach(check::resource);
        template.outputs().values().forEach(check::output);
        template.conditions().forEach((name, node) -> Evaluator.owned(name, () -> check.condition(node, "Conditions")));
        template.rules()
                .forEach((name, rule) -> Evaluator.owned(name, () -> {
                    rule.condition().ifPresent(node -> check.condition(node, "Rules"));
                    rule.assertions().forEach(assertion -> check.condition(assertion.assertion(), "Rules"));
                    return name;
                }));
        Dependencies.unconditional(template).refuseCycles();
    }

    private void types() {
        Map<String, ResourceDeclaration> unknown = new LinkedHashMap<>();
        template.resources().values().forEach(resource -> {
            if (catalogue.shape(resource.type()).isEmpty()) {
                unknown.putIfAbsent(resource.type(), resource);
            }
        });
        if (!unknown.isEmpty()) {
            ResourceDeclaration first = unknown.values().iterator().next();
            throw TemplateException.in(
                    first.logicalId(),
                    first.typeAt(),
                    "Template format error: Unrecognized resource types: " + new TreeSet<>(unknown.keySet()));
        }
    }

    private void resource(ResourceDeclaration resource) {
        String id = resource.logicalId();
        Catalogue.Shape shape = catalogue.shape(resource.type()).orElseThrow();
        resource.properties().keys().forEach((name, at) -> {
            if (!shape.properties().contains(name)) {
                throw TemplateException.in(
                        id,
                        at,
                        "Property validation failure: [Encountered unsupported properties in {/}: [" + name + "]]");
            }
        });
        for (String name : new TreeSet<>(shape.required())) {
            if (resource.properties().get(name) == null) {
                throw TemplateException.in(
                        id, resource.at(), "Property validation failure: [The property {/" + name + "} is required]");
            }
        }
        resource.condition().ifPresent(name -> {
            if (!template.conditions().containsKey(name)) {
                throw TemplateException.in(
                        id,
                        resource.at(),
                        // (a) AWS's words for Fn::If, used for a resource's own condition as well
                        "Template error: unresolved condition dependency " + name + " in resource " + id);
            }
        });
        resource.dependsOn().forEach((name, at) -> {
            if (!template.resources().containsKey(name)) {
                throw TemplateException.in(id, at, unresolved(name, "Resources"));
            }
        });
        Evaluator.owned(id, () -> {
            references(resource.properties(), "Resources");
            return id;
        });
    }

    private void output(OutputDeclaration output) {
        Evaluator.owned(output.name(), () -> {
            references(output.value(), "Outputs");
            output.exportName().ifPresent(node -> references(node, "Outputs"));
            return output;
        });
        output.condition().ifPresent(name -> {
            if (!template.conditions().containsKey(name)) {
                throw TemplateException.in(
                        output.name(),
                        output.at(),
                        "Template error: unresolved condition dependency " + name + " in output " + output.name());
            }
        });
    }

    private void references(Node node, String block) {
        for (Reference reference : References.all(node)) {
            if (reference.isAttribute()) {
                attribute(reference);
            } else if (!isName(reference.target()) && !template.resources().containsKey(reference.target())) {
                throw TemplateException.at(reference.at(), unresolved(reference.target(), block));
            }
        }
        calls(node);
    }

    private void attribute(Reference reference) {
        ResourceDeclaration target = template.resources().get(reference.target());
        if (target == null) {
            throw TemplateException.at(
                    reference.at(),
                    "Template error: instance of Fn::GetAtt references undefined resource " + reference.target());
        }
        Catalogue.Shape shape = catalogue.shape(target.type()).orElseThrow();
        if (!shape.attributes().contains(reference.attribute())) {
            throw TemplateException.at(
                    reference.at(),
                    "Template error: resource " + reference.target() + " does not support attribute type "
                            + reference.attribute() + " in Fn::GetAtt; " + target.type() + " has "
                            + new TreeSet<>(shape.attributes()));
        }
    }

    private boolean isName(String name) {
        return template.parameters().containsKey(name) || PSEUDO.contains(name);
    }

    private static String unresolved(String name, String block) {
        String prefix = block.equals("Outputs") ? "" : "Template format error: ";
        return prefix + "Unresolved resource dependencies [" + name + "] in the " + block + " block of the template";
    }

    /** Conditions and maps that calls name. */
    private void calls(Node node) {
        switch (node) {
            case Node.Text text -> {}
            case Node.Items items -> items.items().forEach(this::calls);
            case Node.Fields fields -> fields.entries().values().forEach(this::calls);
            case Node.Call call -> {
                if (call.function().equals("Fn::If")) {
                    References.If choice = References.branches(call);
                    if (!template.conditions().containsKey(choice.condition())) {
                        throw TemplateException.at(
                                choice.at(),
                                "Template error: unresolved condition dependency " + choice.condition() + " in Fn::If");
                    }
                }
                if (call.function().equals("Fn::FindInMap")
                        && call.argument() instanceof Node.Items items
                        && !items.items().isEmpty()
                        && items.items().getFirst() instanceof Node.Text map
                        && !template.mappings().containsKey(map.value())) {
                    throw TemplateException.at(
                            map.at(),
                            "Template error: Mapping named '" + map.value()
                                    + "' is not present in the 'Mappings' section of template.");
                }
                calls(call.argument());
            }
        }
    }

    private Node condition(Node node, String block) {
        for (Reference reference : References.all(node)) {
            if (reference.isAttribute() || !isName(reference.target())) {
                throw TemplateException.at(
                        reference.at(),
                        "Template format error: Unresolved dependencies [" + reference.target()
                                + "]. Cannot reference resources in the " + block + " block of the template");
            }
        }
        conditionNames(node);
        calls(node);
        return node;
    }

    private void conditionNames(Node node) {
        switch (node) {
            case Node.Text text -> {}
            case Node.Items items -> items.items().forEach(this::conditionNames);
            case Node.Fields fields -> {
                if (fields.entries().size() == 1 && fields.get("Condition") instanceof Node.Text name) {
                    conditionName(name);
                }
                fields.entries().values().forEach(this::conditionNames);
            }
            case Node.Call call -> {
                if (call.function().equals("Condition") && call.argument() instanceof Node.Text name) {
                    conditionName(name);
                }
                conditionNames(call.argument());
            }
        }
    }

    private void conditionName(Node.Text name) {
        if (!template.conditions().containsKey(name.value())) {
            throw TemplateException.at(
                    name.at(),
                    "Template format error: Unresolved condition dependency " + name.value()
                            + " in the Conditions block of the template");
        }
    }
}
