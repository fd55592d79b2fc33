package slipway.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for text in scrollback and screen. */
public final class Search {
    /** More are not looked for. */
    public static final int MOST = 10_000;

    private Search() {}

    /**
     * Where a text stands, the oldest first, also across lines that one was wrapped into. At most {@link #MOST}, the newest ones.
     *
     * @param exactCase whether capitals differ from small letters
     */
    public static List<Found> find(Lines lines, String text, boolean exactCase) {
        if (text.isEmpty()) {
            return List.of();
        }
        Pattern pattern = Pattern.compile(
                text, Pattern.LITERAL | (exactCase ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
        var found = new ArrayList<Found>();
        long number = lines.end() - 1;
        while (number >= lines.first() && found.size() < MOST) {
            long beginning = lines.beginning(number);
            find(lines, number, pattern, found);
            number = beginning - 1;
        }
        return found.reversed();
    }

    /** Adds the places in one joined line, the last one first. */
    private static void find(Lines lines, long number, Pattern pattern, List<Found> found) {
        if (lines.line(number).length() == 0 && lines.beginning(number) == number) {
            return;
        }
        var line = new JoinedLine(lines, number);
        Matcher matcher = pattern.matcher(line.text());
        var here = new ArrayList<Found>();
        while (matcher.find()) {
            here.add(new Found(line.place(matcher.start()), line.behind(lines, matcher.end() - 1)));
        }
        for (Found each : here.reversed()) {
            if (found.size() < MOST) {
                found.add(each);
            }
        }
    }
}
