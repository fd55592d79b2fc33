package slipway.terminal;

/**
 * A place in the session's lines.
 *
 * @param line numbered from the session's first line on; a line keeps its number when it scrolls
 * @param column from 0
 */
public record Position(long line, int column) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
        int lines = Long.compare(line, other.line);
        return lines == 0 ? Integer.compare(column, other.column) : lines;
    }
}
