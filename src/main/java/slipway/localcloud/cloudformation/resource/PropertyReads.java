package slipway.localcloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads single values out of properties. */
final class PropertyReads {
    private PropertyReads() {}

    /** Text; empty when it is not given. */
    static String text(Map<String, Object> properties, String name) {
        return properties.get(name) instanceof String text ? text : "";
    }

    /** A list of {@code Key} and {@code Value} as a map; empty when it is not given. */
    static Map<String, String> pairs(Map<String, Object> properties, String name) {
        var pairs = new LinkedHashMap<String, String>();
        if (properties.get(name) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> pair) {
                    pairs.put(String.valueOf(pair.get("Key")), String.valueOf(pair.get("Value")));
                }
            }
        }
        return pairs;
    }

    static boolean differs(Map<String, Object> before, Map<String, Object> after, String name) {
        return !Objects.equals(before.get(name), after.get(name));
    }

    static boolean anyDiffers(Map<String, Object> before, Map<String, Object> after, String... names) {
        return List.of(names).stream().anyMatch(name -> differs(before, after, name));
    }

    /** Keys that only the first has. */
    static List<String> gone(Map<String, String> before, Map<String, String> after) {
        return before.keySet().stream().filter(key -> !after.containsKey(key)).toList();
    }

    /** What of a service's ARN follows a word: {@code app/name/id} of a balancer's. */
    static String after(String arn, String word) {
        int at = arn.indexOf(word);
        return at < 0 ? arn : arn.substring(at + word.length());
    }
}
