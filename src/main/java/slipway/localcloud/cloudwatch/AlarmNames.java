package slipway.localcloud.cloudwatch;

import org.jspecify.annotations.Nullable;

/** What an alarm may be called. */
final class AlarmNames {
    private AlarmNames() {}

    static void require(@Nullable String name) {
        if (name == null || name.isEmpty() || name.length() > 255) {
            throw CloudWatchErrors.validation("AlarmName '" + name + "' must have 1 to 255 characters");
        }
    }
}
