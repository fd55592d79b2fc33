package slipway.terminal;

/**
 * The four character sets G0 to G3, which one is on, and which one holds for the next character alone. A set is told by the final of
 * its sequence: {@code B} ASCII, {@code 0} line drawing, {@code A} British; others count as ASCII.
 */
final class Charsets {
    private static final int LINE_DRAWING_FROM = 0x5f;
    /** What the VT100's line drawing set has at 0x5f to 0x7e. */
    private static final String LINE_DRAWING =
            "\u00a0\u25c6\u2592\u2409\u240c\u240d\u240a\u00b0\u00b1\u2424\u240b\u2518\u2510\u250c\u2514\u253c"
                    + "\u23ba\u23bb\u2500\u23bc\u23bd\u251c\u2524\u2534\u252c\u2502\u2264\u2265\u03c0\u2260\u00a3\u00b7";

    private final char[] sets = {'B', 'B', 'B', 'B'};
    private int on;
    private int next = -1;

    Charsets copy() {
        var copy = new Charsets();
        System.arraycopy(sets, 0, copy.sets, 0, sets.length);
        copy.on = on;
        return copy;
    }

    void designate(int set, char charset) {
        sets[set] = charset;
    }

    void use(int set) {
        on = set;
    }

    void useOnce(int set) {
        next = set;
    }

    /** Whether every character is itself. */
    boolean plain() {
        return next < 0 && sets[on] != '0' && sets[on] != 'A';
    }

    int map(int codePoint) {
        char set = sets[next < 0 ? on : next];
        next = -1;
        if (set == '0' && codePoint >= LINE_DRAWING_FROM && codePoint < LINE_DRAWING_FROM + LINE_DRAWING.length()) {
            return LINE_DRAWING.charAt(codePoint - LINE_DRAWING_FROM);
        }
        return set == 'A' && codePoint == '#' ? '\u00a3' : codePoint;
    }
}
