package slipway.ui.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import slipway.model.LogLine;

/**
 * The log at one moment; nothing changes it any more.
 *
 * @param version grows with everything that happens to the log
 * @param filtering grows with every filter: lines of two filterings have nothing in common
 * @param dropped so many shown lines fell off the beginning since the filter was set
 * @param arrived so many shown lines came since the filter was set
 * @param lines those that the filter shows, oldest first
 * @param kept how many lines there are with those that are hidden
 * @param caughtUp whether everything that was in the log has been read once
 * @param now the target's time when it was last read to its end
 * @param perSecond lines of every kind in a second of the target's time, lately
 */
record Snapshot(
        long version,
        long filtering,
        long dropped,
        long arrived,
        List<LogLine> lines,
        int kept,
        boolean caughtUp,
        Instant now,
        double perSecond,
        Bars bars) {
    /**
     * How many lines there were when.
     *
     * @param bars by time, each {@code width} long
     * @param warnings among the lines of every kind, hidden ones too
     * @param errors likewise
     */
    record Bars(Instant from, Duration width, List<Bar> bars, int warnings, int errors) {
        static final Bars NONE = new Bars(Instant.EPOCH, Duration.ofSeconds(30), List.of(), 0, 0);

        Instant until() {
            return from.plus(width.multipliedBy(bars.size()));
        }
    }

    /** @param lines all of them, with those that are warnings or errors */
    record Bar(int lines, int warnings, int errors) {}

    static final Snapshot EMPTY = new Snapshot(0, 0, 0, 0, List.of(), 0, false, Instant.EPOCH, 0, Bars.NONE);

    /** The first line that is not older; the last line when all are. */
    int indexAt(Instant at) {
        int low = 0;
        int high = lines.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lines.get(middle).at().isBefore(at)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.min(low, lines.size() - 1);
    }
}
