package slipway.ui.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.model.LogLevel;
import slipway.model.LogLine;

/** How many lines there are in each stretch of time, by level. Marks are no lines. */
final class LineCounts {
    private final long width;
    private final Map<Long, Stretch> stretches = new HashMap<>();

    private static final class Stretch {
        private int lines;
        private int warnings;
        private int errors;

        void count(LogLevel level, int by) {
            lines += by;
            switch (level) {
                case INFO -> {}
                case WARN -> warnings += by;
                case ERROR -> errors += by;
            }
        }

        Snapshot.Bar bar() {
            return new Snapshot.Bar(lines, warnings, errors);
        }
    }

    LineCounts(Duration width) {
        this.width = width.toMillis();
    }

    void add(LogLine line) {
        count(line, 1);
    }

    void remove(LogLine line) {
        count(line, -1);
    }

    void clear() {
        stretches.clear();
    }

    private void count(LogLine line, int by) {
        if (!line.mark()) {
            stretches
                    .computeIfAbsent(Math.floorDiv(line.at().toEpochMilli(), width), place -> new Stretch())
                    .count(line.level(), by);
        }
    }

    /** The last stretches up to a moment. */
    List<Snapshot.Bar> bars(Instant until, int count) {
        long last = Math.floorDiv(until.toEpochMilli(), width);
        List<Snapshot.Bar> bars = new ArrayList<>(count);
        for (long place = last - count + 1; place <= last; place++) {
            Stretch found = stretches.get(place);
            bars.add(found == null ? new Snapshot.Bar(0, 0, 0) : found.bar());
        }
        // What went off the picture is not counted any more.
        stretches.keySet().removeIf(place -> place <= last - 2L * count);
        return bars;
    }

    /** The beginning of the first of these stretches. */
    Instant from(Instant until, int count) {
        return Instant.ofEpochMilli((Math.floorDiv(until.toEpochMilli(), width) - count + 1) * width);
    }
}
