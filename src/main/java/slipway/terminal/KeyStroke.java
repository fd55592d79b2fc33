package slipway.terminal;

/**
 * A key pressed together with others.
 *
 * @param key which one
 * @param text for {@link Key#CHARACTER}: what it types, with Shift and the layout's third level already in it; with Control the key's own
 *     character. Else empty
 * @param keypad whether it is on the number pad
 */
public record KeyStroke(Key key, String text, boolean shift, boolean control, boolean alt, boolean keypad) {
    /** A key without a character and without others. */
    public static KeyStroke of(Key key) {
        return new KeyStroke(key, "", false, false, false, false);
    }

    /** Text that was typed or composed. */
    public static KeyStroke text(String text) {
        return new KeyStroke(Key.CHARACTER, text, false, false, false, false);
    }

    public KeyStroke withShift() {
        return new KeyStroke(key, text, true, control, alt, keypad);
    }

    public KeyStroke withControl() {
        return new KeyStroke(key, text, shift, true, alt, keypad);
    }

    public KeyStroke withAlt() {
        return new KeyStroke(key, text, shift, control, true, keypad);
    }

    public KeyStroke onKeypad() {
        return new KeyStroke(key, text, shift, control, alt, true);
    }
}
