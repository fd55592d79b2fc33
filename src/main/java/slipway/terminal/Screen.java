package slipway.terminal;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;

/**
 * JLine's screen, and the writing of sequences to it. What it is told is gathered and written at once; where the cursor stands is
 * counted along as long as that is certain, and asked for when it is needed and is not.
 */
final class Screen {
    private static final int UNKNOWN = -1;
    private static final int BATCH = 8_192;
    /** Of a cell, its character. */
    private static final long CHARACTER = 0xffffffffL;

    private final ScreenTerminal jline;
    private final StyleTable styles;
    private final StringBuilder batch = new StringBuilder(BATCH + 1_024);
    private final Consumer<long[]> scrolledOff;
    private final long[] nothing = new long[0];
    private final int[] cursor = new int[2];

    private int columns;
    private int rows;
    private int column;
    /** The last column was written, the next character goes to the next line. */
    private boolean wrapPending;
    /** The style that JLine writes in, or UNKNOWN. */
    private int writing;

    private boolean alternate;
    /** The styles of the main screen while the other one is shown. */
    private BitSet hidden = new BitSet();

    private int collections;

    /**
     * Makes a blank screen.
     *
     * @param scrolledOff takes the rows that leave by the top of the main screen; they are its own from then on
     */
    Screen(int columns, int rows, StyleTable styles, Consumer<long[]> scrolledOff) {
        this.jline = new QuietScreen(columns, rows);
        this.columns = columns;
        this.rows = rows;
        this.styles = styles;
        this.scrolledOff = scrolledOff;
    }

    /** Nobody waits for JLine to say that something changed, which it would do at every character. */
    private static final class QuietScreen extends ScreenTerminal {
        QuietScreen(int columns, int rows) {
            super(columns, rows);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        protected void setDirty() {}
    }

