package slipway.operations.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.LogLine;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * The moving end of one log group. Each pass reads from a little before the newest event that it knows, since events reach a
 * group late, and gives only those whose ids are new: none is lost and none comes twice. An event that is later still, by
 * more than the overlap, is missed.
 */
final class GroupTail {
    /** Where so many events lie in the overlap that reading them again costs more than it helps, it is made shorter. */
    static final int MOST_SEEN = 20_000;

    private final Cloud cloud;
    private final LogReading reading;
    private final Duration overlap;
    private final Map<String, Long> seen = new HashMap<>();
    private long from;
    private long newest;
    private boolean missing;

    /** @param from the first moment of interest, the target's time */
    GroupTail(Cloud cloud, LogReading reading, Instant from, Duration overlap) {
        this.cloud = cloud;
        this.reading = reading;
        this.overlap = overlap;
        this.from = from.toEpochMilli();
        this.newest = this.from;
    }

    LogReading reading() {
        return reading;
    }

    /** Whether the group did not exist when it was last asked for. */
    boolean missing() {
        return missing;
    }

    /** What is new, oldest first; pages are fetched as it is read. A line counts as given once it was taken. */
    LineSequence fresh() {
        return new Fresh();
    }

    private void taken(FilteredLogEvent event) {
        seen.put(event.eventId(), event.timestamp());
        newest = Math.max(newest, event.timestamp());
        if (seen.size() > 5 * MOST_SEEN) {
            moveOn();
        }
    }

    private void moveOn() {
        long start = newest - overlap.toMillis();
        if (seen.size() > MOST_SEEN) {
            long[] times =
                    seen.values().stream().mapToLong(Long::longValue).sorted().toArray();
            start = Math.max(start, times[times.length - MOST_SEEN]);
        }
        if (start > from) {
            from = start;
            seen.values().removeIf(time -> time < from);
        }
    }

    private FilterLogEventsResponse page(long start, @Nullable String token) {
        var request = FilterLogEventsRequest.builder()
                .logGroupName(reading.group())
                .logStreamNamePrefix(reading.streams())
                .startTime(start)
                .nextToken(token)
                .build();
        try {
            FilterLogEventsResponse page = cloud.logs().filterLogEvents(request);
            missing = false;
            return page;
        } catch (ResourceNotFoundException notYet) {
            missing = true;
            return FilterLogEventsResponse.builder().build();
        }
    }

    private final class Fresh implements LineSequence {
        /** The token of a page holds for the start that the first page had. */
        private final long start = from;

        private final Deque<FilteredLogEvent> waiting = new ArrayDeque<>();
        private Optional<String> token = Optional.empty();
        private Optional<LogLine> next = Optional.empty();
        private boolean begun;
        private boolean over;

        @Override
        public Optional<LogLine> peek() {
            // A page may be empty though another follows: AWS gives up searching after a while.
            while (waiting.isEmpty() && !over) {
                if (begun && token.isEmpty()) {
                    over = true;
                    moveOn();
                } else {
                    fetch();
                }
            }
            if (next.isEmpty() && !waiting.isEmpty()) {
                next = Optional.of(reading.line(waiting.getFirst()));
            }
            return next;
        }

        private void fetch() {
            FilterLogEventsResponse page = page(start, token.orElse(null));
            begun = true;
            token = Optional.ofNullable(page.nextToken());
            for (FilteredLogEvent event : page.events()) {
                if (!seen.containsKey(event.eventId())) {
                    waiting.addLast(event);
                }
            }
        }

        @Override
        public LogLine take() {
            LogLine line = peek().orElseThrow();
            taken(waiting.removeFirst());
            next = Optional.empty();
            return line;
        }
    }
}
