package slipway.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Traffic traffic = new Traffic();

    @Test
    void read_when_targets_and_balancer_answered_counts_them_apart() {
        traffic.targetAnswered(200, 1_000_000);
        traffic.targetAnswered(404, 3_000_000);
        traffic.targetFailed(502);
        traffic.balancerAnswered(503);

        Traffic.Reading reading = traffic.read();

        assertThat(reading.requests()).isEqualTo(4);
        assertThat(reading.targeted()).isEqualTo(3);
        assertThat(reading.targetClasses()).containsExactly(0L, 0L, 1L, 0L, 1L, 0L);
        assertThat(reading.balancerClasses()).containsExactly(0L, 0L, 0L, 0L, 0L, 2L);
        assertThat(reading.balancerErrors().subList(0, 5)).containsExactly(0L, 0L, 1L, 1L, 0L);
        assertThat(reading.latencies().seconds()).isEqualTo(0.004);
    }

    @Test
    void since_when_there_is_an_earlier_reading_tells_what_came_after_it() {
        traffic.targetAnswered(200, 1_000_000);
        Traffic.Reading before = traffic.read();
        traffic.targetAnswered(500, 5_000_000);
        traffic.balancerAnswered(503);

        Traffic.Reading fresh = traffic.read().since(before);

        assertThat(fresh.requests()).isEqualTo(2);
        assertThat(fresh.targeted()).isEqualTo(1);
        assertThat(fresh.targetClasses()).containsExactly(0L, 0L, 0L, 0L, 0L, 1L);
        assertThat(fresh.latencies().count()).isEqualTo(1);
        assertThat(fresh.latencies().seconds()).isEqualTo(0.005);
    }

    @Test
    void latencies_when_spread_widely_are_ordered_and_share_a_bucket_only_within_four_percent() {
        int last = -1;
        long lowest = 0;
        for (long nanos = 1_100; nanos < 3_600_000_000_000L; nanos += nanos / 150) {
            int bucket = Latencies.bucket(nanos);

            assertThat(bucket).isGreaterThanOrEqualTo(last);
            if (bucket > last) {
                lowest = nanos;
            }
            assertThat((double) nanos / lowest).as("%s ns", nanos).isLessThan(1.0401);
            last = bucket;
        }
    }
}
