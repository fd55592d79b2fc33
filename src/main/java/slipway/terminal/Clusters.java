package slipway.terminal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Text that takes one cell but no single code point which the screen could hold: a letter with marks that Unicode has no one character for. Each
 * gets a stand-in from plane 16 of the private use area; a session's own characters of that plane are shown as unknown. The first
 * {@link #MOST} are kept for the life of the terminal, further marks are dropped.
 */
final class Clusters {
    static final int MOST = 4_096;
    /** A space that was written, where that looks different from a cell that was erased. */
    static final int WRITTEN_SPACE = 0x10fffd;

    static final int UNKNOWN = 0xfffd;
    /** Up to where a session may write; JLine takes U+100080 to U+10009F for controls. */
    private static final int FIRST = 0x100100;

    /** Fills the last column where a wide character went to the next line. */
    static final int PADDING = 0x10fffc;

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> standIns = new HashMap<>();

    /** The stand-in of a text, or 0 when there is no room for another. */
    int standIn(String text) {
        Integer known = standIns.get(text);
        if (known != null) {
            return known;
        }
        if (texts.size() == MOST) {
            return 0;
        }
        int made = FIRST + texts.size();
        texts.add(text);
        standIns.put(text, made);
        return made;
    }

    static boolean isStandIn(int codePoint) {
        return codePoint >= FIRST;
    }

    /** What a cell's code point stands for. */
    String text(int codePoint) {
        if (codePoint == WRITTEN_SPACE) {
            return " ";
        }
        if (codePoint == PADDING) {
            return "";
        }
        int index = codePoint - FIRST;
        return index >= 0 && index < texts.size() ? texts.get(index) : Character.toString(codePoint);
    }
}
