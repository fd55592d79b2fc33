package slipway.terminal;

import java.util.Arrays;

/** Gathers cells to a line. */
final class LineBuilder {
    private int[] points;
    private char[] units;
    private Style[] styles = new Style[16];
    private char[] ends = new char[16];
    private int length;
    private int runs;
    private boolean beyond;

    LineBuilder(int room) {
        points = new int[room];
        units = new char[room];
    }

    /** Starts another line of at most that many cells. */
    void clear(int room) {
        if (room > points.length) {
            points = new int[room];
            units = new char[room];
        }
        length = 0;
        runs = 0;
        beyond = false;
    }

    void add(int codePoint, Style style) {
        if (codePoint > 0xffff) {
            beyond = true;
        }
        points[length] = codePoint;
        units[length++] = (char) codePoint;
        if (runs == 0 || !styles[runs - 1].equals(style)) {
            if (runs == styles.length) {
                styles = Arrays.copyOf(styles, runs * 2);
                ends = Arrays.copyOf(ends, runs * 2);
            }
            styles[runs++] = style;
        }
        ends[runs - 1] = (char) length;
    }

    Line line(boolean wrapped, Clusters clusters) {
        return new Line(
                beyond ? "" : new String(units, 0, length),
                beyond ? Arrays.copyOf(points, length) : null,
                Arrays.copyOf(styles, runs),
                Arrays.copyOf(ends, runs),
                wrapped,
                clusters);
    }
}
