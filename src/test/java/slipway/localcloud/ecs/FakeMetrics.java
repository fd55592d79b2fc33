package slipway.localcloud.ecs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** Keeps what is published. */
@NullMarked
final class FakeMetrics implements CloudWatchClient {
    private final List<Point> points = new CopyOnWriteArrayList<>();

    record Point(String namespace, String name, Map<String, String> dimensions, List<Double> values) {
        double sum() {
            return values.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    List<Point> named(String name) {
        return points.stream().filter(point -> point.name().equals(name)).toList();
    }

    List<Point> in(String namespace) {
        return points.stream()
                .filter(point -> point.namespace().equals(namespace))
                .toList();
    }

    @Override
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        request.metricData().forEach(datum -> {
            Map<String, String> dimensions = new TreeMap<>();
            datum.dimensions().forEach(dimension -> dimensions.put(dimension.name(), dimension.value()));
            points.add(new Point(request.namespace(), datum.metricName(), dimensions, datum.values()));
        });
        return PutMetricDataResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing runs.
    }
}
