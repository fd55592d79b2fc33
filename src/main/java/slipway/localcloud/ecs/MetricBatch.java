package slipway.localcloud.ecs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** Points of one namespace and one minute, sent in as few calls as PutMetricData allows. */
final class MetricBatch {
    private static final int MOST_DATA = 1000;
    private static final int MOST_VALUES = 150;

    private final String namespace;
    private final Instant minute;
    private final List<MetricDatum> data = new ArrayList<>();

    MetricBatch(String namespace, Instant minute) {
        this.namespace = namespace;
        this.minute = minute;
    }

    void add(String metric, Map<String, String> dimensions, int count) {
        add(metric, dimensions, StandardUnit.COUNT, List.of((double) count));
    }

    /** @param values one for each task, so that minimum and maximum tell of tasks */
    void add(String metric, Map<String, String> dimensions, StandardUnit unit, List<Double> values) {
        List<Dimension> named = dimensions.entrySet().stream()
                .map(dimension -> Dimension.builder()
                        .name(dimension.getKey())
                        .value(dimension.getValue())
                        .build())
                .toList();
        for (int from = 0; from < values.size(); from += MOST_VALUES) {
            data.add(MetricDatum.builder()
                    .metricName(metric)
                    .dimensions(named)
                    .timestamp(minute)
                    .unit(unit)
                    .values(values.subList(from, Math.min(values.size(), from + MOST_VALUES)))
                    .build());
        }
    }

    void send(CloudWatchClient metrics) {
        for (int from = 0; from < data.size(); from += MOST_DATA) {
            List<MetricDatum> part = data.subList(from, Math.min(data.size(), from + MOST_DATA));
            metrics.putMetricData(request -> request.namespace(namespace).metricData(part));
        }
    }
}
