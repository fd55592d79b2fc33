package slipway.localcloud.cloudformation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.localcloud.cloudformation.template.ParameterValue;

/** Puts asterisks where the value of a NoEcho parameter would be read in events and change sets. */
final class Masking {
    private static final String ASTERISKS = "****";

    private Masking() {}

    /** The properties as JSON, without secrets. */
    static String json(Object properties, Settings settings) {
        List<String> secrets = settings.parameters().values().stream()
                .filter(ParameterValue::noEcho)
                .map(value -> String.valueOf(value.worth()))
                .filter(secret -> !secret.isEmpty())
                .toList();
        return Json.text(secrets.isEmpty() ? properties : masked(properties, secrets));
    }

    private static Object masked(Object value, List<String> secrets) {
        return switch (value) {
            case String text -> {
                String shown = text;
                for (String secret : secrets) {
                    shown = shown.replace(secret, ASTERISKS);
                }
                yield shown;
            }
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.forEach((key, each) -> copy.put(String.valueOf(key), masked(each, secrets)));
                yield copy;
            }
            case List<?> list ->
                list.stream().map(each -> masked(each, secrets)).toList();
            default -> value;
        };
    }
}
