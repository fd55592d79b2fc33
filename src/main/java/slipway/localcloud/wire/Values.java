package slipway.localcloud.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Scalars between their text on the wire and the SDK's Java types. */
final class Values {
    private Values() {}

    /** Text to the field's scalar type; a {@link WireException} when the text is not of that type. */
    static Object scalar(SdkField<?> field, String text) {
        try {
            return switch (field.marshallingType().getTargetClass().getSimpleName()) {
                case "String" -> text;
                case "Integer" -> Integer.valueOf(text);
                case "Long" -> Long.valueOf(text);
                case "Short" -> Short.valueOf(text);
                case "Byte" -> Byte.valueOf(text);
                case "Float" -> Float.valueOf(text);
                case "Double" -> Double.valueOf(text);
                case "BigDecimal" -> new java.math.BigDecimal(text);
                case "Boolean" -> bool(text);
                case "Instant" -> instant(text);
                case "SdkBytes" -> SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
                default -> throw malformed(field, text);
            };
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw malformed(field, text);
        }
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** ISO 8601, or seconds since the epoch with or without a fraction. */
    private static Instant instant(String text) {
        if (text.indexOf('-') > 0 && text.indexOf(':') > 0) {
            return java.time.OffsetDateTime.parse(text.endsWith("Z") || text.indexOf('+') > 0 ? text : text + "Z")
                    .toInstant();
        }
        return seconds(new java.math.BigDecimal(text));
    }

    static Instant seconds(java.math.BigDecimal epochSeconds) {
        return Instant.ofEpochMilli(epochSeconds.movePointRight(3).longValue());
    }

    static boolean inMilliseconds(SdkField<?> field) {
        TimestampFormatTrait trait = field.getTrait(TimestampFormatTrait.class);
        return trait != null && trait.format() == TimestampFormatTrait.Format.UNIX_TIMESTAMP_MILLIS;
    }

    static boolean inIso8601(SdkField<?> field) {
        TimestampFormatTrait trait = field.getTrait(TimestampFormatTrait.class);
        return trait != null && trait.format() == TimestampFormatTrait.Format.ISO_8601;
    }

    static Object build(SdkPojo builder) {
        return ((Buildable) builder).build();
    }

    static WireException malformed(SdkField<?> field, @Nullable String text) {
        return new WireException(
                400,
                "SerializationException",
                "The value '" + text + "' of " + field.locationName() + " is not a "
                        + field.marshallingType().getTargetClass().getSimpleName() + ".");
    }
}
