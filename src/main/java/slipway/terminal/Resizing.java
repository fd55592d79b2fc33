package slipway.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives the screen another size so that no text is lost: JLine cuts what no longer fits, so its screen is read before and written again
 * after, with lines that were wrapped broken anew. What does not fit on the main screen goes to the scrollback, and comes from there when a full
 * screen grows.
 */
final class Resizing {
    private final Screen screen;
    private final StyleTable styles;
    private final LineReading reading;
    private final Scrollback scrollback;
    private final Clusters clusters;

    Resizing(Screen screen, StyleTable styles, LineReading reading, Scrollback scrollback, Clusters clusters) {
        this.screen = screen;
        this.styles = styles;
        this.reading = reading;
        this.scrollback = scrollback;
        this.clusters = clusters;
    }

    /** Resizes; modes of insertion and origin are off meanwhile. */
    void resize(int columns, int rows) {
        if (screen.alternate()) {
            List<Line> shown = read();
            int row = screen.row();
            int column = screen.column();
            screen.style(0);
            screen.alternate(false);
            // The main screen's cursor was saved when it was left, and is restored from there.
            screen.sequence("\0338");
            screen.styleUnknown();
            main(columns, rows);
            screen.sequence("\0337");
            screen.styleUnknown();
            screen.style(0);
            screen.alternate(true);
            write(shown.subList(0, Math.min(rows, shown.size())), columns);
            screen.place(Math.min(row, rows - 1), Math.min(column, columns - 1));
        } else {
            main(columns, rows);
        }
        screen.styleUnknown();
        screen.flush();
    }

    private List<Line> read() {
        int columns = screen.columns();
        var cells = new long[columns * screen.rows()];
        screen.read(cells);
        var lines = new ArrayList<Line>();
        for (int row = 0; row < screen.rows(); row++) {
            lines.add(reading.line(cells, row * columns, columns));
        }
        return lines;
    }

    private void main(int columns, int rows) {
        int row = screen.row();
        int column = screen.column();
        List<Line> shown = read();
        int used = shown.size();
        while (used > row + 1 && shown.get(used - 1).length() == 0) {
            used--;
        }
        boolean full = used == shown.size();
        List<Line> lines = new ArrayList<>(shown.subList(0, used));
        // The beginning of a text whose end is on the screen.
        while (scrollback.size() > 0 && scrollback.last().wrapped()) {
            lines.addFirst(scrollback.removeLast());
            row++;
        }
        var reflow = new Reflow(columns, clusters);
        if (columns != screen.columns()) {
            scrollback.replace(reflow.lines(scrollback.all(), -1, 0).lines());
        }
        var broken = reflow.lines(lines, row, column);
        List<Line> made = new ArrayList<>(broken.lines());
        int newRow = broken.row();
        while (full && made.size() < rows && scrollback.size() > 0) {
            made.addFirst(scrollback.removeLast());
            newRow++;
        }
        int off = Math.clamp(made.size() - rows, 0, newRow);
        made.subList(0, off).forEach(scrollback::add);
        made.subList(0, off).clear();
        screen.style(0);
        screen.sequence("\033[2J");
        screen.resize(columns, rows);
        write(made.subList(0, Math.min(rows, made.size())), columns);
        screen.place(newRow - off, broken.column());
    }

    /** Writes lines from the first row on, each cut to the columns there are. */
    private void write(List<Line> lines, int columns) {
        for (int row = 0; row < lines.size(); row++) {
            screen.place(row, 0);
            write(lines.get(row), columns);
        }
    }

    private void write(Line line, int columns) {
        int length = Math.min(line.length(), columns);
        for (int column = 0; column < length; column++) {
            int width = line.width(column);
            if (width == 0 || column + width > columns) {
                continue;
            }
            Style style = line.style(column);
            boolean wrapped = line.wrapped() && column + width == line.length();
            int codePoint = line.codePoint(column);
            if (codePoint == ' ' && style.showsOnBlanks()) {
                codePoint = Clusters.WRITTEN_SPACE;
            }
            screen.style(styles.number(new StyleTable.Entry(style, wrapped)));
            screen.text(codePoint, width);
        }
    }
}
