package slipway.localcloud.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Reads a request of the JSON and CBOR protocols, which share one tree. Unknown members are passed over, as AWS does. */
final class DocumentReader {
    private DocumentReader() {}

    static void read(JsonNode document, SdkPojo pojo) {
        if (!document.isObject()) {
            throw new WireException(400, "SerializationException", "The request is not an object.");
        }
        for (SdkField<?> field : pojo.sdkFields()) {
            JsonNode node = document.get(field.locationName());
            if (node != null && !node.isNull()) {
                field.set(pojo, value(field, node));
            }
        }
    }

    private static Object value(SdkField<?> field, JsonNode node) {
        MarshallingType<?> type = field.marshallingType();
        if (type.equals(MarshallingType.LIST)) {
            return list(field, node);
        }
        if (type.equals(MarshallingType.MAP)) {
            return map(field, node);
        }
        if (type.equals(MarshallingType.SDK_POJO)) {
            SdkPojo builder = field.constructor().get();
            read(node, builder);
            return Values.build(builder);
        }
        if (node.isContainerNode()) {
            throw Values.malformed(field, node.toString());
        }
        if (type.equals(MarshallingType.SDK_BYTES) && node.isBinary()) {
            return binary(field, node);
        }
        if (type.equals(MarshallingType.INSTANT) && node.isNumber()) {
            return Values.inMilliseconds(field)
                    ? Instant.ofEpochMilli(node.asLong())
                    : Values.seconds(node.decimalValue());
        }
        if (node.isNumber() && !type.equals(MarshallingType.STRING)) {
            return number(field, node);
        }
        return Values.scalar(field, node.asText());
    }

    private static Object number(SdkField<?> field, JsonNode node) {
        return switch (field.marshallingType().getTargetClass().getSimpleName()) {
            case "Integer" -> {
                if (!node.canConvertToInt()) {
                    throw Values.malformed(field, node.asText());
                }
                yield node.intValue();
            }
            case "Long" -> node.longValue();
            case "Double" -> node.doubleValue();
            case "Float" -> node.floatValue();
            default -> Values.scalar(field, node.asText());
        };
    }

    private static Object binary(SdkField<?> field, JsonNode node) {
        try {
            return SdkBytes.fromByteArray(node.binaryValue());
        } catch (IOException wrong) {
            throw Values.malformed(field, node.asText());
        }
    }

    private static Object list(SdkField<?> field, JsonNode node) {
        if (!node.isArray()) {
            throw Values.malformed(field, node.toString());
        }
        SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        var values = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isNull()) {
                values.add(value(member, element));
            }
        }
        return values;
    }

    private static Object map(SdkField<?> field, JsonNode node) {
        if (!node.isObject()) {
            throw Values.malformed(field, node.toString());
        }
        SdkField<?> member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        var values = new LinkedHashMap<String, Object>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isNull()) {
                values.put(entry.getKey(), value(member, entry.getValue()));
            }
        }
        return values;
    }
}
