package slipway.ui.overview;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.model.Colour;
import slipway.model.Tier;
import slipway.ui.Samples;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.TaskShapes.Task;
import slipway.ui.controls.Topology;
import slipway.ui.controls.Topology.Stage;

@NullMarked
class TopologyReadingTest {
    @Test
    void read_ofNothing_plansEveryPartInOrder() {
        Topology topology = new TopologyReading(Samples.nothing(), null, Samples.plan()).read();

        assertThat(topology.publicBalancer().stage()).isEqualTo(Stage.PLANNED);
        assertThat(topology.publicBalancer().step()).hasValue(2);
        assertThat(topology.redis().step()).hasValue(3);
        assertThat(topology.deployment(Tier.CLIENT, Colour.BLUE).step()).hasValue(5);
        assertThat(topology.internet()).isFalse();
    }

    @Test
    void read_ofADeployment_showsVersionFigureAndShare() {
        Topology topology = new TopologyReading(Samples.deployed(), null, null).read();
        Topology.Deployment blue = topology.deployment(Tier.API, Colour.BLUE);

        assertThat(blue.stage()).isEqualTo(Stage.LIVE);
        assertThat(blue.version()).isEqualTo("3f2c1ab");
        assertThat(blue.figure()).isEqualTo("2/2");
        assertThat(blue.share()).hasValue(1);
        assertThat(blue.note()).isEqualTo("2 to 6 tasks");
        assertThat(blue.tasks())
                .containsExactly(Task.HEALTHY, Task.HEALTHY, Task.ROOM, Task.ROOM, Task.ROOM, Task.ROOM);
        assertThat(topology.internet()).isTrue();
    }

    @Test
    void read_withoutMetrics_drawsNoCpu() {
        Topology topology = new TopologyReading(Samples.deployed(), null, null).read();

        assertThat(topology.deployments())
                .allMatch(deployment -> deployment.cpuPercent().isEmpty());
    }

    @Test
    void read_ofAColourWithoutImage_isEmpty() {
        Topology.Deployment green =
                new TopologyReading(Samples.deployed(), null, null).read().deployment(Tier.CLIENT, Colour.GREEN);

        assertThat(green.stage()).isEqualTo(Stage.EMPTY);
        assertThat(green.note()).isEqualTo("ready for a release");
        assertThat(green.share()).hasValue(0);
    }

    @Test
    void read_withAnUnhealthyTask_warns() {
        Topology.Deployment green =
                new TopologyReading(Samples.shifting(), null, null).read().deployment(Tier.API, Colour.GREEN);

        assertThat(green.noteState()).isEqualTo(StateIcon.State.WARNING);
        assertThat(green.note()).isEqualTo("1 not healthy");
    }

    @Test
    void read_duringADeployment_marksWhatIsBeingMade() {
        Topology topology = new TopologyReading(Samples.nothing(), Samples.deploying(), Samples.plan()).read();

        assertThat(topology.deployment(Tier.API, Colour.BLUE).stage()).isEqualTo(Stage.WORKING);
        assertThat(topology.deployment(Tier.API, Colour.GREEN).stage()).isEqualTo(Stage.PLANNED);
    }

    @Test
    void read_ofALocalBalancer_splitsAddressAndPort() {
        Topology topology = new TopologyReading(Samples.deployed(), null, null).read();

        assertThat(topology.publicBalancer().lines()).containsExactly("localhost", "port 7777");
    }
}
