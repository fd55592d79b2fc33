package slipway.localcloud.cloudformation.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types that are kept as metadata only. An entry gives: the properties in {@link Schema#of}'s form, how the physical
 * id is made, the property that names the resource, and each attribute that GetAtt answers.
 */
public final class MetadataTypes {
    private MetadataTypes() {}

    public static List<ResourceType> all() {
        var all = new ArrayList<ResourceType>();
        all.addAll(NetworkTypes.all());
        all.addAll(SecurityTypes.all());
        return all;
    }

    /** An attribute's name and how it is worked out. */
    record Entry(String name, MetadataType.Attribute attribute) {}

    static ResourceType type(
            String name,
            String properties,
            MetadataType.Identity identity,
            @Nullable String nameProperty,
            Entry... entries) {
        var attributes = new LinkedHashMap<String, MetadataType.Attribute>();
        for (Entry entry : entries) {
            attributes.put(entry.name(), entry.attribute());
        }
        return new MetadataType(
                Schema.of(name, properties, String.join(" ", attributes.keySet())), identity, attributes, nameProperty);
    }

    static Entry entry(String name, MetadataType.Attribute attribute) {
        return new Entry(name, attribute);
    }

    // ---------------------------------------------------------------- physical ids

    /** {@code vpc-0123456789abcdef0}. */
    static MetadataType.Identity shaped(String prefix) {
        return (context, properties) -> prefix + context.hex(17);
    }

    /** The naming property, or a generated name. */
    static MetadataType.Identity named(String property, int longest) {
        return (context, properties) ->
                properties.get(property) instanceof String name ? name : context.generatedName(longest);
    }

    /** The value of a property that must be there. */
    static MetadataType.Identity required(String property) {
        return (context, properties) -> String.valueOf(properties.get(property));
    }

    /** The values of those properties that are given, put together. */
    static MetadataType.Identity joined(String between, String... names) {
        return (context, properties) -> String.join(
                between,
                List.of(names).stream()
                        .filter(properties::containsKey)
                        .map(name -> String.valueOf(properties.get(name)))
                        .toList());
    }

    static String uuid(ResourceContext context) {
        String digits = context.hex(32);
        return String.join(
                "-",
                digits.substring(0, 8),
                digits.substring(8, 12),
                digits.substring(12, 16),
                digits.substring(16, 20),
                digits.substring(20));
    }

    // ---------------------------------------------------------------- attributes

    static MetadataType.Attribute id() {
        return (context, id, properties) -> id;
    }

    static MetadataType.Attribute property(String name) {
        return (context, id, properties) -> properties.getOrDefault(name, "");
    }

    static MetadataType.Attribute shape(String prefix) {
        return (context, id, properties) -> prefix + context.hex(17);
    }

    static MetadataType.Attribute list(String prefix) {
        return (context, id, properties) -> List.of(prefix + context.hex(17));
    }

    static MetadataType.Attribute none() {
        return (context, id, properties) -> List.of();
    }
}
