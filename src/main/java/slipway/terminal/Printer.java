package slipway.terminal;

import java.text.Normalizer;
import org.jline.utils.WCWidth;

/**
 * Writes the session's text on the screen: in the pen's style, in the character set that is on, wrapped at the margin so that it is known afterwards
 * which lines belong together, and with marks put on the letters before them.
 */
final class Printer {
    private final Screen screen;
    private final StyleTable styles;
    private final Clusters clusters;
    private final Pen pen = new Pen();

    private int penNumber;
    private boolean penChanged;
    private boolean penShowsOnBlanks;

    private Charsets charsets = new Charsets();
    private boolean insert;
    private boolean autowrap = true;

    /** What was written last, while the cursor still stands right behind it; else 0. */
    private int last;

    private int lastWidth;
    private int lastStyle;
    /** What REP repeats. */
    private int repeated;

    Printer(Screen screen, StyleTable styles, Clusters clusters) {
        this.screen = screen;
        this.styles = styles;
        this.clusters = clusters;
    }

    /** The pen, to be changed. */
    Pen changePen() {
        penChanged = true;
        return pen;
    }

    Style style() {
        return pen.style();
    }

    /** The number of the pen's style. */
    int penNumber() {
        if (penChanged) {
            penChanged = false;
            screen.collect(penNumber);
            Style style = pen.style();
            penNumber = styles.number(new StyleTable.Entry(style, false));
            penShowsOnBlanks = style.showsOnBlanks();
        }
        return penNumber;
    }

    Charsets charsets() {
        return charsets;
    }

    void charsets(Charsets next) {
        charsets = next;
    }

    void insert(boolean on) {
        insert = on;
    }

    boolean autowrap() {
        return autowrap;
    }

    void autowrap(boolean on) {
        autowrap = on;
    }

    boolean inserting() {
        return insert;
    }

    /** The cursor went elsewhere: marks that come now have no letter. */
    void forgetLast() {
        last = 0;
    }

    void reset() {
        changePen().take(Style.PLAIN);
        charsets = new Charsets();
        insert = false;
        autowrap = true;
        last = 0;
        repeated = 0;
    }

    /** Printable ASCII. */
    void print(byte[] ascii, int from, int to) {
        if (insert || !autowrap || !charsets.plain()) {
            for (int at = from; at < to; at++) {
                print(ascii[at]);
            }
            return;
        }
        int at = from;
        while (at < to) {
            int pending = penNumber();
            if (penShowsOnBlanks && ascii[at] == ' ') {
                put(Clusters.WRITTEN_SPACE, 1);
                at++;
                continue;
            }
            int room = screen.wrapPending() ? wrap() : screen.columns() - screen.column();
            int end = Math.min(to, at + room);
            if (penShowsOnBlanks) {
                end = upToBlank(ascii, at, end);
            }
            screen.style(pending);
            screen.text(ascii, at, end);
            at = end;
            remember(ascii[end - 1], 1, pending);
        }
    }

    private static int upToBlank(byte[] ascii, int from, int to) {
        int at = from;
        while (at < to && ascii[at] != ' ') {
            at++;
        }
        return at;
    }

    /** One character, also a mark or a wide one. */
    void print(int character) {
        int codePoint = charsets.map(character);
        if (codePoint >= 0x100000) {
            codePoint = Clusters.UNKNOWN;
        }
        int width = WCWidth.wcwidth(codePoint);
        if (width == 0) {
            mark(codePoint);
            return;
        }
        if (width < 0) {
            return;
        }
        if ((codePoint & 0xffe0) == 0x80) {
            codePoint = standIn(codePoint, width);
        }
        penNumber();
        put(codePoint == ' ' && penShowsOnBlanks ? Clusters.WRITTEN_SPACE : codePoint, width);
    }

    /** JLine looks at sixteen bits to find controls, and takes some letters beyond them for one. */
    private int standIn(int codePoint, int width) {
        int made = width == 1 ? clusters.standIn(Character.toString(codePoint)) : 0;
        if (made != 0) {
            return made;
        }
        return width == 2 ? '\u3013' : Clusters.UNKNOWN;
    }

    /** Writes the last character again. */
    void repeat(int times) {
        int most = Math.min(times, screen.columns() * screen.rows());
        for (int time = 0; repeated != 0 && time < most; time++) {
            penNumber();
            put(repeated, WCWidth.wcwidth(repeated));
        }
    }

    private void put(int codePoint, int width) {
        int number = penNumber();
        int room = screen.columns() - screen.column();
        if (screen.wrapPending()) {
            if (autowrap) {
                wrap();
            } else {
                screen.moveTo(screen.columns() - width);
            }
        } else if (width > room) {
            if (!autowrap) {
                return;
            }
            padAndWrap();
        }
        screen.style(number);
        if (insert && width == 2) {
            screen.sequence("\033[@");
        }
        // Asked for before the text, which is counted on from it.
        screen.column();
        screen.text(codePoint, width);
        remember(codePoint, width, number);
    }

    private void remember(int codePoint, int width, int style) {
        last = codePoint;
        lastWidth = width;
        lastStyle = style;
        repeated = codePoint;
    }

    /** Marks the line as one that goes on, and lets the next character go to the next one. Gives the room there. */
    private int wrap() {
        if (last != 0) {
            rewrite(
                    last,
                    styles.number(new StyleTable.Entry(styles.entry(lastStyle).style(), true)));
        }
        screen.wrap();
        return screen.columns();
    }

    /** A wide character does not fit in the last column, which stays empty. */
    private void padAndWrap() {
        var padding = new StyleTable.Entry(style().erased(), true);
        screen.style(styles.number(padding));
        screen.text(Clusters.PADDING, 1);
        screen.wrap();
    }

    /** Writes another character over the last one. */
    private void rewrite(int codePoint, int number) {
        boolean pending = screen.wrapPending();
        int at = pending ? screen.columns() - lastWidth : screen.column() - lastWidth;
        if (insert) {
            screen.mode("\033[4l");
        }
        screen.moveTo(at);
        screen.style(number);
        screen.text(codePoint, lastWidth);
        if (insert) {
            screen.mode("\033[4h");
        }
    }

    /** Puts a mark on the letter before it: as one character where Unicode has one, else as a cluster. */
    private void mark(int codePoint) {
        if (last == 0) {
            return;
        }
        String together =
                Normalizer.normalize(clusters.text(last) + Character.toString(codePoint), Normalizer.Form.NFC);
        int joined = together.codePointAt(0);
        if (Character.charCount(joined) != together.length() || WCWidth.wcwidth(joined) != lastWidth) {
            // JLine gives a stand-in one column.
            joined = lastWidth == 1 ? clusters.standIn(together) : 0;
        }
        if (joined != 0 && joined < 0x110000) {
            rewrite(joined, lastStyle);
            last = joined;
            repeated = joined;
        }
    }
}
