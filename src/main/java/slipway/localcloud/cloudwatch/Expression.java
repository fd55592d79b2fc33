package slipway.localcloud.cloudwatch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A metric math expression, read. */
sealed interface Expression {
    record Constant(double value) implements Expression {}

    /** The result of another query. */
    record Reference(String id) implements Expression {}

    /** {@code METRICS()}: all queries that ask for a metric; {@code METRICS("x")}: those whose ids contain the text. */
    record Metrics(String contained) implements Expression {}

    /** {@code [a, b]} */
    record Listed(List<Expression> parts) implements Expression {}

    record Combination(Operator operator, Expression left, Expression right) implements Expression {}

    /** {@code SUM}, {@code AVG}, {@code MIN} and {@code MAX}. */
    record Aggregate(Kind kind, Expression of) implements Expression {
        enum Kind {
            SUM,
            AVG,
            MIN,
            MAX
        }
    }

    /** @param with null repeats the point before */
    record Fill(Expression of, @Nullable Expression with) implements Expression {}

    /** @param otherwise null leaves out what is not so */
    record If(
            Expression condition, Expression then, @Nullable Expression otherwise) implements Expression {}

    /** What stands between two values. Comparisons and logic give 1 and 0; a quotient by zero is no number. */
    enum Operator {
        OR("OR", 1),
        AND("AND", 2),
        EQUAL("==", 3),
        UNEQUAL("!=", 3),
        AT_MOST("<=", 3),
        AT_LEAST(">=", 3),
        LESS("<", 3),
        GREATER(">", 3),
        PLUS("+", 4),
        MINUS("-", 4),
        TIMES("*", 5),
        DIVIDED("/", 5),
        POWER("^", 6);

        static final int LOOSEST = 1;
        static final int TIGHTEST = 6;

        private final String sign;
        private final int tightness;

        Operator(String sign, int tightness) {
            this.sign = sign;
            this.tightness = tightness;
        }

        String sign() {
            return sign;
        }

        /** Higher binds tighter. */
        int tightness() {
            return tightness;
        }

        double apply(double left, double right) {
            return switch (this) {
                case OR -> truth(left != 0 || right != 0);
                case AND -> truth(left != 0 && right != 0);
                case EQUAL -> truth(left == right);
                case UNEQUAL -> truth(left != right);
                case AT_MOST -> truth(left <= right);
                case AT_LEAST -> truth(left >= right);
                case LESS -> truth(left < right);
                case GREATER -> truth(left > right);
                case PLUS -> left + right;
                case MINUS -> left - right;
                case TIMES -> left * right;
                case DIVIDED -> left / right;
                case POWER -> Math.pow(left, right);
            };
        }

        private static double truth(boolean holds) {
            return holds ? 1 : 0;
        }
    }

    /**
     * The ids that it names.
     *
     * @param metrics the ids of all queries that ask for a metric, which {@code METRICS()} stands for
     */
    default Set<String> references(Set<String> metrics) {
        Set<String> found = new LinkedHashSet<>();
        collect(this, metrics, found);
        return found;
    }

    private static void collect(@Nullable Expression part, Set<String> metrics, Set<String> found) {
        switch (part) {
            case null -> {}
            case Constant ignored -> {}
            case Metrics(String contained) ->
                metrics.stream().filter(id -> id.contains(contained)).forEach(found::add);
            case Reference(String id) -> found.add(id);
            case Listed(List<Expression> parts) -> parts.forEach(each -> collect(each, metrics, found));
            case Combination(Operator ignored, Expression left, Expression right) -> {
                collect(left, metrics, found);
                collect(right, metrics, found);
            }
            case Aggregate(Aggregate.Kind ignored, Expression of) -> collect(of, metrics, found);
            case Fill(Expression of, Expression with) -> {
                collect(of, metrics, found);
                collect(with, metrics, found);
            }
            case If(Expression condition, Expression then, Expression otherwise) -> {
                collect(condition, metrics, found);
                collect(then, metrics, found);
                collect(otherwise, metrics, found);
            }
        }
    }
}
