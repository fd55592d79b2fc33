package slipway.operations.stacks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * What a template says about itself must hold together: every name it refers to exists, and no resources wait for each
 * other in a circle. Checked here because CloudFormation's own answer names no line, and comes only when the stack's turn has
 * come. Resource types and their properties are the cloud's to judge.
 */
final class TemplateCheck {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}!][^}]*)}");

    private final Yaml yaml;
    private final Map<String, Node> sections;
    private final Template template;
    private final Set<String> parameters = new LinkedHashSet<>();
    private final Set<String> resources = new LinkedHashSet<>();
    private final Set<String> conditions;

    TemplateCheck(Yaml yaml, Map<String, Node> sections, Template template) {
        this.yaml = yaml;
        this.sections = sections;
        this.template = template;
        template.parameters().forEach(parameter -> parameters.add(parameter.name()));
        template.resources().forEach(resource -> resources.add(resource.logicalId()));
        Node declared = sections.get("Conditions");
        this.conditions = declared == null ? Set.of() : yaml.entries(declared).keySet();
    }

    void check() {
        Node declaredConditions = sections.get("Conditions");
        if (declaredConditions != null) {
            yaml.entries(declaredConditions).values().forEach(condition -> collect(condition, Set.of(), true, null));
        }
        Node resourceSection = section("Resources");
        Map<String, Map<String, Node>> edges = new LinkedHashMap<>();
        yaml.entries(resourceSection).forEach((logicalId, node) -> {
            Map<String, Node> targets = new LinkedHashMap<>();
            yaml.entries(node).forEach((key, value) -> {
                switch (key) {
                    case "DependsOn" -> dependsOn(value, targets);
                    case "Condition" -> condition(value);
                    case "Metadata" -> {}
                    default -> collect(value, resources, false, targets);
                }
            });
            edges.put(logicalId, targets);
        });
        Node outputs = sections.get("Outputs");
        if (outputs != null) {
            yaml.entries(outputs)
                    .values()
                    .forEach(output -> yaml.entries(output).forEach((key, value) -> {
                        if (key.equals("Condition")) {
                            condition(value);
                        } else {
                            collect(value, resources, false, null);
                        }
                    }));
        }
        refuseCircles(edges);
    }

    private Node section(String name) {
        Node section = sections.get(name);
        if (section == null) {
            throw new IllegalStateException(template.file() + " has no " + name);
        }
        return section;
    }

    private void dependsOn(Node value, Map<String, Node> targets) {
        List<Node> names = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        for (Node name : names) {
            String logicalId = yaml.text(name);
            if (!resources.contains(logicalId)) {
                throw yaml.problem(name, "DependsOn names " + logicalId + ", which is no resource of this template");
            }
            targets.putIfAbsent(logicalId, name);
        }
    }

    private void condition(Node name) {
        if (!conditions.contains(yaml.text(name))) {
            throw yaml.problem(name, "condition " + yaml.text(name) + " is not declared under Conditions");
        }
    }

    /**
     * Walks through a value and checks each reference.
     *
     * @param reachable resources that may be referred to here
     * @param inCondition whether {@code Condition: X} is a function here
     * @param targets where the resources referred to are collected; null to collect none
     */
    private void collect(Node node, Set<String> reachable, boolean inCondition, @Nullable Map<String, Node> targets) {
        var function = yaml.function(node);
        if (function.isPresent() && !(function.get().name().equals("Condition") && !inCondition && isLong(node))) {
            Node argument = function.get().argument();
            switch (function.get().name()) {
                case "Ref" -> refer(argument, yaml.text(argument), reachable, targets, "Ref");
                case "GetAtt" -> attribute(argument, reachable, targets);
                case "Condition" -> condition(argument);
                case "Sub" -> substitute(argument, reachable, inCondition, targets);
                case "If" -> {
                    List<Node> parts = yaml.items(argument);
                    if (parts.size() != 3) {
                        throw yaml.problem(argument, "If takes a condition and two values");
                    }
                    condition(parts.getFirst());
                    parts.subList(1, 3).forEach(part -> collect(part, reachable, inCondition, targets));
                }
                default -> children(argument, reachable, inCondition, targets);
            }
            return;
        }
        children(node, reachable, inCondition, targets);
    }

    private static boolean isLong(Node node) {
        return !node.getTag().getValue().startsWith("!");
    }

    private void children(Node node, Set<String> reachable, boolean inCondition, @Nullable Map<String, Node> targets) {
        switch (node) {
            case MappingNode mapping ->
                mapping.getValue().forEach(entry -> collect(entry.getValueNode(), reachable, inCondition, targets));
            case SequenceNode sequence ->
                sequence.getValue().forEach(item -> collect(item, reachable, inCondition, targets));
            default -> {}
        }
    }

    private void attribute(Node argument, Set<String> reachable, @Nullable Map<String, Node> targets) {
        String resource;
        if (argument instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
            resource = yaml.text(sequence.getValue().getFirst());
        } else {
            String text = yaml.text(argument);
            int dot = text.indexOf('.');
            if (dot < 0) {
                throw yaml.problem(argument, "GetAtt takes a resource and an attribute, such as Role.Arn");
            }
            resource = text.substring(0, dot);
        }
        if (!reachable.contains(resource)) {
            throw yaml.problem(argument, "GetAtt names " + resource + ", which is no resource of this template");
        }
        if (targets != null) {
            targets.putIfAbsent(resource, argument);
        }
    }

    private void substitute(
            Node argument, Set<String> reachable, boolean inCondition, @Nullable Map<String, Node> targets) {
        Node text = argument;
        Set<String> own = Set.of();
        if (argument instanceof SequenceNode sequence) {
            if (sequence.getValue().size() != 2) {
                throw yaml.problem(argument, "Sub takes a text, or a text and a mapping");
            }
            text = sequence.getValue().get(0);
            Map<String, Node> values = yaml.entries(sequence.getValue().get(1));
            values.values().forEach(value -> collect(value, reachable, inCondition, targets));
            own = values.keySet();
        }
        Matcher placeholder = PLACEHOLDER.matcher(yaml.text(text));
        while (placeholder.find()) {
            String name = placeholder.group(1).strip();
            int dot = name.indexOf('.');
            String head = dot < 0 ? name : name.substring(0, dot);
            if (!own.contains(name)) {
                refer(text, head, reachable, targets, "Sub");
            }
        }
    }

    private void refer(
            Node at, String name, Set<String> reachable, @Nullable Map<String, Node> targets, String function) {
        if (parameters.contains(name) || name.startsWith("AWS::")) {
            return;
        }
        if (!(at instanceof ScalarNode) || !reachable.contains(name)) {
            throw yaml.problem(
                    at, function + " names " + name + ", which is neither a parameter nor a resource of this template");
        }
        if (targets != null) {
            targets.putIfAbsent(name, at);
        }
    }

    private void refuseCircles(Map<String, Map<String, Node>> edges) {
        Set<String> done = new LinkedHashSet<>();
        for (String start : edges.keySet()) {
            visit(start, edges, new ArrayDeque<>(), done);
        }
    }

    private void visit(String at, Map<String, Map<String, Node>> edges, Deque<String> path, Set<String> done) {
        if (done.contains(at)) {
            return;
        }
        path.addLast(at);
        edges.getOrDefault(at, Map.of()).forEach((next, node) -> {
            if (path.contains(next)) {
                List<String> circle =
                        path.stream().dropWhile(step -> !step.equals(next)).toList();
                throw yaml.problem(
                        node, "resources wait for each other: " + String.join(" -> ", circle) + " -> " + next);
            }
            visit(next, edges, path, done);
        });
        path.removeLast();
        done.add(at);
    }
}
