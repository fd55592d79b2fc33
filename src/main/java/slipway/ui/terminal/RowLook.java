package slipway.ui.terminal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.terminal.CursorShape;
import slipway.terminal.Line;
import slipway.terminal.Selection.Columns;

/**
 * All that decides what one row looks like: two equal ones need not be drawn twice.
 *
 * @param selected which columns are selected
 * @param found which columns the search found
 * @param current which of them it stands at
 * @param linked the columns of the address under the pointer
 * @param cursor where the cursor stands in this row
 * @param composed text that an input method is still at, shown at the cursor
 * @param reversed whether the default colours change places
 */
record RowLook(
        Line line,
        Columns selected,
        List<Columns> found,
        Columns current,
        Columns linked,
        @Nullable Cursor cursor,
        String composed,
        boolean reversed) {
    /**
     * The cursor in a row.
     *
     * @param filled whether the terminal has the focus
     */
    record Cursor(int column, CursorShape shape, boolean filled) {}
}
