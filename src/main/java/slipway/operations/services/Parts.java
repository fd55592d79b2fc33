package slipway.operations.services;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.operations.Failures;

/**
 * One reading made of parts. A part that the principal may not read, or that the target does not offer, is remembered and left
 * out, so that the rest can be shown; it is not asked for again within the reading.
 */
final class Parts {
    private final Map<String, Unread> unread = new LinkedHashMap<>();

    /**
     * What the calls give; the other value where the part is refused or gone.
     *
     * @param part in words: "tasks"
     */
    <T> T read(String part, T otherwise, Supplier<T> calls) {
        if (unread.containsKey(part)) {
            return otherwise;
        }
        try {
            return Vanishing.or(otherwise, calls);
        } catch (RuntimeException thrown) {
            RuntimeException translated = Failures.exception("read " + part, thrown);
            if (translated instanceof FailureException failed
                    && (failed.failure() instanceof Failure.Denied
                            || failed.failure() instanceof Failure.Unsupported)) {
                unread.put(part, new Unread(part, failed.failure()));
                return otherwise;
            }
            throw translated;
        }
    }

    List<Unread> unread() {
        return List.copyOf(unread.values());
    }
}
