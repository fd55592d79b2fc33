package slipway.localcloud.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudwatch.Expression.Aggregate;
import slipway.localcloud.cloudwatch.Expression.Combination;
import slipway.localcloud.cloudwatch.Expression.Constant;
import slipway.localcloud.cloudwatch.Expression.Fill;
import slipway.localcloud.cloudwatch.Expression.If;
import slipway.localcloud.cloudwatch.Expression.Listed;
import slipway.localcloud.cloudwatch.Expression.Metrics;
import slipway.localcloud.cloudwatch.Expression.Operator;
import slipway.localcloud.cloudwatch.Expression.Reference;

/** Reads metric math by recursive descent: one method a level of the grammar. */
final class ExpressionParser {
    private static final Pattern TOKEN = Pattern.compile("(?:(?<number>\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?|\\.\\d+)"
            + "|(?<name>[A-Za-z][A-Za-z0-9_]*)"
            + "|\"(?<double>[^\"]*)\"|'(?<single>[^']*)'"
            + "|(?<sign>==|!=|<=|>=|&&|\\|\\||[-+*/^<>()\\[\\],]))");
    private static final Set<String> AGGREGATES = Set.of("SUM", "AVG", "MIN", "MAX");
    private static final int DEEPEST = 100;
    private static final int LONGEST = 2048;

    private final String query;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int depth;

    private enum Kind {
        NUMBER,
        NAME,
        TEXT,
        SIGN,
        END
    }

    private record Token(Kind kind, String text, int at) {}

    private ExpressionParser(String query, String text) {
        this.query = query;
        this.text = text;
    }

    /**
     * Reads an expression.
     *
     * @param query the id of the query that it is of, for refusals
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException {@code ValidationError} with the place where it
     *     goes wrong, or with the function that there is not; {@code NotImplemented} for Metrics Insights
     */
    static Expression parse(String query, String text) {
        if (text.length() > LONGEST) {
            throw CloudWatchErrors.validation(
                    "Expression of query '" + query + "' is longer than " + LONGEST + " characters");
        }
        if (text.strip().toUpperCase(Locale.ROOT).startsWith("SELECT ")) {
            throw CloudWatchErrors.notImplemented(
                    "GetMetricData",
                    "Metrics Insights ('" + text + "' of query " + query + "); use MetricStat and metric math");
        }
        var parser = new ExpressionParser(query, text);
        parser.split();
        Expression read = parser.level(Operator.LOOSEST);
        if (parser.peek().kind() != Kind.END) {
            throw parser.unexpected("an operator or the end");
        }
        return read;
    }

    private void split() {
        Matcher matcher = TOKEN.matcher(text);
        int position = 0;
        while (!text.substring(position).isBlank()) {
            while (Character.isWhitespace(text.charAt(position))) {
                position++;
            }
            matcher.region(position, text.length());
            if (!matcher.lookingAt()) {
                throw wrong(position, "a number, an id, a function, an operator or a parenthesis");
            }
            tokens.add(token(matcher));
            position = matcher.end();
        }
        tokens.add(new Token(Kind.END, "", text.length()));
    }

    private static Token token(Matcher matcher) {
        for (Kind kind : Kind.values()) {
            for (String group : switch (kind) {
                case NUMBER -> List.of("number");
                case NAME -> List.of("name");
                case TEXT -> List.of("double", "single");
                case SIGN -> List.of("sign");
                case END -> List.<String>of();
            }) {
                String found = matcher.group(group);
                if (found != null) {
                    return new Token(kind, found, matcher.start(group));
                }
            }
        }
        throw new IllegalStateException("a token of no kind");
    }

    /** Operators that bind as tightly as this, or tighter; all are taken from the left. */
    private Expression level(int tightness) {
        if (tightness > Operator.TIGHTEST) {
            return one();
        }
        Expression left = level(tightness + 1);
        for (Operator operator = operator(tightness); operator != null; operator = operator(tightness)) {
            left = new Combination(operator, left, level(tightness + 1));
        }
        return left;
    }

    private @Nullable Operator operator(int tightness) {
        Token token = peek();
        if (token.kind() != Kind.SIGN && token.kind() != Kind.NAME) {
            return null;
        }
        String sign = switch (token.text()) {
            case "&&" -> "AND";
            case "||" -> "OR";
            default -> token.text();
        };
        for (Operator operator : Operator.values()) {
            if (operator.tightness() == tightness && operator.sign().equals(sign)) {
                next++;
                return operator;
            }
        }
        return null;
    }

