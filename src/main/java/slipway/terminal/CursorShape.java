package slipway.terminal;

/** What the session wants its cursor to look like (DECSCUSR). Blinking is not kept: nothing blinks. */
public enum CursorShape {
    BLOCK,
    UNDERLINE,
    BAR
}
