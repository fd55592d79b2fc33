package slipway.operations.stacks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A template's conditions, evaluated as far as the given values reach: whatever depends on an unknown value is unknown. */
public final class Conditions {
    private static final int DEEPEST = 32;

    private final Yaml yaml;
    private final Map<String, Node> conditions;
    private final Map<String, Node> mappings;

    Conditions(Yaml yaml, Map<String, Node> conditions, Map<String, Node> mappings) {
        this.yaml = yaml;
        this.conditions = conditions;
        this.mappings = mappings;
    }

    /** Whether the condition holds; empty when that is not known. */
    Optional<Boolean> holds(String condition, Map<String, String> values, List<TemplateParameter> parameters) {
        Map<String, String> known = parameters.stream()
                .filter(parameter -> values.containsKey(parameter.name())
                        || parameter.defaultValue().isPresent())
                .collect(Collectors.toMap(
                        TemplateParameter::name,
                        parameter -> values.getOrDefault(
                                parameter.name(), parameter.defaultValue().orElse(""))));
        return new Evaluation(known).named(condition, 0);
    }

    private final class Evaluation {
        private final Map<String, String> values;

        Evaluation(Map<String, String> values) {
            this.values = values;
        }

        Optional<Boolean> named(String condition, int depth) {
            Node node = conditions.get(condition);
            // A condition that names itself would go on for ever; the check of the template reports it.
            return node == null || depth > DEEPEST ? Optional.empty() : truth(node, depth + 1);
        }

        private Optional<Boolean> truth(Node node, int depth) {
            Optional<Yaml.Function> function = yaml.function(node);
            if (function.isEmpty()) {
                return Optional.empty();
            }
            Node argument = function.get().argument();
            return switch (function.get().name()) {
                case "Condition" -> named(yaml.text(argument), depth);
                case "Equals" -> equal(yaml.items(argument));
                case "Not" -> truth(yaml.items(argument).getFirst(), depth).map(holds -> !holds);
                case "And" -> all(yaml.items(argument), depth, true);
                case "Or" -> all(yaml.items(argument), depth, false);
                default -> Optional.empty();
            };
        }

        /** And when {@code neutral} is true, Or when it is false: one opposite decides, whatever is unknown. */
        private Optional<Boolean> all(List<Node> parts, int depth, boolean neutral) {
            List<Optional<Boolean>> results =
                    parts.stream().map(part -> truth(part, depth)).toList();
            if (results.stream().anyMatch(result -> result.isPresent() && result.get() != neutral)) {
                return Optional.of(!neutral);
            }
            return results.stream().allMatch(Optional::isPresent) ? Optional.of(neutral) : Optional.empty();
        }

        private Optional<Boolean> equal(List<Node> sides) {
            if (sides.size() != 2) {
                return Optional.empty();
            }
            Optional<String> left = value(sides.get(0));
            Optional<String> right = value(sides.get(1));
            return left.isPresent() && right.isPresent()
                    ? Optional.of(left.get().equals(right.get()))
                    : Optional.empty();
        }

        private Optional<String> value(Node node) {
            Optional<Yaml.Function> function = yaml.function(node);
            if (function.isEmpty()) {
                return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
            }
            Node argument = function.get().argument();
            return switch (function.get().name()) {
                case "Ref" -> Optional.ofNullable(values.get(yaml.text(argument)));
                case "FindInMap" -> mapped(yaml.items(argument));
                case "Join" -> joined(yaml.items(argument));
                default -> Optional.empty();
            };
        }

        private Optional<String> joined(List<Node> arguments) {
            if (arguments.size() != 2) {
                return Optional.empty();
            }
            // The one use in a condition: whether a list parameter is empty. Its value is the list, joined by commas.
            Optional<String> list = value(arguments.get(1));
            return value(arguments.get(0)).flatMap(separator -> list.map(items -> items.replace(",", separator)));
        }

        private Optional<String> mapped(List<Node> arguments) {
            if (arguments.size() != 3) {
                return Optional.empty();
            }
            Optional<Node> at = value(arguments.get(0)).map(mappings::get);
            for (Node key : arguments.subList(1, 3)) {
                Optional<String> name = value(key);
                at = at.flatMap(map -> name.map(yaml.entries(map)::get));
            }
            return at.filter(ScalarNode.class::isInstance).map(yaml::text);
        }
    }
}
