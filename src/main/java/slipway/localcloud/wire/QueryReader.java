package slipway.localcloud.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/**
 * Reads a request of AWS's query protocol: a form whose names are paths, such as {@code Tags.member.1.Key}. List members
 * may stand under {@code member}, under the model's own name, or directly under the list (flattened), as clients differ.
 */
final class QueryReader {
    private QueryReader() {}

    /** Decodes a form body; the first value of a repeated name wins. */
    static Map<String, String> form(byte[] body) {
        var form = new LinkedHashMap<String, String>();
        String text = new String(body, StandardCharsets.UTF_8);
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                form.putIfAbsent(decode(name), decode(value));
            }
        }
        return form;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw new WireException(400, "MalformedQueryString", "The form cannot be decoded: " + wrong.getMessage());
        }
    }

    static void read(Map<String, String> form, SdkPojo request) {
        var root = new Node();
        form.forEach((name, value) -> root.put(name.split("\\."), 0, value));
        readPojo(root, request);
    }

    private static void readPojo(Node node, SdkPojo pojo) {
        for (SdkField<?> field : pojo.sdkFields()) {
            Node child = node.children.get(field.locationName());
            if (child != null) {
                field.set(pojo, value(field, child));
            }
        }
    }

    private static Object value(SdkField<?> field, Node node) {
        MarshallingType<?> type = field.marshallingType();
        if (type.equals(MarshallingType.LIST)) {
            return list(field, node);
        }
        if (type.equals(MarshallingType.MAP)) {
            return map(field, node);
        }
        if (type.equals(MarshallingType.SDK_POJO)) {
            SdkPojo builder = field.constructor().get();
            readPojo(node, builder);
            return Values.build(builder);
        }
        if (node.value == null) {
            throw Values.malformed(field, null);
        }
        return Values.scalar(field, node.value);
    }

    private static List<Object> list(SdkField<?> field, Node node) {
        SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        var values = new ArrayList<>();
        for (Node element : node.numbered().values()) {
            values.add(value(member, element));
        }
        return values;
    }

    private static Map<String, Object> map(SdkField<?> field, Node node) {
        MapTrait trait = field.getRequiredTrait(MapTrait.class);
        var values = new LinkedHashMap<String, Object>();
        for (Node entry : node.numbered().values()) {
            Node key = entry.children.get(trait.keyLocationName() == null ? "key" : trait.keyLocationName());
            Node value = entry.children.get(trait.valueLocationName() == null ? "value" : trait.valueLocationName());
            if (key == null || key.value == null || value == null) {
                throw new WireException(
                        400,
                        "MalformedQueryString",
                        "An entry of " + field.locationName() + " lacks its key or value.");
            }
            values.put(key.value, value(trait.valueFieldInfo(), value));
        }
        return values;
    }

    private static final class Node {
        final Map<String, Node> children = new LinkedHashMap<>();

        @Nullable
        String value;

        void put(String[] path, int depth, String text) {
            if (depth == path.length) {
                value = text;
            } else {
                children.computeIfAbsent(path[depth], name -> new Node()).put(path, depth + 1, text);
            }
        }

        /** The list's elements in the order of their numbers, whatever name they stand under. */
        Map<Integer, Node> numbered() {
            Node holder = this;
            if (children.size() == 1) {
                Map.Entry<String, Node> only = children.entrySet().iterator().next();
                if (!isNumber(only.getKey())) {
                    holder = only.getValue();
                }
            }
            var elements = new TreeMap<Integer, Node>();
            holder.children.forEach((name, child) -> {
                if (!isNumber(name)) {
                    throw new WireException(400, "MalformedQueryString", "'" + name + "' is not a list index.");
                }
                elements.put(Integer.valueOf(name), child);
            });
            return elements;
        }

        private static boolean isNumber(String name) {
            return !name.isEmpty() && name.length() < 10 && name.chars().allMatch(Character::isDigit);
        }
    }
}
