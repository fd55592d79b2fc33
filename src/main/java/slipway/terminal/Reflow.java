package slipway.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Breaks text into lines of another width, where it was wrapped by the screen and not by the session. */
final class Reflow {
    private final Clusters clusters;
    private final int columns;

    // The cells of one text.
    private int[] points = new int[256];
    private Style[] styles = new Style[256];
    private int length;

    Reflow(int columns, Clusters clusters) {
        this.columns = columns;
        this.clusters = clusters;
    }

    /**
     * Lines of the new width, and where a place went.
     *
     * @param row counted from the first of the lines
     */
    record Result(List<Line> lines, int row, int column) {}

    /** Breaks lines of which the last one is the end of a text; the place is given by line and column. */
    Result lines(List<Line> old, int row, int column) {
        var made = new ArrayList<Line>();
        int newRow = 0;
        int newColumn = 0;
        int from = 0;
        while (from < old.size()) {
            int to = from;
            while (to + 1 < old.size() && old.get(to).wrapped()) {
                to++;
            }
            boolean here = row >= from && row <= to;
            if (!here && from == to && !old.get(from).wrapped() && old.get(from).length() <= columns) {
                made.add(old.get(from));
            } else {
                gather(old, from, to);
                int place = here ? place(old, from, row, column) : -1;
                int start = 0;
                do {
                    int end = end(start);
                    if (here && ((place >= start && place < end) || end == length)) {
                        newRow = made.size();
                        newColumn = Math.min(columns - 1, place - start);
                        here = false;
                    }
                    made.add(line(start, end, end < length || (old.get(to).wrapped() && end - start == columns)));
                    start = end;
                } while (start < length);
            }
            from = to + 1;
        }
        return new Result(made, newRow, newColumn);
    }

    private void gather(List<Line> old, int from, int to) {
        length = 0;
        for (Line line : old.subList(from, to + 1)) {
            if (length + line.length() > points.length) {
                int room = Math.max(points.length * 2, length + line.length());
                points = Arrays.copyOf(points, room);
                styles = Arrays.copyOf(styles, room);
            }
            int column = 0;
            for (Line.Run run : line.runs()) {
                for (; column < run.column() + run.columns(); column++) {
                    if (line.codePoint(column) != Clusters.PADDING) {
                        points[length] = line.codePoint(column);
                        styles[length++] = run.style();
                    }
                }
            }
        }
    }

    /** How far from the beginning of its text a place is. */
    private static int place(List<Line> old, int from, int row, int column) {
        int place = column;
        for (Line line : old.subList(from, row)) {
            boolean padded = line.length() > 0 && line.codePoint(line.length() - 1) == Clusters.PADDING;
            place += line.length() - (padded ? 1 : 0);
        }
        return place;
    }

    /** Where a line ends that starts at a cell; a wide character is not parted. */
    private int end(int start) {
        int end = Math.min(length, start + columns);
        return end < length && points[end] == 0 && end > start + 1 ? end - 1 : end;
    }

    private Line line(int from, int to, boolean wrapped) {
        boolean padded = wrapped && to - from < columns;
        int cells = to - from + (padded ? 1 : 0);
        if (cells == 0) {
            return Line.EMPTY;
        }
        var builder = new LineBuilder(cells);
        for (int cell = from; cell < to; cell++) {
            builder.add(points[cell], styles[cell]);
        }
        if (padded) {
            builder.add(Clusters.PADDING, Style.PLAIN);
        }
        return builder.line(wrapped, clusters);
    }
}
