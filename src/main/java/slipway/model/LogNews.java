package slipway.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What following a log brings. */
public sealed interface LogNews {
    /**
     * Lines not given before, oldest first. One that reached the log late may be older than what was given earlier.
     */
    record Lines(List<LogLine> lines) implements LogNews {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** Everything that was in the log has been given. */
    record CaughtUp(Instant now) implements LogNews {}

    /** The log cannot be read at the moment; following goes on. */
    record Trouble(Failure failure, Duration nextTry) implements LogNews {}
}
