package slipway.terminal;

import org.jline.utils.ScreenTerminal;
import org.jline.utils.WCWidth;

/** Makes lines of JLine's rows: gives cells their styles back, mends halves of wide characters, leaves blanks at the end out. */
final class LineReading {
    private static final int FIRST_WIDE = 0x1100;

    private final StyleTable styles;
    private final Clusters clusters;

    private final LineBuilder builder = new LineBuilder(256);

    LineReading(StyleTable styles, Clusters clusters) {
        this.styles = styles;
        this.clusters = clusters;
    }

    /** One cell a long, as JLine gives them. */
    Line line(long[] row, int from, int columns) {
        int length = columns;
        while (length > 0 && isBlank(row[from + length - 1])) {
            length--;
        }
        if (length == 0) {
            return Line.EMPTY;
        }
        builder.clear(length);
        int word = 0;
        Style written = Style.PLAIN;
        Style erased = Style.PLAIN;
        for (int column = 0; column < length; column++) {
            long cell = row[from + column];
            int cellWord = (int) ScreenTerminal.cellAttr(cell);
            if (cellWord != word) {
                word = cellWord;
                written = styles.entry(styles.number(word)).style();
                erased = written.erased();
            }
            int codePoint = mended(row, from, columns, column);
            // Blank cells were erased: a space that was written where that matters has a stand-in.
            Style style = codePoint == ' ' ? erased : written;
            builder.add(codePoint == Clusters.WRITTEN_SPACE ? ' ' : codePoint, style);
        }
        boolean wrapped = styles.entry(styles.number((int) ScreenTerminal.cellAttr(row[from + length - 1])))
                .wrapped();
        return builder.line(wrapped, clusters);
    }

    private boolean isBlank(long cell) {
        if (ScreenTerminal.cellCodePoint(cell) != ' ') {
            return false;
        }
        int word = (int) ScreenTerminal.cellAttr(cell);
        if (word == 0) {
            return true;
        }
        var entry = styles.entry(styles.number(word));
        return !entry.wrapped() && entry.style().background() == Colour.DEFAULT;
    }

    /** The code point of a cell; a blank for half of a wide character whose other half was written over. */
    private static int mended(long[] row, int from, int columns, int column) {
        int codePoint = ScreenTerminal.cellCodePoint(row[from + column]);
        if (codePoint == 0) {
            boolean second = column > 0 && isWide(ScreenTerminal.cellCodePoint(row[from + column - 1]));
            return second ? 0 : ' ';
        }
        if (isWide(codePoint)) {
            boolean whole = column + 1 < columns && ScreenTerminal.cellCodePoint(row[from + column + 1]) == 0;
            return whole ? codePoint : ' ';
        }
        return codePoint;
    }

    private static boolean isWide(int codePoint) {
        return codePoint >= FIRST_WIDE && WCWidth.wcwidth(codePoint) == 2;
    }
}
