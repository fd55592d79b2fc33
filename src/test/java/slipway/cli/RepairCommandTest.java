package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.ui.Samples;

/** {@code slipway repair}: what it asks, refuses and says. */
class RepairCommandTest {
    private final CommandRun slipway = new CommandRun();

    RepairCommandTest() {
        slipway.deeds.waysOut = List.of(Samples.stuckRollback());
    }

    @Test
    void repair_takesTheWayOut_andSaysWhatTheStackIsThen() {
        assertThat(slipway.run("repair", "dev-api-blue")).isZero();

        assertThat(slipway.deeds.done).containsExactly("repair dev-api-blue", "close");
        assertThat(slipway.outLines()).containsExactly("dev-api-blue is UPDATE_ROLLBACK_COMPLETE.");
        assertThat(slipway.err()).contains("Or skip Service: CloudFormation then takes it for set back");
    }

    @Test
    void repair_skipsWhatIsNamed() {
        assertThat(slipway.run("repair", "api-blue", "--skip", "Service")).isZero();

        assertThat(slipway.deeds.done).containsExactly("repair api-blue without Service", "close");
    }

    @Test
    void repair_asksFirst_whenSomethingIsSkipped() {
        slipway.terminal.answering("n");

        assertThat(slipway.run("repair", "dev-api-blue", "--skip", "Service")).isEqualTo(3);

        assertThat(slipway.terminal.questions)
                .containsExactly("Continue the rollback of dev-api-blue and skip Service? [y/N]");
        assertThat(slipway.deeds.done).containsExactly("close");
    }

    @Test
    void repair_isWrongUsage_whenTheOptionIsForAnotherState() {
        assertThat(slipway.run("repair", "dev-api-blue", "--retain", "Service")).isEqualTo(2);

        assertThat(slipway.errLines())
                .startsWith("--retain: of no use for dev-api-blue, which is UPDATE_ROLLBACK_FAILED.");
        assertThat(slipway.deeds.done).containsExactly("close");
    }

    @Test
    void repair_isWrongUsage_withoutAStack() {
        assertThat(slipway.run("repair")).isEqualTo(2);

        assertThat(slipway.err()).contains("STACK");
    }

    @Test
    void repair_isRefused_whileSomebodyElseIsAtIt() {
        slipway.deeds.busy = "it is being deployed by ada@desk (process 7)";

        assertThat(slipway.run("repair", "dev-api-blue")).isEqualTo(3);

        assertThat(slipway.deeds.done).containsExactly("close");
    }

    @Test
    void document_tellsHowItEnded_whenJsonIsAsked() {
        slipway.run("repair", "dev-api-blue", "--output", "json");

        assertThat(slipway.json().path("phase").asText()).isEqualTo("succeeded");
        assertThat(slipway.json().path("stacks").get(0).path("status").asText()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    }

    @Test
    void failure_isReported_whenTheStackIsStuckAgain() {
        slipway.deeds.repaired = Samples.failed();

        assertThat(slipway.run("repair", "dev-api-blue")).isEqualTo(1);

        assertThat(slipway.err()).contains(Samples.crash().cause());
    }
}
