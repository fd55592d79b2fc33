package slipway.operations.logs;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.LogLine;
import slipway.model.LogScope;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * Where the lines of one service lie, and how its events are read: group {@code /ENVIRONMENT/SERVICE}, streams
 * {@code SOURCE/CONTAINER/TASK}, as the templates say.
 *
 * @param scope of one service
 */
record LogReading(LogScope scope) {
    String group() {
        return "/" + scope.environment() + "/"
                + scope.services()
                        .getFirst()
                        .substring(scope.environment().value().length() + 1);
    }

    /** How the names of its streams begin; the container has the source's name. */
    String streams() {
        return scope.source().label() + "/" + scope.source().label() + "/" + scope.task();
    }

    LogLine line(FilteredLogEvent event) {
        String text = LineText.of(event.message() == null ? "" : event.message());
        String stream = event.logStreamName() == null ? "" : event.logStreamName();
        return new LogLine(
                event.eventId(),
                Instant.ofEpochMilli(event.timestamp()),
                scope.source(),
                colour(),
                stream.substring(stream.lastIndexOf('/') + 1),
                LevelReader.of(text),
                false,
                text);
    }

    @Nullable
    Colour colour() {
        return scope.colour().orElse(null);
    }

    static List<LogReading> of(LogScope scope) {
        return scope.single().stream().map(LogReading::new).toList();
    }
}
