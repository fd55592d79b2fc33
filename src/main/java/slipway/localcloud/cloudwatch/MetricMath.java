package slipway.localcloud.cloudwatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudwatch.Expression.Operator;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * The queries of one request or one alarm, and what comes out of them over a range of time. An operation on two metrics has
 * a point where both have one; a result that is no finite number, such as a quotient by zero, is no point; {@code SUM} and
 * its like over an array take the points that there are; FILL fills the whole range.
 */
final class MetricMath {
    private static final int MOST_FILLED = 100_800;

    private final Map<String, MetricDataQuery> queries = new LinkedHashMap<>();
    private final Set<String> metrics = new LinkedHashSet<>();
    private final Map<String, Expression> expressions = new HashMap<>();
    private final Points source;
    private final Map<String, Value> known = new HashMap<>();

    /** Where the points of a metric come from. */
    @FunctionalInterface
    interface Points {
        /** By minute in which their period begins. */
        SortedMap<Integer, Double> of(MetricDataQuery query, Range range);
    }

    private sealed interface Value {}

    private record Scalar(double value) implements Value {}

    private record Timed(SortedMap<Integer, Double> points) implements Value {}

    private record Several(List<Timed> parts) implements Value {}

    /**
     * Minutes since the epoch.
     *
     * @param from the first that counts
     * @param until the first that no longer counts
     */
    record Range(int from, int until) {}

    private MetricMath(List<MetricDataQuery> given, Points source) {
        this.source = source;
        for (MetricDataQuery query : given) {
            queries.put(query.id(), query);
            if (query.expression() == null) {
                metrics.add(query.id());
            } else {
                expressions.put(query.id(), ExpressionParser.parse(query.id(), query.expression()));
            }
        }
        Set<String> passed = new HashSet<>();
        expressions.keySet().forEach(id -> requireKnown(id, new LinkedHashSet<>(), passed));
        expressions.keySet().forEach(this::period);
    }

    /** Reads all expressions, or refuses them: unknown functions and ids, circles, and periods that differ. */
    static MetricMath of(List<MetricDataQuery> queries, Points source) {
        return new MetricMath(queries, source);
    }

    /** As {@link #of}, for what is only to be checked. */
    static void check(List<MetricDataQuery> queries) {
        var checked = new MetricMath(queries, (query, range) -> new TreeMap<>());
        checked.queries.keySet().forEach(id -> checked.result(id, new Range(0, 1)));
    }

    /** The points of a query, by minute. Each time for the same range: what was read and calculated is kept. */
    SortedMap<Integer, Double> result(String id, Range range) {
        return switch (value(id, range)) {
            case Timed(SortedMap<Integer, Double> points) -> points;
            case Scalar ignored ->
                throw CloudWatchErrors.validation(
                        "Error in expression '" + id + "': it gives a single number where a time series is wanted");
            case Several ignored ->
                throw CloudWatchErrors.validation(
                        "Error in expression '" + id
                                + "': the local cloud gives one time series an expression; wrap the array in SUM, AVG, MIN or MAX");
        };
    }

    private void requireKnown(String id, Set<String> way, Set<String> passed) {
        if (passed.contains(id)) {
            return;
        }
        if (!way.add(id)) {
            throw CloudWatchErrors.validation("Error in expression '" + id + "': it refers to itself by way of " + way);
        }
        Expression expression = expressions.get(id);
        for (String named : expression == null ? Set.<String>of() : expression.references(metrics)) {
            if (!queries.containsKey(named)) {
                throw CloudWatchErrors.validation("Error in expression '" + id + "': there is no query '" + named
                        + "'; there are " + queries.keySet());
            }
            requireKnown(named, way, passed);
        }
        way.remove(id);
        passed.add(id);
    }

