package slipway.operations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** Metrics that a test gives, 300 results a page. */
public final class FakeMetrics implements CloudWatchClient {
    private static final int RESULTS_PER_PAGE = 300;

    /** What was asked for, call by call; later pages are calls too. */
    public final List<GetMetricDataRequest> calls = new ArrayList<>();

    private final Map<String, List<Double>> values = new HashMap<>();

    /** @param dimensions name and value by turns */
    public void given(String metric, List<Double> newestFirst, String... dimensions) {
        Map<String, String> named = new TreeMap<>();
        for (int i = 0; i < dimensions.length; i += 2) {
            named.put(dimensions[i], dimensions[i + 1]);
        }
        values.put(metric + named, newestFirst);
    }

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
        calls.add(request);
        int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        int until = Math.min(request.metricDataQueries().size(), from + RESULTS_PER_PAGE);
        return GetMetricDataResponse.builder()
                .metricDataResults(request.metricDataQueries().subList(from, until).stream()
                        .map(query -> result(request, query))
                        .toList())
                .nextToken(until < request.metricDataQueries().size() ? String.valueOf(until) : null)
                .build();
    }

    /** As with CloudWatch, the newest point's minute is the last one before the end. */
    private MetricDataResult result(GetMetricDataRequest request, MetricDataQuery query) {
        List<Double> found = values.getOrDefault(
                key(query.metricStat().metric()) + query.metricStat().stat(),
                values.getOrDefault(key(query.metricStat().metric()), List.of()));
        Instant end = request.endTime();
        return MetricDataResult.builder()
                .id(query.id())
                .values(found)
                .timestamps(IntStream.rangeClosed(1, found.size())
                        .mapToObj(minutes -> end.minusSeconds(60L * minutes))
                        .toList())
                .build();
    }

    private static String key(Metric metric) {
        return metric.namespace() + "/" + metric.metricName()
                + metric.dimensions().stream()
                        .collect(Collectors.toMap(
                                dimension -> dimension.name(),
                                dimension -> dimension.value(),
                                (one, other) -> one,
                                TreeMap::new));
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
