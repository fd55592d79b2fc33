package slipway.operations.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.operations.traffic.LocalTraffic.DEV;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.Cancellable;
import slipway.async.ManualTimer;
import slipway.async.Timer;
import slipway.model.Colour;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLedger;
import slipway.model.TrafficMove;
import slipway.model.Weights;
import slipway.operations.traffic.TrafficSession.State;

/** A drag on the local cloud's own balancers and stacks, at a time that the test moves. */
@Timeout(120)
class TrafficSessionTest {
    private static final TrafficWriter KIM =
            new TrafficWriter("kim@desk, slider", TrafficWriter.here("test").runner());

    @TempDir
    Path folder;

    private final ManualTimer time = new ManualTimer();
    private final List<State> states = new ArrayList<>();
    private LocalTraffic traffic;
    private TrafficSession session;

    @BeforeEach
    void start() throws Exception {
        traffic = new LocalTraffic(folder);
        traffic.healthy(Tier.API, Colour.GREEN, 2);
        // Pauses of the session are the test's to end; those in which the cloud works pass by themselves.
        Timer timer = new Timer() {
            @Override
            public Cancellable after(Duration delay, Runnable action) {
                return settling() ? traffic.timer.after(delay, action) : time.after(delay, action);
            }

            @Override
            public Cancellable every(Duration period, Runnable action) {
                return time.every(period, action);
            }
        };
        session = new TrafficShifter(traffic.cloud, timer, time).session(DEV, KIM, states::add);
    }

    private boolean settling() {
        return !states.isEmpty() && states.getLast() instanceof State.Settling;
    }

    @AfterEach
    void stop() {
        traffic.close();
    }

    private void drag(int green) {
        session.move(Tier.API, Weights.green(green), "set by hand", Consent.NONE);
    }

    private long modifications() {
        return traffic.writes.stream().filter("modifyRule"::equals).count();
    }

    @Test
    void firstMove_isInTheRuleAtOnce() {
        drag(5);
        time.advance(Duration.ZERO);

        assertThat(traffic.live(Tier.API)).isEqualTo(Weights.green(5));
        assertThat(states).containsExactly(new State.Moved(Tier.API, Weights.green(5)));
    }

    @Test
    void movesWithinASecond_becomeOneChange_withTheLastWish() {
        drag(1);
        time.advance(Duration.ZERO);
        for (int green = 2; green <= 30; green++) {
            drag(green);
            time.advance(Duration.ofMillis(10));
        }
        assertThat(modifications()).isEqualTo(1);

        time.advance(TrafficSession.PACE.minusMillis(290));

        assertThat(modifications()).isEqualTo(2);
        assertThat(traffic.live(Tier.API)).isEqualTo(Weights.green(30));
    }

    @Test
    void moves_areWrittenDown_whenTheSliderRests_andTheLockIsFree() {
        drag(10);
        time.advance(Duration.ZERO);
        drag(30);
        time.advance(TrafficSession.PACE);
        assertThat(traffic.recorded(Tier.API)).isEqualTo(Weights.green(0));
        assertThat(new TrafficLock(traffic.cloud, DEV).read()).isPresent();

        time.advance(WeightWriter.QUIET);

        assertThat(traffic.recorded(Tier.API)).isEqualTo(Weights.green(30));
        assertThat(new TrafficLock(traffic.cloud, DEV).read()).isEmpty();
        assertThat(states.getLast()).isInstanceOf(State.Idle.class);
        List<TrafficMove> history = new TrafficReader(traffic.cloud).read(DEV).history();
        assertThat(history).singleElement().satisfies(move -> {
            assertThat(move.from()).isEqualTo(Weights.green(0));
            assertThat(move.to()).isEqualTo(Weights.green(30));
            assertThat(move.who()).isEqualTo("kim@desk, slider");
        });
    }

    @Test
    void reader_tellsWhoIsSettling_whileTheLockIsHeld() {
        drag(10);
        time.advance(Duration.ZERO);

        assertThat(new TrafficReader(traffic.cloud).ledger(DEV))
                .containsEntry(Tier.API, new TrafficLedger.Settling(Optional.of("kim@desk, slider")));
    }

    @Test
    void refusedMove_changesNothing_andLeavesNoLock() {
        traffic.healthy(Tier.API, Colour.GREEN, 0);
        drag(10);
        time.advance(Duration.ZERO);

        assertThat(states)
                .containsExactly(new State.Refused(
                        Tier.API,
                        Weights.green(10),
                        List.of(new TrafficGuard.NoHealthyTarget(Tier.API, Colour.GREEN, 0))));
        assertThat(new TrafficLock(traffic.cloud, DEV).read()).isEmpty();
        assertThat(modifications()).isZero();
    }

    @Test
    void refusedMove_afterOthers_leavesThoseToBeWrittenDown() {
        drag(10);
        time.advance(Duration.ZERO);
        traffic.healthy(Tier.API, Colour.GREEN, 0);
        drag(20);
        time.advance(TrafficSession.PACE);
        assertThat(states.getLast()).isInstanceOf(State.Refused.class);

        time.advance(WeightWriter.QUIET);

        assertThat(traffic.recorded(Tier.API)).isEqualTo(Weights.green(10));
        assertThat(new TrafficLock(traffic.cloud, DEV).read()).isEmpty();
    }

    @Test
    void takenOver_isTold_andStops() {
        drag(10);
        time.advance(Duration.ZERO);
        new TrafficLock(traffic.cloud, DEV)
                .take(new TrafficWriter("ann@laptop, command line", KIM.runner()), "move api to 40/60", true);
        drag(20);
        time.advance(TrafficSession.PACE);

        assertThat(states.getLast())
                .isInstanceOfSatisfying(
                        State.Failed.class,
                        failed -> assertThat(failed.failure().message())
                                .contains("taken over by ann@laptop, command line, to move api to 40/60"));
        assertThat(traffic.live(Tier.API)).isEqualTo(Weights.green(10));
        assertThat(new TrafficLock(traffic.cloud, DEV).read().orElseThrow().owner())
                .isEqualTo("ann@laptop, command line");
    }

    @Test
    void both_tiers_areMovedUnderOneLock() {
        traffic.healthy(Tier.CLIENT, Colour.GREEN, 2);
        drag(10);
        session.move(Tier.CLIENT, Weights.green(20), "set by hand", Consent.NONE);
        time.advance(Duration.ZERO);
        time.advance(WeightWriter.QUIET);

        assertThat(traffic.recorded(Tier.API)).isEqualTo(Weights.green(10));
        assertThat(traffic.recorded(Tier.CLIENT)).isEqualTo(Weights.green(20));
    }
}
