package slipway.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Records as JSON that an SSM parameter can hold. */
public final class ParameterJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ParameterJson() {}

    /** @param value a record of texts, numbers and times */
    public static String text(Object value) {
        try {
            // SSM refuses a value with {{…}} in it, as a log line or a chosen parameter may have. Two braces in a row
            // stand in
            // texts only, never between them, and there JSON has another way to write the second.
            return JSON.writeValueAsString(value).replace("{{", "{\\u007b");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts and times is JSON", impossible);
        }
    }

    /** @throws JsonProcessingException for a text that is not one of such a record */
    public static <T> T parsed(String text, Class<T> type) throws JsonProcessingException {
        return JSON.readValue(text, type);
    }
}
