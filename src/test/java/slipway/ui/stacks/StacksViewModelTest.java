package slipway.ui.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.WayOut;
import slipway.operations.rollout.ParameterForm;
import slipway.operations.stacks.Mark;
import slipway.operations.stacks.TemplateParameter;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.controls.FormField;
import slipway.ui.controls.Lane;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.stacks.StacksViewModel.Mode;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

@NullMarked
class StacksViewModelTest {
    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(0));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
    private final StacksViewModel model = new StacksViewModel(workspace);

    private void begin() {
        workspace.start();
        workspace.watch();
    }

    private void beginRunning() {
        services.running = true;
        begin();
    }

    @Test
    void nothingDeployed_showsWhatDeployBuilds() {
        begin();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.PLANNED);
        assertThat(model.headProperty().get().words())
                .isEqualTo("10 stacks with 117 resources for dev on this machine");
        assertThat(model.lanesProperty().get()).hasSize(10);
    }

    @Test
    void deployed_showsTheStacksThatAreThere() {
        services.status = Samples.deployed();
        beginRunning();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.IDLE);
        assertThat(model.lanesProperty().get()).extracting(Lane::words).containsOnly("CREATE_COMPLETE");
    }

    @Test
    void running_showsProgressAndCountsSeconds() {
        services.reports = List.of(Samples.deploying());
        services.during = () -> {
            assertThat(model.modeProperty().get()).isEqualTo(Mode.RUNNING);
            assertThat(model.headProperty().get().title()).isEqualTo("Deploying dev");
            timer.advance(Duration.ofSeconds(19));
            model.tick();
            assertThat(model.figuresProperty().get())
                    .isEqualTo(new StacksViewModel.Figures(
                            "98", "of 117 resources", "0:19", "elapsed", "2 services wait for healthy tasks"));
            assertThat(model.now()).isEqualTo(19);
        };
        beginRunning();

        model.deploy();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.SUCCEEDED);
    }

    @Test
    void succeeded_givesTheAddress() {
        beginRunning();
        model.deploy();

        assertThat(model.headProperty().get().title()).isEqualTo("Deployed dev");
        assertThat(model.urlProperty().get()).contains("http://localhost:7777");
    }

    @Test
    void failed_hasItsCauseAndAReport() {
        services.end = Samples.failed();
        beginRunning();
        model.deploy();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.FAILED);
        assertThat(model.failureProperty().get())
                .isEqualTo(Samples.failed().failure().orElseThrow());
        assertThat(model.report())
                .startsWith(Samples.crash().cause() + "\nin dev-api-blue, Service\n")
                .contains(
                        "KeyError",
                        "- Task 5d02ab stopped, exit 1: Essential container in task exited",
                        "- Service CREATE_FAILED: Error occurred during operation",
                        "What helps: ");
    }

    @Test
    void failure_leadsToTheLinesOfItsTask() {
        beginRunning();

        assertThat(model.logs(Samples.crash())).hasValueSatisfying(request -> {
            assertThat(request.scope().services()).containsExactly("dev-api-blue");
            assertThat(request.scope().task()).isEqualTo("5d02ab7714c04ea0b9f2");
            assertThat(request.at())
                    .contains(Samples.crash().task().orElseThrow().stopped());
        });
    }

    @Test
    void failure_leadsToNoLines_whenNoServiceHadAPartInIt() {
        beginRunning();

        assertThat(model.logs(FailureChain.of(Samples.BEGAN, "No room.", List.of(), "")))
                .isEmpty();
    }

    @Test
    void lastFailure_isShown_whenAnotherConsoleDeployed() {
        services.status = Samples.deploymentFailed();
        beginRunning();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.IDLE);
        assertThat(model.headProperty().get().title()).isEqualTo("The last deployment failed");
        assertThat(model.failureProperty().get()).isEqualTo(Samples.crash());
    }

    @Test
    void refused_hasTheReasonAndNothingRan() {
        services.planFailure = new Failure.Rejected("stacks/data.yaml:41:7: no such Ref", "detail");
        beginRunning();
        model.deploy();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.REFUSED);
        assertThat(model.report()).isEqualTo("stacks/data.yaml:41:7: no such Ref\ndetail");
    }

    @Test
    void cancelled_offersOnlyWhatCanBeDone() {
        services.end = Samples.cancelled();
        beginRunning();
        model.deploy();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.CANCELLED);
        assertThat(model.createdSome()).isTrue();
        assertThat(model.updatesInProgress()).isFalse();
    }

    @Test
    void dismiss_showsTheEnvironmentAgain() {
        beginRunning();
        model.deploy();

        model.dismiss();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.IDLE);
    }

    @Test
    void select_ofAResourceThatFailed_givesItsReason() {
        services.end = Samples.failed();
        beginRunning();
        model.deploy();

        model.select("dev-api-blue/Service");

        assertThat(model.selectionProperty().get()).isNotNull().satisfies(selection -> {
            assertThat(selection.facts())
                    .containsEntry("Type", "AWS::ECS::Service")
                    .containsEntry("Status", "CREATE_FAILED")
                    .containsEntry("Reason", "ECS Deployment Circuit Breaker was triggered");
        });
    }

    @Test
    void command_isWhatATerminalWouldTake() {
        begin();
        workspace.parameters().put("AlarmEmail", "a b@example.org");

        assertThat(model.command())
                .isEqualTo("slipway deploy --env dev --target local --param 'AlarmEmail=a b@example.org'");
    }

    @Test
    void parameters_areReadOnlyWhileShown() {
        services.form = form();
        beginRunning();
        assertThat(model.parameters().groupsProperty().get()).isEmpty();

        model.parameters().onShow();

        assertThat(model.parameters().groupsProperty().get())
                .extracting(ParametersViewModel.Group::heading)
                .containsExactly("General");
    }

    @Test
    void parameter_thatIsChanged_goesWithTheNextDeployment() {
        services.form = form();
        beginRunning();
        model.parameters().onShow();
        FormField field =
                model.parameters().groupsProperty().get().getFirst().fields().getFirst();

        model.parameters().set(field, "production");
        model.deploy();

        assertThat(services.parameters).containsEntry("Profile", "production");
    }

    @Test
    void parameter_whoseValueHasAReason_tellsIt() {
        services.form = form();
        beginRunning();

        model.parameters().onShow();

        assertThat(model.parameters()
                        .groupsProperty()
                        .get()
                        .getFirst()
                        .fields()
                        .getFirst()
                        .description())
                .isEqualTo("How much redundancy to pay for. It is cheap.");
    }

    @Test
    void parameter_thatIsChangedBack_isNoChange() {
        services.form = form();
        beginRunning();
        model.parameters().onShow();
        FormField field =
                model.parameters().groupsProperty().get().getFirst().fields().getFirst();

        model.parameters().set(field, "production");
        model.parameters().set(field, "economy");

        assertThat(workspace.parameters()).isEmpty();
    }

    @Test
    void preview_asksForChangeSetsAndKeepsWhatTheySay() {
        services.status = Samples.deployed();
        beginRunning();

        model.preview().ask();

        assertThat(services.calls).endsWith("plan dev", "preview");
        assertThat(model.preview().stateProperty().get().plan()).isNotNull();
    }

    static ParameterForm form() {
        var profile = new TemplateParameter(
                "Profile",
                "String",
                Optional.of("economy"),
                List.of("economy", "production"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "How much redundancy to pay for.",
                "",
                false,
                "General",
                "Profile",
                new Mark("stacks/network.yaml", 12, 3));
        return new ParameterForm(List.of(new ParameterForm.Group(
                "General",
                List.of(new ParameterForm.Field(profile, "economy", List.of("dev-network"), "It is cheap.")))));
    }

    @Test
    void stuckStack_hasItsWayOut_andTakesItAsChosen() {
        services.status = Samples.stuck();
        services.waysOut = List.of(Samples.stuckRollback());
        beginRunning();
        assertThat(model.wayOut()).contains(Samples.stuckRollback());

        model.takeWayOut(Samples.stuckRollback(), Set.of("Service"));

        assertThat(services.calls).contains("repair dev-api-blue without Service");
        assertThat(model.modeProperty().get()).isEqualTo(Mode.SUCCEEDED);
        assertThat(model.headProperty().get().title()).isEqualTo("Repaired dev");
        assertThat(model.wayOut()).isEmpty();
    }

    @Test
    void failedCreation_isDeletedAndCreatedByADeployment() {
        services.status = Samples.stuck();
        services.waysOut = List.of(Samples.stuckCreation());
        beginRunning();

        model.takeWayOut(Samples.stuckCreation(), Set.of());

        assertThat(services.calls).contains("deploy").noneMatch(call -> call.startsWith("repair"));
    }

    @Test
    void creationThatHoldsSomething_isDeletedFirstAndDeployedThen() {
        WayOut safe = Samples.stuckCreation();
        var holding =
                new WayOut(safe.stack(), "CREATE_FAILED", safe.cause(), safe.kind(), List.of(), false, safe.sentence());
        services.status = Samples.stuck();
        services.waysOut = List.of(holding);
        beginRunning();

        model.takeWayOut(holding, Set.of());

        assertThat(services.calls).containsSubsequence("repair dev-api-blue", "deploy");
    }

    @Test
    void failure_offersToDeleteAndCreateAgain_whenThatIsWhatTryingAgainMeans() {
        services.end = Samples.failed();
        services.status = Samples.stuck();
        services.waysOut = List.of(Samples.stuckCreation());
        beginRunning();

        model.deploy();

        assertThat(model.modeProperty().get()).isEqualTo(Mode.FAILED);
        assertThat(model.tryAgainWords()).isEqualTo("Delete and create again");
        assertThat(model.wayOut()).isEmpty();
    }
}
