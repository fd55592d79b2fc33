package slipway.localcloud.cloudformation.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Finds what a node refers to. */
public final class References {
    private References() {}

    /** Every reference in the node, of both branches of each {@code Fn::If}. */
    public static List<Reference> all(Node node) {
        var found = new ArrayList<Reference>();
        collect(node, found, choice -> List.of(choice.whenTrue(), choice.whenFalse()));
        return found;
    }

    /** The references that count when the conditions are as told: only the branch taken of each {@code Fn::If}. */
    public static List<Reference> taken(Node node, Predicate<String> conditions) {
        var found = new ArrayList<Reference>();
        collect(
                node,
                found,
                choice -> List.of(conditions.test(choice.condition()) ? choice.whenTrue() : choice.whenFalse()));
        return found;
    }

    /** The references that count whatever the conditions are: none inside an {@code Fn::If}. */
    public static List<Reference> unconditional(Node node) {
        var found = new ArrayList<Reference>();
        collect(node, found, choice -> List.of());
        return found;
    }

    private static void collect(Node node, List<Reference> found, Branches branches) {
        switch (node) {
            case Node.Text text -> {}
            case Node.Items items -> items.items().forEach(item -> collect(item, found, branches));
            case Node.Fields fields -> fields.entries().values().forEach(value -> collect(value, found, branches));
            case Node.Call call -> {
                switch (call.function()) {
                    case "Ref" ->
                        found.add(
                                new Reference(refName(call), "", call.argument().at()));
                    case "Fn::GetAtt" -> found.add(attribute(call));
                    case "Fn::Sub" -> sub(call, found, branches);
                    case "Fn::If" -> branches.of(branches(call)).forEach(branch -> collect(branch, found, branches));
                    case "Condition" -> {}
                    default -> collect(call.argument(), found, branches);
                }
            }
        }
    }

    static String refName(Node.Call call) {
        if (call.argument() instanceof Node.Text name) {
            return name.value();
        }
        throw TemplateException.at(
                call.argument().at(), "Template error: every Ref object must have a single String value.");
    }

    /** GetAtt's two arguments; the name of an attribute may itself have dots. */
    static Reference attribute(Node.Call call) {
        String resource = "";
        String attribute = "";
        if (call.argument() instanceof Node.Text text) {
            int dot = text.value().indexOf('.');
            if (dot > 0) {
                resource = text.value().substring(0, dot);
                attribute = text.value().substring(dot + 1);
            }
        } else if (call.argument() instanceof Node.Items items
                && items.items().size() == 2
                && items.items().get(0) instanceof Node.Text first
                && items.items().get(1) instanceof Node.Text second) {
            resource = first.value();
            attribute = second.value();
        }
        if (resource.isEmpty() || attribute.isEmpty()) {
            throw TemplateException.at(
                    call.argument().at(),
                    "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and"
                            + " the resource attribute");
        }
        return new Reference(resource, attribute, call.argument().at());
    }

    /** The text and the map of an {@code Fn::Sub}. */
    record Sub(Node.Text text, Node.Fields values) {}

    static Sub sub(Node.Call call) {
        if (call.argument() instanceof Node.Text text) {
            return new Sub(text, Node.Fields.empty(call.at()));
        }
        if (call.argument() instanceof Node.Items items
                && items.items().size() == 2
                && items.items().get(0) instanceof Node.Text text
                && items.items().get(1) instanceof Node.Fields values) {
            return new Sub(text, values);
        }
        throw TemplateException.at(
                call.argument().at(),
                "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a"
                        + " string as first argument, and an optional second argument to specify a mapping of values"
                        + " to replace in the string");
    }

    private static void sub(Node.Call call, List<Reference> found, Branches branches) {
        Sub sub = sub(call);
        Set<String> names = SubText.parse(sub.text()).names();
        for (String name : names) {
            if (sub.values().get(name) == null) {
                int dot = name.indexOf('.');
                found.add(
                        dot < 0
                                ? new Reference(name, "", sub.text().at())
                                : new Reference(
                                        name.substring(0, dot),
                                        name.substring(dot + 1),
                                        sub.text().at()));
            }
        }
        collect(sub.values(), found, branches);
    }

    /** The condition's name and the two branches of an {@code Fn::If}. */
    record If(String condition, Position at, Node whenTrue, Node whenFalse) {}

    static If branches(Node.Call call) {
        if (call.argument() instanceof Node.Items items
                && items.items().size() == 3
                && items.items().get(0) instanceof Node.Text condition) {
            return new If(
                    condition.value(),
                    condition.at(),
                    items.items().get(1),
                    items.items().get(2));
        }
        throw TemplateException.at(
                call.argument().at(),
                "Template error: Fn::If requires a list argument with three elements: a condition's name and two"
                        + " values");
    }

    /** Which branches of a choice count. */
    private interface Branches {
        List<Node> of(If choice);
    }
}
