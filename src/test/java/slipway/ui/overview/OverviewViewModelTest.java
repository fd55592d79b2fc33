package slipway.ui.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.Failure;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.controls.StateIcon;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.overview.OverviewViewModel.Mode;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

@NullMarked
class OverviewViewModelTest {
    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(0));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
    private final OverviewViewModel model = new OverviewViewModel(workspace);

    private void begin() {
        workspace.start();
        workspace.watch();
    }

    @Test
    void nothingDeployed_isTheFirstRun() {
        begin();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.FIRST_RUN);
        assertThat(model.headlineProperty().get()).isEqualTo("Nothing runs here yet");
        assertThat(model.urlProperty().get()).isEmpty();
    }

    @Test
    void firstRun_countsWhatTheTemplatesHold() {
        begin();

        assertThat(model.firstRun().stepsTotalProperty().get()).isEqualTo("10 stacks, 117 resources");
        assertThat(model.firstRun().stepsProperty().get())
                .extracting(FirstRunViewModel.Step::words, FirstRunViewModel.Step::right)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("Network and rules", "39 resources"),
                        org.assertj.core.groups.Tuple.tuple("Starts client and api", "44"));
    }

    @Test
    void firstRun_withEverythingMeasured_isReady() {
        begin();

        assertThat(model.firstRun().verdictProperty().get().name()).isEqualTo("yes, all found");
        assertThat(model.firstRun().rowsProperty().get()).hasSize(6);
    }

    @Test
    void firstRun_withSomethingMissing_saysSo() {
        services.readiness = List.of(new slipway.model.ReadinessCheck(
                "redis-server", slipway.model.ReadinessCheck.State.MISSING, "not found", "apt install redis-server"));
        begin();

        assertThat(model.firstRun().verdictProperty().get())
                .isEqualTo(new FirstRunViewModel.Row(StateIcon.State.FAILED, "no, 1 missing", "", ""));
    }

    @Test
    void name_thatIsNotUsable_isRefusedWithItsReason() {
        begin();

        assertThat(model.firstRun().name("Dev_1")).isFalse();
        assertThat(model.firstRun().problemProperty().get()).contains("Dev_1", "small letters");
        assertThat(workspace.environmentProperty().get()).isEqualTo(Samples.DEV);
    }

    @Test
    void deployFirst_deploysWithoutAnyInput() {
        begin();

        assertThat(model.deployFirst()).isTrue();
        assertThat(services.calls).contains("deploy");
        assertThat(model.modeProperty().get()).isEqualTo(Mode.LIVE);
    }

    @Test
    void deployFirst_whereSomethingIsDeployed_doesNothing() {
        services.running = true;
        services.status = Samples.deployed();
        begin();

        assertThat(model.deployFirst()).isFalse();
        assertThat(services.calls).doesNotContain("deploy");
    }

    @Test
    void deployed_saysHowManyTasksAreHealthyAndWhoTakesTheTraffic() {
        services.running = true;
        services.status = Samples.deployed();
        begin();

        assertThat(model.headlineProperty().get()).isEqualTo("All 4 tasks healthy");
        assertThat(model.sublineProperty().get()).isEqualTo("client blue takes 100 %, api blue takes 100 %.");
        assertThat(model.urlProperty().get()).isEqualTo("http://localhost:7777");
        assertThat(model.tasksProperty().get()).hasSize(4);
    }

    @Test
    void someTasksNotHealthy_areCounted() {
        services.running = true;
        services.status = Samples.shifting();
        begin();

        assertThat(model.headlineProperty().get()).isEqualTo("5 of 7 tasks healthy");
    }

    @Test
    void interrupted_saysHowFarItCame() {
        services.running = true;
        services.status = Samples.interrupted();
        begin();

        assertThat(model.headlineProperty().get()).isEqualTo("Interrupted after 6 of 10 stacks");
    }

    @Test
    void stoppedLocalCloudWithStacks_isAsleep() {
        services.keepsStacks = true;
        begin();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.ASLEEP);

        model.wake();
        assertThat(services.calls).contains("open Local");
    }

    @Test
    void refusal_withoutOlderValues_isShownWithItsReason() {
        services.running = true;
        services.readFailure = new Failure.Denied("ecs:ListTasks", "you may not", "");
        begin();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.REFUSED);
        assertThat(model.refusalProperty().get()).isEqualTo(services.readFailure);
    }

    @Test
    void happenings_mixStacksAndServicesWithTheNewestFirst() {
        services.running = true;
        services.status = Samples.deployed();
        begin();

        assertThat(model.happeningsProperty().get())
                .extracting(OverviewViewModel.Happening::subject, OverviewViewModel.Happening::words)
                .startsWith(
                        org.assertj.core.groups.Tuple.tuple("dev-api-blue", "has reached a steady state."),
                        org.assertj.core.groups.Tuple.tuple("dev-api-blue", "deployment completed."))
                .contains(org.assertj.core.groups.Tuple.tuple("dev-monitoring", "CREATE_COMPLETE"));
    }

    @Test
    void happening_ofTrouble_warns() {
        services.running = true;
        services.status = Samples.deployed();
        begin();

        assertThat(model.happeningsProperty().get())
                .filteredOn(happening -> happening.icon() == StateIcon.State.WARNING)
                .extracting(OverviewViewModel.Happening::words)
                .containsExactly("is unhealthy in (target-group t) due to (reason Health checks failed)");
    }
}
