package slipway.ui.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.WayOut;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.fx.SameThreadBackground;

@NullMarked
class WorkspaceTest {
    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(0));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);

    @Test
    void newWorkspace_callsNoService() {
        assertThat(services.calls).isEmpty();
    }

    @Test
    void start_withoutARunningLocalCloud_startsNone() {
        workspace.start();

        assertThat(workspace.connectionProperty().get()).isEqualTo(new Connection.Asleep(false));
        assertThat(workspace.nothingDeployed()).isTrue();
        assertThat(services.calls).isEmpty();
    }

    @Test
    void start_withARunningLocalCloud_opensIt() {
        services.running = true;
        workspace.start();

        assertThat(workspace.identity()).contains(services.identity());
    }

    @Test
    void status_isReadOnlyWhileSomebodyWatches() {
        services.running = true;
        services.status = Samples.deployed();
        workspace.start();
        assertThat(workspace.statusProperty().get()).isNull();

        workspace.watch();
        assertThat(workspace.statusProperty().get()).isEqualTo(Samples.deployed());

        workspace.unwatch();
        services.status = Samples.shifting();
        timer.advance(Duration.ofMinutes(1));
        assertThat(workspace.statusProperty().get()).isEqualTo(Samples.deployed());
    }

    @Test
    void failedReading_keepsTheOldValues() {
        services.running = true;
        services.status = Samples.deployed();
        workspace.start();
        workspace.watch();

        services.readFailure = new Failure.Unreachable("no answer", "");
        timer.advance(Duration.ofSeconds(2));

        assertThat(workspace.statusProperty().get()).isEqualTo(Samples.deployed());
        assertThat(workspace.readFailureProperty().get()).isEqualTo(services.readFailure);
    }

    @Test
    void localCloudThatStops_leavesTheWorkspaceAsleep() {
        services.running = true;
        workspace.start();
        workspace.watch();

        services.running = false;
        services.keepsStacks = true;
        timer.advance(Duration.ofSeconds(2));

        assertThat(workspace.connectionProperty().get()).isEqualTo(new Connection.Asleep(true));
        assertThat(services.calls).contains("close");
    }

    @Test
    void localCloudThatAppears_isOpened() {
        workspace.start();
        workspace.watch();

        services.running = true;
        timer.advance(Duration.ofSeconds(2));

        assertThat(workspace.connectionProperty().get()).isInstanceOf(Connection.Open.class);
    }

    @Test
    void deploy_onAnAsleepLocalCloud_opensItAndDeploysWithoutAsking() {
        workspace.start();
        workspace.watch();

        workspace.deploy();

        assertThat(services.calls).containsExactly("open Local", "plan dev", "deploy");
        assertThat(workspace.operation().stageProperty().get()).isEqualTo(Operation.Stage.ENDED);
        assertThat(workspace.statusProperty().get()).isEqualTo(Samples.deployed());
    }

    @Test
    void deploy_onAws_asksBeforeItWrites() {
        workspace.start();
        workspace.choose(services.targets().get(1));

        workspace.deploy();
        assertThat(services.calls).doesNotContain("deploy");
        assertThat(workspace.operation().questionProperty().get())
                .isEqualTo(new Operation.Question(Operation.Kind.DEPLOY, services.plan));

        workspace.operation().confirm();
        assertThat(services.calls).contains("deploy");
    }

    @Test
    void decline_writesNothing() {
        workspace.start();
        workspace.choose(services.targets().get(1));
        workspace.deploy();

        workspace.operation().decline();

        assertThat(services.calls).doesNotContain("deploy");
        assertThat(workspace.operation().stageProperty().get()).isEqualTo(Operation.Stage.NONE);
    }

    @Test
    void deploy_takesTheChangedParametersAndForgetsThemOnceItSucceeded() {
        services.running = true;
        workspace.start();
        workspace.parameters().put("Profile", "production");

        workspace.deploy();

        assertThat(services.parameters).containsEntry("Profile", "production");
        assertThat(workspace.parameters()).isEmpty();
    }

    @Test
    void failedDeployment_keepsTheChangedParameters() {
        services.running = true;
        services.end = Samples.failed();
        workspace.start();
        workspace.parameters().put("Profile", "production");

        workspace.deploy();

        assertThat(workspace.parameters()).containsEntry("Profile", "production");
    }

    @Test
    void planThatIsRefused_endsBeforeTheFirstWrite() {
        services.running = true;
        services.planFailure = new Failure.Rejected("stacks/data.yaml:41:7: no", "");
        workspace.start();

        workspace.deploy();

        assertThat(workspace.operation().stageProperty().get()).isEqualTo(Operation.Stage.REFUSED);
        assertThat(workspace.operation().refusalProperty().get()).isEqualTo(services.planFailure);
        assertThat(services.calls).doesNotContain("deploy");
    }

    @Test
    void cancel_duringADeployment_endsItCancelled() {
        services.running = true;
        services.during = () -> workspace.operation().cancel();
        workspace.start();

        workspace.deploy();

        assertThat(workspace.operation().progressProperty().get()).isEqualTo(Samples.cancelled());
    }

    @Test
    void deleteCreated_afterACancellation_isCalledOnTheSameTarget() {
        services.running = true;
        services.end = Samples.cancelled();
        workspace.start();
        workspace.deploy();

        workspace.operation().deleteCreated();

        assertThat(services.calls).endsWith("deleteCreated");
    }

    @Test
    void delete_asksAlsoOnTheLocalCloud() {
        services.running = true;
        services.status = Samples.deployed();
        workspace.start();

        workspace.delete(true);
        assertThat(services.calls).contains("deletionPlan true").doesNotContain("delete true");

        workspace.operation().confirm();
        assertThat(services.calls).contains("delete true");
    }

    @Test
    void repairThatIsRefused_leavesNothingForALaterOperationToDo() {
        services.running = true;
        services.status = Samples.stuck();
        services.writeFailure = new Failure.Rejected("dev-api-blue is no longer stuck", "");
        workspace.start();
        workspace.takeWayOut(
                new WayOut("dev-api-blue", "ROLLBACK_COMPLETE", "", WayOut.Kind.RECREATE, List.of(), false, ""),
                Set.of());
        assertThat(workspace.operation().stageProperty().get()).isEqualTo(Operation.Stage.REFUSED);
        services.writeFailure = null;

        workspace.delete(true);
        workspace.operation().confirm();

        assertThat(services.calls)
                .contains("repair dev-api-blue", "delete true")
                .doesNotContain("deploy");
    }

    @Test
    void repairThatDeletes_isFollowedByADeployment() {
        services.running = true;
        services.status = Samples.stuck();
        workspace.start();

        workspace.takeWayOut(
                new WayOut("dev-api-blue", "ROLLBACK_COMPLETE", "", WayOut.Kind.RECREATE, List.of(), false, ""),
                Set.of());

        assertThat(services.calls).contains("repair dev-api-blue", "deploy");
    }

    @Test
    void anotherEnvironment_forgetsWhatWasReadOfTheFirst() {
        services.running = true;
        services.status = Samples.deployed();
        workspace.start();
        workspace.watch();
        workspace.unwatch();

        workspace.choose(new EnvironmentName("staging"));

        assertThat(workspace.statusProperty().get()).isNull();
    }

    @Test
    void refusedTarget_isToldWithItsReason() {
        services.running = true;
        services.openFailure = new Failure.Expired("sign in again: aws sso login", "");
        workspace.start();

        assertThat(workspace.connectionProperty().get()).isEqualTo(new Connection.Refused(services.openFailure));
    }

    @Test
    void localCloudThatWasRestarted_isOpenedAnew() {
        services.running = true;
        workspace.start();
        workspace.watch();

        services.began = Samples.at(100);
        timer.advance(Duration.ofSeconds(2));

        assertThat(services.calls).containsExactly("open Local", "close", "open Local");
    }

    @Test
    void awsTarget_isReadLessOften() {
        workspace.start();
        workspace.watch();
        workspace.choose(services.targets().get(1));

        timer.advance(Duration.ofSeconds(9));
        services.status = Samples.deployed();
        assertThat(workspace.statusProperty().get()).isEqualTo(Samples.nothing());

        timer.advance(Duration.ofSeconds(1));
        assertThat(workspace.statusProperty().get()).isEqualTo(Samples.deployed());
    }
}
