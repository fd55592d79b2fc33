package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import slipway.async.AdvancingTimer;
import slipway.async.Cancellation;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.GuardReading;
import slipway.model.ImageVersion;
import slipway.model.Release;
import slipway.model.Release.Kind;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.Release.Wish;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficRefusedException;
import slipway.model.Weights;
import slipway.operations.DeploymentLedger;
import slipway.operations.FakeCloud;
import slipway.operations.rollout.ReleaseLedger.Wished;

class ReleaseRunTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final ImageVersion OLD = new ImageVersion("r/dev/api:v1", "v1");
    private static final ImageVersion NEW = new ImageVersion("r/dev/api:v2", "v2");
    private static final Duration BAKE = Duration.ofMinutes(3);
    private static final Duration KEEP = Duration.ofMinutes(10);

    private final AdvancingTimer time = new AdvancingTimer();
    private final FakeCloud cloud = new FakeCloud();
    private final ReleaseLedger ledger = new ReleaseLedger(cloud, time, DEV, Tier.API);
    private final List<Release> seen = new ArrayList<>();
    private final FakeStage stage = new FakeStage();
    private final Cancellation cancellation = new Cancellation();

    /** A tier in memory; a thousand requests a minute on its rule unless told otherwise. */
    private final class FakeStage implements Stage {
        private final List<String> deeds = new ArrayList<>();
        private Weights weights = Weights.all(Colour.BLUE);
        private boolean locked;
        private boolean heldByOther;
        private double perMinute = 1000;
        private double sent;
        private double failing;
        private Instant since = Instant.EPOCH;
        private Runnable whenMoved = () -> {};
        private Runnable whenRolled = () -> {};
        private Optional<String> smoke = Optional.empty();
        private boolean guardFires;
        private Optional<FailureException> rolling = Optional.empty();

        @Override
        public Instant now() {
            return time.instant();
        }

        @Override
        public Duration real(Duration duration) {
            return duration;
        }

        @Override
        public Duration pace() {
            return Duration.ofSeconds(5);
        }

        @Override
        public void lock() {
            if (heldByOther) {
                throw new TrafficRefusedException(List.of(new TrafficGuard.NotReleasable(Tier.API, "held by kim")));
            }
            locked = true;
            deeds.add("lock");
        }

        @Override
        public void renew() {
            if (!locked) {
                throw new FailureException(new Failure.Rejected("taken over by kim", ""));
            }
        }

        @Override
        public void unlock() {
            locked = false;
            deeds.add("unlock");
        }

        @Override
        public Weights weights() {
            return weights;
        }

        @Override
        public void move(Weights to, String why) {
            assertThat(locked).isTrue();
            weights = to;
            since = time.instant();
            deeds.add("move " + to);
            whenMoved.run();
        }

        @Override
        public void settle() {
            deeds.add("settle");
        }

        @Override
        public void publish(Cancellation inner, Consumer<String> said) {
            deeds.add("publish");
            said.accept("#7 exporting layers");
        }

        @Override
        public void roll(Cancellation inner) {
            deeds.add("roll");
            whenRolled.run();
            rolling.ifPresent(failed -> {
                throw failed;
            });
        }

        @Override
        public void finish() {
            deeds.add("finish");
        }

        @Override
        public void retire(Colour colour) {
            assertThat(locked).isTrue();
            deeds.add("retire " + colour.label());
        }

        @Override
        public Optional<String> smoke(Cancellation inner) {
            deeds.add("smoke");
            return smoke;
        }

        @Override
        public GuardReading guard() {
            return new GuardReading(
                    "dev-api-green-guard",
                    guardFires ? GuardReading.State.FIRING : GuardReading.State.QUIET,
                    List.of(new GuardReading.Figure(
                            "dev-api-green-5xx", "5xx of green", OptionalDouble.of(31.4), 5, "%", true, guardFires)),
                    BAKE,
                    time.instant());
        }

        @Override
        public Counted counted(Instant from) {
            double minutes = Duration.between(since, time.instant()).toMillis() / 60_000.0;
            long requests = Math.round(minutes * (perMinute + sent * 60) * weights.share(Colour.GREEN));
            return new Counted(requests, Math.round(requests * failing), time.instant());
        }

        @Override
        public void send(double perSecond) {
            sent = perSecond;
            deeds.add(perSecond > 0 ? "send" : "send no more");
        }
    }

    private Release release(Kind kind, ImageVersion previous, List<Integer> shift, boolean sends) {
        return release(kind, previous, new ReleaseTerms(shift, BAKE, KEEP, sends));
    }

    private Release release(Kind kind, ImageVersion previous, ReleaseTerms terms) {
        return new Release(
                "r1",
                Tier.API,
                kind,
                Colour.GREEN,
                NEW,
                previous,
                terms,
                terms.shift().stream()
                        .map(percent -> new Step(percent, Optional.empty(), Optional.empty(), 0))
                        .toList(),
                Phase.PUBLISHING,
                "kim@desk, test",
                true,
                time.instant(),
                time.instant(),
                Optional.empty(),
                "",
                0,
                0);
    }

    private Release run(Integer... shift) {
        return run(release(Kind.RELEASE, OLD, List.of(shift), false), Optional.empty());
    }

    private Release run(Release release, Optional<Wished> wished) {
        var entry = new ReleaseLedger.Entry(release, List.of(OLD), DeploymentLedger.thisProcess(), true);
        ledger.write(entry);
        return go(entry, wished);
    }

    /** As another process that takes over what the ledger says. */
    private Release goOn(Wish wish) {
        ReleaseLedger.Entry left = ledger.read().orElseThrow();
        assertThat(left.release().wishes()).contains(wish);
        return go(left, Optional.of(new Wished(wish, "alex")));
    }

    private Release go(ReleaseLedger.Entry entry, Optional<Wished> wished) {
        try (var book = new ReleaseBook(ledger, time, time, entry, seen::add)) {
            return new ReleaseRun(book, stage, time, cancellation).carryOut(wished);
        }
    }

    private List<Phase> phases() {
        return seen.stream().map(Release::phase).distinct().toList();
    }

    private void wish(Wish wish) {
        ledger.wish("r1", wish, "alex");
    }

    @Test
    void release_ofAGoodVersion_takesEveryStepThenRetiresTheOldColourAtItsDeadline() {
        Release ended = run(5, 25, 50, 100);

        assertThat(ended.phase()).isEqualTo(Phase.DONE);
        assertThat(stage.deeds)
                .containsExactly(
                        "lock",
                        "publish",
                        "roll",
                        "smoke",
                        "roll",
                        "move 95/5",
                        "settle",
                        "roll",
                        "move 75/25",
                        "settle",
                        "roll",
                        "move 50/50",
                        "settle",
                        "roll",
                        "move 0/100",
                        "settle",
                        "unlock",
                        "finish",
                        "lock",
                        "retire blue",
                        "unlock");
        assertThat(phases())
                .containsExactly(
                        Phase.PUBLISHING,
                        Phase.ROLLING,
                        Phase.TESTING,
                        Phase.SHIFTING,
                        Phase.KEEPING,
                        Phase.RETIRING,
                        Phase.DONE);
        assertThat(ledger.read().orElseThrow().served()).containsExactly(NEW, OLD);
        Instant all = ended.steps().getLast().moved().orElseThrow();
        assertThat(Duration.between(all, ended.changed())).isGreaterThanOrEqualTo(KEEP);
        assertThat(ended.steps())
                .allSatisfy(step -> assertThat(Duration.between(
                                step.moved().orElseThrow(), step.passed().orElseThrow()))
                        .isGreaterThanOrEqualTo(BAKE));
    }

    @Test
    void release_whileTheImageIsBuilt_passesOnWhatTheBuilderSaysAndWritesNoneOfItDown() {
        stage.whenRolled =
                () -> assertThat(ledger.read().orElseThrow().release().reason()).isEmpty();

        Release ended = run(100);

        assertThat(seen)
                .filteredOn(release -> release.phase() == Phase.PUBLISHING)
                .extracting(Release::reason)
                .containsExactly("#7 exporting layers");
        assertThat(ended.reason()).isEmpty();
    }

    @Test
    void release_thatKeepsTheOldColourForLessThanItIsWatched_saysWhenItGoes() {
        var terms = new ReleaseTerms(List.of(100), BAKE, Duration.ofSeconds(30), false);

        Release ended = run(release(Kind.RELEASE, OLD, terms), Optional.empty());

        assertThat(ended.phase()).isEqualTo(Phase.DONE);
        Release kept = seen.stream()
                .filter(now -> now.phase() == Phase.KEEPING)
                .findFirst()
                .orElseThrow();
        Instant all = kept.steps().getLast().moved().orElseThrow();
        assertThat(kept.retireAt()).contains(all.plus(BAKE));
    }

    @Test
    void release_whenTheGuardFires_goesBackAtOnceAndRetiresTheNewColour() {
        stage.failing = 1 / 3.0;
        stage.whenMoved = () -> stage.guardFires = stage.weights.green() == 25;

        Release ended = run(25, 100);

        assertThat(ended.phase()).isEqualTo(Phase.RETURNED);
        assertThat(stage.weights).isEqualTo(Weights.all(Colour.BLUE));
        assertThat(stage.deeds)
                .containsExactly(
                        "lock",
                        "publish",
                        "roll",
                        "smoke",
                        "roll",
                        "move 75/25",
                        "settle",
                        "move 100/0",
                        "settle",
                        "retire green",
                        "unlock");
        assertThat(ended.reason()).contains("dev-api-green-guard").contains("dev-api-green-5xx: 31.4 %, allowed 5 %");
        assertThat(stage.locked).isFalse();
        assertThat(ledger.read().orElseThrow().served()).containsExactly(OLD);
    }

    @Test
    void release_whoseAlarmIsSilent_isJudgedByItsOwnCount() {
        stage.perMinute = 80;
        stage.failing = 1 / 3.0;

        Release ended = run(25, 100);

        assertThat(ended.phase()).isEqualTo(Phase.RETURNED);
        assertThat(ended.reason()).contains("requests to api-green failed, more than 5 %");
    }

    @Test
    void release_withoutTraffic_stopsAtNotEnough() {
        stage.perMinute = 0;

        Release ended = run(25, 100);

        assertThat(ended.phase()).isEqualTo(Phase.PAUSED);
        assertThat(ended.reason()).startsWith("Not enough traffic: 0 of the 50 requests");
        assertThat(stage.weights).isEqualTo(new Weights(75, 25));
        assertThat(stage.locked).isFalse();
    }

    @Test
    void release_withoutTraffic_sendsItsOwnWhereAllowed() {
        stage.perMinute = 0;

        Release ended = run(release(Kind.RELEASE, OLD, List.of(5, 100), true), Optional.empty());

        assertThat(ended.phase()).isEqualTo(Phase.DONE);
        assertThat(stage.deeds).contains("send", "send no more");
        assertThat(stage.sent).isZero();
    }

    @Test
    void release_whoseShiftDoesNotEndInAll_stopsThereAndCanBePromoted() {
        Release ended = run(30);

        assertThat(ended.phase()).isEqualTo(Phase.PAUSED);
        assertThat(ended.reason()).isEqualTo("Paused at 30 %, as planned: both colours stay.");
        assertThat(ended.wishes()).containsExactly(Wish.PROMOTE, Wish.ABORT);

        Release promoted = goOn(Wish.PROMOTE);

        assertThat(promoted.phase()).isEqualTo(Phase.DONE);
        assertThat(stage.weights).isEqualTo(Weights.all(Colour.GREEN));
    }

    @Test
    void release_thatIsPaused_goesOnWhereItStood() {
        stage.whenMoved = () -> {
            if (stage.weights.green() == 25) {
                wish(Wish.PAUSE);
            }
        };
        Release paused = run(25, 50, 100);
        assertThat(paused.phase()).isEqualTo(Phase.PAUSED);
        assertThat(paused.reason()).isEqualTo("Paused by alex.");
        stage.whenMoved = () -> {};
        stage.deeds.clear();

        Release ended = goOn(Wish.CONTINUE);

        assertThat(ended.phase()).isEqualTo(Phase.DONE);
        assertThat(stage.deeds).startsWith("lock", "roll", "move 75/25", "settle", "roll", "move 50/50");
        assertThat(stage.deeds).doesNotContain("publish", "smoke");
    }

    @Test
    void release_thatIsCancelledWhereItRuns_isPausedByWhoeverRanIt() {
        stage.whenMoved = cancellation::cancel;

        Release ended = run(25, 100);

        assertThat(ended.phase()).isEqualTo(Phase.PAUSED);
        assertThat(ended.reason()).isEqualTo("Paused by kim@desk, test.");
        assertThat(stage.weights).isEqualTo(Weights.green(25));
    }

    @Test
    void release_thatIsPromoted_leavesTheRestOfTheStepsOut() {
        stage.whenMoved = () -> {
            if (stage.weights.green() == 5) {
                wish(Wish.PROMOTE);
            }
        };

        Release ended = run(5, 25, 50, 100);

        assertThat(ended.phase()).isEqualTo(Phase.DONE);
        assertThat(stage.deeds).filteredOn(deed -> deed.startsWith("move")).containsExactly("move 95/5", "move 0/100");
        assertThat(ended.steps()).extracting(Step::percent).containsExactly(5, 100);
    }

    @Test
    void release_thatIsPromotedWhileItIsRolled_goesToEverythingAfterItsSmokeTest() {
        stage.whenRolled = () -> {
            stage.whenRolled = () -> {};
            wish(Wish.PROMOTE);
        };

        Release ended = run(5, 100);

        assertThat(ended.phase()).isEqualTo(Phase.DONE);
        assertThat(stage.deeds).filteredOn(deed -> deed.startsWith("move")).containsExactly("move 0/100");
        assertThat(stage.deeds).contains("smoke");
    }

    @Test
    void release_thatIsAbortedWhileItIsRolled_retiresTheNewColourAndMovesNothing() {
        stage.whenRolled = () -> wish(Wish.ABORT);

        Release ended = run(5, 100);

        assertThat(ended.phase()).isEqualTo(Phase.RETURNED);
        assertThat(ended.reason()).isEqualTo("Aborted by alex. It had no requests.");
        assertThat(stage.deeds).containsExactly("lock", "publish", "roll", "settle", "retire green", "unlock");
    }

    @Test
    void release_thatGoesBackBeforeItsFirstRequest_saysSo() {
        stage.perMinute = 0;
        stage.whenMoved = () -> wish(Wish.ABORT);

        Release ended = run(25, 100);

        assertThat(ended.phase()).isEqualTo(Phase.RETURNED);
        assertThat(ended.reason()).isEqualTo("Aborted by alex. It had no requests.");
    }

    @Test
    void release_whoseColourDoesNotComeUp_failsAndMovesNothing() {
        stage.rolling = Optional.of(new FailureException(new Failure.Rejected("api-green dies at boot", "")));

        assertThatThrownBy(() -> run(5, 100)).hasMessageContaining("api-green dies at boot");

        Release ended = ledger.read().orElseThrow().release();
        assertThat(ended.phase()).isEqualTo(Phase.FAILED);
        assertThat(ended.reason()).isEqualTo("api-green dies at boot");
        assertThat(stage.weights).isEqualTo(Weights.all(Colour.BLUE));
        assertThat(stage.locked).isFalse();
    }

    @Test
    void release_whoseSmokeTestFails_goesBackBeforeAnyWeight() {
        stage.smoke = Optional.of("500 The api failed at this request.");

        Release ended = run(5, 100);

        assertThat(ended.phase()).isEqualTo(Phase.RETURNED);
        assertThat(ended.reason()).startsWith("The smoke test failed: 500");
        assertThat(stage.deeds).doesNotContain("move 95/5").contains("retire green");
    }

    @Test
    void release_whenSomebodyTakesTheLockOver_stopsWhereItIs() {
        stage.whenMoved = () -> stage.locked = false;

        Release ended = run(25, 100);

        assertThat(ended.phase()).isEqualTo(Phase.PAUSED);
        assertThat(ended.reason()).contains("taken over by kim");
        assertThat(stage.weights).isEqualTo(new Weights(75, 25));
    }

    @Test
    void release_whenTheGuardFiresAfterEverythingMoved_goesBackStill() {
        stage.whenMoved = () -> stage.guardFires = stage.weights.green() == 100;

        Release ended = run(100);

        assertThat(ended.phase()).isEqualTo(Phase.RETURNED);
        assertThat(stage.weights).isEqualTo(Weights.all(Colour.BLUE));
        assertThat(stage.deeds).endsWith("lock", "move 100/0", "settle", "retire green", "unlock");
    }

    @Test
    void release_thatIsCancelledWhileTheOldColourIsKept_leavesTheDeadlineToWhoeverContinuesIt() {
        stage.whenMoved = () -> {};
        var entry = new ReleaseLedger.Entry(
                release(Kind.RELEASE, OLD, List.of(100), false), List.of(OLD), DeploymentLedger.thisProcess(), true);
        ledger.write(entry);
        try (var book = new ReleaseBook(ledger, time, time, entry, now -> {
            if (now.phase() == Phase.KEEPING && now.steps().getLast().passed().isPresent()) {
                cancellation.cancel();
            }
        })) {
            Release left = new ReleaseRun(book, stage, time, cancellation).carryOut(Optional.empty());
            assertThat(left.phase()).isEqualTo(Phase.KEEPING);
        }
        Release shown = ledger.read().orElseThrow().release();
        assertThat(shown.isInterrupted()).isTrue();
        assertThat(shown.retireAt()).isPresent();
        assertThat(stage.deeds).doesNotContain("retire blue");
        assertThat(shown.wishes()).containsExactly(Wish.CONTINUE, Wish.ABORT);
    }

    @Test
    void release_whoseOldColourGotWeightAgain_doesNotRetireIt() {
        stage.whenMoved = () -> {};
        var entry = new ReleaseLedger.Entry(
                release(Kind.RELEASE, OLD, List.of(100), false), List.of(OLD), DeploymentLedger.thisProcess(), true);
        try (var book = new ReleaseBook(ledger, time, time, entry, now -> {
            if (now.phase() == Phase.KEEPING && now.steps().getLast().passed().isPresent()) {
                stage.weights = new Weights(30, 70);
            }
        })) {
            Release ended = new ReleaseRun(book, stage, time, cancellation).carryOut(Optional.empty());
            assertThat(ended.phase()).isEqualTo(Phase.PAUSED);
            assertThat(ended.reason()).contains("api-green has 70 % of the requests, so api-blue stays");
        }
        assertThat(stage.deeds).doesNotContain("retire blue");
    }

    @Test
    void rollback_isNotRolledBackToWhatItCameFrom() {
        run(release(Kind.ROLLBACK, OLD, List.of(100), false), Optional.empty());

        assertThat(ledger.read().orElseThrow().served()).containsExactly(NEW);
    }

    @Test
    void firstRelease_rollsTheLiveColourAndMovesNothing() {
        Release ended = run(release(Kind.RELEASE, ImageVersion.NONE, List.of(5, 100), false), Optional.empty());

        assertThat(ended.phase()).isEqualTo(Phase.DONE);
        assertThat(stage.deeds).containsExactly("lock", "publish", "roll", "smoke", "finish", "unlock");
    }

    @Test
    void release_whileSomebodyElseHoldsTheWeights_isRefusedAndCanBeContinued() {
        stage.heldByOther = true;

        assertThatThrownBy(() -> run(5, 100)).isInstanceOf(TrafficRefusedException.class);
    }
}
