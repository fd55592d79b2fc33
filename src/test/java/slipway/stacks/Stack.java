package slipway.stacks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.localcloud.cloudformation.template.Evaluator;
import slipway.localcloud.cloudformation.template.ParameterDeclaration;
import slipway.localcloud.cloudformation.template.ResourceDeclaration;
import slipway.localcloud.cloudformation.template.Scope;
import slipway.localcloud.cloudformation.template.Template;
import slipway.localcloud.state.Place;

/**
 * A template with values for its parameters: which resources it has, and with which properties. A resource's Ref is
 * worth its logical id, and an attribute {@code LogicalId.Attribute}; a parameter that other stacks feed is worth its
 * own name, as a list of subnets its name with {@code -0} and {@code -1}.
 */
record Stack(Template template, Evaluator evaluator) {
    static final String ID = "01234567-89ab-cdef-0123-456789abcdef";

    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)\\]");

    private static final Scope.Resources NAMES = new Scope.Resources() {
        @Override
        public Object ref(String logicalId) {
            return logicalId;
        }

        @Override
        public Object attribute(String logicalId, String name) {
            return logicalId + "." + name;
        }
    };

    static Stack of(Template template, Map<String, String> given) {
        var values = new LinkedHashMap<String, Object>();
        template.parameters().forEach((name, declaration) -> {
            String text = Optional.ofNullable(given.get(name))
                    .or(declaration::defaultValue)
                    .orElseGet(() -> standIn(declaration));
            values.put(
                    name,
                    declaration.isList()
                            ? Stream.of(text.split(",", -1)).map(String::strip).toList()
                            : text);
        });
        String stackId = Place.LOCAL.arn("cloudformation", "stack/dev-x/" + ID);
        Map<String, Object> pseudo = Scope.pseudo(Place.LOCAL, "dev-x", stackId, List.of());
        return new Stack(
                template,
                new Evaluator(template, new Scope(values, pseudo, Place.LOCAL, NAMES, name -> Optional.empty())));
    }

    private static String standIn(ParameterDeclaration declaration) {
        String name = declaration.name();
        return switch (name) {
            case "EnvironmentName" -> "dev";
            case "Tier" -> "client";
            case "Colour" -> "blue";
            case "AssignPublicIp" -> "DISABLED";
            default -> declaration.isList() ? name + "-0," + name + "-1" : name;
        };
    }

    /** The logical ids of the resources whose conditions hold. */
    Set<String> ids() {
        return template.resources().values().stream()
                .filter(evaluator::includes)
                .map(ResourceDeclaration::logicalId)
                .collect(Collectors.toSet());
    }

    ResourceDeclaration resource(String id) {
        ResourceDeclaration resource = template.resources().get(id);
        if (resource == null) {
            throw new AssertionError("there is no resource " + id);
        }
        return resource;
    }

    Map<String, Object> properties(String id) {
        return evaluator.properties(resource(id), NAMES);
    }

    /** Logical id to properties, of the resources of this type whose conditions hold. */
    Map<String, Map<String, Object>> ofType(String type) {
        var found = new LinkedHashMap<String, Map<String, Object>>();
        template.resources().values().stream()
                .filter(resource -> resource.type().equals(type) && evaluator.includes(resource))
                .forEach(resource -> found.put(resource.logicalId(), evaluator.properties(resource, NAMES)));
        return found;
    }

    /** A property by its path, such as {@code ContainerDefinitions[0].Name}; empty when it is not set. */
    Optional<Object> find(String id, String path) {
        return within(properties(id), path);
    }

    static Optional<Object> within(Object start, String path) {
        Object here = start;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            Object next = null;
            if (step.group(1) != null && here instanceof Map<?, ?> map) {
                next = map.get(step.group(1));
            } else if (step.group(2) != null && here instanceof List<?> list) {
                int index = Integer.parseInt(step.group(2));
                next = index < list.size() ? list.get(index) : null;
            }
            if (next == null) {
                return Optional.empty();
            }
            here = next;
        }
        return Optional.of(here);
    }

    /** A property that must be there: text, a list or a map. */
    Object at(String id, String path) {
        return find(id, path).orElseThrow(() -> new AssertionError(id + " has no " + path));
    }

    Map<String, String> outputs() {
        var outputs = new LinkedHashMap<String, String>();
        template.outputs().values().stream()
                .filter(evaluator::includes)
                .forEach(output -> outputs.put(
                        output.name(),
                        evaluator.text(output.name(), output.value(), NAMES).toString()));
        return outputs;
    }

    /** The list of {@code Key}/{@code Value} or {@code Name}/{@code Value} pairs at a path, as a map. */
    Map<String, Object> pairs(String id, String path) {
        var pairs = new LinkedHashMap<String, Object>();
        for (Object pair : (List<?>) at(id, path)) {
            Object key = within(pair, "Key").or(() -> within(pair, "Name")).orElseThrow();
            pairs.put(key.toString(), within(pair, "Value").orElseThrow());
        }
        return pairs;
    }
}
