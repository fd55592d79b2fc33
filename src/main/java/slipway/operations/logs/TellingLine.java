package slipway.operations.logs;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which line of an output tells why its process died. */
final class TellingLine {
    private static final int SHOWN = 20;
    /** What stands before the line that tells mostly says what was being done. */
    private static final int BEFORE = 3;

    private static final int LONGEST = 400;
    /** A line may have a quarter of a megabyte. */
    private static final int SEARCHED = 2000;

    /** {@code KeyError}, {@code Redis::CannotConnectError}, {@code java.lang.IllegalStateException}. */
    private static final Pattern EXCEPTION =
            Pattern.compile("\\b(?:\\w+(?:::|\\.))*[A-Z]\\w*(?:Error|Exception)\\b|\\bpanic: ");

    private static final Pattern ANYTHING = Pattern.compile("\\S");

    private static final Pattern ALARM = Pattern.compile(
            "\\b(?:error|fatal|panic|abort(?:ed|ing)?|exception|cannot|failed)\\b", Pattern.CASE_INSENSITIVE);

    /** Where an error came by: only the line above the frames says what it was. */
    private static final Pattern FRAME = Pattern.compile("^\\s+|^(?:from|at) |^\\S+:\\d+:in [^:]*$");

    private TellingLine() {}

    /** The last line with an exception's name; without one, the last that sounds of an error; without that, the last line. */
    static Optional<String> of(List<String> lines) {
        int index = index(lines);
        return index < 0
                ? Optional.empty()
                : Optional.of(shortened(lines.get(index).strip()));
    }

    /** The last lines, or where the telling one stands further up, that one and what surrounds it. */
    static List<String> excerpt(List<String> lines) {
        int from = Math.max(0, lines.size() - SHOWN);
        int telling = index(lines);
        if (telling >= 0 && telling < from) {
            from = Math.max(0, telling - BEFORE);
        }
        return lines.subList(from, Math.min(lines.size(), from + SHOWN)).stream()
                .map(TellingLine::shortened)
                .toList();
    }

    private static int index(List<String> lines) {
        int exception = last(lines, EXCEPTION);
        if (exception >= 0) {
            return exception;
        }
        int alarm = last(lines, ALARM);
        return alarm >= 0 ? alarm : last(lines, ANYTHING);
    }

    private static int last(List<String> lines, Pattern wanted) {
        for (int index = lines.size() - 1; index >= 0; index--) {
            String whole = lines.get(index);
            String line = whole.substring(0, Math.min(SEARCHED, whole.length()));
            boolean frame = wanted != ANYTHING && FRAME.matcher(line).find();
            if (!frame && wanted.matcher(line).find()) {
                return index;
            }
        }
        return -1;
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
