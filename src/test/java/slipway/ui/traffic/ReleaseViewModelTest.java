package slipway.ui.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.Identity;
import slipway.model.NextAction;
import slipway.model.Release;
import slipway.model.Tier;
import slipway.model.TrafficStatus;
import slipway.operations.rollout.ReleaseRequest;
import slipway.ui.FakeServices;
import slipway.ui.ReleaseSamples;
import slipway.ui.Samples;
import slipway.ui.TrafficSamples;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

@NullMarked
class ReleaseViewModelTest {
    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(7200));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
    private final TrafficViewModel model = new TrafficViewModel(workspace);

    private void begin(TrafficStatus traffic, Release release) {
        services.releases = ReleaseSamples.status(release);
        begin(traffic);
    }

    private void begin(TrafficStatus traffic) {
        services.running = true;
        services.traffic = traffic;
        workspace.start();
        model.show();
    }

    private void beginOnAws(TrafficStatus traffic, Release release) {
        services.identity = new Identity("123456789012", "arn:aws:iam::123456789012:user/kim", "eu-west-1", false, 1);
        begin(traffic, release);
    }

    private LaneValues lane(Tier tier) {
        return model.lanesProperty().get().stream()
                .filter(lane -> lane.tier() == tier)
                .findFirst()
                .orElseThrow();
    }

    private LaneValues api() {
        return lane(Tier.API);
    }

    private List<String> steered() {
        return services.calls.stream().filter(call -> call.startsWith("steer ")).toList();
    }

    private ReleaseForm form() {
        return Objects.requireNonNull(model.releases().formProperty().get(), "no form is shown");
    }

    private Question question() {
        return Objects.requireNonNull(model.releases().questionProperty().get(), "nothing is asked");
    }

    private ReleaseForm.Entries entries(String steps, String bake) {
        return new ReleaseForm.Entries(Tier.API, false, "/home/kim/shop/api", "", steps, bake, "", true);
    }

    @Test
    void shifting_saysWhereItStands_andWhatTheButtonsDo() {
        begin(TrafficSamples.releasing(), ReleaseSamples.shifting());

        assertThat(model.headlineProperty().get()).isEqualTo("api is moving to green: 25 %");
        assertThat(model.sublineProperty().get()).startsWith("release 7d90e4c by you, step 2 of 4, done about ");
        assertThat(api().lock()).startsWith("held by this release since ");
        assertThat(api().takeOver()).isFalse();
        assertThat(api().steered()).contains("The release moves it.");
        assertThat(api().hold().orElseThrow().name()).isEqualTo("Pause");
        assertThat(api().promote().words()).isEqualTo("green takes 100 % now");
        assertThat(api().abort().words()).isEqualTo("blue takes 100 % now");
        ReleaseValues release = api().release().orElseThrow();
        assertThat(release.course().marker()).isEqualTo("1:12 left");
        assertThat(release.guard().orElseThrow().title()).isEqualTo("Guard quiet");
        assertThat(release.marks()).extracting(mark -> mark.greenShare()).containsExactly(5, 25, 50, 100);
    }

    @Test
    void shifting_leavesTheOtherTierToTheReleasesLock() {
        begin(TrafficSamples.releasing(), ReleaseSamples.shifting());

        assertThat(lane(Tier.CLIENT).lock()).startsWith("held by the release of api since ");
        assertThat(lane(Tier.CLIENT).takeOver()).isFalse();
        assertThat(lane(Tier.CLIENT).release()).isEmpty();
    }

    @Test
    void buttons_sendTheirWishes() {
        begin(TrafficSamples.releasing(), ReleaseSamples.shifting());

        model.releases().press(api(), api().hold().orElseThrow());
        model.releases().press(api(), api().abort());

        assertThat(steered()).containsExactly("steer api to PAUSE", "steer api to ABORT");
    }

    @Test
    void wishThatIsRefused_isToldInItsLane() {
        begin(TrafficSamples.releasing(), ReleaseSamples.shifting());
        services.writeFailure = new Failure.Rejected("Somebody else was faster.", "");

        model.releases().press(api(), api().hold().orElseThrow());

        assertThat(api().trouble()).isEqualTo("Somebody else was faster.");
        assertThat(lane(Tier.CLIENT).trouble()).isEmpty();
    }

    @Test
    void onAws_aWishIsAskedFirst_andDeclinedNothingIsWritten() {
        beginOnAws(TrafficSamples.releasing(), ReleaseSamples.shifting());

        model.releases().press(api(), api().abort());
        assertThat(question().words().getFirst()).contains("account 1234-5678-9012");
        question().no().run();
        assertThat(steered()).isEmpty();

        model.releases().press(api(), api().abort());
        question().yes().run();
        assertThat(steered()).containsExactly("steer api to ABORT");
    }

    @Test
    void paused_offersToContinue_andSaysWhyItStands() {
        begin(TrafficSamples.split(), ReleaseSamples.paused());

        assertThat(model.headlineProperty().get()).isEqualTo("api is paused at green 25 %");
        assertThat(api().hold().orElseThrow().name()).isEqualTo("Continue");
        assertThat(api().hold().orElseThrow().words()).isEqualTo("on to 50 %");
        assertThat(api().release().orElseThrow().words()).startsWith("Not enough traffic");
    }

    @Test
    void interrupted_isContinuedByThisConsole() {
        begin(TrafficSamples.split(), ReleaseSamples.interrupted());

        assertThat(model.headlineProperty().get()).isEqualTo("The release of api was interrupted: green 25 %");
        model.releases().press(api(), api().hold().orElseThrow());

        assertThat(steered()).containsExactly("steer api to CONTINUE");
        assertThat(workspace.releases().run(Tier.API)).isPresent();
    }

    @Test
    void keeping_disablesWhatDoesNotApply_withTheReason() {
        begin(TrafficSamples.released(), ReleaseSamples.keeping());

        assertThat(model.headlineProperty().get()).startsWith("api is on green, blue stays until ");
        assertThat(api().promote().reason()).startsWith("green has 100 % already; blue stays until ");
        assertThat(api().abort().possible()).isTrue();
        model.releases().press(api(), api().promote());

        assertThat(steered()).isEmpty();
    }

    @Test
    void rolledBack_saysWhy_andGivesTheWeightsBackToTheFader() {
        begin(TrafficSamples.idle(), ReleaseSamples.rolledBack());

        assertThat(model.headlineProperty().get()).isEqualTo("api was rolled back to blue");
        assertThat(api().release().orElseThrow().words()).contains("31.4 %");
        assertThat(api().release().orElseThrow().counts())
                .isEqualTo("371 requests on green since the first step, 118 failed.");
        assertThat(api().hold()).isEmpty();
        assertThat(api().steered()).isEmpty();
    }

    @Test
    void releasesThatCannotBeRead_leaveTheWeightsReadable() {
        services.releasesFailure = new Failure.Denied("ssm:GetParameter", "kim lacks ssm:GetParameter.", "403");
        begin(TrafficSamples.split());

        assertThat(model.headlineProperty().get()).isEqualTo("api gives green 25 %");
        assertThat(model.unreadProperty().get()).extracting(part -> part.part()).containsExactly("releases");
    }

    @Test
    void form_showsThePlanInWords_beforeAnythingIsReleased() {
        begin(TrafficSamples.idle());
        model.releases().compose(Tier.API);
        assertThat(form().initial().folder())
                .isEqualTo(Path.of("/home/kim/shop/api").toString());
        assertThat(form().release()).isFalse();

        form().plan(entries("25, 100", "2m"));

        ReleaseRequest request = Objects.requireNonNull(services.releaseRequest);
        assertThat(request.shift()).containsExactly(25, 100);
        assertThat(request.bake()).contains(Duration.ofMinutes(2));
        assertThat(request.keep()).isEmpty();
        assertThat(form().stageProperty().get())
                .isInstanceOfSatisfying(
                        ReleaseForm.Stage.Planned.class,
                        planned -> assertThat(planned.words())
                                .anyMatch(words -> words.contains("Moves 25 %, 100 % of the requests"))
                                .anyMatch(words -> words.contains("watched for 2 min")));
        assertThat(services.calls).noneMatch(call -> call.startsWith("release "));

        form().release();

        assertThat(services.calls).contains("release 7d90e4c of api");
        assertThat(model.releases().formProperty().get()).isNull();
    }

    @Test
    void form_changedAfterThePlan_releasesNothing() {
        begin(TrafficSamples.idle());
        model.releases().compose(Tier.API);
        form().plan(entries("25, 100", ""));

        form().edited();

        assertThat(form().release()).isFalse();
        assertThat(services.calls).noneMatch(call -> call.startsWith("release "));
    }

    @Test
    void form_namesWhatCannotBeMeant() {
        begin(TrafficSamples.idle());
        model.releases().compose(Tier.API);

        form().plan(entries("5, many", ""));
        assertThat(form().stageProperty().get())
                .isEqualTo(new ReleaseForm.Stage.Editing(
                        "'many' is no step: whole numbers of percent, such as 5, 25, 50, 100."));

        form().plan(entries("5, 100", "soon"));
        assertThat(form().stageProperty().get())
                .isEqualTo(new ReleaseForm.Stage.Editing("'soon' is no bake: a number and s, m, h or d, such as 3m."));
        assertThat(services.releaseRequest).isNull();
    }

    @Test
    void form_showsWhyThereIsNoPlan() {
        begin(TrafficSamples.idle());
        services.releasePlanFailure = new Failure.Rejected("A bake of 1 minute is too short.", "");
        model.releases().compose(Tier.API);

        form().plan(entries("5, 100", "1m"));

        assertThat(form().stageProperty().get())
                .isEqualTo(new ReleaseForm.Stage.Editing("A bake of 1 minute is too short."));
    }

    @Test
    void rollback_isOffered_whereAnEarlierVersionIsKnown() {
        services.releases = ReleaseSamples.status(
                Optional.empty(), Optional.empty(), Optional.of(ReleaseSamples.version("1a2b3c4")), NextAction.NONE);
        begin(TrafficSamples.idle());
        assertThat(api().rollBack().orElseThrow().name()).isEqualTo("Roll back to 1a2b3c4…");

        model.releases().press(api(), api().rollBack().orElseThrow());
        assertThat(form().title()).isEqualTo("Roll api back to 1a2b3c4");
        form().plan(form().initial());

        assertThat(Objects.requireNonNull(services.releaseRequest).source())
                .isInstanceOf(ReleaseRequest.Source.Previous.class);
    }

    @Test
    void nextAction_retiresTheColourWithoutRequests() {
        services.releases = ReleaseSamples.status(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new NextAction(NextAction.Kind.RETIRE, "api-green runs 2 tasks for nobody: retire it.", ""));
        begin(TrafficSamples.ready());
        assertThat(api().next().orElseThrow().button()).isEqualTo("Retire green");

        model.releases().next(api());

        assertThat(services.calls).contains("retire api-green");
    }

    @Test
    void nextAction_leadsToTheStackThatIsStuck() {
        services.releases = ReleaseSamples.status(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new NextAction(NextAction.Kind.REPAIR, "dev-api-green is stuck.", "dev-api-green"));
        begin(TrafficSamples.idle());

        model.releases().next(api());

        assertThat(model.releases().stackProperty().get()).isEqualTo("api-green");
    }

    @Test
    void sending_isToldByTheSwitch_andEndsWithTheEnvironment() {
        begin(TrafficSamples.idle());

        model.sending().toggle();
        assertThat(model.sending().stateProperty().get().on()).isTrue();
        assertThat(model.sending().stateProperty().get().more()).startsWith("412 requests sent, none failed");
        workspace.choose(new EnvironmentName("other"));

        assertThat(services.calls).contains("send traffic to dev", "send no more");
        assertThat(model.sending().stateProperty().get().on()).isFalse();
    }

    @Test
    void sending_onAws_needsConsent() {
        beginOnAws(TrafficSamples.idle(), ReleaseSamples.rolledBack());

        model.sending().toggle();

        assertThat(services.calls).doesNotContain("send traffic to dev");
        Objects.requireNonNull(model.sending().questionProperty().get()).yes().run();
        assertThat(services.calls).contains("send traffic to dev");
    }

    @Test
    void pausing_asksTheRunToStop_andGoesOnOnceItHas() {
        begin(TrafficSamples.idle());
        services.release = ReleaseSamples.paused();
        boolean[] paused = new boolean[1];
        services.during = () -> {
            assertThat(workspace.busy()).isTrue();
            workspace.releases().pause(() -> paused[0] = true);
            assertThat(Objects.requireNonNull(services.releaseCancellation).isRequested())
                    .isTrue();
            assertThat(paused[0]).isFalse();
        };
        model.releases().compose(Tier.API);
        form().plan(entries("25, 100", ""));

        form().release();

        assertThat(paused[0]).isTrue();
        assertThat(workspace.busy()).isFalse();
    }
}
