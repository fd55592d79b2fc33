package slipway.operations.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.ObservedSplit;
import slipway.model.Tier;
import slipway.operations.MetricCalls;
import slipway.operations.MetricCalls.Point;
import slipway.operations.MetricCalls.Query;
import slipway.operations.traffic.BalancerMetrics.Group;

/**
 * What the balancers counted, per tier and colour. Points are of whole minutes; minutes without requests have none. They are asked for
 * when a new minute may have been measured, or when another count is wanted.
 */
final class TrafficMetrics {
    /** A split is counted over this at most: a move of last week says nothing about now. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Cloud cloud;
    private final MetricCalls calls;
    private Key key = new Key(Instant.MIN, Map.of());
    private Map<Tier, OfTier> read = Map.of();

    TrafficMetrics(Cloud cloud) {
        this.cloud = cloud;
        this.calls = new MetricCalls(cloud);
    }

    private record Key(Instant moment, Map<Tier, Instant> since) {}

    /** All absent where nobody measured. */
    record OfColour(
            OptionalDouble requestsPerSecond,
            OptionalDouble errorShare,
            OptionalDouble p50Millis,
            OptionalDouble p95Millis) {
        static final OfColour UNKNOWN = new OfColour(
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    record OfTier(Map<Colour, OfColour> colours, ObservedSplit observed) {}

    /**
     * The figures of every tier that has a rule.
     *
     * @param moved when a tier's weights were last moved; a tier without is counted over the longest time
     */
    synchronized Map<Tier, OfTier> read(TrafficTable table, Map<Tier, Instant> moved) {
        Instant end = BalancerMetrics.end(cloud);
        Map<Tier, Instant> since = new EnumMap<>(Tier.class);
        for (Tier tier : table.rules().keySet()) {
            since.put(tier, since(moved.getOrDefault(tier, Instant.EPOCH), end));
        }
        var wanted = new Key(BalancerMetrics.moment(cloud), since);
        if (!wanted.equals(key)) {
            read = ask(table, since, end);
            key = wanted;
        }
        return read;
    }

    private static Instant since(Instant moved, Instant end) {
        Instant earliest = end.minus(LONGEST);
        return moved.isBefore(earliest) ? earliest : BalancerMetrics.wholeMinute(moved);
    }

    private Map<Tier, OfTier> ask(TrafficTable table, Map<Tier, Instant> since, Instant end) {
        List<Query> queries = new ArrayList<>();
        for (Tier tier : since.keySet()) {
            for (Colour colour : Colour.values()) {
                Group.of(table, tier, colour).ifPresent(group -> {
                    queries.add(group.requests());
                    queries.add(group.errors());
                    queries.add(group.refused());
                    queries.add(group.responseTime("p50"));
                    queries.add(group.responseTime("p95"));
                });
            }
        }
        Instant start = since.values().stream()
                .min(Comparator.naturalOrder())
                .filter(first -> first.isBefore(end.minus(BalancerMetrics.WINDOW)))
                .orElse(end.minus(BalancerMetrics.WINDOW));
        Map<Query, List<Point>> points = queries.isEmpty() ? Map.of() : calls.points(queries, start, end);
        Map<Tier, OfTier> tiers = new EnumMap<>(Tier.class);
        since.forEach((tier, from) -> tiers.put(tier, tier(table, tier, from, end, points)));
        return tiers;
    }

    private OfTier tier(TrafficTable table, Tier tier, Instant since, Instant end, Map<Query, List<Point>> points) {
        Map<Colour, List<Point>> requests = new HashMap<>();
        Map<Colour, OfColour> colours = new EnumMap<>(Colour.class);
        for (Colour colour : Colour.values()) {
            Optional<Group> group = Group.of(table, tier, colour);
            colours.put(colour, group.map(known -> colour(known, end, points)).orElse(OfColour.UNKNOWN));
            requests.put(
                    colour,
                    group.map(known -> points.getOrDefault(known.requests(), List.of())).orElse(List.of()).stream()
                            .filter(point -> !point.at().isBefore(since))
                            .toList());
        }
        Instant asOf = requests.values().stream()
                .flatMap(List::stream)
                .map(point -> point.at().plusSeconds(BalancerMetrics.PERIOD))
                .max(Comparator.naturalOrder())
                .orElse(since);
        return new OfTier(
                colours,
                new ObservedSplit(since, asOf, sum(requests.get(Colour.BLUE)), sum(requests.get(Colour.GREEN))));
    }

    private static long sum(@Nullable List<Point> points) {
        return points == null
                ? 0
                : Math.round(points.stream().mapToDouble(Point::value).sum());
    }

    private OfColour colour(Group group, Instant end, Map<Query, List<Point>> points) {
        Optional<Point> requests = newest(points, group.requests(), end);
        if (requests.isEmpty()) {
            return OfColour.UNKNOWN;
        }
        Instant minute = requests.get().at();
        double count = requests.get().value();
        double errors = at(points, group.errors(), minute).orElse(0)
                + at(points, group.refused(), minute).orElse(0);
        return new OfColour(
                OptionalDouble.of(count / BalancerMetrics.PERIOD * cloud.clockFactor()),
                count == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, errors / count)),
                millis(at(points, group.responseTime("p50"), minute)),
                millis(at(points, group.responseTime("p95"), minute)));
    }

    private static OptionalDouble millis(OptionalDouble seconds) {
        return seconds.isPresent() ? OptionalDouble.of(seconds.getAsDouble() * 1000) : seconds;
    }

    private static Optional<Point> newest(Map<Query, List<Point>> points, Query query, Instant end) {
        return points.getOrDefault(query, List.of()).stream()
                .max(Comparator.comparing(Point::at))
                .filter(point -> !point.at().isBefore(end.minus(BalancerMetrics.WINDOW)));
    }

    private static OptionalDouble at(Map<Query, List<Point>> points, Query query, Instant minute) {
        return points.getOrDefault(query, List.of()).stream()
                .filter(point -> point.at().equals(minute))
                .mapToDouble(Point::value)
                .findFirst();
    }
}
