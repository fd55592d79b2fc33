package slipway.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program and its arguments as the one text that ECS takes, which the agent splits into words again. */
final class ProgramWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ProgramWords() {}

    /** A single word is the whole text, as it is; several are quoted where the agent would split or drop something. */
    static String joined(List<String> words) {
        return words.size() == 1
                ? words.getFirst()
                : words.stream().map(ProgramWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
