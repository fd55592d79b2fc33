package slipway.terminal;

import java.util.ArrayList;
import java.util.List;

/** The text of lines that one was wrapped into, and which place each of its characters has. */
final class JoinedLine {
    private final StringBuilder text = new StringBuilder();
    private final List<Position> places = new ArrayList<>();
    private final Position end;

    /** Joins the line of a number with those that belong to it. */
    JoinedLine(Lines lines, long number) {
        long last = lines.ending(number);
        for (long at = lines.beginning(number); at <= last; at++) {
            Line line = lines.line(at);
            for (int column = 0; column < line.length(); column++) {
                String cell = line.text(column);
                text.append(cell);
                for (int unit = 0; unit < cell.length(); unit++) {
                    places.add(new Position(at, column));
                }
            }
        }
        end = new Position(last, lines.line(last).length());
    }

    String text() {
        return text.toString();
    }

    /** The place of a character. */
    Position place(int index) {
        return index < places.size() ? places.get(index) : end;
    }

    /** The place right behind a character. */
    Position behind(Lines lines, int index) {
        Position at = place(index);
        return new Position(
                at.line(), at.column() + Math.max(1, lines.line(at.line()).width(at.column())));
    }

    /** The character at a place, or -1. */
    int index(Position place) {
        for (int index = 0; index < places.size(); index++) {
            Position at = places.get(index);
            if (at.line() == place.line() && at.column() <= place.column()) {
                boolean last =
                        index + 1 == places.size() || places.get(index + 1).compareTo(place) > 0;
                if (last) {
                    return index;
                }
            }
        }
        return -1;
    }
}
