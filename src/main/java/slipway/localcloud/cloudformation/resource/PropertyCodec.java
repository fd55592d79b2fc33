package slipway.localcloud.cloudformation.resource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import slipway.localcloud.cloudformation.template.Special;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Puts a template's properties into an SDK request. CloudFormation's names and the API's differ in their capitals only,
 * at every depth, but for those that a type renames itself. A name that the API does not have, and a value of the wrong
 * shape, are refused with their path. What is not known yet is left out.
 */
final class PropertyCodec {
    private PropertyCodec() {}

    /** @throws ResourceException naming the first property that does not fit */
    static <B extends SdkPojo> B fill(B builder, Map<String, Object> properties) {
        fill(builder, properties, "");
        return builder;
    }

    /** {@link #fill} for requests that take part of a type's properties: names that the request lacks are passed over. */
    static <B extends SdkPojo> B fillKnown(B builder, Map<String, Object> properties) {
        Set<String> known = fields(builder).keySet();
        var fitting = new LinkedHashMap<String, Object>();
        properties.forEach((name, value) -> {
            if (known.contains(name.toLowerCase(Locale.ROOT))) {
                fitting.put(name, value);
            }
        });
        return fill(builder, fitting);
    }

    /** The properties under other names, where an API calls them differently. */
    static Map<String, Object> renamed(Map<String, Object> properties, Map<String, String> names) {
        var renamed = new LinkedHashMap<String, Object>();
        properties.forEach((name, value) -> renamed.put(names.getOrDefault(name, name), value));
        return renamed;
    }

    /** The properties without some. */
    static Map<String, Object> without(Map<String, Object> properties, String... names) {
        var rest = new LinkedHashMap<>(properties);
        rest.keySet().removeAll(List.of(names));
        return rest;
    }

    private static void fill(SdkPojo builder, Map<String, Object> properties, String path) {
        Map<String, SdkField<?>> fields = fields(builder);
        properties.forEach((name, value) -> {
            SdkField<?> field = fields.get(name.toLowerCase(Locale.ROOT));
            if (field == null) {
                throw new ResourceException("Property validation failure: [Encountered unsupported properties in {"
                        + (path.isEmpty() ? "/" : path) + "}: [" + name + "]]");
            }
            if (value != Special.UNKNOWN) {
                field.set(builder, value(field, value, path + "/" + name));
            }
        });
    }

    private static Map<String, SdkField<?>> fields(SdkPojo pojo) {
        var fields = new HashMap<String, SdkField<?>>();
        pojo.sdkFields().forEach(field -> fields.put(field.memberName().toLowerCase(Locale.ROOT), field));
        return fields;
    }

    private static Object value(SdkField<?> field, Object value, String path) {
        return switch (field.marshallingType().getKnownType()) {
            case LIST -> list(field, value, path);
            case MAP -> map(field, value, path);
            case SDK_POJO -> {
                if (!(value instanceof Map<?, ?> members)) {
                    throw mismatch(path, "Object");
                }
                SdkPojo nested = field.constructor().get();
                fill(nested, named(members), path);
                yield ((Buildable) nested).build();
            }
            default -> {
                if (!(value instanceof String text)) {
                    throw mismatch(path, "String");
                }
                yield scalar(field.marshallingType().getKnownType(), text, path);
            }
        };
    }

    private static Object scalar(MarshallingKnownType type, String text, String path) {
        try {
            return switch (type) {
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case BOOLEAN -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw mismatch(path, "Boolean");
                    }
                    yield Boolean.valueOf(text);
                }
                case STRING -> text;
                default ->
                    throw new ResourceException(
                            "Property {" + path + "} cannot be given in a template here: the API wants a " + type);
            };
        } catch (NumberFormatException wrong) {
            throw mismatch(path, "Number");
        }
    }

    private static List<Object> list(SdkField<?> field, Object value, String path) {
        if (!(value instanceof List<?> items)) {
            throw mismatch(path, "Array");
        }
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        var list = new ArrayList<Object>();
        for (Object item : items) {
            if (item != Special.UNKNOWN) {
                list.add(value(member, item, path + "/" + list.size()));
            }
        }
        return list;
    }

    private static Map<String, Object> map(SdkField<?> field, Object value, String path) {
        if (!(value instanceof Map<?, ?> entries)) {
            throw mismatch(path, "Object");
        }
        SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
        var map = new LinkedHashMap<String, Object>();
        named(entries).forEach((key, each) -> {
            if (each != Special.UNKNOWN) {
                map.put(key, value(member, each, path + "/" + key));
            }
        });
        return map;
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        var named = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> named.put(String.valueOf(key), value));
        return named;
    }

    private static ResourceException mismatch(String path, String wanted) {
        return new ResourceException(
                "Property validation failure: [Value of property {" + path + "} does not match type {" + wanted + "}]");
    }
}
