package slipway.localcloud.logs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** What PutLogEvents takes: 10,000 events and 1 MiB at once, in the order of time. */
final class PutRules {
    private PutRules() {}

    /** @return the events' bytes, as AWS counts them */
    static int check(List<InputLogEvent> events) {
        if (events.isEmpty() || events.size() > EventPages.EVENTS) {
            throw LogErrors.invalid(
                    "PutLogEvents takes 1 to " + EventPages.EVENTS + " events, not " + events.size() + ".");
        }
        int bytes = bytes(events);
        if (bytes > EventPages.BYTES) {
            throw LogErrors.invalid("Upload too large: " + bytes + " bytes exceeds limit of " + EventPages.BYTES);
        }
        long last = Long.MIN_VALUE;
        for (InputLogEvent event : events) {
            if (event.message() == null || event.message().isEmpty() || event.timestamp() == null) {
                throw LogErrors.invalid("A log event needs a timestamp and a message of at least one character.");
            }
            if (event.timestamp() < last) {
                throw LogErrors.invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
            last = event.timestamp();
        }
        return bytes;
    }

    private static int bytes(List<InputLogEvent> events) {
        return events.stream()
                .mapToInt(event -> EventPages.EVENT_BYTES
                        + (event.message() == null ? 0 : event.message().getBytes(StandardCharsets.UTF_8).length))
                .sum();
    }
}
