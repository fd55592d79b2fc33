package slipway.operations.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static slipway.operations.traffic.LocalTraffic.DEV;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.model.Colour;
import slipway.model.FailureException;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLedger;
import slipway.model.TrafficMove;
import slipway.model.TrafficMove.Outcome;
import slipway.model.TrafficRefusedException;
import slipway.model.TrafficStatus;
import slipway.model.Weights;
import slipway.operations.DeploymentLedger;

/** Moves on the local cloud's own balancers and stacks. */
@Timeout(120)
class TrafficShifterTest {
    private static final TrafficWriter KIM =
            new TrafficWriter("kim@desk, test", TrafficWriter.here("test").runner());
    private static final TrafficWriter ANN =
            new TrafficWriter("ann@laptop, test", TrafficWriter.here("test").runner());
    private static final Weights THIRTY = Weights.green(30);

    @TempDir
    Path folder;

    private LocalTraffic traffic;
    private TrafficShifter shifter;
    private TrafficReader reader;

    @BeforeEach
    void start() throws Exception {
        traffic = new LocalTraffic(folder);
        shifter = new TrafficShifter(traffic.cloud, traffic.timer, InstantSource.system());
        reader = new TrafficReader(traffic.cloud);
    }

    @AfterEach
    void stop() {
        traffic.close();
    }

    private TrafficMove shift(Weights to, TrafficWriter writer, Consent consent) {
        return shifter.shift(DEV, Tier.API, to, "set by hand", writer, consent, from -> {});
    }

    private TrafficMove shift(Weights to) {
        return shift(to, KIM, Consent.NONE);
    }

    @Test
    void move_isInTheRuleAndInTheLedger_andInTheHistory() {
        traffic.healthy(Tier.API, Colour.GREEN, 2);

        TrafficMove moved = shift(THIRTY);

        assertThat(moved.outcome()).isEqualTo(Outcome.SETTLED);
        assertThat(traffic.live(Tier.API)).isEqualTo(THIRTY);
        assertThat(traffic.recorded(Tier.API)).isEqualTo(THIRTY);
        assertThat(traffic.live(Tier.CLIENT)).isEqualTo(Weights.green(0));
        TrafficStatus status = reader.read(DEV);
        assertThat(status.history()).containsExactly(whole(moved));
        assertThat(status.lock()).isEmpty();
        assertThat(status.tier(Tier.API).orElseThrow().ledger()).isEqualTo(new TrafficLedger.InSync());
    }

    /** As the history keeps it. */
    private static TrafficMove whole(TrafficMove moved) {
        return new TrafficMove(
                moved.at().truncatedTo(ChronoUnit.SECONDS),
                moved.who(),
                moved.tier(),
                moved.from(),
                moved.to(),
                moved.why(),
                moved.outcome());
    }

    @Test
    void move_sendsOneModification_andOneUpdate() {
        traffic.healthy(Tier.API, Colour.GREEN, 2);

        shift(THIRTY);

        assertThat(traffic.writes).containsExactly("modifyRule", "updateStack");
    }

    @Test
    void green_getsNothing_whileItIsEmpty() {
        var refused = catchThrowableOfType(TrafficRefusedException.class, () -> shift(Weights.green(10)));

        assertThat(refused.guards()).containsExactly(new TrafficGuard.NoHealthyTarget(Tier.API, Colour.GREEN, 0));
        assertThat(refused.forbidden()).isTrue();
        assertThat(traffic.writes).isEmpty();
        assertThat(reader.read(DEV).lock()).isEmpty();
    }

    @Test
    void green_getsNothing_whileItIsEmpty_evenByForce() {
        assertThatThrownBy(() -> shift(Weights.green(10), KIM, new Consent(true, true)))
                .isInstanceOf(TrafficRefusedException.class);

        assertThat(traffic.live(Tier.API)).isEqualTo(Weights.green(0));
    }

    @Test
    void nobody_isNoTarget() {
        var refused = catchThrowableOfType(TrafficRefusedException.class, () -> shift(new Weights(0, 0)));

        assertThat(refused.guards()).containsExactly(new TrafficGuard.NothingWeighted(Tier.API));
    }

