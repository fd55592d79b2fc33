package slipway.terminal;

import java.util.BitSet;

/** Where tabs stop: every eighth column from 0 until the session says otherwise, also in columns that a wider screen brings. */
final class TabStops {
    private static final int EVERY = 8;
    private static final int COLUMNS = 4_096;

    private final BitSet stops = new BitSet(COLUMNS);

    TabStops() {
        reset();
    }

    void reset() {
        stops.clear();
        for (int column = 0; column < COLUMNS; column += EVERY) {
            stops.set(column);
        }
    }

    void set(int column) {
        stops.set(column);
    }

    void clear(int column) {
        stops.clear(column);
    }

    void clearAll() {
        stops.clear();
    }

    /** The stop that many further on, or the last column. */
    int after(int column, int times, int columns) {
        int at = column;
        for (int time = 0; time < times && at < columns - 1; time++) {
            int next = stops.nextSetBit(at + 1);
            at = next < 0 ? columns - 1 : Math.min(next, columns - 1);
        }
        return at;
    }

    /** The stop that many back, or the first column. */
    int before(int column, int times) {
        int at = column;
        for (int time = 0; time < times && at > 0; time++) {
            at = Math.max(0, stops.previousSetBit(at - 1));
        }
        return at;
    }
}
