package slipway.localcloud.cloudformation.template;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out a template's conditions and rules. Both see parameters, mappings, pseudo parameters and conditions only. */
final class Conditions {
    private final Template template;
    private final Evaluator evaluator;
    private final Map<String, Boolean> known = new HashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    Conditions(Template template, Evaluator evaluator) {
        this.template = template;
        this.evaluator = evaluator;
    }

    synchronized boolean named(String name, @Nullable Position from) {
        Boolean before = known.get(name);
        if (before != null) {
            return before;
        }
        Node expression = template.conditions().get(name);
        if (expression == null) {
            throw TemplateException.at(
                    from == null ? new Position(1, 1) : from,
                    "Template error: unresolved condition dependency " + name + " in Fn::If");
        }
        if (!underWay.add(name)) {
            throw TemplateException.in(
                    name, expression.at(), "Template error: Circular dependency between conditions: " + underWay);
        }
        boolean worth = Evaluator.owned(name, () -> holds(expression));
        underWay.remove(name);
        known.put(name, worth);
        return worth;
    }

    /** @throws TemplateException with the assertion's description when the rule applies and one does not hold */
    void check(RuleDeclaration rule) {
        boolean applies = rule.condition()
                .map(condition -> Evaluator.owned(rule.name(), () -> holds(condition)))
                .orElse(true);
        if (!applies) {
            return;
        }
        for (RuleDeclaration.Assertion assertion : rule.assertions()) {
            if (!Evaluator.owned(rule.name(), () -> holds(assertion.assertion()))) {
                String because =
                        assertion.description().isEmpty() ? "an assertion does not hold" : assertion.description();
                throw TemplateException.in(
                        rule.name(),
                        assertion.assertion().at(),
                        // (a) the words around the assertion's own description
                        "Template error: rule " + rule.name() + " failed: " + because);
            }
        }
    }

    private boolean holds(Node node) {
        if (node instanceof Node.Fields fields
                && fields.entries().size() == 1
                && fields.get("Condition") instanceof Node.Text name) {
            return named(name.value(), name.at());
        }
        if (!(node instanceof Node.Call call)) {
            throw TemplateException.at(
                    node.at(),
                    "Template format error: a condition must be made of Fn::And, Fn::Or, Fn::Not, Fn::Equals or"
                            + " Condition");
        }
        return switch (call.function()) {
            case "Condition" -> {
                if (!(call.argument() instanceof Node.Text name)) {
                    throw TemplateException.at(call.at(), "Template format error: Condition must name a condition.");
                }
                yield named(name.value(), name.at());
            }
            case "Fn::Equals" -> equal(call);
            case "Fn::Not" -> !holds(operands(call, 1, 1).getFirst());
            case "Fn::And" -> all(operands(call, 2, 10));
            case "Fn::Or" -> any(operands(call, 2, 10));
            case "Fn::Contains" -> {
                var operands = operands(call, 2, 2);
                yield list(operands.get(0)).contains(evaluator.value(operands.get(1)));
            }
            case "Fn::EachMemberEquals" -> {
                var operands = operands(call, 2, 2);
                Object wanted = evaluator.value(operands.get(1));
                yield list(operands.get(0)).stream().allMatch(wanted::equals);
            }
            case "Fn::EachMemberIn" -> {
                var operands = operands(call, 2, 2);
                yield list(operands.get(1)).containsAll(list(operands.get(0)));
            }
            default ->
                throw TemplateException.at(
                        call.at(), "Template format error: " + call.function() + " does not answer true or false");
        };
    }

    private boolean all(List<Node> operands) {
        return operands.stream().allMatch(this::holds);
    }

    private boolean any(List<Node> operands) {
        return operands.stream().anyMatch(this::holds);
    }

    private boolean equal(Node.Call call) {
        if (!(call.argument() instanceof Node.Items items) || items.items().size() != 2) {
            throw TemplateException.at(
                    call.at(), "Template error: every Fn::Equals object requires a list of 2 string parameters.");
        }
        return evaluator
                .value(items.items().get(0))
                .equals(evaluator.value(items.items().get(1)));
    }

    private List<?> list(Node node) {
        return evaluator.value(node) instanceof List<?> list ? list : List.of(evaluator.value(node));
    }

    private static List<Node> operands(Node.Call call, int least, int most) {
        if (call.argument() instanceof Node.Items items
                && items.items().size() >= least
                && items.items().size() <= most) {
            return items.items();
        }
        throw TemplateException.at(
                call.at(),
                "Template error: every " + call.function() + " object requires a list of " + least
                        + (most == least ? "" : " to " + most) + " parameters.");
    }
}
