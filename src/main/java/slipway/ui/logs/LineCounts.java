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
    private static final int LEVELS = LogLevel.values().length;

    private final long width;
    private final Map<Long, int[]> stretches = new HashMap<>();

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
                    .computeIfAbsent(Math.floorDiv(line.at().toEpochMilli(), width), place -> new int[LEVELS])[
                    line.level().ordinal()] += by;
        }
    }

    /** The last stretches up to a moment. */
    List<Snapshot.Bar> bars(Instant until, int count) {
        long last = Math.floorDiv(until.toEpochMilli(), width);
        List<Snapshot.Bar> bars = new ArrayList<>(count);
        for (long place = last - count + 1; place <= last; place++) {
            int[] found = stretches.getOrDefault(place, new int[LEVELS]);
            int warnings = found[LogLevel.WARN.ordinal()];
            int errors = found[LogLevel.ERROR.ordinal()];
            bars.add(new Snapshot.Bar(found[LogLevel.INFO.ordinal()] + warnings + errors, warnings, errors));
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
