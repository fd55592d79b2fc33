package slipway.terminal;

import java.util.List;

/**
 * What the screen shows at one moment. A line that did not change since the snapshot before is the same object.
 *
 * @param columns of the screen
 * @param rows of the screen
 * @param lines one a row, from the top
 * @param firstLine the oldest line that is kept
 * @param topLine the number of the screen's first row; lines from {@code firstLine} up to it are in the scrollback
 * @param cursorColumn from 0
 * @param cursorRow from 0
 * @param modes what the session switched on
 */
public record Snapshot(
        int columns,
        int rows,
        List<Line> lines,
        long firstLine,
        long topLine,
        int cursorColumn,
        int cursorRow,
        Modes modes) {
    public Snapshot {
        lines = List.copyOf(lines);
    }
}
