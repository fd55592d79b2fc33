package slipway.ui.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.terminal.Found;
import slipway.terminal.Line;
import slipway.terminal.Lines;
import slipway.terminal.Position;
import slipway.terminal.Selection;
import slipway.terminal.Selection.Columns;
import slipway.terminal.Snapshot;
import slipway.terminal.Terminal;

/** Which part of the lines is shown, and what is selected, found and pointed at in them. Used on the UI thread. */
final class Viewport {
    private final Terminal terminal;
    private Snapshot now;
    /** The line at the top while it is not the screen's own. */
    private long top;

    private boolean following = true;
    private @Nullable Selection selection;
    private List<Found> found = List.of();
    private int current = -1;
    private @Nullable Found pointed;

    Viewport(Terminal terminal) {
        this.terminal = terminal;
        this.now = terminal.snapshot();
    }

    /** Takes what the terminal has now. */
    void refresh() {
        Snapshot before = now;
        now = terminal.snapshot();
        if (before.columns() != now.columns()) {
            // Lines are broken anew: places are others.
            selection = null;
            pointed = null;
            found = List.of();
            current = -1;
        }
        if (now.modes().alternateScreen()) {
            following = true;
        }
        top = following ? now.topLine() : Math.clamp(top, now.firstLine(), now.topLine());
    }

    Snapshot now() {
        return now;
    }

    /** The number of the line in the first row. */
    long top() {
        return top;
    }

    /** How many lines lie above and below what is shown, by the first row; none while the other screen is shown. */
    long scrollable() {
        return now.modes().alternateScreen() ? 0 : now.topLine() - now.firstLine();
    }

    /** Shows from a line on; at the end it follows what comes. */
    void scrollTo(long line) {
        top = Math.clamp(line, now.topLine() - scrollable(), now.topLine());
        following = top == now.topLine();
    }

    void scrollBy(long lines) {
        scrollTo(top + lines);
    }

    /** Shows the screen, and follows it. */
    void follow() {
        scrollTo(now.topLine());
    }

    /** Shows a line in the middle unless it is shown. */
    void reveal(long line) {
        if (line < top || line >= top + now.rows()) {
            scrollTo(line - now.rows() / 2);
        }
    }

    @Nullable
    Selection selection() {
        return selection;
    }

    void select(@Nullable Selection next) {
        selection = next;
    }

    void point(@Nullable Found address) {
        pointed = address;
    }

    /** What the search found, and which of it it stands at, or -1. */
    void found(List<Found> places, int at) {
        found = places;
        current = at;
    }

    Lines lines() {
        return terminal.lines();
    }

    /** The selected text; empty when there is none. */
    String selectedText() {
        return selection == null ? "" : selection.text(lines());
    }

    /** What the rows look like. */
    List<RowLook> rows(boolean focused, String composed) {
        List<Line> lines = following ? now.lines() : terminal.lines(top, top + now.rows());
        @Nullable Lines all = selection == null ? null : lines();
        var rows = new ArrayList<RowLook>(lines.size());
        for (int row = 0; row < lines.size(); row++) {
            long number = top + row;
            boolean here = number == now.topLine() + now.cursorRow();
            boolean cursor = here && (now.modes().cursorVisible() || !composed.isEmpty());
            rows.add(new RowLook(
                    lines.get(row),
                    selection == null || all == null ? Columns.NONE : selection.columns(all, number, now.columns()),
                    found(number),
                    current < 0 ? Columns.NONE : found.get(current).columns(number, now.columns()),
                    pointed == null ? Columns.NONE : pointed.columns(number, now.columns()),
                    cursor ? new RowLook.Cursor(now.cursorColumn(), now.modes().cursorShape(), focused) : null,
                    cursor ? composed : "",
                    now.modes().reverse()));
        }
        return rows;
    }

    private List<Columns> found(long number) {
        if (found.isEmpty()) {
            return List.of();
        }
        var here = new ArrayList<Columns>();
        for (int index = firstEndingAt(number); index < found.size(); index++) {
            if (found.get(index).start().line() > number) {
                break;
            }
            here.add(found.get(index).columns(number, now.columns()));
        }
        return here;
    }

    /** The first of what was found, in order, that ends on the line or later. */
    private int firstEndingAt(long number) {
        int from = 0;
        int to = found.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (found.get(middle).end().line() < number) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** The place at a row and a column of what is shown, held inside of it. */
    Position place(int row, int column) {
        return new Position(top + Math.clamp(row, 0, now.rows() - 1), Math.clamp(column, 0, now.columns()));
    }
}
