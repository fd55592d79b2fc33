package slipway.ui.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.ui.Samples;
import slipway.ui.controls.Lane;
import slipway.ui.controls.Lane.Bar;
import slipway.ui.controls.Lane.Kind;
import slipway.ui.controls.SegmentBar;
import slipway.ui.controls.SegmentBar.Segment;

@NullMarked
class LaneReadingTest {
    private static Lane lane(List<Lane> lanes, String key) {
        return lanes.stream().filter(lane -> lane.key().equals(key)).findFirst().orElseThrow();
    }

    @Test
    void of_aFinishedStack_hasOneBarWithBothEnds() {
        Lane network = lane(LaneReading.of(Samples.deploying()), "dev-network");

        assertThat(network.words()).isEqualTo("39 of 39");
        assertThat(network.bars()).containsExactly(new Bar(Kind.DONE, 0, OptionalDouble.of(2.6)));
        assertThat(network.unfold()).isFalse();
    }

    @Test
    void of_aRunningStack_isOpenAndItsBarGrows() {
        Lane client = lane(LaneReading.of(Samples.deploying()), "dev-client-blue");

        assertThat(client.unfold()).isTrue();
        assertThat(client.bars()).contains(new Bar(Kind.RUNNING, 7.5, OptionalDouble.empty()));
        assertThat(client.to()).isEmpty();
    }

    @Test
    void of_aStackThatWaited_showsSinceWhenItCouldHaveBegun() {
        Lane api = lane(LaneReading.of(Samples.deploying()), "dev-api-blue");

        assertThat(api.bars().getFirst()).isEqualTo(new Bar(Kind.WAITING, 7.5, OptionalDouble.of(11.2)));
    }

    @Test
    void of_aStackThatWaits_saysForWhat() {
        Lane monitoring = lane(LaneReading.of(Samples.deploying()), "dev-monitoring");

        assertThat(monitoring.words()).isEqualTo("waits for 2 stacks");
    }

    @Test
    void of_aStackRolledBack_failsUntilTheCauseAndIsTakenBackFromThere() {
        Lane api = lane(LaneReading.of(Samples.failed()), "dev-api-blue");

        assertThat(api.words()).isEqualTo("rolled back");
        assertThat(api.bars())
                .contains(
                        new Bar(Kind.FAILED, 11.2, OptionalDouble.of(30)),
                        new Bar(Kind.ROLLBACK, 30, OptionalDouble.of(36)));
        assertThat(api.children())
                .filteredOn(Lane::trouble)
                .extracting(Lane::name)
                .containsExactly("Service");
    }

    @Test
    void segments_areAsLongAsTheirStacksAreBig() {
        List<Segment> segments = LaneReading.segments(Samples.deploying());

        assertThat(segments.getFirst()).isEqualTo(new Segment("network", "", 39, 1, SegmentBar.Fill.DONE));
        assertThat(segments.get(5))
                .isEqualTo(new Segment("client-blue", "2/11", 11, 2.0 / 11, SegmentBar.Fill.RUNNING));
    }
}
