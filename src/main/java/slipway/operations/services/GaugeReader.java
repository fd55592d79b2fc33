package slipway.operations.services;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import slipway.cloud.Cloud;
import slipway.operations.MetricCalls;
import slipway.operations.MetricCalls.Query;

/** The newest points of the few metrics that an environment's picture shows, read once a minute of the target's time. */
final class GaugeReader {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    /** AWS measures a file system every 15 minutes, and tells it late. */
    private static final Duration VOLUME_WINDOW = Duration.ofHours(1);

    private static final int PERIOD = 60;

    private final Cloud cloud;
    private final MetricCalls metrics;
    private final MinutePace cpuPace;
    private final MinutePace volumePace;
    private Map<String, OptionalDouble> cpu = Map.of();
    private OptionalLong volume = OptionalLong.empty();

    /** @param clock real time */
    GaugeReader(Cloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.metrics = new MetricCalls(cloud);
        this.cpuPace = new MinutePace(cloud, clock);
        this.volumePace = new MinutePace(cloud, clock);
    }

    /** CPU in percent, averaged over a service's tasks, by service; a service without a point is not among them. */
    synchronized Map<String, OptionalDouble> cpu(String cluster, Collection<String> services) {
        if (cpuPace.take()) {
            Map<Query, String> queries = new LinkedHashMap<>();
            for (String service : services) {
                Map<String, String> dimensions = Map.of("ClusterName", cluster, "ServiceName", service);
                queries.put(new Query("AWS/ECS", "CPUUtilization", dimensions, "Average", PERIOD), service);
            }
            Instant end = cloud.now().truncatedTo(ChronoUnit.MINUTES);
            Map<String, OptionalDouble> values = new LinkedHashMap<>();
            metrics.newest(List.copyOf(queries.keySet()), end.minus(WINDOW), end)
                    .forEach((query, value) -> values.put(queries.get(query), value));
            cpu = values;
        }
        return cpu;
    }

    /** The bytes that a file system holds. */
    synchronized OptionalLong volume(String fileSystemId) {
        if (volumePace.take()) {
            Map<String, String> dimensions = Map.of("FileSystemId", fileSystemId, "StorageClass", "Total");
            var bytes = new Query("AWS/EFS", "StorageBytes", dimensions, "Average", PERIOD);
            Instant end = cloud.now().truncatedTo(ChronoUnit.MINUTES);
            OptionalDouble newest = metrics.newest(List.of(bytes), end.minus(VOLUME_WINDOW), end)
                    .getOrDefault(bytes, OptionalDouble.empty());
            volume = newest.isPresent() ? OptionalLong.of((long) newest.getAsDouble()) : OptionalLong.empty();
        }
        return volume;
    }
}
