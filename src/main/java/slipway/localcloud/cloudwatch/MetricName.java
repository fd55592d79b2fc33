package slipway.localcloud.cloudwatch;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/** What tells one metric from every other: namespace, name, and the set of dimensions, whose order means nothing. */
record MetricName(String namespace, String name, Map<String, String> dimensions) {
    private static final int MOST_DIMENSIONS = 30;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_VALUE = 1024;

    MetricName {
        dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
    }

    /** Checks what a caller gave, or refuses it as the service does. */
    static MetricName of(@Nullable String namespace, @Nullable String name, List<Dimension> dimensions) {
        if (namespace == null || namespace.isEmpty()) {
            throw CloudWatchErrors.missing("Namespace");
        }
        if (namespace.length() > LONGEST_NAME || namespace.startsWith(":")) {
            throw CloudWatchErrors.invalid(namespace, "Namespace");
        }
        if (name == null || name.isEmpty()) {
            throw CloudWatchErrors.missing("MetricName");
        }
        if (name.length() > LONGEST_NAME) {
            throw CloudWatchErrors.invalid(name, "MetricName");
        }
        if (dimensions.size() > MOST_DIMENSIONS) {
            throw CloudWatchErrors.parameter("The collection Dimensions must not have a size greater than 30.");
        }
        Map<String, String> values = new TreeMap<>();
        for (Dimension dimension : dimensions) {
            if (dimension.name() == null
                    || dimension.name().isEmpty()
                    || dimension.name().length() > LONGEST_NAME) {
                throw CloudWatchErrors.invalid(String.valueOf(dimension.name()), "Dimensions.member.Name");
            }
            if (dimension.value() == null
                    || dimension.value().isEmpty()
                    || dimension.value().length() > LONGEST_VALUE) {
                throw CloudWatchErrors.invalid(
                        String.valueOf(dimension.value()), "Dimensions.member.Value of " + dimension.name());
            }
            if (values.put(dimension.name(), dimension.value()) != null) {
                throw CloudWatchErrors.parameter("No Dimension name may be duplicated: " + dimension.name() + ".");
            }
        }
        return new MetricName(namespace, name, values);
    }

    Metric metric() {
        return Metric.builder()
                .namespace(namespace)
                .metricName(name)
                .dimensions(dimensions.entrySet().stream()
                        .map(dimension -> Dimension.builder()
                                .name(dimension.getKey())
                                .value(dimension.getValue())
                                .build())
                        .toList())
                .build();
    }
}
