package slipway.localcloud.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CloudWatch's filter pattern for unstructured text: {@code ERROR} and {@code "a phrase"} must occur, {@code ?ERROR ?WARN} one of
 * them, {@code -DEBUG} must not. Upper and lower case differ. As on AWS, the {@code ?} terms count for nothing beside others.
 * Patterns for JSON, for fields and regular expressions are refused.
 */
final class FilterPattern {
    private static final Pattern TERM = Pattern.compile("\\s*([?-]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+))");
    private static final Pattern PLAIN = Pattern.compile("\\w+");

    private final List<String> all = new ArrayList<>();
    private final List<String> any = new ArrayList<>();
    private final List<String> none = new ArrayList<>();

    private FilterPattern() {}

    /** @throws RuntimeException {@code InvalidParameterException} for what is no such pattern, or not of this kind */
    static FilterPattern parse(@Nullable String text) {
        var pattern = new FilterPattern();
        String rest = text == null ? "" : text.strip();
        if (rest.startsWith("{") || rest.startsWith("[")) {
            throw LogErrors.invalid(
                    "The local cloud has no filter patterns for " + (rest.startsWith("{") ? "JSON" : "fields") + ": '"
                            + rest + "'. It knows terms, \"phrases\", ?any and -not.");
        }
        Matcher term = TERM.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            if (!term.find(at) || term.start() != at) {
                throw LogErrors.invalid("Invalid filter pattern");
            }
            pattern.add(term.group(1), word(term.group(2), term.group(3)));
            at = term.end();
        }
        return pattern;
    }

    private static String word(@Nullable String phrase, @Nullable String plain) {
        if (phrase != null) {
            return phrase.replaceAll("\\\\(.)", "$1");
        }
        String word = String.valueOf(plain);
        if (word.length() > 1 && word.startsWith("%") && word.endsWith("%")) {
            throw LogErrors.invalid("The local cloud has no regular expressions in filter patterns: '" + word
                    + "'. It knows terms, \"phrases\", ?any and -not.");
        }
        if (!PLAIN.matcher(word).matches()) {
            throw LogErrors.invalid("Invalid character(s) in term '" + word + "'");
        }
        return word;
    }

    private void add(String sign, String word) {
        switch (sign) {
            case "?" -> any.add(word);
            case "-" -> none.add(word);
            default -> all.add(word);
        }
    }

    boolean matches(String message) {
        if (none.stream().anyMatch(message::contains)) {
            return false;
        }
        if (all.isEmpty() && none.isEmpty()) {
            return any.isEmpty() || any.stream().anyMatch(message::contains);
        }
        return all.stream().allMatch(message::contains);
    }
}
