package slipway.localcloud.cloudformation.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the sections of a template into declarations, refusing every shape that CloudFormation refuses. */
final class TemplateStructure {
    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Description",
            "Metadata",
            "Parameters",
            "Rules",
            "Mappings",
            "Conditions",
            "Resources",
            "Outputs");
    private static final Set<String> RESOURCE_KEYS =
            Set.of("Type", "Properties", "DependsOn", "Condition", "Metadata", "DeletionPolicy", "UpdateReplacePolicy");
    private static final Set<String> PARAMETER_KEYS = Set.of(
            "Type",
            "Default",
            "Description",
            "NoEcho",
            "AllowedValues",
            "AllowedPattern",
            "ConstraintDescription",
            "MinLength",
            "MaxLength",
            "MinValue",
            "MaxValue");
    private static final Set<String> OUTPUT_KEYS = Set.of("Value", "Description", "Export", "Condition");
    private static final Pattern ALPHANUMERIC = Pattern.compile("[A-Za-z0-9]+");
    private static final int MAX_PARAMETERS = 200;
    private static final int MAX_OUTPUTS = 200;
    private static final int MAX_RESOURCES = 500;

    private final String body;

    TemplateStructure(String body) {
        this.body = body;
    }

    Template read() {
        if (!(TemplateReader.read(body) instanceof Node.Fields root)) {
            throw TemplateException.of("Template format error: unsupported structure.");
        }
        for (String key : root.entries().keySet()) {
            if (key.equals("Transform") || key.equals("Hooks")) {
                throw TemplateException.at(
                        root.keyAt(key), "Template error: " + key + " is not supported here. Leave it out.");
            }
            if (!SECTIONS.contains(key)) {
                throw TemplateException.at(root.keyAt(key), "Invalid template property or properties [" + key + "]");
            }
        }
        var resources = section(root, "Resources", this::resource);
        if (resources.isEmpty()) {
            throw TemplateException.at(
                    root.keyAt("Resources"), "Template format error: At least one Resources member must be defined.");
        }
        var template = new Template(
                body,
                version(root),
                optionalText(root, "Description", null),
                fields(root, "Metadata", null),
                section(root, "Parameters", this::parameter),
                section(root, "Mappings", this::mapping),
                section(root, "Conditions", (name, at, node) -> node),
                section(root, "Rules", this::rule),
                resources,
                section(root, "Outputs", this::output));
        limit(root, "Parameters", template.parameters().size(), MAX_PARAMETERS);
        limit(root, "Resources", resources.size(), MAX_RESOURCES);
        limit(root, "Outputs", template.outputs().size(), MAX_OUTPUTS);
        return template;
    }

    private static void limit(Node.Fields root, String section, int size, int most) {
        if (size > most) {
            throw TemplateException.at(
                    root.keyAt(section),
                    "Template format error: Number of " + section.toLowerCase(java.util.Locale.ROOT) + ", " + size
                            + ", is greater than maximum allowed, " + most);
        }
    }

    private interface Member<T> {
        T read(String name, Position at, Node node);
    }

    private static Optional<String> version(Node.Fields root) {
        var version = optionalText(root, "AWSTemplateFormatVersion", null);
        if (version.isPresent() && !version.get().equals("2010-09-09")) {
            throw TemplateException.at(
                    root.keyAt("AWSTemplateFormatVersion"),
                    "Template format error: " + version.get() + " is not a supported value for"
                            + " AWSTemplateFormatVersion.");
        }
        return version;
    }

    private static <T> Map<String, T> section(Node.Fields root, String name, Member<T> member) {
        Node section = root.get(name);
        if (section == null) {
            return Map.of();
        }
        if (!(section instanceof Node.Fields members)) {
            throw TemplateException.at(root.keyAt(name), "Template format error: " + name + " must be an object.");
        }
        var read = new LinkedHashMap<String, T>();
        members.entries().forEach((key, value) -> {
            if (!ALPHANUMERIC.matcher(key).matches() && !name.equals("Mappings")) {
                throw TemplateException.at(
                        members.keyAt(key),
                        "Template format error: " + name.substring(0, name.length() - 1) + " name " + key
                                + " is non alphanumeric.");
            }
            read.put(key, member.read(key, members.keyAt(key), value));
        });
        return Collections.unmodifiableMap(read);
    }

    private ResourceDeclaration resource(String id, Position at, Node node) {
        if (!(node instanceof Node.Fields resource)) {
            throw TemplateException.in(id, node.at(), "Template format error: Any Resources member must be an object.");
        }
        for (String key : resource.entries().keySet()) {
            if (key.equals("CreationPolicy") || key.equals("UpdatePolicy")) {
                throw TemplateException.in(
                        id, resource.keyAt(key), key + " is not supported here: nothing would obey it. Leave it out.");
            }
            if (!RESOURCE_KEYS.contains(key)) {
                throw TemplateException.in(id, resource.keyAt(key), "Invalid template resource property '" + key + "'");
            }
        }
        if (!(resource.get("Type") instanceof Node.Text type)) {
            throw TemplateException.in(
                    id,
                    at,
                    "Template format error: [/Resources/" + id
                            + "] Every Resources object must contain a Type member.");
        }
        var onDelete = policy(resource, id, "DeletionPolicy", true);
        return new ResourceDeclaration(
                id,
                at,
                type.value(),
                type.at(),
                fields(resource, "Properties", id),
                optionalText(resource, "Condition", id),
                dependsOn(resource, id),
                onDelete,
                policy(resource, id, "UpdateReplacePolicy", false),
                fields(resource, "Metadata", id));
    }

    private static ResourceDeclaration.Policy policy(
            Node.Fields resource, String id, String key, boolean exceptOnCreate) {
        var text = optionalText(resource, key, id);
        if (text.isEmpty()) {
            return ResourceDeclaration.Policy.DELETE;
        }
        return ResourceDeclaration.Policy.of(text.get())
                .filter(policy -> exceptOnCreate || policy != ResourceDeclaration.Policy.RETAIN_EXCEPT_ON_CREATE)
                .orElseThrow(() -> TemplateException.in(
                        id,
                        resource.keyAt(key),
                        "Template error: " + key + " " + text.get() + " is not supported here; use Delete"
                                + (exceptOnCreate ? ", Retain or RetainExceptOnCreate" : " or Retain")));
    }

    private static Map<String, Position> dependsOn(Node.Fields resource, String id) {
        Node node = resource.get("DependsOn");
        List<Node> names = switch (node) {
            case null -> List.of();
            case Node.Items items -> items.items();
            case Node.Text text -> List.of(text);
            default -> throw dependsOnShape(id, node);
        };
        var depends = new LinkedHashMap<String, Position>();
        for (Node name : names) {
            if (!(name instanceof Node.Text text)) {
                throw dependsOnShape(id, name);
            }
            depends.put(text.value(), text.at());
        }
        return Collections.unmodifiableMap(depends);
    }

    private static TemplateException dependsOnShape(String id, Node node) {
        return TemplateException.in(
                id, node.at(), "Template format error: DependsOn must be a string or list of strings.");
    }

    private ParameterDeclaration parameter(String name, Position at, Node node) {
        if (!(node instanceof Node.Fields parameter)) {
            throw TemplateException.in(
                    name, node.at(), "Template format error: Every Parameters member must be an object.");
        }
        for (String key : parameter.entries().keySet()) {
            if (!PARAMETER_KEYS.contains(key)) {
                throw TemplateException.in(
                        name,
                        parameter.keyAt(key),
                        "Template format error: Invalid template parameter property '" + key + "'");
            }
        }
        String type = optionalText(parameter, "Type", name)
                .orElseThrow(() -> TemplateException.in(
                        name, at, "Template format error: Every Parameters object must contain a Type member."));
        if (!ParameterDeclaration.isKnownType(type)) {
            throw TemplateException.in(
                    name, parameter.keyAt("Type"), "Template format error: Unrecognized parameter type: " + type);
        }
        return new ParameterDeclaration(
                name,
                at,
                type,
                optionalText(parameter, "Default", name),
                optionalText(parameter, "Description", name),
                optionalText(parameter, "NoEcho", name)
                        .filter("true"::equalsIgnoreCase)
                        .isPresent(),
                texts(parameter, "AllowedValues", name),
                optionalText(parameter, "AllowedPattern", name).map(text -> pattern(parameter, name, text)),
                optionalText(parameter, "ConstraintDescription", name),
                number(parameter, "MinLength", name).map(Double::intValue),
                number(parameter, "MaxLength", name).map(Double::intValue),
                number(parameter, "MinValue", name),
                number(parameter, "MaxValue", name));
    }

    private static Pattern pattern(Node.Fields parameter, String name, String text) {
        try {
            return Pattern.compile(text);
        } catch (java.util.regex.PatternSyntaxException wrong) {
            throw TemplateException.in(
                    name,
                    parameter.keyAt("AllowedPattern"),
                    "Template format error: AllowedPattern is not a regular expression: " + wrong.getDescription());
        }
    }

    private Map<String, Map<String, Node>> mapping(String name, Position at, Node node) {
        if (!(node instanceof Node.Fields mapping)) {
            throw TemplateException.in(
                    name, node.at(), "Template format error: Every Mappings member " + name + " must be a map");
        }
        var first = new LinkedHashMap<String, Map<String, Node>>();
        mapping.entries().forEach((key, value) -> {
            if (!(value instanceof Node.Fields second)) {
                throw TemplateException.in(
                        name, value.at(), "Template format error: Every Mappings member " + key + " must be a map");
            }
            second.entries().values().forEach(leaf -> {
                boolean list = leaf instanceof Node.Items items
                        && items.items().stream().allMatch(Node.Text.class::isInstance);
                if (!list && !(leaf instanceof Node.Text)) {
                    throw TemplateException.in(
                            name,
                            leaf.at(),
                            "Template format error: Every Mappings attribute must be a String or a List.");
                }
            });
            first.put(key, second.entries());
        });
        return Collections.unmodifiableMap(first);
    }

    private RuleDeclaration rule(String name, Position at, Node node) {
        if (!(node instanceof Node.Fields rule) || !(rule.get("Assertions") instanceof Node.Items assertions)) {
            throw TemplateException.in(
                    name, node.at(), "Template format error: Every Rules member must have a list of Assertions.");
        }
        var read = new ArrayList<RuleDeclaration.Assertion>();
        for (Node each : assertions.items()) {
            Node assertion = each instanceof Node.Fields fields ? fields.get("Assert") : null;
            if (!(each instanceof Node.Fields fields) || assertion == null) {
                throw TemplateException.in(
                        name, each.at(), "Template format error: Every Assertions member must have an Assert.");
            }
            read.add(new RuleDeclaration.Assertion(
                    assertion, optionalText(fields, "AssertDescription", name).orElse("")));
        }
        return new RuleDeclaration(name, at, Optional.ofNullable(rule.get("RuleCondition")), List.copyOf(read));
    }

    private OutputDeclaration output(String name, Position at, Node node) {
        if (!(node instanceof Node.Fields output)) {
            throw TemplateException.in(
                    name, node.at(), "Template format error: Every Outputs member must be an object.");
        }
        for (String key : output.entries().keySet()) {
            if (!OUTPUT_KEYS.contains(key)) {
                throw TemplateException.in(
                        name, output.keyAt(key), "Template format error: Invalid output property '" + key + "'");
            }
        }
        Node value = output.get("Value");
        if (value == null) {
            throw TemplateException.in(
                    name, at, "Template format error: Every Outputs member must contain a Value object");
        }
        Optional<Node> export = Optional.empty();
        Node exported = output.get("Export");
        if (exported != null) {
            Node exportName = exported instanceof Node.Fields fields ? fields.get("Name") : null;
            if (exportName == null) {
                throw TemplateException.in(
                        name,
                        exported.at(),
                        "Template format error: Output " + name + " is malformed. The Export"
                                + " field must contain a Name.");
            }
            export = Optional.of(exportName);
        }
        return new OutputDeclaration(
                name,
                at,
                value,
                optionalText(output, "Description", name),
                optionalText(output, "Condition", name),
                export);
    }

    // ---------------------------------------------------------------- small reads

    private static Node.Fields fields(Node.Fields parent, String key, @Nullable String owner) {
        return switch (parent.get(key)) {
            case null -> Node.Fields.empty(parent.at());
            case Node.Fields fields -> fields;
            case Node other ->
                throw TemplateException.in(owner, other.at(), "Template format error: " + key + " must be an object.");
        };
    }

    private static Optional<String> optionalText(Node.Fields parent, String key, @Nullable String owner) {
        return switch (parent.get(key)) {
            case null -> Optional.empty();
            case Node.Text text -> Optional.of(text.value());
            case Node other ->
                throw TemplateException.in(owner, other.at(), "Template format error: " + key + " must be a string.");
        };
    }

    private static List<String> texts(Node.Fields parent, String key, String owner) {
        Node node = parent.get(key);
        if (node == null) {
            return List.of();
        }
        var texts = new ArrayList<String>();
        for (Node each : node instanceof Node.Items items ? items.items() : List.<Node>of()) {
            if (each instanceof Node.Text text) {
                texts.add(text.value());
            }
        }
        if (texts.isEmpty()) {
            throw TemplateException.in(
                    owner, node.at(), "Template format error: " + key + " must be a list of strings.");
        }
        return List.copyOf(texts);
    }

    private static Optional<Double> number(Node.Fields parent, String key, String owner) {
        var text = optionalText(parent, key, owner);
        try {
            return text.map(Double::valueOf);
        } catch (NumberFormatException wrong) {
            throw TemplateException.in(
                    owner, parent.keyAt(key), "Template format error: " + key + " must be a number.");
        }
    }
}