    private Expression one() {
        if (++depth > DEEPEST) {
            throw wrong(peek().at(), "at most " + DEEPEST + " parts inside one another");
        }
        Expression read = primary();
        depth--;
        return read;
    }

    private Expression primary() {
        Token token = peek();
        next++;
        switch (token.kind()) {
            case NUMBER -> {
                return new Constant(Double.parseDouble(token.text()));
            }
            case NAME -> {
                return take("(") ? function(token) : new Reference(id(token));
            }
            case SIGN -> {
                switch (token.text()) {
                    case "-" -> {
                        // Binds less than a power: -2 ^ 2 is -4.
                        return new Combination(Operator.TIMES, new Constant(-1), level(Operator.TIGHTEST));
                    }
                    case "(" -> {
                        Expression inner = level(Operator.LOOSEST);
                        require(")");
                        return inner;
                    }
                    case "[" -> {
                        List<Expression> parts = list("]");
                        if (parts.isEmpty()) {
                            throw wrong(token.at(), "at least one part in the list");
                        }
                        return new Listed(parts);
                    }
                    default -> {}
                }
            }
            case TEXT, END -> {}
        }
        next--;
        throw unexpected("a number, an id, a function or a parenthesis");
    }

    /** Ids begin with a lower-case letter, functions are upper-case. */
    private String id(Token token) {
        if (!Character.isLowerCase(token.text().charAt(0))) {
            throw wrong(token.at(), "an id, which begins with a lower-case letter");
        }
        return token.text();
    }

    private Expression function(Token name) {
        return switch (name.text()) {
            case "METRICS" -> {
                String contained = "";
                if (peek().kind() == Kind.TEXT) {
                    contained = peek().text();
                    next++;
                }
                require(")");
                yield new Metrics(contained);
            }
            case "FILL" -> {
                Expression of = level(Operator.LOOSEST);
                require(",");
                yield new Fill(of, filling());
            }
            case "IF" -> {
                List<Expression> parts = arguments(name, 2, 3);
                yield new If(parts.getFirst(), parts.get(1), parts.size() == 3 ? parts.get(2) : null);
            }
            default -> {
                if (!AGGREGATES.contains(name.text())) {
                    throw CloudWatchErrors.validation(
                            "Error in expression '" + query + "': the function " + name.text()
                                    + " is not supported by the local cloud; there are SUM, AVG, MIN, MAX, FILL, IF and METRICS");
                }
                yield new Aggregate(
                        Aggregate.Kind.valueOf(name.text()),
                        arguments(name, 1, 1).getFirst());
            }
        };
    }

    private @Nullable Expression filling() {
        Expression with = null;
        if (peek().kind() == Kind.NAME && Set.of("REPEAT", "LINEAR").contains(peek().text())) {
            if (peek().text().equals("LINEAR")) {
                throw CloudWatchErrors.validation("Error in expression '" + query
                        + "': FILL with LINEAR is not supported by the local cloud; use a number or REPEAT");
            }
            next++;
        } else {
            with = level(Operator.LOOSEST);
        }
        require(")");
        return with;
    }

    private List<Expression> arguments(Token function, int least, int most) {
        List<Expression> parts = list(")");
        if (parts.size() < least || parts.size() > most) {
            throw wrong(
                    function.at(),
                    function.text() + " with " + (least == most ? least : least + " to " + most) + " arguments, not "
                            + parts.size());
        }
        return parts;
    }

    private List<Expression> list(String end) {
        List<Expression> parts = new ArrayList<>();
        if (take(end)) {
            return parts;
        }
        do {
            parts.add(level(Operator.LOOSEST));
        } while (take(","));
        require(end);
        return parts;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean take(String sign) {
        if (peek().kind() == Kind.SIGN && peek().text().equals(sign)) {
            next++;
            return true;
        }
        return false;
    }

    private void require(String sign) {
        if (!take(sign)) {
            throw unexpected("'" + sign + "'");
        }
    }

    private RuntimeException unexpected(String wanted) {
        return wrong(peek().at(), wanted);
    }

    private RuntimeException wrong(int at, String wanted) {
        return CloudWatchErrors.validation(String.format(
                Locale.ROOT,
                "Error in expression '%s': expected %s at character %d of '%s'",
                query,
                wanted,
                at + 1,
                text));
    }
}
