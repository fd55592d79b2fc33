package slipway.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.Failure;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.controls.StateIcon;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.shell.ShellViewModel.Closing;
import slipway.ui.shell.ShellViewModel.MainAction;
import slipway.ui.shell.ShellViewModel.MainButton;
import slipway.ui.shell.ShellViewModel.Summary;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

@NullMarked
class ShellViewModelTest {
    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(0));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
    private final ShellViewModel model = new ShellViewModel(workspace);

    private void begin() {
        workspace.start();
        workspace.watch();
    }

    @Test
    void nothingDeployed_offersDeploy() {
        begin();

        assertThat(model.mainButtonProperty().get()).isEqualTo(new MainButton(MainAction.DEPLOY, "Deploy", true));
        assertThat(model.summaryProperty().get()).isEqualTo(new Summary(StateIcon.State.IDLE, "nothing deployed"));
        assertThat(model.closing()).isEqualTo(Closing.LEAVES_NOTHING);
    }

    @Test
    void deployed_offersUpdateAndShowsWhoActs() {
        services.running = true;
        services.status = Samples.deployed();
        begin();

        assertThat(model.mainButtonProperty().get()).isEqualTo(new MainButton(MainAction.UPDATE, "Update", true));
        assertThat(model.summaryProperty().get()).isEqualTo(new Summary(StateIcon.State.HEALTHY, "10 stacks complete"));
        assertThat(model.accountProperty().get()).isEqualTo("account 0000-0000-0000");
        assertThat(model.principalProperty().get()).isEqualTo("arn:aws:iam::000000000000:user/local");
        assertThat(model.closing()).isEqualTo(Closing.LEAVES_LOCAL_CLOUD);
    }

    @Test
    void interrupted_offersContinue() {
        services.running = true;
        services.status = Samples.interrupted();
        begin();

        assertThat(model.mainButtonProperty().get().action()).isEqualTo(MainAction.CONTINUE);
    }

    @Test
    void running_leadsToTheOperationAndCountsResources() {
        services.running = true;
        services.reports = List.of(Samples.deploying());
        services.during = () -> {
            assertThat(model.mainButtonProperty().get()).isEqualTo(new MainButton(MainAction.WATCH, "Deploying", true));
            assertThat(model.summaryProperty().get().words()).isEqualTo("7 of 10 stacks");
            assertThat(model.activityProperty().get().detail()).isEqualTo("98 of 117 resources");
            assertThat(model.activityProperty().get().progress()).hasValue(98 / 117.0);
        };
        begin();

        model.pressMain();

        assertThat(model.activityProperty().get().title()).isEqualTo("Deployed dev");
    }

    @Test
    void summary_doesNotTellOfStacksUnderWay_whenTheOperationThatMovedThemHasEnded() {
        services.running = true;
        services.status = Samples.stuck();
        services.during = () -> services.readFailure = new Failure.Unreachable("No answer.", "");
        begin();

        model.pressMain();

        assertThat(model.summaryProperty().get().words()).isEqualTo("no answer");
    }

    @Test
    void failed_namesTheCauseInTheStatusBar() {
        services.running = true;
        services.end = Samples.failed();
        begin();

        model.pressMain();

        assertThat(model.failedProperty().get()).isTrue();
        assertThat(model.activityProperty().get().detail())
                .isEqualTo(Samples.crash().cause());
    }

    @Test
    void tick_countsTheAgeOfWhatIsShown() {
        services.running = true;
        services.status = Samples.deployed();
        begin();
        workspace.unwatch();
        timer.advance(Duration.ofSeconds(12));

        model.tick();

        assertThat(model.refreshedProperty().get()).startsWith("Refreshed ").endsWith("12 s ago");
        assertThat(model.callsProperty().get()).isEqualTo("41 AWS calls/min");
        assertThat(model.timeProperty().get()).isEqualTo("Cloud time, ×10");
    }

    @Test
    void staleValues_areSaidToBeStale() {
        services.running = true;
        services.status = Samples.deployed();
        begin();
        services.readFailure = new Failure.Unreachable("no answer", "");
        timer.advance(Duration.ofSeconds(2));

        model.tick();

        assertThat(model.refreshedProperty().get()).startsWith("No answer, showing ");
    }

    @Test
    void stoppedLocalCloudWithStacks_canBeStarted() {
        services.keepsStacks = true;
        begin();

        assertThat(model.mainButtonProperty().get().action()).isEqualTo(MainAction.WAKE);

        model.pressMain();
        assertThat(services.calls).containsExactly("open Local");
    }
}
