package slipway.terminal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses that can be opened: links that the session made, and what reads like one in its text. */
public final class Addresses {
    private static final Pattern PLAIN =
            Pattern.compile("https?://[^\\s<>\"'`{}|\\\\^\\[\\]\\u3000]+", Pattern.CASE_INSENSITIVE);
    private static final String NOT_AT_THE_END = ".,;:!?";

    private Addresses() {}

    /**
     * An address and where it stands.
     *
     * @param address as the session wrote it; only http and https are taken from plain text
     */
    public record Address(String address, Found place) {}

    /** The address at a place. */
    public static Optional<Address> at(Lines lines, Position place) {
        Line line = lines.line(place.line());
        Link link = line.style(place.column()).link();
        if (link != null && place.column() < line.length()) {
            return Optional.of(new Address(link.address(), linked(lines, place, link)));
        }
        var joined = new JoinedLine(lines, place.line());
        int index = joined.index(place);
        if (index < 0 || place.column() >= line.length()) {
            return Optional.empty();
        }
        Matcher matcher = PLAIN.matcher(joined.text());
        while (matcher.find() && matcher.start() <= index) {
            int end = end(joined.text(), matcher.start(), matcher.end());
            if (index < end) {
                return Optional.of(new Address(
                        joined.text().substring(matcher.start(), end),
                        new Found(joined.place(matcher.start()), joined.behind(lines, end - 1))));
            }
        }
        return Optional.empty();
    }

    /** Signs that end a sentence are not part of it, nor is a bracket that was opened before it. */
    private static int end(String text, int from, int to) {
        int end = to;
        while (end > from) {
            char last = text.charAt(end - 1);
            boolean unopened = last == ')'
                    && text.substring(from, end)
                                    .chars()
                                    .filter(sign -> sign == '(')
                                    .count()
                            < text.substring(from, end)
                                    .chars()
                                    .filter(sign -> sign == ')')
                                    .count();
            if (!unopened && NOT_AT_THE_END.indexOf(last) < 0) {
                return end;
            }
            end--;
        }
        return end;
    }

    /** The neighbouring cells of the same link, on this line and the wrapped ones beside it. */
    private static Found linked(Lines lines, Position place, Link link) {
        Position start = place;
        while (true) {
            Position before = start.column() > 0
                    ? new Position(start.line(), start.column() - 1)
                    : new Position(
                            start.line() - 1, lines.line(start.line() - 1).length() - 1);
            boolean joined =
                    before.line() == start.line() || lines.line(before.line()).wrapped();
            if (!joined
                    || !link.equals(lines.line(before.line())
                            .style(Math.max(0, before.column()))
                            .link())) {
                break;
            }
            start = before;
        }
        Position last = place;
        while (true) {
            boolean end = last.column() + 1 >= lines.line(last.line()).length();
            Position next = end ? new Position(last.line() + 1, 0) : new Position(last.line(), last.column() + 1);
            boolean joined = !end || lines.line(last.line()).wrapped();
            if (!joined
                    || !link.equals(lines.line(next.line()).style(next.column()).link())) {
                break;
            }
            last = next;
        }
        return new Found(start, new Position(last.line(), last.column() + 1));
    }
}
