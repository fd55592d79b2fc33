package slipway.localcloud.cloudformation.template;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as a stack has it.
 *
 * @param value what was given, or the default
 * @param resolved for a parameter of an SSM type, the SSM parameter's value at the time
 */
public record ParameterValue(
        String name, String value, @Nullable String resolved, boolean list, boolean noEcho) {
    /** What Ref answers: text, or a list of trimmed texts. */
    public Object worth() {
        String text = resolved == null ? value : resolved;
        return list ? members(text) : text;
    }

    /** The value for someone's eyes: asterisks where NoEcho asks for them. */
    public String shown() {
        return noEcho ? "****" : value;
    }

    static List<String> members(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
}
