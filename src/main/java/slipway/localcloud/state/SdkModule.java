package slipway.localcloud.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Lets a document hold the SDK's model objects as they are, so that a service need not repeat AWS's shapes in records of
 * its own. An object becomes a JSON object by the names of its members; members without a value are left out.
 */
final class SdkModule extends SimpleModule {
    private static final long serialVersionUID = 1;

    SdkModule() {
        super("aws-sdk-model");
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addSerializers(new Writers());
        context.addDeserializers(new Readers());
    }

    private static final class Writers extends Serializers.Base implements Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable JsonSerializer<?> findSerializer(
                SerializationConfig config, JavaType type, BeanDescription description) {
            return SdkPojo.class.isAssignableFrom(type.getRawClass()) ? new Writer() : null;
        }
    }

    private static final class Readers extends Deserializers.Base implements Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription description) {
            return SdkPojo.class.isAssignableFrom(type.getRawClass()) ? new Reader(type.getRawClass()) : null;
        }
    }

    private static final class Writer extends JsonSerializer<SdkPojo> {
        @Override
        public void serialize(SdkPojo value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writePOJO(toPlain(value));
        }
    }

    private static final class Reader extends JsonDeserializer<Object> {
        private final Class<?> type;

        Reader(Class<?> type) {
            this.type = type;
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                var builder = (SdkPojo) type.getMethod("builder").invoke(null);
                return fromPlain(json.readValueAs(Map.class), builder);
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException unbuildable) {
                throw new IllegalStateException(type + " is no model class of the SDK: it has no builder", unbuildable);
            }
        }
    }

    private static Object toPlain(Object value) {
        return switch (value) {
            case SdkPojo pojo -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                for (SdkField<?> field : pojo.sdkFields()) {
                    Object member = field.getValueOrDefault(pojo);
                    if (member != null
                            && !(member instanceof SdkAutoConstructList<?>)
                            && !(member instanceof SdkAutoConstructMap<?, ?>)) {
                        plain.put(field.memberName(), toPlain(member));
                    }
                }
                yield plain;
            }
            case List<?> list -> list.stream().map(SdkModule::toPlain).toList();
            case Map<?, ?> map -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                map.forEach((key, member) -> plain.put(String.valueOf(key), toPlain(member)));
                yield plain;
            }
            case Instant instant -> instant.toString();
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
            default -> value;
        };
    }

    private static Object fromPlain(Map<?, ?> plain, SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object member = plain.get(field.memberName());
            if (member != null) {
                field.set(builder, member(member, field));
            }
        }
        return ((Buildable) builder).build();
    }

    private static Object member(Object plain, SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case LIST -> {
                var memberField = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
                List<Object> list = new ArrayList<>();
                for (Object member : (List<?>) plain) {
                    list.add(member(member, memberField));
                }
                yield list;
            }
            case MAP -> {
                var valueField = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
                Map<String, Object> map = new LinkedHashMap<>();
                ((Map<?, ?>) plain).forEach((key, member) -> map.put((String) key, member(member, valueField)));
                yield map;
            }
            case SDK_POJO -> fromPlain((Map<?, ?>) plain, field.constructor().get());
            case INSTANT -> Instant.parse((String) plain);
            case SDK_BYTES -> SdkBytes.fromByteArray(Base64.getDecoder().decode((String) plain));
            case LONG -> ((Number) plain).longValue();
            case INTEGER -> ((Number) plain).intValue();
            case DOUBLE -> ((Number) plain).doubleValue();
            case FLOAT -> ((Number) plain).floatValue();
            case SHORT -> ((Number) plain).shortValue();
            default -> plain;
        };
    }
}
