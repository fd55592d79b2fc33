package slipway.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Which lines are shown: those that matter enough and have the text, or match the pattern, that was asked for. */
public final class LogFilter {
    public static final LogFilter ALL = new LogFilter(LogLevel.INFO, "", null);

    private final LogLevel level;
    private final String text;
    private final @Nullable Pattern pattern;

    private LogFilter(LogLevel level, String text, @Nullable Pattern pattern) {
        this.level = level;
        this.text = text;
        this.pattern = pattern;
    }

    /** What was made of a text: a filter, or what is wrong with the pattern in it. */
    public record Made(Optional<LogFilter> filter, String problem) {}

    /** @param words a text to find, in any case, or a regular expression between slashes; empty for everything */
    public static Made of(LogLevel level, String words) {
        if (words.length() < 2 || !words.startsWith("/") || !words.endsWith("/")) {
            return new Made(Optional.of(new LogFilter(level, words.toLowerCase(Locale.ROOT), null)), "");
        }
        try {
            Pattern pattern = Pattern.compile(words.substring(1, words.length() - 1));
            return new Made(Optional.of(new LogFilter(level, "", pattern)), "");
        } catch (PatternSyntaxException wrong) {
            String where = wrong.getIndex() < 0 ? "" : ", at character " + (wrong.getIndex() + 1);
            return new Made(Optional.empty(), "No pattern: " + wrong.getDescription() + where);
        }
    }

    /** Whether it hides nothing. */
    public boolean isAll() {
        return level == LogLevel.INFO && text.isEmpty() && pattern == null;
    }

    public boolean shows(LogLine line) {
        if (!line.level().atLeast(level)) {
            return false;
        }
        if (pattern != null) {
            return matches(pattern, line.text());
        }
        return text.isEmpty() || contains(line.text()) || line.task().startsWith(text);
    }

    private static boolean matches(Pattern pattern, String words) {
        try {
            return pattern.matcher(new PatientText(words)).find();
        } catch (PatientText.LostException | StackOverflowError tooMuch) {
            // The JDK's matcher calls itself once for every repetition of a group: a long line can be too deep for it.
            return false;
        }
    }

    private boolean contains(String words) {
        int last = words.length() - text.length();
        for (int at = 0; at <= last; at++) {
            if (words.regionMatches(true, at, text, 0, text.length())) {
                return true;
            }
        }
        return false;
    }
}
