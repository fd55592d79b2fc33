package slipway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.FailureChain;
import slipway.operations.DeploymentRecord.Kind;
import slipway.operations.DeploymentRecord.Runner;
import slipway.operations.DeploymentRecord.State;
import slipway.ui.Samples;

class DeploymentLedgerTest {
    private static final EnvironmentName DEV = Samples.DEV;
    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    private static final String FAILURE = "/dev/failure";

    private final FakeCloud cloud = new FakeCloud();
    private final DeploymentLedger ledger = new DeploymentLedger(cloud, () -> NOW);

    @Test
    void failure_isRead_asItWasKept() {
        ledger.keepFailure(DEV, Samples.crash());

        assertThat(ledger.memory(DEV).failure()).contains(Samples.crash());
    }

    @Test
    void failure_isReadAsItWasKept_whenItsTextHasWhatSsmRefuses() {
        FailureChain crash = Samples.crash();
        List<String> lines = List.of("no value for {{resolve:ssm:/dev/key}}", "\\{{{{ }}}}", "{\"a\":{}}");
        var braced = new FailureChain(
                crash.at(),
                crash.service(),
                "no value for {{resolve:ssm:/dev/key}}",
                crash.stack(),
                crash.events(),
                crash.task(),
                lines,
                crash.followed(),
                crash.remedy());

        ledger.keepFailure(DEV, braced);

        assertThat(cloud.parameters.get(FAILURE)).doesNotContain("{{");
        assertThat(ledger.memory(DEV).failure()).contains(braced);
    }

    @Test
    void failure_isGone_whenItIsForgotten() {
        ledger.keepFailure(DEV, Samples.crash());

        ledger.forgetFailure(DEV);

        assertThat(ledger.memory(DEV).failure()).isEmpty();
    }

    @Test
    void failure_isGone_whenTheEnvironmentIsCleared() {
        ledger.keepFailure(DEV, Samples.crash());

        ledger.clear(DEV, true);

        assertThat(cloud.parameters).isEmpty();
    }

    @Test
    void failure_fitsAParameter_whenItsTextsAreLong() {
        FailureChain crash = Samples.crash();
        List<String> lines = IntStream.range(0, 20)
                .mapToObj(line -> line == 9 ? "boom ä (RuntimeError)" : "frame " + line + " é".repeat(190))
                .toList();
        ledger.keepFailure(
                DEV,
                new FailureChain(
                        crash.at(),
                        crash.service(),
                        "The process ended: boom ä (RuntimeError)",
                        crash.stack(),
                        Collections.nCopies(5, new ServiceEvent(NOW, "dev-api-blue", "said ".repeat(60))),
                        crash.task(),
                        lines,
                        crash.followed(),
                        crash.remedy()));

        assertThat(cloud.parameters.get(FAILURE).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(4096);
        FailureChain kept = ledger.memory(DEV).failure().orElseThrow();
        assertThat(kept.lines()).contains("boom ä (RuntimeError)");
        assertThat(kept.task()).isEqualTo(crash.task());
    }

    @Test
    void failure_fitsAParameter_whenEvenItsCauseIsLong() {
        ledger.keepFailure(
                DEV,
                FailureChain.of(NOW, "\"x\"\n".repeat(2000), List.of("y".repeat(9000)), "z".repeat(3000))
                        .in(
                                new FailureChain.StackLink("dev-data", "Redis", "CREATE_FAILED", "r".repeat(5000)),
                                List.of(),
                                "z".repeat(3000)));

        assertThat(cloud.parameters.get(FAILURE).length()).isLessThanOrEqualTo(4096);
        assertThat(ledger.memory(DEV).failure().orElseThrow().stackName()).isEqualTo("dev-data");
    }

    @Test
    void memory_holdsTheDeploymentToo_whenOneIsUnfinished() {
        DeploymentRecord record = record(DeploymentLedger.thisProcess(), State.RUNNING, NOW);
        ledger.write(DEV, record);

        assertThat(ledger.memory(DEV)).isEqualTo(new DeploymentLedger.Memory(Optional.of(record), Optional.empty()));
    }

    @Test
    void second_runner_doesNotBegin_whileOneIsNoted() {
        DeploymentRecord record = record(DeploymentLedger.thisProcess(), State.RUNNING, NOW);

        assertThat(ledger.begin(DEV, record)).isTrue();
        assertThat(ledger.begin(DEV, record)).isFalse();
    }

    @Test
    void runner_isAlive_whileThisProcessIsAtWorkOnTheRun() {
        DeploymentRecord record = record(DeploymentLedger.thisProcess(), State.RUNNING, Instant.EPOCH);

        DeploymentLedger.works(record.id());
        assertThat(ledger.isAlive(record)).isTrue();

        DeploymentLedger.leaves(record.id());
        assertThat(ledger.isAlive(record)).isFalse();
    }

    @Test
    void runner_isGone_whenItsPidBelongsToALaterProcess() {
        Runner self = DeploymentLedger.thisProcess();
        var earlier = new Runner(self.user(), self.host(), self.pid(), self.started() - 1);

        assertThat(ledger.isAlive(record(earlier, State.RUNNING, NOW))).isFalse();
    }

    @Test
    void runner_isGone_whenItLeft() {
        assertThat(ledger.isAlive(record(DeploymentLedger.thisProcess(), State.CANCELLED, NOW)))
                .isFalse();
    }

    @Test
    void runnerElsewhere_isAlive_untilItsLeaseIsOver() {
        var elsewhere = new Runner("ann", "another-machine.example", 1, 1);
        Instant last = NOW.minus(DeploymentLedger.LEASE).plus(Duration.ofSeconds(1));

        assertThat(ledger.isAlive(record(elsewhere, State.RUNNING, last))).isTrue();
    }

    @Test
    void runnerElsewhere_isGone_whenItsLeaseIsOver() {
        var elsewhere = new Runner("ann", "another-machine.example", 1, 1);

        assertThat(ledger.isAlive(record(elsewhere, State.RUNNING, NOW.minus(DeploymentLedger.LEASE))))
                .isFalse();
    }

    private static DeploymentRecord record(Runner runner, State state, Instant heartbeat) {
        return new DeploymentRecord(
                "12345678",
                Kind.DEPLOY,
                state,
                runner,
                NOW.minusSeconds(600),
                heartbeat,
                List.of("dev-network"),
                List.of(),
                List.of(),
                Map.of("Cpu", "512"),
                "/home/ann/app",
                "");
    }
}
