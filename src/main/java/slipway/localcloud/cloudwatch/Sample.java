package slipway.localcloud.cloudwatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a metric's values in one period.
 *
 * @param spread where the values lie between minimum and maximum; null when both are equal, or when the caller gave
 *     only a statistic set: then there are no percentiles
 */
record Sample(
        double count,
        double sum,
        double minimum,
        double maximum,
        @Nullable Spread spread) {

    static Sample of(double value) {
        return new Sample(1, value, value, value, null);
    }

    /** @param counts how often each value occurred, in the order of the values */
    static Sample of(List<Double> values, List<Double> counts) {
        double count = 0;
        double sum = 0;
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        Map<Double, Double> counted = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            count += counts.get(i);
            sum += value * counts.get(i);
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            counted.merge(value, counts.get(i), Double::sum);
        }
        return new Sample(count, sum, minimum, maximum, minimum == maximum ? null : Spread.of(counted));
    }

    Sample plus(Sample other) {
        double low = Math.min(minimum, other.minimum);
        double high = Math.max(maximum, other.maximum);
        Spread mine = known();
        Spread theirs = other.known();
        return new Sample(
                count + other.count,
                sum + other.sum,
                low,
                high,
                low == high || mine == null || theirs == null ? null : mine.plus(theirs));
    }

    /** The percentile, or nothing when only a statistic set is known. */
    @Nullable
    Double percentile(double percent) {
        if (minimum == maximum || percent == 0) {
            return minimum;
        }
        if (percent == 100 && spread != null) {
            return maximum;
        }
        return spread == null ? null : Math.clamp(spread.percentile(percent), minimum, maximum);
    }

    private @Nullable Spread known() {
        return minimum == maximum ? Spread.of(Map.of(minimum, count)) : spread;
    }
}
