package slipway.ui.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import slipway.model.LogFilter;
import slipway.model.LogLine;

/**
 * The lines that are kept, by time, and those of them that the filter shows. Lines that came late find their place. Every
 * method may be called by any thread but the UI's: some take a while.
 */
final class LogStore {
    static final int MOST_LINES = 100_000;
    /** Beside the number of lines their length is bounded, or long ones would take the memory of many. */
    static final long MOST_CHARACTERS = 40_000_000;

    static final int BARS = 60;
    static final Duration SPAN = Duration.ofMinutes(30);
    private static final Duration LATELY = Duration.ofSeconds(30);

    private final LineRing all = new LineRing();
    private final LineRing shown = new LineRing();
    private final Duration width;
    private final LineCounts counts;
    private final LineCounts shownCounts;
    private LogFilter filter = LogFilter.ALL;
    private long characters;
    private long version;
    private long filtering;
    private long dropped;
    private long arrived;
    private boolean caughtUp;
    private Instant now = Instant.EPOCH;

    /** @param span how long before the present the lines begin that are counted */
    LogStore(Duration span) {
        width = span.dividedBy(BARS);
        counts = new LineCounts(width);
        shownCounts = new LineCounts(width);
    }

    /** @param lines oldest first */
    synchronized void add(List<LogLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        version++;
        List<LogLine> later = takeLaterThan(lines.getFirst().at());
        int next = 0;
        for (LogLine line : lines) {
            while (next < later.size() && !later.get(next).at().isAfter(line.at())) {
                append(later.get(next++), false);
            }
            append(line, true);
        }
        while (next < later.size()) {
            append(later.get(next++), false);
        }
        while (all.size() > MOST_LINES || characters > MOST_CHARACTERS) {
            dropFirst();
        }
    }

    /** Everything up to this moment has been added. */
    synchronized void caughtUp(Instant moment) {
        version++;
        caughtUp = true;
        now = moment;
    }

    /** Shows other lines from now on. */
    synchronized void filter(LogFilter wanted) {
        version++;
        filtering++;
        filter = wanted;
        dropped = 0;
        arrived = 0;
        shown.clear();
        shownCounts.clear();
        for (int index = 0; index < all.size(); index++) {
            show(all.get(index), true);
        }
    }

    synchronized long version() {
        return version;
    }

    synchronized Snapshot snapshot() {
        Instant until = until();
        List<Snapshot.Bar> every = counts.bars(until, BARS);
        return new Snapshot(
                version,
                filtering,
                dropped,
                arrived,
                Collections.unmodifiableList(Arrays.asList(shown.toArray())),
                all.size(),
                caughtUp,
                until,
                perSecond(until),
                new Snapshot.Bars(
                        counts.from(until, BARS),
                        width,
                        shownCounts.bars(until, BARS),
                        every.stream().mapToInt(Snapshot.Bar::warnings).sum(),
                        every.stream().mapToInt(Snapshot.Bar::errors).sum()));
    }

    /** Lines may be newer than the last reading that came to its end. */
    private Instant until() {
        return all.size() > 0 && all.last().at().isAfter(now) ? all.last().at() : now;
    }

    private double perSecond(Instant until) {
        Instant from = until.minus(LATELY);
        int count = 0;
        while (count < all.size() && !all.get(all.size() - 1 - count).at().isBefore(from)) {
            count++;
        }
        if (count == 0) {
            return 0;
        }
        // Where lines fell off meanwhile, those that are left stand for a shorter time.
        Instant first = all.get(all.size() - count).at();
        Duration told = count == all.size() && count >= MOST_LINES ? Duration.between(first, until) : LATELY;
        return count / Math.max(1.0, told.toMillis() / 1000.0);
    }

    private List<LogLine> takeLaterThan(Instant moment) {
        List<LogLine> later = new ArrayList<>();
        while (all.size() > 0 && all.last().at().isAfter(moment)) {
            LogLine line = all.removeLast();
            characters -= line.text().length();
            counts.remove(line);
            if (shown.size() > 0 && shown.last().id().equals(line.id())) {
                shown.removeLast();
                shownCounts.remove(line);
            }
            later.add(line);
        }
        Collections.reverse(later);
        return later;
    }

    private void append(LogLine line, boolean isNew) {
        all.addLast(line);
        characters += line.text().length();
        counts.add(line);
        show(line, isNew);
    }

    private void show(LogLine line, boolean isNew) {
        if (filter.shows(line)) {
            shown.addLast(line);
            shownCounts.add(line);
            if (isNew) {
                arrived++;
            }
        }
    }

    private void dropFirst() {
        LogLine line = all.removeFirst();
        characters -= line.text().length();
        counts.remove(line);
        if (shown.size() > 0 && shown.get(0).id().equals(line.id())) {
            shown.removeFirst();
            shownCounts.remove(line);
            dropped++;
        }
    }
}
