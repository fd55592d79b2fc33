package slipway.terminal;

import java.util.List;

/** All lines there are at one moment, scrollback and screen, by their numbers; immutable. */
public final class Lines {
    private final long first;
    private final List<Line> lines;

    Lines(long first, List<Line> lines) {
        this.first = first;
        this.lines = List.copyOf(lines);
    }

    /** The number of the oldest line. */
    public long first() {
        return first;
    }

    /** One more than the number of the newest line. */
    public long end() {
        return first + lines.size();
    }

    /** The line of a number; an empty one outside of what there is. */
    public Line line(long number) {
        return number < first || number >= end() ? Line.EMPTY : lines.get((int) (number - first));
    }

    /** The first of the lines that one text was wrapped into. */
    long beginning(long number) {
        long at = number;
        while (at > first && line(at - 1).wrapped()) {
            at--;
        }
        return at;
    }

    /** The last of the lines that one text was wrapped into. */
    long ending(long number) {
        long at = number;
        while (at + 1 < end() && line(at).wrapped()) {
            at++;
        }
        return at;
    }
}
