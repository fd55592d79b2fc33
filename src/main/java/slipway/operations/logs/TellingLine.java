package slipway.operations.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which line of an output tells why its process died. */
final class TellingLine {
    private static final int SHOWN = 20;
    /** What stands before the line that tells mostly says what was being done. */
    private static final int BEFORE = 3;

    private static final int FRAMES = 4;
    private static final int LONGEST = 400;
    /** A line may have a quarter of a megabyte. */
    private static final int SEARCHED = 2000;

    /** {@code KeyError}, {@code Redis::CannotConnectError}, {@code java.lang.IllegalStateException}. */
    private static final Pattern EXCEPTION = Pattern.compile("\\b[A-Z]\\w*(?:Error|Exception)\\b|\\bpanic: ");

    private static final Pattern ANYTHING = Pattern.compile("\\S");

    private static final Pattern ALARM = Pattern.compile(
            "\\b(?:error|fatal|panic|abort(?:ed|ing)?|exception|cannot|fail(?:ed|ure)|missing|refused|denied|unable"
                    + "|unavailable|time-?out|timed out)\\b",
            Pattern.CASE_INSENSITIVE);

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

    /**
     * The last lines; where the telling one stands further up, that one and what surrounds it. Of a long stack trace only the
     * first frames are left.
     */
    static List<String> excerpt(List<String> lines) {
        int telling = index(lines);
        List<String> told = new ArrayList<>();
        int frames = 0;
        for (int index = 0; index < lines.size(); index++) {
            frames = index > telling && FRAME.matcher(start(lines.get(index))).find() ? frames + 1 : 0;
            if (frames <= FRAMES) {
                told.add(shortened(lines.get(index)));
            } else if (frames == FRAMES + 1) {
                told.add("        …");
            }
        }
        int from = Math.max(0, told.size() - SHOWN);
        if (telling >= 0 && telling < from) {
            from = Math.max(0, telling - BEFORE);
        }
        return List.copyOf(told.subList(from, Math.min(told.size(), from + SHOWN)));
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
            String line = start(lines.get(index));
            boolean frame = wanted != ANYTHING && FRAME.matcher(line).find();
            if (!frame && wanted.matcher(line).find()) {
                return index;
            }
        }
        return -1;
    }

    private static String start(String line) {
        return line.substring(0, Math.min(SEARCHED, line.length()));
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
