package slipway.ui.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.Identity;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficStatus;
import slipway.model.Weights;
import slipway.operations.traffic.TrafficSession.State;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.TrafficSamples;
import slipway.ui.controls.StateIcon;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.traffic.TrafficViewModel.Mode;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

@NullMarked
class TrafficViewModelTest {
    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(7200));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
    private final TrafficViewModel model = new TrafficViewModel(workspace);

    private void begin(TrafficStatus traffic) {
        services.running = true;
        services.traffic = traffic;
        workspace.start();
        model.show();
    }

    private void beginOnAws(TrafficStatus traffic) {
        services.identity = new Identity("123456789012", "arn:aws:iam::123456789012:user/kim", "eu-west-1", false, 1);
        begin(traffic);
    }

    private LaneValues api() {
        return lane(Tier.API);
    }

    private LaneValues lane(Tier tier) {
        return model.lanesProperty().get().stream()
                .filter(lane -> lane.tier() == tier)
                .findFirst()
                .orElseThrow();
    }

    private List<String> moves() {
        return services.calls.stream().filter(call -> call.startsWith("move ")).toList();
    }

    private Question question() {
        return Objects.requireNonNull(model.moves().questionProperty().get(), "nothing is asked");
    }

    @Test
    void lanes_showTheApiFirst_withWhatTheBalancerObeysAndCounted() {
        begin(TrafficSamples.split());

        assertThat(model.lanesProperty().get()).extracting(LaneValues::tier).containsExactly(Tier.API, Tier.CLIENT);
        assertThat(model.headlineProperty().get()).isEqualTo("api gives green 25 %");
        assertThat(api().thumb()).isEqualTo(25);
        assertThat(api().rule()).isEqualTo("ApiRule");
        LaneValues.Split split = api().split().orElseThrow();
        assertThat(split.figures().observedWords()).isEqualTo("74.8 : 25.2");
        assertThat(split.basis()).startsWith("4,536 requests since ");
        assertThat(api().green().word()).isEqualTo("arriving");
        assertThat(api().blue().rows())
                .containsEntry("Healthy", "2 of 3, 1 not yet")
                .containsEntry("p50, p95", "96, 212 ms");
    }

    @Test
    void emptyGreen_locksTheFaderAtBlue_andSaysWhy() {
        begin(TrafficSamples.idle());

        assertThat(model.headlineProperty().get()).isEqualTo("All traffic is on blue");
        assertThat(api().locked()).isEqualTo("Locked at blue: api-green has no healthy target");
        assertThat(api().split()).isEmpty();
        assertThat(api().promote().reason()).contains("api-green has no tasks");
        assertThat(api().abort().reason()).isEqualTo("Nothing to abort: blue has 100 %.");
    }

    @Test
    void failedGreenWithAShare_leavesAbortAsTheWayOut() {
        begin(TrafficSamples.greenFailed());

        assertThat(api().locked()).isEqualTo("Locked: api-green has no healthy target. Abort gives all to blue");
        assertThat(api().abort().possible()).isTrue();
        model.moves().press(api(), api().abort());

        assertThat(moves()).containsExactly("move api to 100/0, abort");
    }

    @Test
    void drag_asksForEveryValueAtOnce_andShowsWhatIsWantedBesideWhatIsObeyed() {
        begin(TrafficSamples.split());

        model.moves().moving(Tier.API, 26);
        model.moves().moving(Tier.API, 30);

        assertThat(moves()).containsExactly("move api to 74/26, set by hand", "move api to 70/30, set by hand");
        assertThat(api().thumb()).isEqualTo(30);
        assertThat(api().answered()).isEqualTo(25);
        assertThat(api().split().orElseThrow().figures().requests()).isZero();
    }

    @Test
    void balancersAnswer_isShownBeforeTheNextReading_andTheReadingTakesOver() {
        begin(TrafficSamples.split());
        model.moves().moved(Tier.API, 30);

        services.trafficTold.accept(new State.Moved(Tier.API, new Weights(70, 30)));
        assertThat(api().answered()).isEqualTo(30);

        services.trafficTold.accept(new State.Idle(List.of()));
        assertThat(api().thumb()).isEqualTo(25);
        assertThat(api().answered()).isEqualTo(25);
    }

    @Test
    void wishOfTheLastMoment_isNotForgotten_whenTheOneBeforeIsSettled() {
        begin(TrafficSamples.split());
        model.moves().moved(Tier.API, 30);
        services.trafficTold.accept(new State.Moved(Tier.API, new Weights(70, 30)));
        model.moves().moving(Tier.API, 40);

        services.trafficTold.accept(new State.Idle(List.of()));

        assertThat(api().thumb()).isEqualTo(40);
    }

    @Test
    void failure_putsTheThumbBack_andSaysWhy() {
        begin(TrafficSamples.split());
        model.moves().moved(Tier.API, 30);

        services.trafficTold.accept(
                new State.Failed(new Failure.Throttled(Duration.ofSeconds(2), "AWS asks to wait.", "")));

        assertThat(api().thumb()).isEqualTo(25);
        assertThat(api().trouble()).isEqualTo("AWS asks to wait.");
        model.moves().moved(Tier.API, 26);
        assertThat(api().trouble()).isEmpty();
    }

    @Test
    void refusal_putsTheThumbBack_andSaysTheGuardsWords() {
        begin(TrafficSamples.ready());
        model.moves().moved(Tier.API, 30);
        var guard = new TrafficGuard.NoHealthyTarget(Tier.API, Colour.GREEN, 2);

        services.trafficTold.accept(new State.Refused(Tier.API, new Weights(70, 30), List.of(guard)));

        assertThat(api().thumb()).isZero();
        assertThat(api().trouble()).isEqualTo(guard.words());
    }

    @Test
    void warning_isAskedOnce_beforeAnythingIsMoved() {
        var warning = new TrafficGuard.DeploymentRunning(Tier.API, Colour.GREEN, "dev-api-green");
        begin(TrafficSamples.ready(warning));

        model.moves().moving(Tier.API, 5);
        assertThat(moves()).isEmpty();
        model.moves().moved(Tier.API, 10);

        assertThat(moves()).isEmpty();
        assertThat(question().words()).contains(warning.words());
        assertThat(question().deed()).isEqualTo("Move anyway");
        question().yes().run();
        model.moves().moved(Tier.API, 20);

        assertThat(moves())
                .containsExactly("move api to 90/10, set by hand, forced", "move api to 80/20, set by hand, forced");
        assertThat(model.moves().questionProperty().get()).isNull();
    }

    @Test
    void declinedWarning_putsTheThumbBack() {
        begin(TrafficSamples.ready(new TrafficGuard.Sticky(Tier.API)));
        model.moves().moved(Tier.API, 10);

        question().no().run();

        assertThat(api().thumb()).isZero();
        assertThat(moves()).isEmpty();
    }

    @Test
    void warningThatAroseMeanwhile_isAskedAboutToo() {
        begin(TrafficSamples.ready());
        model.moves().moved(Tier.API, 10);

        services.trafficTold.accept(new State.Refused(
                Tier.API,
                new Weights(90, 10),
                List.of(new TrafficGuard.DeploymentRunning(Tier.API, Colour.GREEN, "dev-api-green"))));
        assertThat(question().deed()).isEqualTo("Move anyway");
        question().yes().run();

        assertThat(moves()).containsExactly("move api to 90/10, set by hand", "move api to 90/10, set by hand, forced");
    }

    @Test
    void lockOfAnother_locksBothFaders_untilItIsTakenOver() {
        begin(TrafficSamples.heldByAnother());

        assertThat(api().locked()).startsWith("Locked: held by ana@laptop, command line since ");
        assertThat(api().promote().possible()).isFalse();
        model.moves().takeOver(api());
        assertThat(moves()).isEmpty();
        question().yes().run();
        assertThat(api().locked()).isEmpty();
        model.moves().moved(Tier.API, 30);
        services.trafficTold.accept(new State.Moved(Tier.API, new Weights(70, 30)));
        model.moves().moved(Tier.API, 35);

        assertThat(moves())
                .containsExactly("move api to 70/30, set by hand, taken over", "move api to 65/35, set by hand");
    }

    @Test
    void ownLock_doesNotLockTheFader_whileAMoveIsUnderWay() {
        begin(TrafficSamples.split());
        model.moves().moved(Tier.API, 30);
        services.traffic = TrafficSamples.heldBy("kim@desk, slider");
        timer.advance(Duration.ofSeconds(1));

        assertThat(api().locked()).isEmpty();
    }

    @Test
    void lockInOwnNameWithoutAMove_isAnotherWindow() {
        begin(TrafficSamples.heldBy("kim@desk, slider"));

        assertThat(api().locked()).startsWith("Locked: held by kim@desk, slider since ");
    }

    @Test
    void onAws_theFirstMoveIsAsked_andTheLaterOnesUntilThePanelIsLeftAreNot() {
        beginOnAws(TrafficSamples.split());

        model.moves().moved(Tier.API, 30);
        assertThat(question().words().getFirst()).startsWith("As arn:aws:iam::123456789012:user/kim, account ");
        assertThat(question().words())
                .contains("ApiRule goes from 75/25 to 70/30, blue first. The next request obeys.");
        assertThat(question().deed()).isEqualTo("Move");
        question().yes().run();
        model.moves().moved(Tier.API, 31);
        model.hide();
        model.show();
        model.moves().moved(Tier.API, 32);

        assertThat(moves()).containsExactly("move api to 70/30, set by hand", "move api to 69/31, set by hand");
        assertThat(model.moves().questionProperty().get()).isNotNull();
    }

    @Test
    void promote_givesTheNewColourEverything() {
        begin(TrafficSamples.split());

        assertThat(api().promote().words()).isEqualTo("green takes 100 % now");
        model.moves().press(api(), api().promote());

        assertThat(moves()).containsExactly("move api to 0/100, promote");
        assertThat(api().thumb()).isEqualTo(100);
    }

    @Test
    void ledger_saysDriftedAndByWhom() {
        begin(TrafficSamples.drifted());

        assertThat(api().ledger()).isEqualTo("drifted by ana@laptop, slider");
        assertThat(api().ledgerState()).isEqualTo(StateIcon.State.WARNING);
    }

    @Test
    void reading_happensEveryFiveSecondsWhileSeen_everySecondWhileMoving_andNeverWhileHidden() {
        begin(TrafficSamples.split());
        assertThat(services.trafficReads.get()).isEqualTo(1);
        timer.advance(Duration.ofSeconds(4));
        assertThat(services.trafficReads.get()).isEqualTo(1);
        timer.advance(Duration.ofSeconds(1));
        assertThat(services.trafficReads.get()).isEqualTo(2);

        model.moves().moving(Tier.API, 26);
        int begun = services.trafficReads.get();
        timer.advance(Duration.ofSeconds(1));
        timer.advance(Duration.ofSeconds(1));
        assertThat(services.trafficReads.get()).isEqualTo(begun + 2);

        model.hide();
        timer.advance(Duration.ofMinutes(1));
        assertThat(services.trafficReads.get()).isEqualTo(begun + 2);
    }

    @Test
    void anotherEnvironment_letsGoOfTheWeights_andForgetsWhatWasWanted() {
        begin(TrafficSamples.split());
        model.moves().moved(Tier.API, 30);
        workspace.choose(new EnvironmentName("staging"));
        services.trafficTold.accept(new State.Moved(Tier.API, new Weights(70, 30)));

        assertThat(services.calls).contains("let go of the weights of dev");
        assertThat(api().thumb()).isEqualTo(25);
        assertThat(api().answered()).isEqualTo(25);
    }

    @Test
    void refusedReading_withNothingOlder_isShown_andLaterOnesKeepWhatWasRead() {
        services.trafficFailure = new Failure.Denied("elasticloadbalancing:DescribeRules", "It is missing.", "403");
        begin(TrafficSamples.split());
        assertThat(model.modeProperty().get()).isEqualTo(Mode.REFUSED);

        services.trafficFailure = null;
        timer.advance(Duration.ofSeconds(5));
        assertThat(model.modeProperty().get()).isEqualTo(Mode.LIVE);

        services.trafficFailure = new Failure.Unreachable("No answer.", "");
        timer.advance(Duration.ofSeconds(5));
        assertThat(model.modeProperty().get()).isEqualTo(Mode.LIVE);
        assertThat(model.sublineProperty().get()).contains("the target does not answer");
    }

    @Test
    void withoutRules_thePanelSaysWhatWillBeHere() {
        begin(TrafficSamples.status(List.of(), java.util.Optional.empty(), List.of()));

        assertThat(model.modeProperty().get()).isEqualTo(Mode.EMPTY);
    }
}
