package slipway.operations.stacks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import slipway.operations.DeclaredResource;
import slipway.operations.DeclaredResource.Unresolved;
import slipway.operations.EnvironmentStack;

/**
 * Reads what a template declares, with a stack's parameter values put in. A reference becomes the resource's id, so that references from
 * stack to stack meet. What a template alone cannot tell stays {@link Unresolved}.
 */
public final class DeclaredResources {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}!][^}]*)}");
    private static final String NO_VALUE = "AWS::NoValue";

    private final Template template;
    private final Map<String, String> values;
    private final UnaryOperator<String> ids;
    private final Yaml yaml;
    private final Map<String, Node> sections;

    /**
     * @param values of the parameters; what is missing has its default
     * @param ids from logical to physical id
     */
    public DeclaredResources(Template template, Map<String, String> values, UnaryOperator<String> ids) {
        this.template = template;
        this.values = values;
        this.ids = ids;
        this.yaml = new Yaml(template.file());
        this.sections = yaml.entries(yaml.read(template.body()));
    }

    /** Those that the conditions keep. */
    public List<DeclaredResource> resources(EnvironmentStack origin, String stack) {
        Map<String, String> types = template.resources().stream()
                .collect(Collectors.toMap(Template.Resource::logicalId, Template.Resource::type));
        List<DeclaredResource> resources = new ArrayList<>();
        section("Resources").forEach((logicalId, node) -> {
            Map<String, Node> declared = yaml.entries(node);
            if (isKept(declared)) {
                Node properties = declared.get("Properties");
                Object read = properties == null ? Map.of() : value(properties);
                Map<String, Object> known = new LinkedHashMap<>();
                if (read instanceof Map<?, ?> map) {
                    map.forEach((name, value) -> known.put(String.valueOf(name), value));
                }
                String type = Objects.requireNonNull(types.get(logicalId), logicalId);
                resources.add(new DeclaredResource(origin, stack, logicalId, type, ids.apply(logicalId), known));
            }
        });
        return resources;
    }

    /** The outputs that can be told, by name. */
    public Map<String, String> outputs() {
        Map<String, String> outputs = new LinkedHashMap<>();
        section("Outputs").forEach((name, node) -> {
            Map<String, Node> declared = yaml.entries(node);
            Node value = declared.get("Value");
            if (isKept(declared) && value != null) {
                DeclaredResource.text(value(value)).ifPresent(text -> outputs.put(name, text));
            }
        });
        return outputs;
    }

    private boolean isKept(Map<String, Node> declared) {
        Node condition = declared.get("Condition");
        return condition == null || holds(yaml.text(condition)).orElse(true);
    }

    private Optional<Boolean> holds(String condition) {
        return template.conditions().holds(condition, values, template.parameters());
    }

    private Map<String, Node> section(String name) {
        Node section = sections.get(name);
        return section == null ? Map.of() : yaml.entries(section);
    }

    /** Null for {@code AWS::NoValue}. */
    private @Nullable Object value(Node node) {
        return yaml.function(node)
                .map(this::called)
                .orElseGet(() -> Optional.ofNullable(plain(node)))
                .orElse(null);
    }

    private @Nullable Object plain(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode sequence -> {
                List<Object> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    Object value = value(item);
                    if (value != null) {
                        items.add(value);
                    }
                }
                yield items;
            }
            case MappingNode mapping -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                yaml.entries(mapping).forEach((name, entry) -> {
                    Object value = value(entry);
                    if (value != null) {
                        entries.put(name, value);
                    }
                });
                yield entries;
            }
            default -> new Unresolved("a part of " + template.file());
        };
    }

    private Optional<Object> called(Yaml.Function function) {
        Node argument = function.argument();
        return Optional.ofNullable(
                switch (function.name()) {
                    case "Ref" -> reference(yaml.text(argument));
                    case "GetAtt" -> attribute(argument);
                    case "Sub" -> substituted(argument);
                    case "Join" -> joined(plain(argument));
                    case "Split" -> split(plain(argument));
                    case "Select" -> selected(plain(argument));
                    case "If" -> chosen(yaml.items(argument));
                    case "FindInMap" -> mapped(plain(argument));
                    case "GetAZs" -> List.of("zone a", "zone b", "zone c");
                    default -> new Unresolved("Fn::" + function.name() + " in " + template.file());
                });
    }

    private @Nullable Object reference(String name) {
        if (name.equals(NO_VALUE)) {
            return null;
        }
        if (name.startsWith("AWS::")) {
            return name;
        }
        Optional<TemplateParameter> parameter = template.parameter(name);
        if (parameter.isEmpty()) {
            return ids.apply(name);
        }
        Optional<String> value =
                Optional.ofNullable(values.get(name)).or(() -> parameter.get().defaultValue());
        if (value.isEmpty()) {
            return new Unresolved("the parameter " + name + " of " + template.name());
        }
        String type = parameter.get().type();
        return type.startsWith("List<") || type.equals("CommaDelimitedList")
                ? List.of(value.get().split("\\s*,\\s*"))
                : value.get();
    }

    /** The ids of groups and the ARNs of balancers are what a reference gives as well. */
    private Object attribute(Node argument) {
        List<String> path = argument instanceof SequenceNode
                ? yaml.texts(argument)
                : List.of(yaml.text(argument).split("\\.", 2));
        String logicalId = path.getFirst();
        String attribute = path.size() > 1 ? path.get(1) : "";
        return switch (attribute) {
            case "GroupId", "Arn", "LoadBalancerArn", "TargetGroupArn", "ListenerArn", "VpcId", "SubnetId" ->
                ids.apply(logicalId);
            default -> ids.apply(logicalId) + "." + attribute;
        };
    }

    private @Nullable Object substituted(Node argument) {
        String text;
        Map<String, Object> given = new LinkedHashMap<>();
        if (argument instanceof SequenceNode sequence) {
            text = yaml.text(sequence.getValue().getFirst());
            yaml.entries(sequence.getValue().get(1)).forEach((name, node) -> {
                Object value = value(node);
                if (value != null) {
                    given.put(name, value);
                }
            });
        } else {
            text = yaml.text(argument);
        }
        var out = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1).strip();
            Object value = given.containsKey(name)
                    ? given.get(name)
                    : name.contains(".") ? ids.apply(name.replaceFirst("\\..*", "")) : reference(name);
            if (!(value instanceof String known)) {
                return value instanceof Unresolved ? value : new Unresolved("${" + name + "} in " + template.file());
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(known));
        }
        return matcher.appendTail(out).toString();
    }

    private static Object joined(@Nullable Object argument) {
        List<Object> arguments = DeclaredResource.items(argument);
        List<String> parts = new ArrayList<>();
        for (Object item : DeclaredResource.items(arguments.get(1))) {
            if (!(item instanceof String text)) {
                return item;
            }
            parts.add(text);
        }
        return String.join(String.valueOf(arguments.getFirst()), parts);
    }

    private static Object split(@Nullable Object argument) {
        List<Object> arguments = DeclaredResource.items(argument);
        return arguments.get(1) instanceof String text
                ? List.of(text.split(Pattern.quote(String.valueOf(arguments.getFirst())), -1))
                : arguments.get(1);
    }

    private Object selected(@Nullable Object argument) {
        List<Object> arguments = DeclaredResource.items(argument);
        List<Object> items = DeclaredResource.items(arguments.get(1));
        String index = String.valueOf(arguments.getFirst());
        if (index.matches("\\d{1,4}") && Integer.parseInt(index) < items.size()) {
            return items.get(Integer.parseInt(index));
        }
        return new Unresolved("Fn::Select in " + template.file());
    }

    private @Nullable Object chosen(List<Node> arguments) {
        String condition = yaml.text(arguments.getFirst());
        Optional<Boolean> holds = holds(condition);
        if (holds.isEmpty()) {
            return new Unresolved("the condition " + condition + " of " + template.name());
        }
        return value(arguments.get(holds.get() ? 1 : 2));
    }

    private Object mapped(@Nullable Object argument) {
        List<Object> keys = DeclaredResource.items(argument);
        Node at = keys.isEmpty() ? null : section("Mappings").get(String.valueOf(keys.getFirst()));
        for (int i = 1; i < keys.size() && at != null; i++) {
            at = yaml.entries(at).get(String.valueOf(keys.get(i)));
        }
        Object found = at == null ? null : plain(at);
        return found == null ? new Unresolved("Fn::FindInMap in " + template.file()) : found;
    }
}
