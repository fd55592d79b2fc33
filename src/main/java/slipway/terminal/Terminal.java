package slipway.terminal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's terminal: takes its output, keeps screen and scrollback, answers its questions. One thread writes; any thread may
 * read. Nothing that a session writes makes it fail.
 */
public final class Terminal {
    /** Lines of scrollback unless said otherwise. */
    public static final int SCROLLBACK = 10_000;

    public static final int FEWEST = 2;
    public static final int MOST_COLUMNS = 1_000;
    public static final int MOST_ROWS = 500;

    private static final int CHUNK = 4_096;

    /** What a terminal tells. It is called by the thread that writes, outside of any lock. */
    public interface Listener {
        /** Bytes that go to the session at once: it may be waiting for them. */
        void reply(byte[] bytes);

        /** Something that is shown changed; {@link #snapshot} tells what. */
        void changed();

        /** The session rang. */
        default void bell() {}

        /** The session gave itself a title: clean, at most 256 characters. */
        default void title(String title) {}
    }

    private final Listener listener;
    private final Scrollback scrollback;
    private final StyleTable styles = new StyleTable(Screen.colourValues());
    private final Clusters clusters = new Clusters();
    private final LineReading reading = new LineReading(styles, clusters);
    private final Screen screen;
    private final Interpreter interpreter;
    private final Parser parser;
    private final Resizing resizing;

    private final StringBuilder replies = new StringBuilder();
    private Palette palette = Palette.DARK;
    private String title = "";
    private boolean rang;
    private boolean renamed;

    private long[] cells = new long[0];
    private long[] cellsBefore = new long[0];
    private Line[] lines = new Line[0];
    private int columnsBefore;
    private int collectionsBefore;

    /**
     * Makes a terminal with a blank screen.
     *
     * @param columns {@link #FEWEST} to {@link #MOST_COLUMNS}; what is beyond is taken for the bound
     * @param rows {@link #FEWEST} to {@link #MOST_ROWS}
     * @param scrollbackLines how many lines are kept that scrolled off, 0 or more
     */
    public Terminal(int columns, int rows, int scrollbackLines, Listener listener) {
        this.listener = listener;
        this.scrollback = new Scrollback(scrollbackLines);
        this.screen = new Screen(
                columns(columns), rows(rows), styles, row -> scrollback.add(reading.line(row, 0, row.length)));
        this.interpreter = new Interpreter(screen, new Printer(screen, styles, clusters), new Effects());
        this.parser = new Parser(interpreter);
        this.resizing = new Resizing(screen, styles, reading, scrollback, clusters);
    }

    private static int columns(int columns) {
        return Math.clamp(columns, FEWEST, MOST_COLUMNS);
    }

    private static int rows(int rows) {
        return Math.clamp(rows, FEWEST, MOST_ROWS);
    }

    /** Takes output of the session, cut anywhere. */
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** Takes a part of an array. */
    public void write(byte[] bytes, int offset, int length) {
        for (int from = offset; from < offset + length; from += CHUNK) {
            News news;
            synchronized (this) {
                parser.take(bytes, from, Math.min(from + CHUNK, offset + length));
                screen.flush();
                news = news();
            }
            tell(news);
        }
        listener.changed();
    }

    private record News(
            String reply, boolean rang, @Nullable String title) {}

    private News news() {
        var news = new News(replies.toString(), rang, renamed ? title : null);
        replies.setLength(0);
        rang = false;
        renamed = false;
        return news;
    }

    private void tell(News news) {
        if (!news.reply().isEmpty()) {
            listener.reply(news.reply().getBytes(StandardCharsets.US_ASCII));
        }
        if (news.rang()) {
            listener.bell();
        }
        if (news.title() != null) {
            listener.title(news.title());
        }
    }

    /** Gives the screen another size, within the bounds of the constructor. Whoever owns the session tells it. */
    public void resize(int columns, int rows) {
        synchronized (this) {
            if (columns(columns) == screen.columns() && rows(rows) == screen.rows()) {
                return;
            }
            interpreter.resize(() -> resizing.resize(columns(columns), rows(rows)));
        }
        listener.changed();
    }

    /** Which colours a session is told when it asks for them. */
    public synchronized void palette(Palette next) {
        palette = next;
    }

    /** What the session calls itself; empty until it does. */
    public synchronized String title() {
        return title;
    }

    public synchronized Modes modes() {
        return interpreter.modes();
    }

    /** Forgets the lines that scrolled off. */
    public void clearScrollback() {
        synchronized (this) {
            scrollback.clear();
        }
        listener.changed();
    }

    /** What the screen shows. */
    public synchronized Snapshot snapshot() {
        refresh();
        int row = screen.row();
        return new Snapshot(
                screen.columns(),
                screen.rows(),
                Arrays.asList(lines),
                scrollback.first(),
                scrollback.first() + scrollback.size(),
                screen.column(),
                row,
                interpreter.modes());
    }

    /** Lines by their numbers, from one up to another that is not included; numbers that are not there give empty lines. */
    public synchronized List<Line> lines(long from, long to) {
        refresh();
        long top = scrollback.first() + scrollback.size();
        var found = new ArrayList<Line>();
        for (long number = from; number < to; number++) {
            if (number < scrollback.first() || number >= top + lines.length) {
                found.add(Line.EMPTY);
            } else {
                found.add(number < top ? scrollback.line(number) : lines[(int) (number - top)]);
            }
        }
        return found;
    }

    /** All lines there are. */
    public synchronized Lines lines() {
        long first = scrollback.first();
        return new Lines(first, lines(first, first + scrollback.size() + screen.rows()));
    }

    /** Reads the rows that changed. */
    private void refresh() {
        int columns = screen.columns();
        int rows = screen.rows();
        if (cells.length != columns * rows) {
            cells = new long[columns * rows];
            cellsBefore = new long[columns * rows];
        }
        boolean all = lines.length != rows || columns != columnsBefore || collectionsBefore != screen.collections();
        if (lines.length != rows) {
            lines = new Line[rows];
        }
        screen.read(cells);
        for (int row = 0; row < rows; row++) {
            int from = row * columns;
            if (all || !Arrays.equals(cells, from, from + columns, cellsBefore, from, from + columns)) {
                lines[row] = reading.line(cells, from, columns);
            }
        }
        long[] other = cellsBefore;
        cellsBefore = cells;
        cells = other;
        columnsBefore = columns;
        collectionsBefore = screen.collections();
    }

    /** What the session does beyond the screen: gathered while it is obeyed, told afterwards. */
    private final class Effects implements Interpreter.Outside {
        private static final int MOST_REPLIES = 65_536;

        @Override
        public void reply(String ascii) {
            // A session that only asks and never reads is answered no further.
            if (replies.length() < MOST_REPLIES) {
                replies.append(ascii);
            }
        }

        @Override
        public void bell() {
            rang = true;
        }

        @Override
        public void title(String next) {
            title = next;
            renamed = true;
        }

        @Override
        public void clearScrollback() {
            scrollback.clear();
        }

        @Override
        public Palette palette() {
            return palette;
        }
    }
}
