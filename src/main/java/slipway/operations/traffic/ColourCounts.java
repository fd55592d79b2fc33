package slipway.operations.traffic;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.operations.Failures;
import slipway.operations.MetricCalls;
import slipway.operations.MetricCalls.Point;
import slipway.operations.MetricCalls.Query;
import slipway.operations.traffic.BalancerMetrics.Group;

/** Counts a colour's requests as its balancer measured them. What was counted is kept until another minute may be there. */
public final class ColourCounts {
    private final Cloud cloud;
    private final EnvironmentName environment;
    private final KnownOutputs outputs;
    private final MetricCalls calls;
    private final Map<Key, Count> counted = new HashMap<>();
    private Instant moment = Instant.MIN;

    public ColourCounts(Cloud cloud, EnvironmentName environment) {
        this.cloud = cloud;
        this.environment = environment;
        this.outputs = new KnownOutputs(cloud, environment);
        this.calls = new MetricCalls(cloud);
    }

    private record Key(Tier tier, Colour colour, Instant since) {}

    /**
     * @param requests that the balancer gave to the colour's tasks, whoever sent them
     * @param failed those answered with 5xx, and those that found no open port
     * @param asOf the end of the newest minute that was counted, the target's time; the instant asked from while there is none
     */
    public record Count(long requests, long failed, Instant asOf) {}

    /**
     * Counts whole minutes, from the first that begins at or after an instant. AWS tells a minute one to three minutes late. Blocks. Where
     * nobody measures, or the principal may not read what was measured, nothing was counted.
     *
     * @param from the target's time
     * @throws slipway.model.FailureException when the target does not answer
     */
    public synchronized Count since(Tier tier, Colour colour, Instant from) {
        Instant now = BalancerMetrics.moment(cloud);
        if (!now.equals(moment)) {
            counted.clear();
            moment = now;
        }
        var key = new Key(tier, colour, from);
        Count known = counted.get(key);
        if (known == null) {
            known = Failures.translated(
                    "count the requests of " + tier.label() + "-" + colour.label() + " in " + environment,
                    () -> count(key));
            counted.put(key, known);
        }
        return known;
    }

    private Count count(Key key) {
        Instant since = BalancerMetrics.wholeMinute(key.since());
        Instant end = BalancerMetrics.end(cloud);
        Optional<Group> group = Group.of(outputs.table(), key.tier(), key.colour());
        if (group.isEmpty()) {
            outputs.forget();
        }
        if (group.isEmpty() || !since.isBefore(end)) {
            return new Count(0, 0, key.since());
        }
        Query requests = group.get().requests();
        Query errors = group.get().errors();
        Query refused = group.get().refused();
        Map<Query, List<Point>> points = calls.points(List.of(requests, errors, refused), since, end);
        Instant asOf = points.values().stream()
                .flatMap(List::stream)
                .map(point -> point.at().plusSeconds(BalancerMetrics.PERIOD))
                .max(Instant::compareTo)
                .orElse(key.since());
        return new Count(sum(points, Stream.of(requests)), sum(points, Stream.of(errors, refused)), asOf);
    }

    private static long sum(Map<Query, List<Point>> points, Stream<Query> queries) {
        return Math.round(queries.flatMap(query -> points.getOrDefault(query, List.of()).stream())
                .mapToDouble(Point::value)
                .sum());
    }
}
