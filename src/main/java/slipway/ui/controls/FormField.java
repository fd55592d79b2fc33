package slipway.ui.controls;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A field of a form.
 *
 * @param value what is in force
 * @param initial what is in force unless somebody changed it; shown when {@code value} differs
 * @param choices the values that are allowed; empty when any is
 * @param secret whether the text is hidden
 * @param problem says why a value is refused; empty when it is not
 */
public record FormField(
        String name,
        String label,
        String description,
        String value,
        String initial,
        List<String> choices,
        boolean secret,
        Function<String, Optional<String>> problem) {}
