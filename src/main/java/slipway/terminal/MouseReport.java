package slipway.terminal;

import java.nio.charset.StandardCharsets;

/**
 * Something that the mouse did over the screen.
 *
 * @param action what
 * @param button which button; for a move the one that is held, or NONE
 * @param column from 0
 * @param row from 0
 */
public record MouseReport(
        Action action, Button button, int column, int row, boolean shift, boolean control, boolean alt) {
    /** What a mouse does. */
    public enum Action {
        PRESS,
        RELEASE,
        MOVE
    }

    /** What it does it with. A wheel's step is a press. */
    public enum Button {
        LEFT(0),
        MIDDLE(1),
        RIGHT(2),
        NONE(3),
        WHEEL_UP(64),
        WHEEL_DOWN(65);

        private final int code;

        Button(int code) {
            this.code = code;
        }
    }

    private static final int MOVED = 32;
    private static final int LEGACY_LIMIT = 223;

    /** The bytes that tell the session; none when it does not want to hear of this, or cannot in its encoding. */
    public byte[] encode(Modes modes) {
        if (!wanted(modes.mouse())) {
            return new byte[0];
        }
        int flags = (shift ? 4 : 0) + (alt ? 8 : 0) + (control ? 16 : 0) + (action == Action.MOVE ? MOVED : 0);
        if (modes.mouseSgr()) {
            char last = action == Action.RELEASE ? 'm' : 'M';
            String report = "\033[<" + (button.code + flags) + ";" + (column + 1) + ";" + (row + 1) + last;
            return report.getBytes(StandardCharsets.US_ASCII);
        }
        if (column >= LEGACY_LIMIT || row >= LEGACY_LIMIT) {
            return new byte[0];
        }
        int code = (action == Action.RELEASE ? Button.NONE.code : button.code) + flags;
        return new byte[] {
            0x1b, '[', 'M', (byte) (32 + code), (byte) (33 + column), (byte) (33 + row),
        };
    }

    private boolean wanted(MouseTracking tracking) {
        return switch (tracking) {
            case NONE -> false;
            case BUTTONS -> action != Action.MOVE;
            case DRAGS -> action != Action.MOVE || button != Button.NONE;
            case MOVES -> true;
        };
    }
}
