package slipway.cloud.aws;

import java.time.InstantSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts requests as they leave, retries included, in sixty buckets of a second. */
final class CallCounter implements ExecutionInterceptor {
    private static final int SECONDS = 60;

    private final InstantSource clock;
    private final int[] counts = new int[SECONDS];
    private final long[] seconds = new long[SECONDS];

    CallCounter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
        long second = clock.instant().getEpochSecond();
        int bucket = (int) Math.floorMod(second, (long) SECONDS);
        if (seconds[bucket] != second) {
            seconds[bucket] = second;
            counts[bucket] = 0;
        }
        counts[bucket]++;
    }

    synchronized int lastMinute() {
        long now = clock.instant().getEpochSecond();
        int sum = 0;
        for (int bucket = 0; bucket < SECONDS; bucket++) {
            if (now - seconds[bucket] < SECONDS) {
                sum += counts[bucket];
            }
        }
        return sum;
    }
}