    /** The one period of all metrics that a query is made of, in minutes. */
    int period(String id) {
        Set<Integer> periods = new HashSet<>();
        periods(id, periods, new HashSet<>());
        if (periods.size() > 1) {
            throw CloudWatchErrors.validation("Error in expression '" + id
                    + "': the local cloud wants all its metrics to have the same period, not "
                    + new TreeSet<>(periods));
        }
        return MetricQueries.period(
                periods.isEmpty() ? Integer.valueOf(60) : periods.iterator().next());
    }

    private void periods(String id, Set<Integer> found, Set<String> seen) {
        MetricDataQuery query = queries.get(id);
        if (query == null || !seen.add(id)) {
            return;
        }
        if (query.metricStat() != null && query.metricStat().period() != null) {
            found.add(query.metricStat().period());
        }
        if (query.period() != null && query.expression() != null) {
            found.add(query.period());
        }
        Expression expression = expressions.get(id);
        if (expression != null) {
            expression.references(metrics).forEach(named -> periods(named, found, seen));
        }
    }

    private Value value(String id, Range range) {
        Value value = known.get(id);
        if (value == null) {
            Expression expression = expressions.get(id);
            MetricDataQuery query = queries.get(id);
            if (query == null) {
                throw new IllegalStateException("no query " + id);
            }
            value = expression == null ? new Timed(source.of(query, range)) : evaluate(id, expression, range);
            known.put(id, value);
        }
        return value;
    }

    private Value evaluate(String id, Expression expression, Range range) {
        return switch (expression) {
            case Expression.Constant(double value) -> new Scalar(value);
            case Expression.Reference(String named) -> value(named, range);
            case Expression.Metrics(String contained) ->
                new Several(metrics.stream()
                        .filter(metric -> metric.contains(contained))
                        .map(metric -> timed(id, value(metric, range)))
                        .toList());
            case Expression.Listed(List<Expression> parts) -> {
                List<Timed> all = new ArrayList<>();
                for (Expression part : parts) {
                    Value value = evaluate(id, part, range);
                    all.addAll(value instanceof Several(List<Timed> several) ? several : List.of(timed(id, value)));
                }
                yield new Several(all);
            }
            case Expression.Combination(Operator operator, Expression left, Expression right) ->
                combine(id, operator, evaluate(id, left, range), evaluate(id, right, range));
            case Expression.Aggregate(Expression.Aggregate.Kind kind, Expression of) ->
                aggregate(id, kind, evaluate(id, of, range));
            case Expression.Fill(Expression of, Expression with) ->
                fill(id, evaluate(id, of, range), with == null ? null : evaluate(id, with, range), range);
            case Expression.If(Expression condition, Expression then, Expression otherwise) ->
                choose(
                        id,
                        evaluate(id, condition, range),
                        evaluate(id, then, range),
                        otherwise == null ? new Timed(new TreeMap<>()) : evaluate(id, otherwise, range));
        };
    }

    private static Timed timed(String id, Value value) {
        if (value instanceof Timed timed) {
            return timed;
        }
        throw wrong(id, "a list holds metrics, not numbers");
    }

    private static Value combine(String id, Operator operator, Value left, Value right) {
        if (left instanceof Scalar(double a) && right instanceof Scalar(double b)) {
            return new Scalar(operator.apply(a, b));
        }
        SortedMap<Integer, Double> points = new TreeMap<>();
        for (int minute : minutes(id, left, right)) {
            Double a = at(left, minute);
            Double b = at(right, minute);
            if (a != null && b != null) {
                put(points, minute, operator.apply(a, b));
            }
        }
        return new Timed(points);
    }

    /** By condition at each time; nothing where the condition or what it chooses has no point. */
    private static Value choose(String id, Value condition, Value then, Value otherwise) {
        if (condition instanceof Scalar(double holds)) {
            return holds != 0 ? then : otherwise;
        }
        minutes(id, then, otherwise);
        SortedMap<Integer, Double> points = new TreeMap<>();
        for (int minute : minutes(id, condition)) {
            Double holds = at(condition, minute);
            Double chosen = holds == null ? null : at(holds != 0 ? then : otherwise, minute);
            if (chosen != null) {
                put(points, minute, chosen);
            }
        }
        return new Timed(points);
    }

