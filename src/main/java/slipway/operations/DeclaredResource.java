package slipway.operations;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resource as a template declares it, with the values that its stack's parameters and conditions give.
 *
 * @param origin which of the environment's stacks
 * @param stack the stack's name
 * @param id the physical id of one that exists; else a name of its own, which references to it carry too
 * @param properties of String, List, Map and {@link Unresolved}; what {@code AWS::NoValue} takes away is not there
 */
public record DeclaredResource(
        EnvironmentStack origin,
        String stack,
        String logicalId,
        String type,
        String id,
        Map<String, Object> properties) {

    /** A value that the template alone does not tell, and why. */
    public record Unresolved(String why) {}

    /** A text; empty when the property is missing, unresolved or no text. */
    public Optional<String> text(String property) {
        return text(properties.get(property));
    }

    public static Optional<String> text(@Nullable Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The items of a list; a single value counts as a list of one, a missing one as an empty list. */
    public List<Object> items(String property) {
        return items(properties.get(property));
    }

    public static List<Object> items(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> List.copyOf(list);
            default -> List.of(value);
        };
    }

    /** A member of a nested value; null when there is none. */
    public static @Nullable Object member(@Nullable Object value, String... path) {
        @Nullable Object at = value;
        for (String name : path) {
            at = at instanceof Map<?, ?> map ? map.get(name) : at instanceof Unresolved ? at : null;
        }
        return at;
    }

    /** A member below this resource's properties; null when there is none. */
    public @Nullable Object member(String... path) {
        return member(properties, path);
    }
}