    /** JLine's twelve-bit values of the sixteen colours, as a screen keeps them. */
    static int[] colourValues() {
        var probe = new ScreenTerminal(17, 2);
        var sequence = new StringBuilder();
        for (int index = 0; index < 16; index++) {
            sequence.append("\033[").append(index < 8 ? 30 + index : 82 + index).append("mx");
        }
        probe.write(sequence);
        var cells = new long[17 * 2];
        probe.dump(cells, null);
        var values = new int[16];
        for (int index = 0; index < 16; index++) {
            values[index] = ScreenTerminal.cellForeground(cells[index]);
        }
        return values;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    boolean wrapPending() {
        return wrapPending;
    }

    /** The cursor's column from 0; the last one while a wrap is pending. */
    int column() {
        if (column == UNKNOWN) {
            locate();
        }
        return column;
    }

    /** The cursor's row from 0. */
    int row() {
        locate();
        return cursor[1];
    }

    private void locate() {
        flush();
        jline.dump(nothing, 0, 0, 0, 0, cursor);
        column = cursor[0];
    }

    /** Sets what is written from now on. */
    void style(int number) {
        if (writing != number) {
            batch.append(styles.sequence(number));
            writing = number;
        }
    }

    /** Before something is erased or scrolled in: JLine fills with what it writes in, and only the ground's colour of it counts. */
    void ground(int number) {
        if (writing != number && (writing == UNKNOWN || background(writing) != background(number))) {
            style(number);
        }
    }

    private int background(int number) {
        return styles.entry(number).style().background();
    }

    /** Writes printable characters of one column each that fit between the cursor and the margin. */
    void text(byte[] ascii, int from, int to) {
        for (int at = from; at < to; at++) {
            batch.append((char) ascii[at]);
        }
        advance(to - from);
    }

    /** Writes one character that fits between the cursor and the margin. */
    void text(int codePoint, int width) {
        batch.appendCodePoint(codePoint);
        advance(width);
    }

    private void advance(int width) {
        column += width;
        if (column >= columns) {
            column = columns - 1;
            wrapPending = true;
        }
        if (batch.length() >= BATCH) {
            flush();
        }
    }

    /** The next character, which the caller writes at once, lets JLine wrap. */
    void wrap() {
        wrapPending = false;
        column = 0;
    }

    /** Anything but text and looks takes a pending wrap back; JLine would keep it. */
    void settle() {
        if (wrapPending) {
            moveTo(columns - 1);
        }
    }

    void carriageReturn() {
        batch.append('\r');
        column = 0;
        wrapPending = false;
    }

    void lineFeed() {
        settle();
        batch.append('\n');
        if (batch.length() >= BATCH) {
            flush();
        }
    }

    void moveTo(int target) {
        wrapPending = false;
        column = Math.max(0, Math.min(columns - 1, target));
        batch.append("\033[").append(column + 1).append('G');
    }

    /** The row counts from the top of the scrolled area where the mode of origin is on. */
    void moveTo(int row, int target) {
        wrapPending = false;
        column = Math.max(0, Math.min(columns - 1, target));
        batch.append("\033[").append(row + 1).append(';').append(column + 1).append('H');
    }

    /** Starts again with a blank main screen. */
    void reset() {
        flush();
        jline.write("\033c");
        alternate = false;
        hidden = new BitSet();
        column = 0;
        wrapPending = false;
        writing = 0;
    }

    /** Writes a sequence that may move the cursor or not. */
    void sequence(String sequence) {
        settle();
        batch.append(sequence);
        column = UNKNOWN;
        if (batch.length() >= BATCH) {
            flush();
        }
    }

    /** Switches a mode that changes nothing on the screen, nor the wrap that is pending. */
    void mode(String sequence) {
        batch.append(sequence);
    }

    /** After what changes the style JLine writes in by itself. */
    void styleUnknown() {
        writing = UNKNOWN;
    }

    /** Writes what was gathered and takes what scrolled off. */
    void flush() {
        if (!batch.isEmpty()) {
            jline.write(batch);
            batch.setLength(0);
            drain(scrolledOff);
        }
    }

    /** Writes a sequence; rows that leave by the top because of it are gone. */
    void dropping(String sequence) {
        settle();
        flush();
        jline.write(sequence);
        column = UNKNOWN;
        drain(row -> {});
    }

    private void drain(Consumer<long[]> to) {
        if (jline.getHistorySize() > 0) {
            List<long[]> history = jline.getHistory();
            jline.write("\033[3J");
            if (!alternate) {
                history.forEach(to);
            }
        }
    }

    boolean alternate() {
        return alternate;
    }

    /** Goes to the other screen and clears it, or back to the main one, as it was left; the cursor stays where it is. */
    void alternate(boolean on) {
        if (on == alternate) {
            return;
        }
        settle();
        int row = row();
        int x = column();
        hidden = on ? inUse() : new BitSet();
        jline.write(on ? "\033[?1049h" : "\033[?1049l");
        alternate = on;
        // Rows that a smaller size pushed off the hidden screen.
        drain(scrolledOff);
        place(row, x);
    }

    /** Takes another size, of a screen that was cleared; margins are those of the new one. */
    void resize(int newColumns, int newRows) {
        // From the top JLine takes rows away below.
        place(0, 0);
        flush();
        jline.setSize(Size.of(newColumns, newRows));
        columns = newColumns;
        rows = newRows;
        batch.append("\033[r");
        place(0, 0);
        flush();
    }

    /** Puts the cursor on a row of the screen whatever the mode of origin; JLine's VPA does not go by it. */
    void place(int row, int x) {
        batch.append("\033[").append(row + 1).append('d');
        moveTo(x);
    }

    /** Before the main screen is cleared: what is on it goes the way of what scrolls off. */
    void keep() {
        if (alternate) {
            return;
        }
        var cells = new long[columns * rows];
        read(cells);
        int used = cells.length;
        while (used > 0 && (cells[used - 1] & CHARACTER) == ' ') {
            used--;
        }
        for (int row = 0; row * columns < used; row++) {
            scrolledOff.accept(Arrays.copyOfRange(cells, row * columns, (row + 1) * columns));
        }
    }

    /** All rows one after another, as JLine keeps them, in an array that is large enough. */
    void read(long[] cells) {
        flush();
        jline.dump(cells, null);
    }

    /** Gives back the numbers of styles that no cell has, when there are many; {@link #collections} tells. */
    void collect(int pen) {
        if (styles.crowded()) {
            flush();
            BitSet inUse = inUse();
            inUse.or(hidden);
            inUse.set(pen);
            if (writing != UNKNOWN) {
                inUse.set(writing);
            }
            styles.keep(inUse);
            collections++;
        }
    }

    /** How often numbers of styles were given back: cells read before say nothing after. */
    int collections() {
        return collections;
    }

    private BitSet inUse() {
        var cells = new long[columns * rows];
        read(cells);
        var inUse = new BitSet();
        for (long cell : cells) {
            inUse.set(styles.number((int) ScreenTerminal.cellAttr(cell)));
        }
        return inUse;
    }
}
