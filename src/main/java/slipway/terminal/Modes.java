package slipway.terminal;

/**
 * What the session switched on, as far as keys, mouse and painting go by it.
 *
 * @param applicationCursor arrows are sent as SS3 sequences (mode ?1)
 * @param applicationKeypad the keypad's keys are sent as sequences (ESC =)
 * @param newLine Enter sends CR and LF (mode 20)
 * @param mouse what is heard of the mouse
 * @param mouseSgr mouse reports are written in decimal (mode ?1006), which knows no largest column
 * @param bracketedPaste a paste is wrapped (mode ?2004)
 * @param focus coming and going of the focus is told (mode ?1004)
 * @param alternateScreen the screen without scrollback is shown (mode ?1049 and older ones)
 * @param alternateScroll on that screen the wheel sends arrows (mode ?1007, on unless switched off)
 * @param cursorVisible the cursor is shown (mode ?25)
 * @param cursorShape its shape
 * @param reverse the two default colours change places (mode ?5)
 * @param synchronizedOutput a redraw is under way: what is on the screen is half of it (mode ?2026)
 */
public record Modes(
        boolean applicationCursor,
        boolean applicationKeypad,
        boolean newLine,
        MouseTracking mouse,
        boolean mouseSgr,
        boolean bracketedPaste,
        boolean focus,
        boolean alternateScreen,
        boolean alternateScroll,
        boolean cursorVisible,
        CursorShape cursorShape,
        boolean reverse,
        boolean synchronizedOutput) {
    /** As a session begins. */
    public static final Modes INITIAL = new Modes(
            false,
            false,
            false,
            MouseTracking.NONE,
            false,
            false,
            false,
            false,
            true,
            true,
            CursorShape.BLOCK,
            false,
            false);
}
