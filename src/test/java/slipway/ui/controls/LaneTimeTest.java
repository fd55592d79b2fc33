package slipway.ui.controls;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class LaneTimeTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 7, 19, 36, 119, 4000, 40_000})
    void fit_leavesRoomForTheSecondsAndNotMuchMore(double seconds) {
        var time = new LaneTime();

        time.fit(seconds);

        assertThat(time.span()).isGreaterThanOrEqualTo(seconds);
        assertThat(time.span()).isLessThanOrEqualTo(Math.max(8, seconds * 4));
    }
}
