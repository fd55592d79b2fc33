package slipway.operations.stacks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a template's text as far as operations need it, and refuses what CloudFormation would refuse in any account. */
final class TemplateReader {
    private final String name;
    private final String file;
    private final Yaml yaml;

    /** @param file as shown in messages */
    TemplateReader(String name, String file) {
        this.name = name;
        this.file = file;
        this.yaml = new Yaml(file);
    }

    /** @throws TemplateException with the place of the first mistake */
    Template read(String body) {
        MappingNode root = yaml.read(body);
        Map<String, Node> sections = yaml.entries(root);
        Node resources = sections.get("Resources");
        if (resources == null || yaml.entries(resources).isEmpty()) {
            throw yaml.problem(root, "a template needs Resources, and at least one");
        }
        Map<String, Node> conditions = section(sections, "Conditions");
        var template = new Template(
                name,
                file,
                body,
                textOf(sections.get("Description")),
                parameters(sections),
                resources(resources),
                new LinkedHashSet<>(section(sections, "Outputs").keySet()),
                new Conditions(yaml, conditions, section(sections, "Mappings")));
        new TemplateCheck(yaml, sections, template).check();
        return template;
    }

    private List<Template.Resource> resources(Node section) {
        Map<String, Mark> marks = yaml.keyMarks(section);
        List<Template.Resource> resources = new ArrayList<>();
        yaml.entries(section).forEach((logicalId, node) -> {
            Map<String, Node> resource = yaml.entries(node);
            Mark mark = mark(marks, logicalId);
            Node type = resource.get("Type");
            if (type == null) {
                throw new TemplateException(mark, "resource " + logicalId + " has no Type");
            }
            resources.add(new Template.Resource(
                    logicalId,
                    yaml.text(type),
                    description(resource.get("Metadata")),
                    Optional.ofNullable(resource.get("Condition")).map(yaml::text),
                    mark));
        });
        return resources;
    }

    private String description(@Nullable Node metadata) {
        return metadata instanceof MappingNode ? textOf(yaml.entries(metadata).get("Description")) : "";
    }

    private List<TemplateParameter> parameters(Map<String, Node> sections) {
        Map<String, String> groups = new HashMap<>();
        Map<String, String> labels = new HashMap<>();
        readInterface(sections, groups, labels);
        Node section = sections.get("Parameters");
        if (section == null) {
            return List.of();
        }
        Map<String, Mark> marks = yaml.keyMarks(section);
        List<TemplateParameter> parameters = new ArrayList<>();
        yaml.entries(section).forEach((parameter, node) -> {
            Map<String, Node> declared = yaml.entries(node);
            Mark mark = mark(marks, parameter);
            if (declared.get("Type") == null) {
                throw new TemplateException(mark, "parameter " + parameter + " has no Type");
            }
            parameters.add(new TemplateParameter(
                    parameter,
                    textOf(declared.get("Type")),
                    Optional.ofNullable(declared.get("Default")).map(yaml::text),
                    declared.get("AllowedValues") == null ? List.of() : yaml.texts(declared.get("AllowedValues")),
                    Optional.ofNullable(declared.get("AllowedPattern")).map(yaml::text),
                    number(declared.get("MinLength")).map(Double::longValue),
                    number(declared.get("MaxLength")).map(Double::longValue),
                    number(declared.get("MinValue")),
                    number(declared.get("MaxValue")),
                    textOf(declared.get("Description")),
                    textOf(declared.get("ConstraintDescription")),
                    textOf(declared.get("NoEcho")).equals("true"),
                    groups.getOrDefault(parameter, ""),
                    labels.getOrDefault(parameter, parameter),
                    mark));
        });
        return parameters;
    }

    private void readInterface(Map<String, Node> sections, Map<String, String> groups, Map<String, String> labels) {
        Node declared = section(sections, "Metadata").get("AWS::CloudFormation::Interface");
        if (declared == null) {
            return;
        }
        Map<String, Node> parts = yaml.entries(declared);
        Node groupList = parts.get("ParameterGroups");
        if (groupList != null) {
            for (Node group : yaml.items(groupList)) {
                Map<String, Node> entries = yaml.entries(group);
                String label = label(entries.get("Label"));
                Node members = entries.get("Parameters");
                if (members != null) {
                    yaml.texts(members).forEach(member -> groups.put(member, label));
                }
            }
        }
        section(parts, "ParameterLabels").forEach((parameter, node) -> labels.put(parameter, label(node)));
    }

    private String label(@Nullable Node node) {
        return node instanceof MappingNode ? textOf(yaml.entries(node).get("default")) : "";
    }

    private Optional<Double> number(@Nullable Node node) {
        if (node == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Double.valueOf(yaml.text(node)));
        } catch (NumberFormatException notOne) {
            throw yaml.problem(node, "a number is expected here, not " + yaml.text(node));
        }
    }

    private Map<String, Node> section(Map<String, Node> parent, String key) {
        Node section = parent.get(key);
        return section == null ? Map.of() : yaml.entries(section);
    }

    private static Mark mark(Map<String, Mark> marks, String key) {
        Mark mark = marks.get(key);
        if (mark == null) {
            throw new IllegalStateException("no mark for " + key);
        }
        return mark;
    }

    private static String textOf(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue().strip() : "";
    }
}
