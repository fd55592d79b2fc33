package slipway.localcloud.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Writes answers and errors of AWS's query protocol. */
final class XmlWriter {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

    private final XMLStreamWriter xml;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private XmlWriter() throws XMLStreamException {
        xml = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
    }

    /** {@code <XResponse><XResult>…</XResult><ResponseMetadata>…}. */
    static byte[] response(String operation, String namespace, SdkPojo response, String requestId) {
        try {
            var writer = new XmlWriter();
            XMLStreamWriter xml = writer.xml;
            xml.writeStartElement(operation + "Response");
            xml.writeDefaultNamespace(namespace);
            xml.writeStartElement(operation + "Result");
            writer.pojo(response);
            xml.writeEndElement();
            xml.writeStartElement("ResponseMetadata");
            writer.element("RequestId", requestId);
            xml.writeEndElement();
            xml.writeEndElement();
            return writer.finish();
        } catch (XMLStreamException failed) {
            throw new IllegalStateException("an answer of " + operation + " cannot be written as XML", failed);
        }
    }

    /** {@code <ErrorResponse><Error><Type/><Code/><Message/></Error>…}. */
    static byte[] error(int status, String code, String message, String requestId) {
        try {
            var writer = new XmlWriter();
            XMLStreamWriter xml = writer.xml;
            xml.writeStartElement("ErrorResponse");
            xml.writeStartElement("Error");
            writer.element("Type", status < 500 ? "Sender" : "Receiver");
            writer.element("Code", code);
            writer.element("Message", message);
            xml.writeEndElement();
            writer.element("RequestId", requestId);
            xml.writeEndElement();
            return writer.finish();
        } catch (XMLStreamException failed) {
            throw new IllegalStateException("an error cannot be written as XML", failed);
        }
    }

    private byte[] finish() throws XMLStreamException {
        xml.close();
        return bytes.toByteArray();
    }

    private void pojo(SdkPojo pojo) throws XMLStreamException {
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (value != null) {
                value(field, name(field), value);
            }
        }
    }

    private static String name(SdkField<?> field) {
        String name = field.unmarshallLocationName();
        return name == null ? field.locationName() : name;
    }

    private void value(SdkField<?> field, String name, Object value) throws XMLStreamException {
        switch (value) {
            case List<?> list -> list(field, name, list);
            case Map<?, ?> map -> map(field, name, map);
            case SdkPojo nested -> {
                xml.writeStartElement(name);
                pojo(nested);
                xml.writeEndElement();
            }
            default -> element(name, text(value));
        }
    }

    private void list(SdkField<?> field, String name, List<?> list) throws XMLStreamException {
        ListTrait trait = field.getRequiredTrait(ListTrait.class);
        if (trait.isFlattened()) {
            for (Object member : list) {
                value(trait.memberFieldInfo(), name, member);
            }
            return;
        }
        xml.writeStartElement(name);
        for (Object member : list) {
            value(trait.memberFieldInfo(), orElse(trait.memberLocationName(), "member"), member);
        }
        xml.writeEndElement();
    }

    private void map(SdkField<?> field, String name, Map<?, ?> map) throws XMLStreamException {
        MapTrait trait = field.getRequiredTrait(MapTrait.class);
        if (!trait.isFlattened()) {
            xml.writeStartElement(name);
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            xml.writeStartElement(trait.isFlattened() ? name : "entry");
            element(orElse(trait.keyLocationName(), "key"), String.valueOf(entry.getKey()));
            value(trait.valueFieldInfo(), orElse(trait.valueLocationName(), "value"), entry.getValue());
            xml.writeEndElement();
        }
        if (!trait.isFlattened()) {
            xml.writeEndElement();
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Instant instant -> instant.truncatedTo(ChronoUnit.MILLIS).toString();
            case SdkBytes binary -> Base64.getEncoder().encodeToString(binary.asByteArrayUnsafe());
            default -> value.toString();
        };
    }

    private static String orElse(@Nullable String name, String fallback) {
        return name == null ? fallback : name;
    }

    private void element(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(withoutControls(text));
        xml.writeEndElement();
    }

    /** XML 1.0 has no way to write most control characters; they become the replacement character. */
    private static String withoutControls(String text) {
        if (text.chars().allMatch(XmlWriter::allowed)) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(allowed(point) ? point : 0xFFFD));
        return clean.toString();
    }

    private static boolean allowed(int point) {
        return point >= 0x20 ? point != 0xFFFE && point != 0xFFFF : point == '\t' || point == '\n' || point == '\r';
    }
}
