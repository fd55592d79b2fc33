package slipway.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of cells, as it was when it was read; immutable. Columns count from 0. Blank cells without a colour at the end are left
 * out, so a line is as long as what was written on it.
 */
public final class Line {
    static final Line EMPTY = new Line("", null, new Style[0], new char[0], false, new Clusters());

    /** One char a column, NUL for the second column of a wide character; empty when {@link #beyond} holds the cells. */
    private final String cells;
    /** The cells when one of them is beyond the basic plane. */
    private final int @Nullable [] beyond;
    /** Style i holds from where style i-1 ends up to column ends[i]. */
    private final Style[] styles;

    private final char[] ends;
    private final boolean wrapped;
    private final Clusters clusters;

    Line(String cells, int @Nullable [] beyond, Style[] styles, char[] ends, boolean wrapped, Clusters clusters) {
        this.cells = cells;
        this.beyond = beyond;
        this.styles = styles;
        this.ends = ends;
        this.wrapped = wrapped;
        this.clusters = clusters;
    }

    /** Neighbouring cells of one style. The text of a wide character takes two columns. */
    public record Run(int column, int columns, Style style, String text) {}

    /** How many columns the line takes. */
    public int length() {
        return beyond == null ? cells.length() : beyond.length;
    }

    /** Whether the text goes on in the next line because this one was full. */
    public boolean wrapped() {
        return wrapped;
    }

    /** The code point of a cell, or a stand-in for a cluster; 0 for the second half of a wide character; a space beyond the end. */
    int codePoint(int column) {
        if (column >= length()) {
            return ' ';
        }
        return beyond == null ? cells.charAt(column) : beyond[column];
    }

    /** The text of a cell: one character with its marks, empty for the second half of a wide character, a space beyond the end. */
    public String text(int column) {
        int codePoint = codePoint(column);
        return codePoint == 0 ? "" : clusters.text(codePoint);
    }

    /** 2 for the first column of a wide character, 0 for its second one, else 1. */
    public int width(int column) {
        if (codePoint(column) == 0) {
            return 0;
        }
        return column + 1 < length() && codePoint(column + 1) == 0 ? 2 : 1;
    }

    public Style style(int column) {
        for (int run = 0; run < ends.length; run++) {
            if (column < ends[run]) {
                return styles[run];
            }
        }
        return Style.PLAIN;
    }

    /** The cells of one style after another, from the first column to the line's end. */
    public List<Run> runs() {
        var runs = new ArrayList<Run>(ends.length);
        int column = 0;
        for (int run = 0; run < ends.length; run++) {
            runs.add(new Run(column, ends[run] - column, styles[run], text(column, ends[run])));
            column = ends[run];
        }
        return runs;
    }

    /** The whole text without blanks at its end. */
    public String text() {
        return text(0, length()).stripTrailing();
    }

    /** The text from one column up to another, which is not included; columns beyond the end give nothing. */
    public String text(int from, int to) {
        int end = Math.min(to, length());
        var text = new StringBuilder(Math.max(0, end - from));
        for (int column = from; column < end; column++) {
            int codePoint = codePoint(column);
            if (Clusters.isStandIn(codePoint)) {
                text.append(clusters.text(codePoint));
            } else if (codePoint != 0) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Line line
                && wrapped == line.wrapped
                && cells.equals(line.cells)
                && Arrays.equals(beyond, line.beyond)
                && Arrays.equals(ends, line.ends)
                && Arrays.equals(styles, line.styles)
                && (clusters == line.clusters || text(0, length()).equals(line.text(0, length())));
    }

    @Override
    public int hashCode() {
        return Objects.hash(cells, Arrays.hashCode(beyond), Arrays.hashCode(ends), wrapped);
    }

    @Override
    public String toString() {
        return text();
    }
}
