package slipway.terminal;

import org.jspecify.annotations.Nullable;

/** The modes that the terminal keeps itself, as switches; modes of the screen are the screen's. */
final class ModeSwitches {
    boolean applicationCursor;
    boolean applicationKeypad;
    boolean newLine;
    MouseTracking mouse = MouseTracking.NONE;
    boolean mouseSgr;
    boolean bracketedPaste;
    boolean focus;
    boolean alternateScroll = true;
    boolean cursorVisible = true;
    CursorShape cursorShape = CursorShape.BLOCK;
    boolean reverse;
    boolean synchronizedOutput;
    boolean origin;

    Modes modes(boolean alternateScreen) {
        return new Modes(
                applicationCursor,
                applicationKeypad,
                newLine,
                mouse,
                mouseSgr,
                bracketedPaste,
                focus,
                alternateScreen,
                alternateScroll,
                cursorVisible,
                cursorShape,
                reverse,
                synchronizedOutput);
    }

    /** As a session begins. */
    void reset() {
        soften();
        newLine = false;
        mouse = MouseTracking.NONE;
        mouseSgr = false;
        bracketedPaste = false;
        focus = false;
        alternateScroll = true;
        reverse = false;
        synchronizedOutput = false;
    }

    /** What a soft reset (DECSTR) takes back. */
    void soften() {
        applicationCursor = false;
        applicationKeypad = false;
        cursorVisible = true;
        cursorShape = CursorShape.BLOCK;
        origin = false;
    }

    /** Switches a private mode; false when it is not one of these. */
    boolean privateMode(int mode, boolean on) {
        switch (mode) {
            case 1 -> applicationCursor = on;
            case 5 -> reverse = on;
            case 25 -> cursorVisible = on;
            case 66 -> applicationKeypad = on;
            case 1000 -> mouse = on ? MouseTracking.BUTTONS : MouseTracking.NONE;
            case 1002 -> mouse = on ? MouseTracking.DRAGS : MouseTracking.NONE;
            case 1003 -> mouse = on ? MouseTracking.MOVES : MouseTracking.NONE;
            case 1004 -> focus = on;
            case 1006 -> mouseSgr = on;
            case 1007 -> alternateScroll = on;
            case 2004 -> bracketedPaste = on;
            case 2026 -> synchronizedOutput = on;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** How a private mode stands, as DECRQM answers: 1 on, 2 off, 0 unknown. */
    int privateMode(int mode) {
        @Nullable
        Boolean on = switch (mode) {
            case 1 -> applicationCursor;
            case 5 -> reverse;
            case 6 -> origin;
            case 25 -> cursorVisible;
            case 66 -> applicationKeypad;
            case 1000 -> mouse == MouseTracking.BUTTONS;
            case 1002 -> mouse == MouseTracking.DRAGS;
            case 1003 -> mouse == MouseTracking.MOVES;
            case 1004 -> focus;
            case 1006 -> mouseSgr;
            case 1007 -> alternateScroll;
            case 2004 -> bracketedPaste;
            case 2026 -> synchronizedOutput;
            default -> null;
        };
        if (on == null) {
            return 0;
        }
        return on ? 1 : 2;
    }
}
