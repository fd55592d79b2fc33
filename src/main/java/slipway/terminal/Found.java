package slipway.terminal;

/**
 * A piece of text in the lines.
 *
 * @param start its first cell
 * @param end behind its last cell, on the line of that cell
 */
public record Found(Position start, Position end) {
    /** Which columns of a line belong to it. */
    public Selection.Columns columns(long line, int screenColumns) {
        if (line < start.line() || line > end.line()) {
            return Selection.Columns.NONE;
        }
        return new Selection.Columns(
                line == start.line() ? start.column() : 0, line == end.line() ? end.column() : screenColumns);
    }

    public boolean contains(Position place) {
        return place.compareTo(start) >= 0 && place.compareTo(end) < 0;
    }
}
