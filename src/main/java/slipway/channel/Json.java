package slipway.channel;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Payloads that are JSON: compact, keys in the order in which they were put, unknown ones ignored. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code what} names the payload in errors. */
    static JsonNode read(byte[] payload, String what) throws MalformedMessageException {
        JsonNode node;
        try {
            node = MAPPER.readTree(payload);
        } catch (IOException e) {
            throw new MalformedMessageException(what + " is not JSON", e);
        }
        if (node == null || !node.isObject()) {
            throw new MalformedMessageException(what + " is not a JSON object");
        }
        return node;
    }

    static String text(JsonNode node, String key, String what) throws MalformedMessageException {
        @Nullable JsonNode value = node.get(key);
        if (value == null || !value.isTextual()) {
            throw new MalformedMessageException(what + " has no text " + key);
        }
        return value.textValue();
    }

    /** Empty where the key is missing, null or something else. */
    static String textOrEmpty(JsonNode node, String key) {
        @Nullable JsonNode value = node.get(key);
        return value != null && value.isTextual() ? value.textValue() : "";
    }

    static long number(JsonNode node, String key, String what) throws MalformedMessageException {
        @Nullable JsonNode value = node.get(key);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new MalformedMessageException(what + " has no whole number " + key);
        }
        return value.longValue();
    }

    static byte[] base64(String text, String what) throws MalformedMessageException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(what + " is not base 64", e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
