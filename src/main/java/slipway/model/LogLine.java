package slipway.model;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One line in a log: what a task wrote, or a mark that says what became of the task.
 *
 * @param id tells it from every other line of its environment
 * @param at the target's time
 * @param colour absent for Redis
 * @param task the id of the task
 * @param mark whether it is no output but something that happened to the task
 * @param text safe to show anywhere: without control characters and escape sequences
 */
public record LogLine(
        String id,
        Instant at,
        LogSource source,
        @Nullable Colour colour,
        String task,
        LogLevel level,
        boolean mark,
        String text) {
    /** Oldest first; what happened at the same moment keeps the order in which it became known. */
    public static final Comparator<LogLine> BY_TIME = Comparator.comparing(LogLine::at);

    private static final int SHORT = 6;

    /** As it stands in files and on terminals: time, who, task, how much it matters, and the text. */
    public String written() {
        String who = source.label() + (colour == null ? "" : " " + colour.label());
        return "%s  %-10s  %-6s  %-5s  %s".formatted(at, who, shortTask(), mark ? "" : level.label(), text);
    }

    /** The task's id as far as people need it. */
    public String shortTask() {
        return task.length() <= SHORT ? task : task.substring(0, SHORT);
    }
}
