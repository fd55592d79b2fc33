package slipway.localcloud.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * Writes answers and errors of the JSON and CBOR protocols. A list that the answer itself declares is written even when
 * nobody set it, because AWS answers an empty list there and clients index it blindly.
 */
final class DocumentWriter {
    private final JsonGenerator out;

    private DocumentWriter(JsonGenerator out) {
        this.out = out;
    }

    static byte[] response(JsonFactory factory, SdkPojo response) {
        return write(factory, writer -> writer.pojo(response, true));
    }

    /** An error: its code as {@code __type}, its message, and the members of a modelled exception. */
    static byte[] error(JsonFactory factory, String code, String message) {
        return write(factory, writer -> {
            writer.out.writeStartObject();
            writer.out.writeStringField("__type", code);
            writer.out.writeStringField("message", message);
            writer.out.writeEndObject();
        });
    }

    private interface Body {
        void write(DocumentWriter writer) throws IOException;
    }

    private static byte[] write(JsonFactory factory, Body body) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = factory.createGenerator(bytes)) {
            body.write(new DocumentWriter(generator));
        } catch (IOException failed) {
            throw new IllegalStateException("an answer cannot be written", failed);
        }
        return bytes.toByteArray();
    }

    private void pojo(SdkPojo pojo, boolean answer) throws IOException {
        out.writeStartObject();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            boolean unset = value == null
                    || value instanceof SdkAutoConstructMap
                    || (value instanceof SdkAutoConstructList && !answer);
            if (!unset) {
                out.writeFieldName(field.locationName());
                value(field, value);
            }
        }
        out.writeEndObject();
    }

    private void value(SdkField<?> field, Object value) throws IOException {
        switch (value) {
            case List<?> list -> {
                SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
                out.writeStartArray();
                for (Object element : list) {
                    value(member, element);
                }
                out.writeEndArray();
            }
            case Map<?, ?> map -> {
                SdkField<?> member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    value(member, entry.getValue());
                }
                out.writeEndObject();
            }
            case SdkPojo nested -> pojo(nested, false);
            case Instant instant -> instant(field, instant);
            case SdkBytes binary -> out.writeBinary(binary.asByteArrayUnsafe());
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Float number -> out.writeNumber(number);
            case Short number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            case Boolean bool -> out.writeBoolean(bool);
            default -> out.writeString(value.toString());
        }
    }

    private void instant(SdkField<?> field, Instant instant) throws IOException {
        if (out instanceof CBORGenerator cbor) {
            // RFC 8949: tag 1 is epoch-based time; rpc-v2 CBOR asks for it.
            cbor.writeTag(1);
            cbor.writeNumber(instant.toEpochMilli() / 1000.0);
        } else if (Values.inIso8601(field)) {
            out.writeString(instant.truncatedTo(ChronoUnit.MILLIS).toString());
        } else if (Values.inMilliseconds(field)) {
            out.writeNumber(instant.toEpochMilli());
        } else {
            out.writeNumber(BigDecimal.valueOf(instant.toEpochMilli(), 3));
        }
    }
}
