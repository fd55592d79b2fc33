package slipway.ui.overview;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.Failure;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

@NullMarked
class ExposureViewModelTest {
    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(0));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
    private final ExposureViewModel model = new ExposureViewModel(workspace);

    private void begin() {
        services.running = true;
        workspace.start();
        workspace.watch();
    }

    @Test
    void nothingDeployed_isNotAskedFor() {
        begin();

        assertThat(services.exposureReads).hasValue(0);
        assertThat(model.exposureProperty().get()).isNull();
    }

    @Test
    void deployed_isRead() {
        services.status = Samples.deployed();
        begin();

        assertThat(model.exposureProperty().get()).isEqualTo(Samples.exposure());
        assertThat(model.failureProperty().get()).isNull();
    }

    @Test
    void stacksThatStayAsTheyAre_areReadOnce() {
        services.status = Samples.deployed();
        begin();

        workspace.refresh();
        workspace.refresh();

        assertThat(services.exposureReads).hasValue(1);
    }

    @Test
    void stacksThatChanged_areReadAgain() {
        services.status = Samples.deployed();
        begin();
        services.status = Samples.stuck();
        services.exposure = Samples.exposed();

        workspace.refresh();

        assertThat(model.exposureProperty().get()).isEqualTo(Samples.exposed());
    }

    @Test
    void targetThatDidNotAnswer_isAskedAgainWithTheNextStatus() {
        services.status = Samples.deployed();
        services.exposureFailure = new Failure.Unreachable("No answer.", "");
        begin();
        assertThat(model.failureProperty().get()).isNotNull();
        services.exposureFailure = null;
        services.status = Samples.deployed();

        workspace.refresh();

        assertThat(model.exposureProperty().get()).isEqualTo(Samples.exposure());
        assertThat(model.failureProperty().get()).isNull();
    }

    @Test
    void whatMayNotBeRead_isSaid() {
        services.status = Samples.deployed();
        services.exposureFailure = new Failure.Denied("cloudformation:GetTemplate", "Not allowed.", "");
        begin();

        assertThat(model.exposureProperty().get()).isNull();
        assertThat(model.failureProperty().get()).isEqualTo(services.exposureFailure);
    }
}
