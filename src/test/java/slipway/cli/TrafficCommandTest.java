package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.model.Colour;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficMove;

/** {@code slipway traffic} in words and as JSON. */
class TrafficCommandTest {
    private final CommandRun slipway = new CommandRun();

    @Test
    void show_tellsRulesColoursAndWhatWasObserved() {
        assertThat(slipway.run("traffic", "show")).isZero();

        assertThat(slipway.outLines())
                .contains(
                        "api: blue 70 %, green 30 %; in sync",
                        "rule ApiRule, priority 1000, of the internal balancer: arn:api",
                        "blue    70      3f2c1ab  2 of 2   12.5        2 %  4.2 ms  11.0 ms",
                        "observed: blue 69.1 %, green 30.9 % of 1000 requests from 2026-03-02T16:26:40Z to"
                                + " 2026-03-02T16:31:00Z",
                        "forbidden: client-green has no tasks, so it can take no requests: release a version to it first.",
                        "2026-03-02T16:26:20Z  api   100/0  70/30  kim@desk, slider  set by hand  in sync");
    }

    @Test
    void document_holdsTheSame() {
        assertThat(slipway.run("traffic", "show", "--output", "json")).isZero();

        var api = slipway.json().path("tiers").path(1);
        assertThat(api.path("tier").asText()).isEqualTo("api");
        assertThat(api.path("weights").toString()).isEqualTo("{\"blue\":70,\"green\":30}");
        assertThat(api.path("ledger").path("state").asText()).isEqualTo("in_sync");
        assertThat(api.path("observed").path("greenShare").asDouble()).isEqualTo(0.309);
        var guard = slipway.json().path("tiers").path(0).path("guards").path(0);
        assertThat(guard.path("kind").asText()).isEqualTo("no_healthy_target");
        assertThat(guard.path("forbids").asBoolean()).isTrue();
        assertThat(slipway.json()
                        .path("history")
                        .path(0)
                        .path("to")
                        .path("green")
                        .asInt())
                .isEqualTo(30);
    }

    @Test
    void set_moves_andSaysWhatItDid() {
        assertThat(slipway.run("traffic", "set", "--tier", "api", "--green", "25"))
                .isZero();

        assertThat(slipway.deeds.done).contains("shift api 75/25 set by hand");
        assertThat(slipway.out())
                .isEqualToIgnoringNewLines("api moved from blue 70 %, green 30 % to blue 75 %, green 25 %, in sync.");
        assertThat(slipway.err()).startsWith("Move the api of dev to blue 75 %, green 25 %.");
    }

    @Test
    void set_printsTheMove_asJson() {
        slipway.run("traffic", "set", "--tier", "api", "--green", "25", "--output", "json");

        assertThat(slipway.json().path("outcome").asText()).isEqualTo("settled");
        assertThat(slipway.json().path("from").path("blue").asInt()).isEqualTo(70);
    }

    @Test
    void set_isRefusedInTheGuardsWords_whenGreenIsEmpty() {
        slipway.deeds.refusing = List.of(TrafficSamples.EMPTY_GREEN);

        assertThat(slipway.run("traffic", "set", "--tier", "client", "--green", "10"))
                .isEqualTo(3);

        assertThat(slipway.err()).contains(TrafficSamples.EMPTY_GREEN.words()).doesNotContain("--force");
        assertThat(slipway.out()).isEmpty();
    }

    @Test
    void set_namesTheWayOut_whenAWarningStands() {
        slipway.deeds.refusing = List.of(
                new TrafficGuard.LockHeld(new TrafficLease(
                        "1",
                        "ann@laptop, slider",
                        "move api to 60/40",
                        TrafficSamples.NOW,
                        TrafficSamples.NOW.plusSeconds(600),
                        false)),
                new TrafficGuard.DeploymentRunning(Tier.API, Colour.GREEN, "dev-api-green"));

        assertThat(slipway.run("traffic", "set", "--tier", "api", "--green", "10"))
                .isEqualTo(3);

        assertThat(slipway.err())
                .contains("held by ann@laptop, slider, since 2026-03-02T16:31:20Z to move api to 60/40")
                .contains("--take-over")
                .contains("dev-api-green is still running")
                .contains("--force");
    }

    @Test
    void set_passesTheSecondStepOn() {
        slipway.run("traffic", "set", "--tier", "api", "--green", "10", "--force", "--take-over");

        assertThat(slipway.deeds.done).contains("shift api 90/10 set by hand force take-over");
    }

    @Test
    void promote_givesAllToTheNewColour() {
        assertThat(slipway.run("traffic", "promote", "--tier", "api")).isZero();

        assertThat(slipway.deeds.done).contains("shift api 0/100 promote");
        assertThat(slipway.err()).startsWith("Promote green: all requests to api-green, none to api-blue.");
    }

    @Test
    void abort_goesBackToTheColourThatHadAllOfThemLast() {
        slipway.deeds.traffic = TrafficSamples.with(List.of(
                TrafficSamples.move(Tier.API, 40, 60, 70, 30, "set by hand"),
                TrafficSamples.move(Tier.CLIENT, 0, 100, 100, 0, "abort"),
                TrafficSamples.move(Tier.API, 0, 100, 40, 60, "set by hand")));

        assertThat(slipway.run("traffic", "abort", "--tier", "api")).isZero();

        assertThat(slipway.deeds.done).contains("shift api 0/100 abort");
        assertThat(slipway.err()).startsWith("Abort: all requests back to api-green, none to api-blue.");
    }

    @Test
    void abort_goesToTheLargerWeight_whenNobodyEverHadAll() {
        slipway.deeds.traffic = TrafficSamples.with(List.of());

        slipway.run("traffic", "abort", "--tier", "api");

        assertThat(slipway.deeds.done).contains("shift api 100/0 abort");
    }

    @Test
    void set_saysSo_whenSomebodyMovedWithoutTheLock() {
        slipway.deeds.outcome = TrafficMove.Outcome.OVERTAKEN;

        slipway.run("traffic", "set", "--tier", "api", "--green", "10");

        assertThat(slipway.out()).contains("without the lock");
    }

    @Test
    void aMoveToAws_isRefused_whenNobodyConfirmsIt() {
        assertThat(slipway.run("traffic", "set", "--tier", "api", "--green", "10", "--target", "aws"))
                .isEqualTo(3);

        assertThat(slipway.deeds.done).noneMatch(deed -> deed.startsWith("shift"));
    }

    @Test
    void status_tellsTheLedger() {
        slipway.run("status");

        assertThat(slipway.out()).containsPattern("weights +api +in sync");
    }
}
