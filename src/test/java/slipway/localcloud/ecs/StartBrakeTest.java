package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class StartBrakeTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final StartBrake brake = new StartBrake();

    @Test
    void neverRan_whenItIsTheThirdInARow_holdsAndSaysItInAwsWords() {
        assertThat(brake.neverRan(NOON)).isNull();
        assertThat(brake.neverRan(NOON)).isNull();
        assertThat(brake.holds(NOON)).isFalse();

        assertThat(brake.neverRan(NOON))
                .isEqualTo("is unable to consistently start tasks successfully. For more information, see the"
                        + " Troubleshooting section of the Amazon ECS Developer Guide.");

        assertThat(brake.holds(NOON.plusSeconds(9))).isTrue();
        assertThat(brake.holds(NOON.plusSeconds(10))).isFalse();
    }

    @Test
    void neverRan_whenItGoesOn_growsToFifteenMinutes() {
        List<Duration> pauses = new ArrayList<>();
        Instant now = NOON;
        for (int failure = 0; failure < 12; failure++) {
            brake.neverRan(now);
            Duration pause = Duration.ZERO;
            while (brake.holds(now.plus(pause))) {
                pause = pause.plusSeconds(10);
            }
            pauses.add(pause);
            now = now.plus(pause);
        }

        assertThat(pauses)
                .extracting(Duration::toSeconds)
                .containsExactly(0L, 0L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L, 900L);
    }

    @Test
    void diedYoung_whenItIsTheThirdInARow_saysWhenTheNextStartIs() {
        brake.diedYoung(NOON);
        brake.diedYoung(NOON);

        assertThat(brake.diedYoung(NOON))
                .startsWith("paused: 3 tasks in a row")
                .contains("2026-01-01T12:00:10Z")
                .contains("AWS would");
    }

    @Test
    void diedYoung_whenItIsPausedAlready_saysNothingMoreAndHoldsAsLongAsWasSaid() {
        brake.diedYoung(NOON);
        brake.diedYoung(NOON);
        brake.diedYoung(NOON);

        assertThat(brake.diedYoung(NOON.plusSeconds(1))).isNull();
        assertThat(brake.holds(NOON.plusSeconds(9))).isTrue();
        assertThat(brake.holds(NOON.plusSeconds(10))).isFalse();
        assertThat(brake.diedYoung(NOON.plusSeconds(10)))
                .startsWith("paused: 4 tasks in a row")
                .contains("2026-01-01T12:00:30Z");
    }

    @Test
    void release_whenATaskIsWell_startsAnew() {
        brake.neverRan(NOON);
        brake.neverRan(NOON);
        brake.neverRan(NOON);

        brake.release();

        assertThat(brake.holds(NOON)).isFalse();
        assertThat(brake.neverRan(NOON)).isNull();
    }
}
