package slipway.terminal;

/** How text is set beside its colours. {@code SLOW_BLINK} is kept for whoever wants it; nothing in Slipway blinks. */
public enum Attribute {
    BOLD,
    DIM,
    ITALIC,
    UNDERLINE,
    DOUBLE_UNDERLINE,
    CURLY_UNDERLINE,
    SLOW_BLINK,
    INVERSE,
    CONCEALED,
    STRIKETHROUGH,
    OVERLINE;

    int bit() {
        return 1 << ordinal();
    }
}