    /** Of an array, a series of what its series have at each time; of one series, a number of all its points. */
    private static Value aggregate(String id, Expression.Aggregate.Kind kind, Value of) {
        return switch (of) {
            case Scalar ignored -> throw wrong(id, kind + " takes metrics, not a number");
            case Timed(SortedMap<Integer, Double> points) -> new Scalar(aggregate(kind, points.values()));
            case Several(List<Timed> parts) -> {
                SortedMap<Integer, List<Double>> together = new TreeMap<>();
                for (Timed part : parts) {
                    part.points()
                            .forEach((minute, value) -> together.computeIfAbsent(minute, any -> new ArrayList<>())
                                    .add(value));
                }
                SortedMap<Integer, Double> points = new TreeMap<>();
                together.forEach((minute, values) -> put(points, minute, aggregate(kind, values)));
                yield new Timed(points);
            }
        };
    }

    private static double aggregate(Expression.Aggregate.Kind kind, Iterable<Double> values) {
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        int count = 0;
        for (double value : values) {
            sum += value;
            least = Math.min(least, value);
            most = Math.max(most, value);
            count++;
        }
        return count == 0
                ? Double.NaN
                : switch (kind) {
                    case SUM -> sum;
                    case AVG -> sum / count;
                    case MIN -> least;
                    case MAX -> most;
                };
    }

    private Value fill(String id, Value of, @Nullable Value with, Range range) {
        return switch (of) {
            case Scalar ignored -> throw wrong(id, "FILL takes metrics, not a number");
            case Several(List<Timed> parts) ->
                new Several(
                        parts.stream().map(part -> fill(id, part, with, range)).toList());
            case Timed timed -> fill(id, timed, with, range);
        };
    }

    private Timed fill(String id, Timed of, @Nullable Value with, Range range) {
        if (with instanceof Several) {
            throw wrong(id, "FILL takes a number, REPEAT or one metric as its filling, not an array");
        }
        int period = period(id);
        if ((range.until() - range.from()) / period > MOST_FILLED) {
            throw wrong(
                    id, "FILL would give over " + MOST_FILLED + " points; shorten the range or lengthen the period");
        }
        SortedMap<Integer, Double> points = new TreeMap<>(of.points());
        Double before = null;
        for (int minute = range.from() - Math.floorMod(range.from(), period);
                minute < range.until();
                minute += period) {
            Double there = of.points().get(minute);
            Double filling = with == null ? before : at(with, minute);
            if (there == null && filling != null) {
                put(points, minute, filling);
            }
            before = there == null ? before : there;
        }
        return new Timed(points);
    }

    private static SortedSet<Integer> minutes(String id, Value... values) {
        SortedSet<Integer> minutes = new TreeSet<>();
        for (Value value : values) {
            switch (value) {
                case Scalar ignored -> {}
                case Timed(SortedMap<Integer, Double> points) -> minutes.addAll(points.keySet());
                case Several ignored ->
                    throw wrong(id, "the local cloud does not calculate with arrays; wrap it in SUM, AVG, MIN or MAX");
            }
        }
        return minutes;
    }

    private static @Nullable Double at(Value value, int minute) {
        return switch (value) {
            case Scalar(double number) -> number;
            case Timed(SortedMap<Integer, Double> points) -> points.get(minute);
            case Several ignored -> null;
        };
    }

    private static void put(SortedMap<Integer, Double> points, int minute, double value) {
        if (Double.isFinite(value)) {
            points.put(minute, value);
        }
    }

    private static RuntimeException wrong(String id, String what) {
        return CloudWatchErrors.validation("Error in expression '" + id + "': " + what);
    }
}
