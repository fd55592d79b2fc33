package slipway.ui.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.StoppedTask;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.ServiceSamples;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfTask;
import slipway.ui.services.ServicesViewModel.Group;
import slipway.ui.services.ServicesViewModel.Kind;
import slipway.ui.services.ServicesViewModel.Mode;
import slipway.ui.services.ServicesViewModel.Selection;
import slipway.ui.workspace.LogsRequest;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

@NullMarked
class ServicesViewModelTest {
    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(7200));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
    private final ServicesViewModel model = new ServicesViewModel(workspace);

    private void begin() {
        services.running = true;
        workspace.start();
        workspace.watch();
    }

    private void beginBusy() {
        services.status = ServiceSamples.busy();
        begin();
    }

    private List<String> shown() {
        return model.groupsProperty().get().stream()
                .map(group -> group.service().shortName() + " " + group.rows().size())
                .toList();
    }

    private OfTask firstTask(String service) {
        return model.groupsProperty().get().stream()
                .filter(group -> group.service().shortName().equals(service))
                .flatMap(group -> group.rows().stream())
                .filter(OfTask.class::isInstance)
                .map(OfTask.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private OfService service(String name) {
        return model.groupsProperty().get().stream()
                .map(Group::service)
                .filter(row -> row.shortName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void headline_countsHealthyAndStarting_andTellsCrashes() {
        beginBusy();

        assertThat(model.headlineProperty().get()).isEqualTo("7 of 8 tasks healthy, 1 starting");
        assertThat(model.sublineProperty().get()).isEqualTo("1 task crashed in the last hour, 1 restart in place");
    }

    @Test
    void headline_saysAllHealthy_whenNothingHappened() {
        services.status = Samples.deployed();
        begin();

        assertThat(model.headlineProperty().get()).isEqualTo("All 5 tasks healthy");
        assertThat(model.sublineProperty().get()).isEqualTo("nothing crashed in the last hour");
    }

    @Test
    void subline_saysThatAllRecovered_whenEveryServiceIsWhole() {
        services.status = ServiceSamples.crashed();
        begin();

        assertThat(model.sublineProperty().get()).isEqualTo("1 task crashed in the last hour, all recovered");
    }

    @Test
    void mode_isEmpty_beforeTheFirstDeployment() {
        begin();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.EMPTY);
    }

    @Test
    void mode_isRefused_whenNothingWasReadYet() {
        services.readFailure = new Failure.Denied("cloudformation:DescribeStacks", "slipway-dev lacks it.", "403");
        begin();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.REFUSED);
        assertThat(model.refusalProperty().get()).isEqualTo(services.readFailure);
    }

    @Test
    void rows_stay_andTheirAgeIsCounted_whenALaterReadingFails() {
        beginBusy();
        services.readFailure = new Failure.Unreachable("no answer", "");
        timer.advance(Duration.ofSeconds(40));
        model.tick();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.LIVE);
        assertThat(shown()).hasSize(5);
        assertThat(model.sublineProperty().get())
                .contains(", 40 s ago; the target does not answer, it is asked again every few seconds");
    }

    @Test
    void rows_areThere_whenTasksMayNotBeRead() {
        services.status = ServiceSamples.withoutTasks();
        begin();

        assertThat(shown()).containsExactly("client-blue 0", "client-green 0", "api-blue 0", "api-green 0", "redis 0");
        assertThat(model.unreadProperty().get()).extracting(Unread::part).containsExactly("tasks");
    }

    @Test
    void kind_showsItsServicesOnly() {
        beginBusy();

        model.kindProperty().set(Kind.API);
        assertThat(shown()).containsExactly("api-blue 3", "api-green 2");
        model.kindProperty().set(Kind.REDIS);
        assertThat(shown()).containsExactly("redis 1");
    }

    @Test
    void filter_showsMatchingServicesWhole_andMatchingTasksAlone() {
        beginBusy();

        model.filterProperty().set("7D90E4C");
        assertThat(shown()).containsExactly("api-green 2");
        model.filterProperty().set("c3e815");
        assertThat(shown()).containsExactly("api-blue 1");
        model.filterProperty().set("nowhere");
        assertThat(shown()).isEmpty();
    }

    @Test
    void showStopped_addsThemUnderTheirService() {
        beginBusy();

        model.showStoppedProperty().set(true);

        assertThat(shown()).contains("api-blue 7", "client-blue 2");
    }

    @Test
    void select_tellsOfTheServiceOfARow() {
        beginBusy();

        model.select(firstTask("api-green"));

        Selection selection = model.selectionProperty().get();
        assertThat(selection).isNotNull();
        assertThat(selection.service().shortName()).isEqualTo("api-green");
        assertThat(selection.stopped()).isEmpty();
        model.select(firstTask("api-blue"));
        assertThat(model.selectionProperty().get().stopped())
                .extracting(StoppedTask::id)
                .startsWith("b5d1f20c9e41")
                .hasSize(4);
    }

    @Test
    void selection_staysWithTheNextReading() {
        beginBusy();
        model.select(firstTask("api-green"));

        timer.advance(Duration.ofSeconds(3));

        assertThat(model.selectionProperty().get().service().shortName()).isEqualTo("api-green");
    }

    @Test
    void stop_asksTheTarget_andMarksTheRowUntilAReadingShowsIt() {
        beginBusy();

        model.stop(firstTask("client-blue"));

        assertThat(services.calls).contains("stopTask dev 1b7c90d2aa11");
        assertThat(firstTask("client-blue").asked()).isTrue();
        assertThat(RowWords.health(firstTask("client-blue")).words()).isEqualTo("stopping");
        timer.advance(Duration.ofSeconds(20));
        model.tick();
        assertThat(firstTask("client-blue").asked()).isFalse();
    }

    @Test
    void stop_tellsWhyNot_whenItIsRefused() {
        beginBusy();
        services.writeFailure = new Failure.Denied("ecs:StopTask", "slipway-dev lacks ecs:StopTask.", "403");

        model.stop(firstTask("client-blue"));

        assertThat(model.actionFailureProperty().get()).isEqualTo(services.writeFailure);
        assertThat(firstTask("client-blue").asked()).isFalse();
        model.dismissFailure();
        assertThat(model.actionFailureProperty().get()).isNull();
    }

    @Test
    void redeploy_asksTheTarget() {
        beginBusy();

        model.redeploy(service("api-green"));

        assertThat(services.calls).contains("redeploy dev dev-api-green");
        assertThat(RowWords.note(service("api-green"), Samples.at(7200)).words())
                .isEqualTo("redeploy asked for");
    }

    @Test
    void questions_sayWhatWillHappen() {
        beginBusy();

        assertThat(model.stopWords(firstTask("api-blue")))
                .isEqualTo(
                        "The balancer sends it no new requests, those under way end first. The scheduler starts another"
                                + " task of the same version in its place.");
        assertThat(model.stopWords(firstTask("redis"))).startsWith("It is the only writer: the api answers 503 until");
        assertThat(model.redeployWords(service("api-blue"))).contains("same version (3f2c1ab)");
        assertThat(model.redeployWords(service("redis"))).startsWith("Its task stops before a new one starts");
        assertThat(model.actor()).isEmpty();
    }

    @Test
    void logs_askForTheTaskOfARow() {
        beginBusy();

        LogsRequest request = model.logs(firstTask("api-blue")).orElseThrow();

        assertThat(request.scope().services()).containsExactly("dev-api-blue");
        assertThat(request.scope().task()).isEqualTo("9c41e7d0a20f");
    }
}
