package slipway.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.LogLine;

/**
 * A line as {@code slipway logs --output json} prints it.
 *
 * @param tier client, api or redis
 * @param level null for a mark
 * @param mark whether it says what became of the task rather than what the task wrote
 */
record LogDocument(
        Instant at,
        String tier,
        @Nullable String colour,
        String task,
        @Nullable String level,
        boolean mark,
        String text) {
    static LogDocument of(LogLine line) {
        Colour colour = line.colour();
        return new LogDocument(
                line.at(),
                line.source().label(),
                colour == null ? null : colour.label(),
                line.task(),
                line.mark() ? null : line.level().label(),
                line.mark(),
                line.text());
    }
}
