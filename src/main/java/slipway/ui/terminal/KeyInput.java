package slipway.ui.terminal;

import java.util.Locale;
import java.util.Map;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import slipway.terminal.Key;
import slipway.terminal.KeyStroke;
import slipway.terminal.Modes;

/**
 * What JavaFX's key events mean: a press of a key with a name or with Control or Alt is a keystroke, everything else is told by what it types.
 * Shift, Control and their like alone are nothing.
 */
final class KeyInput {
    private static final Map<KeyCode, Key> KEYS = Map.ofEntries(
            Map.entry(KeyCode.ENTER, Key.ENTER),
            Map.entry(KeyCode.BACK_SPACE, Key.BACKSPACE),
            Map.entry(KeyCode.TAB, Key.TAB),
            Map.entry(KeyCode.ESCAPE, Key.ESCAPE),
            Map.entry(KeyCode.UP, Key.UP),
            Map.entry(KeyCode.KP_UP, Key.UP),
            Map.entry(KeyCode.DOWN, Key.DOWN),
            Map.entry(KeyCode.KP_DOWN, Key.DOWN),
            Map.entry(KeyCode.LEFT, Key.LEFT),
            Map.entry(KeyCode.KP_LEFT, Key.LEFT),
            Map.entry(KeyCode.RIGHT, Key.RIGHT),
            Map.entry(KeyCode.KP_RIGHT, Key.RIGHT),
            Map.entry(KeyCode.HOME, Key.HOME),
            Map.entry(KeyCode.END, Key.END),
            Map.entry(KeyCode.INSERT, Key.INSERT),
            Map.entry(KeyCode.DELETE, Key.DELETE),
            Map.entry(KeyCode.PAGE_UP, Key.PAGE_UP),
            Map.entry(KeyCode.PAGE_DOWN, Key.PAGE_DOWN),
            Map.entry(KeyCode.F1, Key.F1),
            Map.entry(KeyCode.F2, Key.F2),
            Map.entry(KeyCode.F3, Key.F3),
            Map.entry(KeyCode.F4, Key.F4),
            Map.entry(KeyCode.F5, Key.F5),
            Map.entry(KeyCode.F6, Key.F6),
            Map.entry(KeyCode.F7, Key.F7),
            Map.entry(KeyCode.F8, Key.F8),
            Map.entry(KeyCode.F9, Key.F9),
            Map.entry(KeyCode.F10, Key.F10),
            Map.entry(KeyCode.F11, Key.F11),
            Map.entry(KeyCode.F12, Key.F12),
            Map.entry(KeyCode.F13, Key.F13),
            Map.entry(KeyCode.F14, Key.F14),
            Map.entry(KeyCode.F15, Key.F15),
            Map.entry(KeyCode.F16, Key.F16),
            Map.entry(KeyCode.F17, Key.F17),
            Map.entry(KeyCode.F18, Key.F18),
            Map.entry(KeyCode.F19, Key.F19),
            Map.entry(KeyCode.F20, Key.F20));

    /** Signs whose keys have names; letters and digits are their own. */
    private static final Map<KeyCode, String> SIGNS = Map.ofEntries(
            Map.entry(KeyCode.SPACE, " "),
            Map.entry(KeyCode.MINUS, "-"),
            Map.entry(KeyCode.EQUALS, "="),
            Map.entry(KeyCode.OPEN_BRACKET, "["),
            Map.entry(KeyCode.CLOSE_BRACKET, "]"),
            Map.entry(KeyCode.BACK_SLASH, "\\"),
            Map.entry(KeyCode.SEMICOLON, ";"),
            Map.entry(KeyCode.QUOTE, "'"),
            Map.entry(KeyCode.BACK_QUOTE, "`"),
            Map.entry(KeyCode.COMMA, ","),
            Map.entry(KeyCode.PERIOD, "."),
            Map.entry(KeyCode.SLASH, "/"),
            Map.entry(KeyCode.AT, "@"),
            Map.entry(KeyCode.UNDERSCORE, "_"),
            Map.entry(KeyCode.CIRCUMFLEX, "^"));

    /** What Shift makes of the signs that Control makes something of, where the layout does not say. */
    private static final Map<String, String> SHIFTED =
            Map.of("2", "@", "6", "^", "-", "_", "/", "?", "[", "{", "]", "}", "\\", "|", "`", "~");

    private static final Map<KeyCode, String> KEYPAD = Map.of(
            KeyCode.ADD, "+", KeyCode.SUBTRACT, "-", KeyCode.MULTIPLY, "*", KeyCode.DIVIDE, "/", KeyCode.DECIMAL, ".");

    /** Whether what the last press types was told by the press. */
    private boolean told;

    /** The press was not for the session: nor is what it types. */
    void swallow() {
        told = true;
    }

    /** The keystroke of a press; null when what it types will tell, or when it is nothing. */
    @Nullable
    KeyStroke pressed(KeyEvent event, Modes modes) {
        told = true;
        Key key = KEYS.get(event.getCode());
        if (key != null) {
            return with(event, KeyStroke.of(key));
        }
        String pad = modes.applicationKeypad() ? keypad(event.getCode()) : null;
        if (pad != null) {
            return with(event, KeyStroke.text(pad).onKeypad());
        }
        told = false;
        // Control and Alt together are the third level of some layouts: what is typed decides.
        if (event.isMetaDown() || event.isControlDown() == event.isAltDown()) {
            return null;
        }
        String sign = sign(event);
        if (sign.isEmpty()) {
            return null;
        }
        told = true;
        return with(event, KeyStroke.text(sign));
    }

    /** The keystroke of what was typed; null when the press told it, or when it is nothing. */
    @Nullable
    KeyStroke typed(KeyEvent event) {
        String text = event.getCharacter();
        if (told || text.isEmpty() || text.equals(KeyEvent.CHAR_UNDEFINED) || event.isMetaDown()) {
            return null;
        }
        char first = text.charAt(0);
        if (first >= ' ' && first != 0x7f) {
            return KeyStroke.text(text);
        }
        return event.isControlDown() && event.isAltDown() ? KeyStroke.text(text).withAlt() : null;
    }

    private static KeyStroke with(KeyEvent event, KeyStroke stroke) {
        return new KeyStroke(
                stroke.key(),
                stroke.text(),
                event.isShiftDown(),
                event.isControlDown(),
                event.isAltDown(),
                stroke.keypad());
    }

    private static @Nullable String keypad(KeyCode code) {
        if (code.isKeypadKey() && code.isDigitKey()) {
            return code.getName().substring(code.getName().length() - 1);
        }
        return KEYPAD.get(code);
    }

    /** The character of a key. A layout's own letters come as text; with Control that is a control, and the key's name is used. */
    private static String sign(KeyEvent event) {
        String text = event.getText();
        boolean printable = !text.isEmpty() && text.charAt(0) > ' ' && text.charAt(0) != 0x7f;
        String sign = SIGNS.getOrDefault(event.getCode(), "");
        if (event.getCode().isLetterKey() || event.getCode().isDigitKey()) {
            String name = event.getCode().getName();
            sign = name.substring(name.length() - 1).toLowerCase(Locale.ROOT);
        }
        if (event.isAltDown() && printable) {
            sign = text;
        } else if (sign.isEmpty() && printable) {
            sign = text;
        }
        if (!event.isShiftDown()) {
            return sign;
        }
        return SHIFTED.getOrDefault(sign, event.isAltDown() ? sign.toUpperCase(Locale.ROOT) : sign);
    }
}
