package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.model.StackPlan;
import slipway.ui.Samples;

/** {@code slipway delete}: what it asks and does. */
class DeleteCommandTest {
    private final CommandRun slipway = new CommandRun();

    DeleteCommandTest() {
        slipway.deeds.plan = Samples.plan(StackPlan.Action.DELETE);
    }

    @Test
    void delete_keepsTheData_unlessItIsAskedToErase() {
        assertThat(slipway.run("delete", "--yes")).isZero();

        assertThat(slipway.deeds.done).contains("delete dev");
        assertThat(slipway.outLines()).containsExactly("Deleted dev in 24.0 s.");
    }

    @Test
    void delete_erasesTheData_whenAsked() {
        slipway.run("delete", "--erase-data", "--yes", "--env", "test");

        assertThat(slipway.deeds.done).contains("delete test with data");
    }

    @Test
    void delete_asks_whereSomebodyCanAnswer() {
        slipway.terminal.answering("n");

        assertThat(slipway.run("delete", "--erase-data")).isEqualTo(3);

        assertThat(slipway.terminal.questions).containsExactly("Delete dev and its data? [y/N]");
        assertThat(slipway.deeds.done).doesNotContain("delete dev with data");
        assertThat(slipway.errLines()).endsWith("Nothing was written.");
    }

    @Test
    void delete_goesAhead_onTheLocalCloud_whereNobodyCanBeAsked() {
        assertThat(slipway.run("delete")).isZero();
    }

    @Test
    void delete_isRefused_onAws_whereNobodyCanBeAsked() {
        assertThat(slipway.run("delete", "--target", "aws")).isEqualTo(3);

        assertThat(slipway.deeds.done).containsExactly("identity", "deletionPlan", "close");
    }

    @Test
    void failure_isReported_whenAStackStays() {
        slipway.deeds.progress = List.of(Samples.failed());

        assertThat(slipway.run("delete", "--yes")).isEqualTo(1);

        assertThat(slipway.err()).contains("\n\n" + Samples.crash().cause() + "\n");
        assertThat(slipway.out()).isEmpty();
    }

    @Test
    void cancelled_saysHowToGoOn() {
        slipway.deeds.progress = List.of(Samples.cancelled());

        assertThat(slipway.run("delete", "--erase-data", "--yes")).isEqualTo(1);

        assertThat(slipway.errLines().getLast()).contains("slipway delete --erase-data goes on with it.");
    }

    @Test
    void document_holdsTheResult_whenJsonIsAsked() {
        slipway.run("delete", "--yes", "--output", "json");

        assertThat(slipway.json().path("phase").asText()).isEqualTo("succeeded");
    }
}
