package slipway.operations.logs;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.model.LogLevel;

/**
 * Reads from a line how much it matters. A line that says its level itself is believed: Redis's marks, a logger's tag, the
 * status of a request. Otherwise exceptions and the words of failure count, and what says nothing is information.
 */
final class LevelReader {
    /** {@code 1:M 25 Nov 2026 02:28:46.123 * Ready to accept connections}. */
    private static final Pattern REDIS = Pattern.compile("^\\d+:[A-Z] \\d{1,2} \\w{3} \\d{4} [\\d:.]+ ([.*#-]) (.*)$");
    /** Redis before 7.2 marks these as warnings, though they only tell of a start and an end that was asked for. */
    private static final Pattern REDIS_ROUTINE = Pattern.compile(
            "^(oO0OoO0|Redis version=|Configuration loaded|Server initialized|Redis is now ready to exit|User requested shutdown)");
    /** The line of Rack::CommonLogger, which ends with status, size and seconds. */
    private static final Pattern REQUEST =
            Pattern.compile("^\\S+ - \\S+ \\[[^\\]]*\\] \"[^\"]*\" (\\d{3}) \\S+ (\\d+\\.\\d+)$");

    private static final double SLOW_SECONDS = 1;
    private static final int CALLER_LEFT = 499;

    /** {@code [ERROR]}, {@code ERROR:}, {@code level=error}, {@code "level":"error"}, {@code E, [2026-}. */
    private static final Pattern TAG = Pattern.compile(
            "^(?:\\d[\\d:.,TZ/ +-]*)?\\[?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL|PANIC)\\]?(?::|\\s|$)"
                    + "|\\blevel\"?[=:]\\s*\"?(\\w+)"
                    + "|^([DIWEFA]), \\[\\d{4}-",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern EXCEPTION =
            Pattern.compile("\\bErrno::E\\w+|\\b(?:[A-Z]\\w*::)*[A-Z]\\w*(?:Error|Exception)\\b|\\(SystemExit\\)");
    /** What the application's settings print before they end the process. */
    private static final Pattern SETTING = Pattern.compile("^[A-Z][A-Z0-9_]{2,} (?:is not|is \"|cannot be)");

    private static final Pattern NO_ERROR =
            Pattern.compile("\\b(?:no|0|zero|without) (?:errors?|exceptions?|failures?)\\b");
    private static final Pattern ERROR = Pattern.compile(
            "\\b(?:error|fatal|panic|exception|abort(?:ed|ing)?|crash(?:ed|es)?|segmentation fault|killed)\\b");
    private static final Pattern WARNING = Pattern.compile(
            "\\b(?:warn(?:ing)?|deprecated|fail(?:ed|ure|s)?|cannot|refused|unable|time(?:d)?[ -]?out|lost|slow)\\b");
    /** The client's word on an api that gave no sum. */
    private static final Pattern API_REFUSED = Pattern.compile("^api: ");

    private LevelReader() {}

    static LogLevel of(String text) {
        Matcher request = REQUEST.matcher(text);
        if (request.matches()) {
            return ofRequest(Integer.parseInt(request.group(1)), Double.parseDouble(request.group(2)));
        }
        Matcher redis = REDIS.matcher(text);
        if (redis.matches()) {
            return ofRedis(redis.group(1), redis.group(2));
        }
        Matcher tag = TAG.matcher(text);
        if (tag.find()) {
            String named = tag.group(1) != null ? tag.group(1) : tag.group(2) != null ? tag.group(2) : tag.group(3);
            return ofTag(named.toUpperCase(Locale.ROOT));
        }
        if (EXCEPTION.matcher(text).find() || SETTING.matcher(text).find()) {
            return LogLevel.ERROR;
        }
        return ofWords(text);
    }

    private static LogLevel ofRequest(int status, double seconds) {
        if (status >= 500) {
            return LogLevel.ERROR;
        }
        return status == CALLER_LEFT || seconds >= SLOW_SECONDS ? LogLevel.WARN : LogLevel.INFO;
    }

    private static LogLevel ofRedis(String mark, String words) {
        if (!mark.equals("#") || REDIS_ROUTINE.matcher(words).find()) {
            return LogLevel.INFO;
        }
        LogLevel level = ofWords(words);
        return level == LogLevel.INFO ? LogLevel.WARN : level;
    }

    private static LogLevel ofTag(String tag) {
        return switch (tag) {
            case "W", "WARN", "WARNING" -> LogLevel.WARN;
            case "E", "F", "ERROR", "SEVERE", "CRITICAL", "FATAL", "PANIC" -> LogLevel.ERROR;
            default -> LogLevel.INFO;
        };
    }

    private static LogLevel ofWords(String text) {
        String words = NO_ERROR.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        if (ERROR.matcher(words).find()) {
            return LogLevel.ERROR;
        }
        return WARNING.matcher(words).find() || API_REFUSED.matcher(text).find() ? LogLevel.WARN : LogLevel.INFO;
    }
}