    @Test
    void requests_mayBeTakenAway_fromAColourThatIsDead() {
        traffic.healthy(Tier.API, Colour.GREEN, 2);
        shift(THIRTY);
        traffic.healthy(Tier.API, Colour.GREEN, 0);

        assertThat(shift(Weights.green(10)).outcome()).isEqualTo(Outcome.SETTLED);
    }

    @Test
    void drift_isTold_andRepairedByTheNextMove() {
        traffic.healthy(Tier.API, Colour.GREEN, 2);
        traffic.moveBehind(Tier.API, Weights.green(7));

        assertThat(reader.ledger(DEV))
                .containsEntry(Tier.API, new TrafficLedger.Drifted(Weights.green(0), Optional.empty()))
                .containsEntry(Tier.CLIENT, new TrafficLedger.InSync());

        shift(Weights.green(7));

        assertThat(traffic.writes).containsExactly("updateStack");
        assertThat(reader.ledger(DEV)).containsEntry(Tier.API, new TrafficLedger.InSync());
    }

    @Test
    void ofTwoWriters_oneWins_andTheOtherIsToldByWhom() {
        traffic.healthy(Tier.API, Colour.GREEN, 2);
        var second = new AtomicReference<Throwable>();
        traffic.after = call -> {
            if (call.equals("modifyRule") && second.get() == null) {
                second.set(catchThrowableOfType(
                        TrafficRefusedException.class, () -> shift(Weights.green(80), ANN, Consent.FORCE)));
            }
        };

        assertThat(shift(THIRTY).outcome()).isEqualTo(Outcome.SETTLED);

        assertThat(second.get()).hasMessageContaining("held by kim@desk, test");
        assertThat(traffic.live(Tier.API)).isEqualTo(THIRTY);
        assertThat(traffic.recorded(Tier.API)).isEqualTo(THIRTY);
    }

    @Test
    void whoeverIsTakenOver_stops_andTheOthersMoveStands() {
        traffic.healthy(Tier.API, Colour.GREEN, 2);
        var once = new AtomicBoolean();
        traffic.after = call -> {
            if (call.equals("modifyRule") && once.compareAndSet(false, true)) {
                shift(Weights.green(80), ANN, new Consent(false, true));
            }
        };

        assertThatThrownBy(() -> shift(THIRTY))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("Nothing more was moved");

        assertThat(traffic.live(Tier.API)).isEqualTo(Weights.green(80));
        assertThat(traffic.recorded(Tier.API)).isEqualTo(Weights.green(80));
        assertThat(reader.read(DEV).lock()).isEmpty();
    }

    @Test
    void move_isRepeated_whenCloudFormationTakesItBack() {
        traffic.healthy(Tier.API, Colour.GREEN, 2);
        traffic.failNextUpdate.set(true);

        TrafficMove moved = shift(THIRTY);

        assertThat(traffic.failNextUpdate).isFalse();
        assertThat(moved.outcome()).isEqualTo(Outcome.REPAIRED);
        assertThat(traffic.live(Tier.API)).isEqualTo(THIRTY);
        assertThat(traffic.recorded(Tier.API)).isEqualTo(THIRTY);
    }

    @Test
    void ledger_followsTheRule_whenSomebodyMovesItWithoutTheLock() {
        traffic.healthy(Tier.API, Colour.GREEN, 2);
        var once = new AtomicBoolean();
        traffic.after = call -> {
            if (call.equals("modifyRule") && once.compareAndSet(false, true)) {
                traffic.moveBehind(Tier.API, Weights.green(44));
            }
        };

        TrafficMove moved = shift(THIRTY);

        assertThat(moved.outcome()).isEqualTo(Outcome.OVERTAKEN);
        assertThat(moved.to()).isEqualTo(Weights.green(44));
        assertThat(traffic.recorded(Tier.API)).isEqualTo(Weights.green(44));
    }

    @Test
    void deletion_findsBothParametersBelowTheEnvironmentsName() {
        traffic.healthy(Tier.API, Colour.GREEN, 2);
        shift(THIRTY);

        new DeploymentLedger(traffic.cloud, InstantSource.system()).clear(DEV, false);

        assertThat(reader.read(DEV).history()).isEqualTo(List.of());
    }
}
