package slipway.localcloud.http;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long answers took, since the program's start: buckets that grow by 4 %, from a microsecond to over an hour, each with
 * its count and its sum. A bucket's mean is within 4 % of every value in it and mostly within 2 %; sums are exact. The
 * buckets are those in which CloudWatch keeps a metric's spread, so that nothing is lost on the way there. 9 KiB, whatever
 * the traffic; adding takes no lock and allocates nothing.
 */
public final class Latencies {
    private static final double GROWTH = Math.log(1.04);
    private static final int BUCKETS = 565;
    /** The bucket of a microsecond, counted from that of a second. */
    private static final int LOWEST = (int) Math.round(Math.log(1e-6) / GROWTH);

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLongArray nanos = new AtomicLongArray(BUCKETS);

    /** One reading of all buckets, in ascending order of what they hold; what happened in a period is a difference. */
    public static final class Reading {
        private final long[] counts = new long[BUCKETS];
        private final long[] nanos = new long[BUCKETS];

        private Reading() {}

        public int buckets() {
            return BUCKETS;
        }

        /** How many answers a bucket holds. */
        public long count(int bucket) {
            return counts[bucket];
        }

        /** How long all answers of a bucket took together. */
        public double seconds(int bucket) {
            return nanos[bucket] / 1e9;
        }

        public long count() {
            long count = 0;
            for (long each : counts) {
                count += each;
            }
            return count;
        }

        public double seconds() {
            long sum = 0;
            for (long each : nanos) {
                sum += each;
            }
            return sum / 1e9;
        }

        /** What came since an earlier reading. */
        public Reading since(Reading before) {
            var fresh = new Reading();
            for (int i = 0; i < BUCKETS; i++) {
                fresh.counts[i] = counts[i] - before.counts[i];
                fresh.nanos[i] = nanos[i] - before.nanos[i];
            }
            return fresh;
        }
    }

    void add(long taken) {
        int bucket = bucket(taken);
        // The sum first: a reading in between must not find an answer that took no time.
        nanos.addAndGet(bucket, taken);
        counts.incrementAndGet(bucket);
    }

    Reading read() {
        var reading = new Reading();
        for (int i = 0; i < BUCKETS; i++) {
            reading.counts[i] = counts.get(i);
            reading.nanos[i] = nanos.get(i);
        }
        return reading;
    }

    static int bucket(long taken) {
        long step = Math.round(Math.log(Math.max(taken, 1) / 1e9) / GROWTH);
        return Math.clamp(step - LOWEST, 0, BUCKETS - 1);
    }
}
