package slipway.operations.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.ObservedSplit;
import slipway.model.Tier;
import slipway.operations.EnvironmentStack;
import slipway.operations.MetricCalls;
import slipway.operations.MetricCalls.Point;
import slipway.operations.MetricCalls.Query;

/**
 * What the balancers counted, per tier and colour. Points are of whole minutes; minutes without requests have none. They are asked for
 * when a new minute may have been measured, or when another count is wanted.
 */
final class TrafficMetrics {
    /** AWS tells a minute one to three minutes late. */
    private static final Duration WINDOW = Duration.ofMinutes(5);
    /** A split is counted over this at most: a move of last week says nothing about now. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final int PERIOD = 60;
    private static final String NAMESPACE = "AWS/ApplicationELB";

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
        Instant now = cloud.now();
        Instant end = now.truncatedTo(ChronoUnit.MINUTES);
        Map<Tier, Instant> since = new EnumMap<>(Tier.class);
        for (Tier tier : table.rules().keySet()) {
            since.put(tier, since(moved.getOrDefault(tier, Instant.EPOCH), end));
        }
        var wanted = new Key(moment(now), since);
        if (!wanted.equals(key)) {
            read = ask(table, since, end);
            key = wanted;
        }
        return read;
    }

    /** Reading costs on AWS, and nothing there changes within a minute; locally a point is there as soon as its minute is over. */
    private Instant moment(Instant now) {
        return switch (cloud.target()) {
            case Target.Local _ -> now.truncatedTo(ChronoUnit.SECONDS);
            case Target.Aws _ -> now.truncatedTo(ChronoUnit.MINUTES);
        };
    }

    private static Instant since(Instant moved, Instant end) {
        Instant earliest = end.minus(LONGEST);
        if (moved.isBefore(earliest)) {
            return earliest;
        }
        Instant minute = moved.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(moved) ? minute : minute.plus(1, ChronoUnit.MINUTES);
    }

    private record Names(String balancer, String group) {
        Map<String, String> dimensions() {
            return Map.of("LoadBalancer", balancer, "TargetGroup", group);
        }
    }

    private static Optional<Names> names(TrafficTable table, Tier tier, Colour colour) {
        Optional<String> balancer = table.output(
                EnvironmentStack.PLATFORM,
                tier == Tier.CLIENT ? "PublicLoadBalancerFullName" : "InternalLoadBalancerFullName");
        return table.output(
                        EnvironmentStack.PLATFORM,
                        TrafficTable.capital(tier) + TrafficTable.capital(colour) + "TargetGroupFullName")
                .flatMap(group -> balancer.map(name -> new Names(name, group)));
    }

    private static Query query(Names names, String metric, String stat) {
        return new Query(NAMESPACE, metric, names.dimensions(), stat, PERIOD);
    }

    private Map<Tier, OfTier> ask(TrafficTable table, Map<Tier, Instant> since, Instant end) {
        List<Query> queries = new ArrayList<>();
        for (Tier tier : since.keySet()) {
            for (Colour colour : Colour.values()) {
                names(table, tier, colour).ifPresent(names -> {
                    queries.add(query(names, "RequestCount", "Sum"));
                    queries.add(query(names, "HTTPCode_Target_5XX_Count", "Sum"));
                    queries.add(query(names, "TargetConnectionErrorCount", "Sum"));
                    queries.add(query(names, "TargetResponseTime", "p50"));
                    queries.add(query(names, "TargetResponseTime", "p95"));
                });
            }
        }
        Instant start = since.values().stream()
                .min(Comparator.naturalOrder())
                .filter(first -> first.isBefore(end.minus(WINDOW)))
                .orElse(end.minus(WINDOW));
        Map<Query, List<Point>> points = queries.isEmpty() ? Map.of() : calls.points(queries, start, end);
        Map<Tier, OfTier> tiers = new EnumMap<>(Tier.class);
        since.forEach((tier, from) -> tiers.put(tier, tier(table, tier, from, end, points)));
        return tiers;
    }

    private OfTier tier(TrafficTable table, Tier tier, Instant since, Instant end, Map<Query, List<Point>> points) {
        Map<Colour, List<Point>> requests = new HashMap<>();
        Map<Colour, OfColour> colours = new EnumMap<>(Colour.class);
        for (Colour colour : Colour.values()) {
            Optional<Names> names = names(table, tier, colour);
            colours.put(colour, names.map(known -> colour(known, end, points)).orElse(OfColour.UNKNOWN));
            requests.put(
                    colour,
                    names
                            .map(known -> points.getOrDefault(query(known, "RequestCount", "Sum"), List.of()))
                            .orElse(List.of())
                            .stream()
                            .filter(point -> !point.at().isBefore(since))
                            .toList());
        }
        Instant asOf = requests.values().stream()
                .flatMap(List::stream)
                .map(point -> point.at().plusSeconds(PERIOD))
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

    private OfColour colour(Names names, Instant end, Map<Query, List<Point>> points) {
        Optional<Point> requests = newest(points, query(names, "RequestCount", "Sum"), end);
        if (requests.isEmpty()) {
            return OfColour.UNKNOWN;
        }
        Instant minute = requests.get().at();
        double count = requests.get().value();
        double errors = at(points, query(names, "HTTPCode_Target_5XX_Count", "Sum"), minute)
                        .orElse(0)
                + at(points, query(names, "TargetConnectionErrorCount", "Sum"), minute)
                        .orElse(0);
        return new OfColour(
                OptionalDouble.of(count / PERIOD * cloud.clockFactor()),
                count == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, errors / count)),
                millis(at(points, query(names, "TargetResponseTime", "p50"), minute)),
                millis(at(points, query(names, "TargetResponseTime", "p95"), minute)));
    }

    private static OptionalDouble millis(OptionalDouble seconds) {
        return seconds.isPresent() ? OptionalDouble.of(seconds.getAsDouble() * 1000) : seconds;
    }

    private static Optional<Point> newest(Map<Query, List<Point>> points, Query query, Instant end) {
        return points.getOrDefault(query, List.of()).stream()
                .max(Comparator.comparing(Point::at))
                .filter(point -> !point.at().isBefore(end.minus(WINDOW)));
    }

    private static OptionalDouble at(Map<Query, List<Point>> points, Query query, Instant minute) {
        return points.getOrDefault(query, List.of()).stream()
                .filter(point -> point.at().equals(minute))
                .mapToDouble(Point::value)
                .findFirst();
    }
}
