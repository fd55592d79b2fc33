package slipway.localcloud.cloudwatch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * A composite alarm's rule: {@code ALARM("name")}, {@code OK(name)} and {@code INSUFFICIENT_DATA(arn)} joined by AND, OR,
 * NOT and parentheses, or TRUE and FALSE. NOT binds tighter than AND, AND tighter than OR.
 */
final class AlarmRule {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<state>ALARM|OK|INSUFFICIENT_DATA)\\s*\\(\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<bare>[^\\s()\"]+))\\s*\\)"
                    + "|(?<word>AND|OR|NOT|TRUE|FALSE)\\b|(?<bracket>[()]))");

    private final Node root;
    private final Set<String> names = new LinkedHashSet<>();

    private sealed interface Node {}

    private record Is(StateValue state, String name) implements Node {}

    private record Constant(boolean value) implements Node {}

    private record Not(Node inner) implements Node {}

    private record All(List<Node> parts) implements Node {}

    private record Any(List<Node> parts) implements Node {}

    private sealed interface Token {}

    private record Leaf(Is is) implements Token {}

    private record Word(String text) implements Token {}

    private AlarmRule(String text) {
        var tokens = new Tokens(text);
        root = any(tokens);
        if (!tokens.atEnd()) {
            throw tokens.unexpected("the end of the rule, AND or OR");
        }
    }

    /** Reads a rule, or refuses it with the place where it goes wrong. */
    static AlarmRule parse(String text) {
        return new AlarmRule(text);
    }

    /** The alarms that it speaks of, by name. */
    Set<String> alarms() {
        return names;
    }

    /** Whether it holds, given a way to say whether an alarm is in a state. */
    boolean holds(BiPredicate<String, StateValue> isIn) {
        return holds(root, isIn);
    }

    private static boolean holds(Node node, BiPredicate<String, StateValue> isIn) {
        return switch (node) {
            case Is(StateValue state, String name) -> isIn.test(name, state);
            case Constant(boolean value) -> value;
            case Not(Node inner) -> !holds(inner, isIn);
            case All(List<Node> parts) -> parts.stream().allMatch(part -> holds(part, isIn));
            case Any(List<Node> parts) -> parts.stream().anyMatch(part -> holds(part, isIn));
        };
    }

    private Node any(Tokens tokens) {
        List<Node> parts = new ArrayList<>(List.of(all(tokens)));
        while (tokens.take("OR")) {
            parts.add(all(tokens));
        }
        return parts.size() == 1 ? parts.getFirst() : new Any(parts);
    }

    private Node all(Tokens tokens) {
        List<Node> parts = new ArrayList<>(List.of(one(tokens)));
        while (tokens.take("AND")) {
            parts.add(one(tokens));
        }
        return parts.size() == 1 ? parts.getFirst() : new All(parts);
    }

    private Node one(Tokens tokens) {
        if (tokens.take("NOT")) {
            return new Not(one(tokens));
        }
        if (tokens.take("TRUE")) {
            return new Constant(true);
        }
        if (tokens.take("FALSE")) {
            return new Constant(false);
        }
        if (tokens.take("(")) {
            Node inner = any(tokens);
            if (!tokens.take(")")) {
                throw tokens.unexpected("a closing parenthesis");
            }
            return inner;
        }
        Is leaf = tokens.leaf();
        names.add(leaf.name());
        return leaf;
    }

    private static final class Tokens {
        private final String text;
        private final List<Token> tokens = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private int next;

        Tokens(String text) {
            this.text = text;
            Matcher matcher = TOKEN.matcher(text);
            int position = 0;
            while (!text.substring(position).isBlank()) {
                matcher.region(position, text.length());
                if (!matcher.lookingAt()) {
                    throw refuse(text, position, "ALARM(…), OK(…), INSUFFICIENT_DATA(…), AND, OR, NOT, TRUE or FALSE");
                }
                starts.add(position);
                tokens.add(token(matcher));
                position = matcher.end();
            }
        }

        private static Token token(Matcher matcher) {
            String state = matcher.group("state");
            if (state == null) {
                String word = matcher.group("word");
                return new Word(word != null ? word : matcher.group("bracket"));
            }
            String quoted = matcher.group("quoted");
            String name = quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : matcher.group("bare");
            // An ARN names the alarm in its last part, which may itself hold colons.
            return new Leaf(new Is(
                    StateValue.valueOf(state), name.replaceFirst("^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:", "")));
        }

        boolean atEnd() {
            return next == tokens.size();
        }

        boolean take(String word) {
            if (!atEnd() && tokens.get(next) instanceof Word(String found) && found.equals(word)) {
                next++;
                return true;
            }
            return false;
        }

        Is leaf() {
            if (!atEnd() && tokens.get(next) instanceof Leaf(Is is)) {
                next++;
                return is;
            }
            throw unexpected("an alarm's state, such as ALARM(\"name\")");
        }

        RuntimeException unexpected(String wanted) {
            return refuse(text, atEnd() ? text.length() : starts.get(next), wanted);
        }

        private static RuntimeException refuse(String text, int from, String wanted) {
            int position = from;
            while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
                position++;
            }
            return CloudWatchErrors.validation(String.format(
                    Locale.ROOT,
                    "AlarmRule is wrong at character %d: expected %s in '%s'",
                    position + 1,
                    wanted,
                    text));
        }
    }
}
