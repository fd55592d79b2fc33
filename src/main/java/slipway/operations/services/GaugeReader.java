package slipway.operations.services;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import slipway.cloud.Cloud;
import slipway.model.Failure;
import slipway.operations.Failures;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/**
 * The newest points of the few metrics that an environment's picture shows. CloudWatch charges for each, and they change once a
 * minute: so they are read once a (cloud) minute at most, however often the picture is. A target without metrics, or a principal
 * that may not read them, has none: a gauge without a value is no failure of the picture.
 */
final class GaugeReader {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int PERIOD = 60;

    private final Cloud cloud;
    private final InstantSource clock;
    private Map<String, OptionalDouble> cpu = Map.of();
    private OptionalLong volume = OptionalLong.empty();
    private Instant cpuRead = Instant.MIN;
    private Instant volumeRead = Instant.MIN;

    /** @param clock real time */
    GaugeReader(Cloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    /** CPU in percent, averaged over a service's tasks, by service. */
    synchronized Map<String, OptionalDouble> cpu(String cluster, Collection<String> services) {
        if (due(cpuRead)) {
            cpuRead = clock.instant();
            List<String> names = List.copyOf(services);
            List<MetricDataQuery> queries = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                queries.add(query(
                        "q" + i,
                        "AWS/ECS",
                        "CPUUtilization",
                        Map.of("ClusterName", cluster, "ServiceName", names.get(i))));
            }
            Map<String, OptionalDouble> byId = newest(queries);
            Map<String, OptionalDouble> values = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                values.put(names.get(i), byId.getOrDefault("q" + i, OptionalDouble.empty()));
            }
            cpu = values;
        }
        return cpu;
    }

    /** The bytes that a file system holds. */
    synchronized OptionalLong volume(String fileSystemId) {
        if (due(volumeRead)) {
            volumeRead = clock.instant();
            OptionalDouble bytes = newest(List.of(query(
                            "bytes",
                            "AWS/EFS",
                            "StorageBytes",
                            Map.of("FileSystemId", fileSystemId, "StorageClass", "Total"))))
                    .getOrDefault("bytes", OptionalDouble.empty());
            volume = bytes.isPresent() ? OptionalLong.of((long) bytes.getAsDouble()) : OptionalLong.empty();
        }
        return volume;
    }

    private boolean due(Instant read) {
        Duration minute = Duration.ofNanos((long) (Duration.ofMinutes(1).toNanos() / cloud.clockFactor()));
        return read.equals(Instant.MIN)
                || Duration.between(read, clock.instant()).compareTo(minute) >= 0;
    }

    private static MetricDataQuery query(String id, String namespace, String name, Map<String, String> dimensions) {
        Metric metric = Metric.builder()
                .namespace(namespace)
                .metricName(name)
                .dimensions(dimensions.entrySet().stream()
                        .map(dimension -> Dimension.builder()
                                .name(dimension.getKey())
                                .value(dimension.getValue())
                                .build())
                        .toList())
                .build();
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.metric(metric).stat("Average").period(PERIOD))
                .build();
    }

    private Map<String, OptionalDouble> newest(List<MetricDataQuery> queries) {
        Instant end = cloud.now().truncatedTo(ChronoUnit.MINUTES);
        Map<String, OptionalDouble> values = new LinkedHashMap<>();
        try {
            for (MetricDataResult result : cloud.cloudWatch()
                    .getMetricData(request -> request.metricDataQueries(queries)
                            .startTime(end.minus(WINDOW))
                            .endTime(end))
                    .metricDataResults()) {
                if (!result.values().isEmpty()) {
                    // Newest first, unless asked otherwise.
                    values.put(result.id(), OptionalDouble.of(result.values().getFirst()));
                }
            }
        } catch (AwsServiceException | UnsupportedOperationException refused) {
            boolean expected = Failures.of("read metrics", refused)
                    .filter(failure -> failure instanceof Failure.Unsupported || failure instanceof Failure.Denied)
                    .isPresent();
            if (!expected) {
                throw refused;
            }
        }
        return values;
    }
}
