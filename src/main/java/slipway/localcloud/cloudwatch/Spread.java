package slipway.localcloud.cloudwatch;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the values of a period are spread, for its percentiles: counts in buckets that grow by 4 %, so that a percentile is
 * right to within 2 %, whatever the metric's unit.
 */
final class Spread {
    private static final double GROWTH = Math.log(1.04);
    /** Above the logarithm of every double, in steps of {@link #GROWTH}: keeps the sign free for negative values. */
    private static final int OFFSET = 20_000;

    /** Ascending. */
    private final int[] buckets;

    private final double[] counts;

    private Spread(SortedMap<Integer, Double> filled) {
        buckets = filled.keySet().stream().mapToInt(Integer::intValue).toArray();
        counts = filled.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    Spread(int[] buckets, double[] counts) {
        this.buckets = buckets;
        this.counts = counts;
    }

    /** @param counted values, and how often each occurred */
    static Spread of(Map<Double, Double> counted) {
        SortedMap<Integer, Double> filled = new TreeMap<>();
        counted.forEach((value, count) -> filled.merge(bucket(value), count, Double::sum));
        return new Spread(filled);
    }

    Spread plus(Spread other) {
        SortedMap<Integer, Double> filled = new TreeMap<>();
        for (Spread each : new Spread[] {this, other}) {
            for (int i = 0; i < each.buckets.length; i++) {
                filled.merge(each.buckets[i], each.counts[i], Double::sum);
            }
        }
        return new Spread(filled);
    }

    int size() {
        return buckets.length;
    }

    int bucket(int index) {
        return buckets[index];
    }

    double count(int index) {
        return counts[index];
    }

    /** The value below which this share of all values lies, by nearest rank. */
    double percentile(double percent) {
        double total = 0;
        for (double count : counts) {
            total += count;
        }
        double rank = total * percent / 100;
        double below = 0;
        for (int i = 0; i < buckets.length; i++) {
            below += counts[i];
            if (below >= rank) {
                return middle(buckets[i]);
            }
        }
        return middle(buckets[buckets.length - 1]);
    }

    private static int bucket(double value) {
        if (value == 0) {
            return 0;
        }
        int step = (int) Math.round(Math.log(Math.abs(value)) / GROWTH) + OFFSET;
        return value < 0 ? -step : step;
    }

    private static double middle(int bucket) {
        return bucket == 0 ? 0 : Math.signum(bucket) * Math.exp((Math.abs(bucket) - OFFSET) * GROWTH);
    }
}
