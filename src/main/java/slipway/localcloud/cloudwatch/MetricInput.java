package slipway.localcloud.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** Takes in points, all of a request or none of it. */
final class MetricInput {
    /** What a namespace of AWS's own services begins with. */
    static final String RESERVED = "AWS/";

    private static final String PUT = "PutMetricData";
    private static final int MOST_DATA = 1000;
    private static final int MOST_VALUES = 150;
    private static final Duration LATE = Duration.ofDays(14);
    private static final Duration EARLY = Duration.ofHours(2);

    private final MetricStore store;
    private final CloudClock clock;

    private record Point(MetricName metric, String unit, Instant time, Sample sample) {}

    MetricInput(MetricStore store, CloudClock clock) {
        this.store = store;
        this.clock = clock;
    }

    void put(PutMetricDataRequest request) {
        if (request.hasEntityMetricData()) {
            throw CloudWatchErrors.notImplemented(PUT, "EntityMetricData");
        }
        List<MetricDatum> data = request.metricData();
        if (data.isEmpty()) {
            throw CloudWatchErrors.missing("MetricData");
        }
        if (data.size() > MOST_DATA) {
            throw CloudWatchErrors.parameter("The collection MetricData must not have a size greater than 1000.");
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            points.add(point(request.namespace(), data.get(i), "MetricData.member." + (i + 1)));
        }
        points.forEach(point -> store.add(point.metric(), point.unit(), point.time(), point.sample()));
    }

    private Point point(String namespace, MetricDatum datum, String where) {
        var metric = MetricName.of(namespace, datum.metricName(), datum.dimensions());
        if (datum.unit() == StandardUnit.UNKNOWN_TO_SDK_VERSION) {
            throw CloudWatchErrors.invalid(datum.unitAsString(), where + ".Unit");
        }
        if (datum.storageResolution() != null && datum.storageResolution() != 60) {
            throw CloudWatchErrors.notImplemented(
                    PUT,
                    "StorageResolution " + datum.storageResolution()
                            + ": the local cloud keeps one point a minute, leave StorageResolution out");
        }
        Instant now = clock.instant();
        Instant time = datum.timestamp() == null ? now : datum.timestamp();
        if (time.isBefore(now.minus(LATE)) || time.isAfter(now.plus(EARLY))) {
            throw CloudWatchErrors.parameter("The parameter " + where
                    + ".Timestamp must specify a time no more than two"
                    + " weeks in the past and no more than two hours in the future; cloud time is " + now + ".");
        }
        return new Point(metric, datum.unit() == null ? "None" : datum.unitAsString(), time, sample(datum, where));
    }

    private static Sample sample(MetricDatum datum, String where) {
        boolean values = datum.hasValues() && !datum.values().isEmpty();
        int given = (datum.value() == null ? 0 : 1) + (datum.statisticValues() == null ? 0 : 1) + (values ? 1 : 0);
        if (given == 0) {
            throw CloudWatchErrors.combination(
                    "At least one of the parameters " + where + ".Value, Values or StatisticValues must be specified.");
        }
        if (given > 1) {
            throw CloudWatchErrors.combination(
                    "The parameters " + where
                            + ".Value, Values and StatisticValues are mutually exclusive and you have specified more than one.");
        }
        if (datum.value() != null) {
            return Sample.of(finite(datum.value(), where + ".Value"));
        }
        return values ? listed(datum, where) : statistics(datum.statisticValues(), where + ".StatisticValues");
    }

    private static Sample listed(MetricDatum datum, String where) {
        List<Double> values = datum.values();
        List<Double> counts = datum.hasCounts() && !datum.counts().isEmpty()
                ? datum.counts()
                : Collections.nCopies(values.size(), 1.0);
        if (values.size() > MOST_VALUES) {
            throw CloudWatchErrors.parameter(
                    "The collection " + where + ".Values must not have a size greater than 150.");
        }
        if (values.size() != counts.size()) {
            throw CloudWatchErrors.parameter(
                    "The parameters " + where + ".Values and " + where + ".Counts must be of the same size.");
        }
        values.forEach(value -> finite(value, where + ".Values"));
        counts.forEach(count -> {
            if (!(finite(count, where + ".Counts") > 0)) {
                throw CloudWatchErrors.invalid(String.valueOf(count), where + ".Counts");
            }
        });
        return Sample.of(values, counts);
    }

    private static Sample statistics(StatisticSet set, String where) {
        if (set.sampleCount() == null || set.sum() == null || set.minimum() == null || set.maximum() == null) {
            throw CloudWatchErrors.missing(where + ".SampleCount, .Sum, .Minimum and .Maximum");
        }
        double count = finite(set.sampleCount(), where + ".SampleCount");
        double minimum = finite(set.minimum(), where + ".Minimum");
        double maximum = finite(set.maximum(), where + ".Maximum");
        if (!(count > 0) || minimum > maximum) {
            throw CloudWatchErrors.combination("The values of " + where + " are not those of any sample.");
        }
        return new Sample(count, finite(set.sum(), where + ".Sum"), minimum, maximum, null);
    }

    private static double finite(Double value, String where) {
        if (!Double.isFinite(value)) {
            throw CloudWatchErrors.invalid(String.valueOf(value), where);
        }
        return value;
    }
}
