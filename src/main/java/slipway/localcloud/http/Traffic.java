package slipway.localcloud.http;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Running totals since the program's start; what happened in a period is the difference of two readings. */
public final class Traffic implements TrafficCounter {
    private static final int FIRST_ERROR = 500;

    private final LongAdder chosen = new LongAdder();
    private final LongAdder unchosen = new LongAdder();
    private final LongAdder connectionErrors = new LongAdder();
    private final AtomicLongArray targetClasses = new AtomicLongArray(6);
    private final AtomicLongArray balancerClasses = new AtomicLongArray(6);
    private final AtomicLongArray balancerErrors = new AtomicLongArray(100);
    private final Latencies latencies = new Latencies();

    /**
     * One reading.
     *
     * @param requests requests that ended, whoever answered
     * @param targeted those of them for which a target was chosen, whoever answered
     * @param connectionErrors connections to targets that could not be made
     * @param targetClasses answers of targets by the first digit of their status, index 1 to 5
     * @param balancerClasses answers of the balancer itself, likewise
     * @param balancerErrors the balancer's own answers of 500 and more, by what their status is above 500, to 99
     * @param latencies from sending a request to its target's answer
     */
    public record Reading(
            long requests,
            long targeted,
            long connectionErrors,
            List<Long> targetClasses,
            List<Long> balancerClasses,
            List<Long> balancerErrors,
            Latencies.Reading latencies) {

        /** What came since an earlier reading. */
        public Reading since(Reading before) {
            return new Reading(
                    requests - before.requests,
                    targeted - before.targeted,
                    connectionErrors - before.connectionErrors,
                    minus(targetClasses, before.targetClasses),
                    minus(balancerClasses, before.balancerClasses),
                    minus(balancerErrors, before.balancerErrors),
                    latencies.since(before.latencies));
        }

        private static List<Long> minus(List<Long> all, List<Long> before) {
            return IntStream.range(0, all.size())
                    .mapToObj(i -> all.get(i) - before.get(i))
                    .toList();
        }
    }

    @Override
    public void targetAnswered(int status, long nanos) {
        chosen.increment();
        targetClasses.incrementAndGet(statusClass(status));
        latencies.add(nanos);
    }

    @Override
    public void targetConnectionFailed() {
        connectionErrors.increment();
    }

    @Override
    public void targetFailed(int status) {
        chosen.increment();
        count(status);
    }

    @Override
    public void balancerAnswered(int status) {
        unchosen.increment();
        count(status);
    }

    public Reading read() {
        long targeted = chosen.sum();
        return new Reading(
                targeted + unchosen.sum(),
                targeted,
                connectionErrors.sum(),
                copy(targetClasses),
                copy(balancerClasses),
                copy(balancerErrors),
                latencies.read());
    }

    private void count(int status) {
        balancerClasses.incrementAndGet(statusClass(status));
        if (status >= FIRST_ERROR) {
            balancerErrors.incrementAndGet(Math.min(status - FIRST_ERROR, balancerErrors.length() - 1));
        }
    }

    private static int statusClass(int status) {
        return Math.clamp(status / 100, 1, 5);
    }

    private static List<Long> copy(AtomicLongArray from) {
        return IntStream.range(0, from.length()).mapToObj(from::get).toList();
    }
}
