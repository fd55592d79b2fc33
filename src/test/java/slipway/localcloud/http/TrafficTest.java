package slipway.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Traffic traffic = new Traffic();

    @Test
    void read_when_targets_and_balancer_answered_counts_them_apart() {
        traffic.targetAnswered(200, 1_000_000);
        traffic.targetAnswered(404, 3_000_000);
        traffic.balancerAnswered(502);

        Traffic.Reading reading = traffic.read();

        assertThat(reading.requests()).isEqualTo(3);
        assertThat(reading.targetClasses()).containsExactly(0L, 0L, 1L, 0L, 1L, 0L);
        assertThat(reading.balancerClasses()).containsExactly(0L, 0L, 0L, 0L, 0L, 1L);
        assertThat(reading.latencySeconds()).isEqualTo(0.004);
    }

    @Test
    void bucket_when_latency_grows_bounds_it_within_a_quarter() {
        for (long nanos = 1_000; nanos < 3_600_000_000_000L; nanos = nanos * 5 / 4 + 700) {
            double seconds = nanos / 1e9;
            int bucket = Traffic.bucket(nanos);

            assertThat(Traffic.upperSeconds(bucket))
                    .as("bound of %s ns", nanos)
                    .isBetween(seconds, seconds * 1.26 + 0.000_002);
        }
    }
}
