package slipway.terminal;

/** How text is set beside its colours. {@code SLOW_BLINK} is kept for whoever wants it; nothing in Slipway blinks. */
public enum Attribute {
    BOLD(0x1),
    DIM(0x2),
    ITALIC(0x4),
    UNDERLINE(0x8),
    DOUBLE_UNDERLINE(0x10),
    CURLY_UNDERLINE(0x20),
    SLOW_BLINK(0x40),
    INVERSE(0x80),
    CONCEALED(0x100),
    STRIKETHROUGH(0x200),
    OVERLINE(0x400);

    private final int bit;

    Attribute(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
