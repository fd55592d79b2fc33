package slipway.terminal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a keystroke sends, as xterm's PC-style keys do (ctlseqs, "PC-Style Function Keys"). */
public final class KeyEncoder {
    /** Finals of keys that are {@code CSI letter}, and {@code SS3 letter} in application mode. */
    private static final Map<Key, Character> CURSOR =
            Map.of(Key.UP, 'A', Key.DOWN, 'B', Key.RIGHT, 'C', Key.LEFT, 'D', Key.HOME, 'H', Key.END, 'F');

    /** Finals of keys that are always {@code SS3 letter}. */
    private static final Map<Key, Character> PF = Map.of(Key.F1, 'P', Key.F2, 'Q', Key.F3, 'R', Key.F4, 'S');

    /** Numbers of keys that are {@code CSI number ~}. */
    private static final Map<Key, Integer> NUMBERED = Map.ofEntries(
            Map.entry(Key.INSERT, 2),
            Map.entry(Key.DELETE, 3),
            Map.entry(Key.PAGE_UP, 5),
            Map.entry(Key.PAGE_DOWN, 6),
            Map.entry(Key.F5, 15),
            Map.entry(Key.F6, 17),
            Map.entry(Key.F7, 18),
            Map.entry(Key.F8, 19),
            Map.entry(Key.F9, 20),
            Map.entry(Key.F10, 21),
            Map.entry(Key.F11, 23),
            Map.entry(Key.F12, 24),
            Map.entry(Key.F13, 25),
            Map.entry(Key.F14, 26),
            Map.entry(Key.F15, 28),
            Map.entry(Key.F16, 29),
            Map.entry(Key.F17, 31),
            Map.entry(Key.F18, 32),
            Map.entry(Key.F19, 33),
            Map.entry(Key.F20, 34));

    /** Finals of the number pad's keys in application mode, {@code SS3 letter}. */
    private static final Map<String, Character> KEYPAD = Map.ofEntries(
            Map.entry("0", 'p'),
            Map.entry("1", 'q'),
            Map.entry("2", 'r'),
            Map.entry("3", 's'),
            Map.entry("4", 't'),
            Map.entry("5", 'u'),
            Map.entry("6", 'v'),
            Map.entry("7", 'w'),
            Map.entry("8", 'x'),
            Map.entry("9", 'y'),
            Map.entry("*", 'j'),
            Map.entry("+", 'k'),
            Map.entry(",", 'l'),
            Map.entry("-", 'm'),
            Map.entry(".", 'n'),
            Map.entry("/", 'o'));

    private KeyEncoder() {}

    /** The bytes that a keystroke sends; none when it sends nothing. */
    public static byte[] encode(KeyStroke stroke, Modes modes) {
        return sent(stroke, modes).getBytes(StandardCharsets.UTF_8);
    }

    private static String sent(KeyStroke stroke, Modes modes) {
        String prefix = stroke.alt() ? "\033" : "";
        return switch (stroke.key()) {
            case CHARACTER -> character(stroke, modes);
            case ENTER -> prefix + enter(stroke, modes);
            case BACKSPACE -> prefix + (stroke.control() ? "\b" : "\177");
            case TAB -> prefix + (stroke.shift() ? "\033[Z" : "\t");
            case ESCAPE -> prefix + "\033";
            default -> function(stroke, modes);
        };
    }

    private static String enter(KeyStroke stroke, Modes modes) {
        if (stroke.keypad() && modes.applicationKeypad()) {
            return "\033OM";
        }
        return modes.newLine() ? "\r\n" : "\r";
    }

    private static String character(KeyStroke stroke, Modes modes) {
        String text = stroke.text();
        if (stroke.keypad() && modes.applicationKeypad() && modifiers(stroke) == 1) {
            Character last = KEYPAD.get(text);
            if (last != null) {
                return "\033O" + last;
            }
        }
        if (stroke.control()) {
            Character control = control(text);
            if (control != null) {
                text = control.toString();
            }
        }
        return text.isEmpty() || !stroke.alt() ? text : "\033" + text;
    }

    /** What Control makes of a character: the lower five bits of @ to _, and xterm's few others. */
    private static @Nullable Character control(String text) {
        if (text.length() != 1) {
            return null;
        }
        char typed = Character.toUpperCase(text.charAt(0));
        if (typed >= '@' && typed <= '_') {
            return (char) (typed & 0x1f);
        }
        return switch (typed) {
            case ' ', '2', '`' -> '\0';
            case '3', '{' -> '\033';
            case '4', '|' -> '\034';
            case '5', '}' -> '\035';
            case '6', '~' -> '\036';
            case '7', '/', '-' -> '\037';
            case '8', '?' -> '\177';
            default -> null;
        };
    }

    private static String function(KeyStroke stroke, Modes modes) {
        int modifiers = modifiers(stroke);
        Character cursor = CURSOR.get(stroke.key());
        Character letter = cursor == null ? PF.get(stroke.key()) : cursor;
        if (letter != null) {
            if (modifiers > 1) {
                return "\033[1;" + modifiers + letter;
            }
            return (cursor == null || modes.applicationCursor() ? "\033O" : "\033[") + letter;
        }
        Integer number = NUMBERED.get(stroke.key());
        if (number == null) {
            return "";
        }
        return "\033[" + number + (modifiers > 1 ? ";" + modifiers : "") + "~";
    }

    private static int modifiers(KeyStroke stroke) {
        return 1 + (stroke.shift() ? 1 : 0) + (stroke.alt() ? 2 : 0) + (stroke.control() ? 4 : 0);
    }
}
