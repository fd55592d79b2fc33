package slipway.localcloud.ssm;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a command into words as the agent in a container does, which starts the first word as a program, without a shell: quotes
 * and backslashes hold words together, a {@code #} at the start of a word begins a comment.
 */
final class CommandLine {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private int at;

    private CommandLine(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException a quote is not closed, or a backslash ends the text */
    static List<String> split(String text) {
        var line = new CommandLine(text);
        line.split();
        return List.copyOf(line.words);
    }

    private void split() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (Character.isWhitespace(next)) {
                at++;
            } else if (next == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                words.add(word());
            }
        }
    }

    private String word() {
        var word = new StringBuilder();
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            char next = text.charAt(at++);
            switch (next) {
                case '\'' -> quoted('\'', word);
                case '"' -> quoted('"', word);
                case '\\' -> word.append(escaped());
                default -> word.append(next);
            }
        }
        return word.toString();
    }

    private void quoted(char quote, StringBuilder word) {
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == quote) {
                return;
            }
            // Only double quotes know an escape.
            word.append(next == '\\' && quote == '"' ? escaped() : next);
        }
        throw new IllegalArgumentException("EOF found when expecting closing quote");
    }

    private char escaped() {
        if (at == text.length()) {
            throw new IllegalArgumentException("EOF found after escape character");
        }
        return text.charAt(at++);
    }
}
