package slipway.operations.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;
import slipway.model.Tier;
import slipway.model.TrafficLease;
import slipway.model.TrafficMove;
import slipway.model.TrafficRefusedException;
import slipway.model.Weights;
import slipway.operations.DeploymentRecord.Runner;
import slipway.operations.FakeCloud;

/** The two parameters: who may write, and what was written. */
class TrafficLockTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final String NAME = "/dev/traffic-lock";
    private static final TrafficWriter KIM =
            new TrafficWriter("kim@desk, slider", TrafficWriter.here("test").runner());
    private static final TrafficWriter ANN =
            new TrafficWriter("ann@laptop, slider", new Runner("ann", "another-machine.example", 1, 1));

    private final FakeCloud cloud = new FakeCloud();
    private final TrafficLock lock = new TrafficLock(cloud, DEV);

    @Test
    void second_isToldWhoHoldsIt_sinceWhen_andWhatFor() {
        lock.take(KIM, "move api to 70/30", false);

        assertThatThrownBy(() -> lock.take(ANN, "move api to 0/100", false))
                .isInstanceOf(TrafficRefusedException.class)
                .hasMessage("The weights are held by kim@desk, slider, since 2026-01-01T12:00:00Z to move api to 70/30."
                        + " Wait, or take over.");
    }

    @Test
    void lock_isTaken_onceItRanOut() {
        TrafficLease held = lock.take(ANN, "move api to 70/30", false);
        age(held, TrafficLock.TERM);

        assertThat(lock.take(KIM, "move api to 0/100", false).owner()).isEqualTo(KIM.owner());
        assertThatThrownBy(() -> lock.check(held)).isInstanceOf(FailureException.class);
    }

    @Test
    void lock_isTaken_whenItsHolderIsGone() {
        Runner self = KIM.runner();
        lock.take(
                new TrafficWriter("kim@desk, slider", new Runner(self.user(), self.host(), self.pid(), 1)),
                "move api to 70/30",
                false);

        assertThat(lock.read().orElseThrow().abandoned()).isTrue();
        assertThat(lock.take(ANN, "move api to 0/100", false).owner()).isEqualTo(ANN.owner());
    }

    @Test
    void lock_isNotGivenBack_byWhoLostIt() {
        TrafficLease lost = lock.take(KIM, "move api to 70/30", false);
        lock.take(ANN, "move api to 0/100", true);

        lock.giveBack(lost);

        assertThat(lock.read().orElseThrow().owner()).isEqualTo(ANN.owner());
    }

    @Test
    void holder_pushesTheEndOn_whileItWorks() {
        TrafficLease held = lock.take(KIM, "move api to 70/30", false);
        age(held, TrafficLock.TERM.dividedBy(2).plusSeconds(1));

        lock.check(held);

        assertThat(lock.read().orElseThrow().expires()).isEqualTo(cloud.now().plus(TrafficLock.TERM));
    }

    @Test
    void foreignText_isNamed() {
        cloud.parameters.put(NAME, "mine!");

        assertThatThrownBy(() -> lock.take(KIM, "move api to 70/30", false))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining(NAME)
                .hasMessageContaining("remove it");
    }

    /** As if it had been taken that much earlier. */
    private void age(TrafficLease held, Duration by) {
        cloud.parameters.computeIfPresent(
                NAME,
                (name, text) -> text.replace(
                        held.expires().toString(), held.expires().minus(by).toString()));
    }

    @Test
    void history_isReadAsItWasWritten_newestFirst() {
        var history = new TrafficHistory(cloud, DEV);
        history.note(move(1), false);
        history.note(move(2), false);

        assertThat(history.read()).containsExactly(move(2), move(1));
    }

    @Test
    void history_replacesWhatWasNotedBeforeItsEndWasKnown() {
        var history = new TrafficHistory(cloud, DEV);
        history.note(move(1), false);
        TrafficMove begun = new TrafficMove(
                move(2).at(),
                move(2).who(),
                Tier.CLIENT,
                move(2).from(),
                move(2).to(),
                "x",
                TrafficMove.Outcome.UNSETTLED);
        history.note(begun, false);

        history.note(move(2), true);

        assertThat(history.read()).containsExactly(move(2), move(1));
    }

    @Test
    void history_holdsFiftyMoves_ofTwoPeople() {
        List<TrafficMove> moves =
                IntStream.range(0, 60).mapToObj(TrafficLockTest::move).toList();

        String text = TrafficHistory.text(moves);

        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
        assertThat(TrafficHistory.parsed("x", text)).isEqualTo(moves.subList(0, 50));
    }

    @Test
    void history_forgetsTheOldest_whenNamesAreTooLong() {
        List<TrafficMove> moves = IntStream.range(0, 50)
                .mapToObj(number -> new TrafficMove(
                        move(number).at(),
                        "someone-" + number + "@" + "x".repeat(200),
                        Tier.API,
                        Weights.green(0),
                        Weights.green(1),
                        "set by hand",
                        TrafficMove.Outcome.SETTLED))
                .toList();

        List<TrafficMove> kept = TrafficHistory.parsed("x", TrafficHistory.text(moves));

        assertThat(kept).hasSizeBetween(10, 20).isEqualTo(moves.subList(0, kept.size()));
    }

    private static TrafficMove move(int number) {
        return new TrafficMove(
                Instant.ofEpochSecond(1_800_000_000L + number),
                number % 2 == 0 ? KIM.owner() : ANN.owner(),
                number % 3 == 0 ? Tier.API : Tier.CLIENT,
                Weights.green(number % 100),
                Weights.green((number + 7) % 100),
                "set by hand",
                TrafficMove.Outcome.SETTLED);
    }
}
