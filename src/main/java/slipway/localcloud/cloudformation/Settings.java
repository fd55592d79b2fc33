package slipway.localcloud.cloudformation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudformation.template.ParameterValue;

/**
 * What a create gives a stack and an update replaces as a whole. Persisted.
 *
 * @param template the template's text
 * @param description the template's description
 */
record Settings(
        String template,
        @Nullable String description,
        Map<String, ParameterValue> parameters,
        Map<String, String> tags,
        List<String> capabilities,
        List<String> notificationArns,
        @Nullable String roleArn) {

    /** What Ref answers for each parameter. */
    Map<String, Object> parameterWorth() {
        var worth = new LinkedHashMap<String, Object>();
        parameters.forEach((name, value) -> worth.put(name, value.worth()));
        return worth;
    }
}
