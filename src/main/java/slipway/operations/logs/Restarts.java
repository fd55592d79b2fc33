package slipway.operations.logs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import slipway.model.LogLevel;
import slipway.model.LogLine;

/**
 * Finds restarts in place. ECS does not tell when it restarts a container, but the container keeps its log: a process that
 * boots into the log of a task which had booted before, or had answered requests, is a restarted one.
 */
final class Restarts {
    private static final Pattern BOOT =
            Pattern.compile("Puma starting in (?:single|cluster) mode|oO0OoO0OoO0Oo Redis is starting");
    private static final Pattern AT_WORK =
            Pattern.compile("\" \\d{3} \\S+ \\d+\\.\\d+$|\\* Listening on |Ready to accept");

    private final Set<String> booted = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** The mark that belongs before the line, if it is the first of a restarted process. */
    Optional<LogLine> before(LogLine line) {
        if (line.mark()) {
            return Optional.empty();
        }
        if (!BOOT.matcher(line.text()).find()) {
            if (AT_WORK.matcher(line.text()).find()) {
                booted.add(line.task());
            }
            return Optional.empty();
        }
        if (booted.add(line.task())) {
            return Optional.empty();
        }
        int count = counts.merge(line.task(), 1, Integer::sum);
        return Optional.of(new LogLine(
                "restart/" + line.id(),
                line.at(),
                line.source(),
                line.colour(),
                line.task(),
                LogLevel.WARN,
                true,
                "— container restarted in place" + (count == 1 ? "" : ", " + count + " times here") + " —"));
    }
}
