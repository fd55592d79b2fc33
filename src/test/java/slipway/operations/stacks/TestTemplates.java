package slipway.operations.stacks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullMarked;

/** What the stand-in for CloudFormation needs to know of a template's text. */
@NullMarked
public final class TestTemplates {
    private static final Map<String, Template> READ = new ConcurrentHashMap<>();

    private TestTemplates() {}

    private static Template read(String body) {
        return READ.computeIfAbsent(body, text -> new TemplateReader("any", "any.yaml").read(text));
    }

    /** Logical id to type. */
    public static Map<String, String> resources(String body) {
        Map<String, String> resources = new LinkedHashMap<>();
        read(body).resources().forEach(resource -> resources.put(resource.logicalId(), resource.type()));
        return resources;
    }

    public static Set<String> outputs(String body) {
        return read(body).outputs();
    }

    public static Map<String, String> defaults(String body) {
        Map<String, String> defaults = new LinkedHashMap<>();
        read(body)
                .parameters()
                .forEach(parameter ->
                        parameter.defaultValue().ifPresent(value -> defaults.put(parameter.name(), value)));
        return defaults;
    }
}
