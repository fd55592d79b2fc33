package slipway.localcloud.http;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Running totals since the program's start; what happened in a period is the difference of two readings. */
public final class Traffic implements TrafficCounter {
    /** Latency buckets: four to each doubling, from one microsecond to over an hour. */
    private static final int BUCKETS = 4 * 32;

    private final LongAdder requests = new LongAdder();
    private final LongAdder connectionErrors = new LongAdder();
    private final AtomicLongArray targetClasses = new AtomicLongArray(6);
    private final AtomicLongArray balancerClasses = new AtomicLongArray(6);
    private final AtomicLongArray latencies = new AtomicLongArray(BUCKETS);
    private final LongAdder latencyNanos = new LongAdder();

    /**
     * One reading.
     *
     * @param requests requests that ended, whoever answered
     * @param connectionErrors connections to targets that could not be made
     * @param targetClasses answers of targets by the first digit of their status, index 1 to 5
     * @param balancerClasses answers of the balancer itself, likewise
     * @param latencies targets' answers by bucket; {@link Traffic#upperSeconds} gives a bucket's bound
     * @param latencySeconds the sum over all of them
     */
    public record Reading(
            long requests,
            long connectionErrors,
            List<Long> targetClasses,
            List<Long> balancerClasses,
            List<Long> latencies,
            double latencySeconds) {}

    @Override
    public void targetAnswered(int status, long nanos) {
        requests.increment();
        targetClasses.incrementAndGet(statusClass(status));
        latencies.incrementAndGet(bucket(nanos));
        latencyNanos.add(nanos);
    }

    @Override
    public void targetConnectionFailed() {
        connectionErrors.increment();
    }

    @Override
    public void balancerAnswered(int status) {
        requests.increment();
        balancerClasses.incrementAndGet(statusClass(status));
    }

    public Reading read() {
        return new Reading(
                requests.sum(),
                connectionErrors.sum(),
                copy(targetClasses),
                copy(balancerClasses),
                copy(latencies),
                latencyNanos.sum() / 1e9);
    }

    /** The highest latency that a bucket counts. */
    public static double upperSeconds(int bucket) {
        return (1L << (bucket / 4)) * (1 + (bucket % 4 + 1) / 4.0) / 1e6;
    }

    static int bucket(long nanos) {
        long quarters = Math.max(4, nanos / 250);
        int doubling = 61 - Long.numberOfLeadingZeros(quarters);
        return Math.min(BUCKETS - 1, 4 * doubling + (int) (quarters >> doubling) - 4);
    }

    private static int statusClass(int status) {
        return Math.clamp(status / 100, 1, 5);
    }

    private static List<Long> copy(AtomicLongArray from) {
        return IntStream.range(0, from.length()).mapToObj(from::get).toList();
    }
}
