package slipway.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import slipway.async.SystemTimer;
import slipway.cloud.Target;
import slipway.model.Failure;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.controls.StateIcon;
import slipway.ui.workspace.Workspace;

/** The whole window with the real toolkit and the real background, on services that a test controls. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class ConsoleTest {
    private final FakeServices services = new FakeServices();
    private final SystemTimer timer = new SystemTimer();
    private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
    private Workspace workspace;
    private Stage stage;

    @Start
    void start(Stage first) {
        // Not TestFX's own, which lives as long as the tests do and would hold every console that was shown on it.
        stage = new Stage();
        workspace = Console.show(
                stage, services, new Target.Local(), Samples.DEV, timer, InstantSource.system(), opened::add);
    }

    @AfterEach
    void close() {
        services.gate.countDown();
        try {
            WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
                workspace.close();
                stage.hide();
            });
            WaitForAsyncUtils.waitForFxEvents();
        } finally {
            timer.close();
        }
    }

    @Test
    void firstRun_hasOneEnabledDeployThatNeedsNoInput(FxRobot robot) {
        waitFor(() -> text(robot, "#overview-headline").equals("Nothing runs here yet"));

        assertThat(robot.lookup("#first-deploy").queryButton().isDisabled()).isFalse();
        assertThat(services.calls).isEmpty();
    }

    @Test
    void deploy_clicked_showsProgressThenTheAddressAsALink(FxRobot robot) {
        services.reports = List.of(Samples.deploying());
        services.gate = new CountDownLatch(1);
        waitFor(() -> text(robot, "#overview-headline").equals("Nothing runs here yet"));

        robot.clickOn("#first-deploy");
        waitFor(() -> text(robot, "#stacks-headline").equals("Deploying dev"));
        waitFor(() -> shows(robot, "98") && shows(robot, "dev-api-blue"));

        services.gate.countDown();
        waitFor(() -> robot.lookup("#done-url").tryQuery().isPresent());
        robot.clickOn("#done-url");

        assertThat(opened).containsExactly("http://localhost:7777");
        assertThat(text(robot, "#stacks-headline")).isEqualTo("Deployed dev");
    }

    @Test
    void ctrlEnter_onTheFirstRun_deploys(FxRobot robot) {
        waitFor(() -> text(robot, "#overview-headline").equals("Nothing runs here yet"));

        robot.press(KeyCode.CONTROL, KeyCode.ENTER).release(KeyCode.ENTER, KeyCode.CONTROL);

        waitFor(() -> services.calls.contains("deploy"));
    }

    @Test
    void failure_showsItsCauseAboveEverything(FxRobot robot) {
        services.end = Samples.failed();
        deploy(robot);

        waitFor(() -> robot.lookup("#failure-cause").tryQuery().isPresent());
        Node cause = robot.lookup("#failure-cause").query();
        Node progress = robot.lookup(".progress-card").query();

        assertThat(text(robot, "#failure-cause")).isEqualTo(Samples.crash().cause());
        assertThat(top(cause)).isLessThan(top(progress));
        assertThat(top(progress)).isLessThan(top(robot.lookup(".lane-tree").query()));
    }

    @Test
    void refusedPlan_showsFileLineAndColumn(FxRobot robot) {
        services.planFailure = new Failure.Rejected("stacks/data.yaml:41:7: Ref names NoSuchThing", "");
        deploy(robot);

        waitFor(() -> shows(robot, "stacks/data.yaml:41:7: Ref names NoSuchThing"));
        assertThat(services.calls).doesNotContain("deploy");
    }

    /** What still turned, or listened to something that outlives the window, would hold the whole scene. */
    @Test
    void closedWindow_withWorkUnderWay_isLetGo() {
        WeakReference<Scene> closed = closedWhileSomethingTurned();

        waitFor(() -> {
            System.gc();
            return closed.get() == null;
        });
    }

    private WeakReference<Scene> closedWhileSomethingTurned() {
        return WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            var other = new Stage();
            var held = new FakeServices();
            held.reports = List.of(Samples.deploying());
            held.gate = new CountDownLatch(1);
            Workspace closing = Console.show(
                    other, held, new Target.Local(), Samples.DEV, timer, InstantSource.system(), opened::add);
            var scene = new WeakReference<>(other.getScene());
            ((Pane) scene.get().getRoot()).getChildren().add(new StateIcon(StateIcon.State.WORKING));
            closing.close();
            other.hide();
            held.gate.countDown();
            return scene;
        });
    }

    @Test
    void cancel_asksFirstAndThenOffersWhatToDoWithTheRest(FxRobot robot) {
        services.reports = List.of(Samples.deploying());
        services.gate = new CountDownLatch(1);
        deploy(robot);
        waitFor(() -> robot.lookup("#cancel").tryQuery().isPresent());

        robot.clickOn("#cancel");
        assertThat(shows(robot, "Cancel?")).isTrue();
        robot.clickOn(button(robot, "Cancel"));

        waitFor(() -> text(robot, "#stacks-headline").equals("Cancelled"));
        robot.clickOn(button(robot, "Delete what this run created"));
        waitFor(() -> services.calls.contains("deleteCreated"));
    }

    @Test
    void cancel_escaped_goesOn(FxRobot robot) {
        services.reports = List.of(Samples.deploying());
        services.gate = new CountDownLatch(1);
        deploy(robot);
        waitFor(() -> robot.lookup("#cancel").tryQuery().isPresent());

        robot.clickOn("#cancel");
        robot.type(KeyCode.ESCAPE);

        waitFor(() -> !shows(robot, "Cancel?"));
        assertThat(workspace.operation().cancelling()).isFalse();
    }

    @Test
    void palette_typedAndEntered_goesToAPanel(FxRobot robot) {
        robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.K, KeyCode.CONTROL);
        waitFor(() -> robot.lookup("#palette-field").tryQuery().isPresent());
        robot.write("stac");
        robot.type(KeyCode.ENTER);

        waitFor(() -> robot.lookup("#stacks-headline").tryQuery().isPresent());
        assertThat(robot.lookup("#palette-field").tryQuery()).isEmpty();
    }

    @Test
    void ctrlAndADigit_showsThatPanel(FxRobot robot) {
        robot.press(KeyCode.CONTROL, KeyCode.DIGIT2).release(KeyCode.DIGIT2, KeyCode.CONTROL);
        waitFor(() -> robot.lookup("#stacks-headline").tryQuery().isPresent());

        robot.press(KeyCode.CONTROL, KeyCode.DIGIT1).release(KeyCode.DIGIT1, KeyCode.CONTROL);
        waitFor(() -> robot.lookup("#overview-headline").tryQuery().isPresent());
    }

    @Test
    void questionMark_opensTheHelp(FxRobot robot) {
        robot.write("?");

        waitFor(() -> shows(robot, "Keys"));
    }

    @Test
    void themeButton_changesTheColours(FxRobot robot) {
        String before = stage.getScene().getStylesheets().getFirst();
        Button theme = robot.from(robot.lookup(".top-bar").queryParent())
                .lookup((Button each) ->
                        String.valueOf(each.getAccessibleText()).endsWith("theme"))
                .queryButton();

        robot.clickOn(theme);

        assertThat(stage.getScene().getStylesheets().getFirst()).isNotEqualTo(before);
    }

    @Test
    void closing_withARunningLocalCloud_asksAndCanLeaveIt(FxRobot robot) {
        deploy(robot);
        waitFor(() -> robot.lookup("#done-url").tryQuery().isPresent());

        WaitForAsyncUtils.waitForAsyncFx(
                20_000, () -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
        waitFor(() -> shows(robot, "Leave the local cloud running?"));
        assertThat(stage.isShowing()).isTrue();
        robot.clickOn(button(robot, "Back"));

        assertThat(stage.isShowing()).isTrue();
        assertThat(services.calls).doesNotContain("stop");
    }

    @Test
    void closing_canStopTheLocalCloud(FxRobot robot) {
        deploy(robot);
        waitFor(() -> robot.lookup("#done-url").tryQuery().isPresent());

        WaitForAsyncUtils.waitForAsyncFx(
                20_000, () -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
        waitFor(() -> shows(robot, "Leave the local cloud running?"));
        robot.clickOn(button(robot, "Stop it and close"));

        waitFor(() -> services.calls.contains("stop"));
        waitFor(() -> !stage.isShowing());
    }

    @Test
    void everyButton_hasAName(FxRobot robot) {
        waitFor(() -> text(robot, "#overview-headline").equals("Nothing runs here yet"));

        assertThat(robot.lookup((Button each) -> true).<Button>queryAll())
                .filteredOn(Node::isVisible)
                .allSatisfy(each -> assertThat(String.valueOf(each.getText()) + each.getAccessibleText())
                        .isNotEqualTo("null")
                        .isNotBlank());
    }

    @Test
    void arrowKeys_moveInsideThePicture(FxRobot robot) {
        waitFor(() -> text(robot, "#overview-headline").equals("Nothing runs here yet"));
        Node balancer = robot.lookup(".topology-node.box").queryAll().iterator().next();
        robot.interact(balancer::requestFocus);

        robot.type(KeyCode.RIGHT);

        assertThat(String.valueOf(stage.getScene().getFocusOwner().getAccessibleText()))
                .startsWith("client ");
    }

    @Test
    void deploymentOnAws_namesWhoActsBeforeItWrites(FxRobot robot) {
        WaitForAsyncUtils.waitForAsyncFx(
                5000, () -> workspace.choose(services.targets().get(1)));
        waitFor(() -> workspace.identity().isPresent());

        robot.clickOn("#main-button");
        waitFor(() -> shows(robot, "Deploy dev?"));

        assertThat(robot.lookup((Label each) -> each.getText().contains("user/local"))
                        .tryQuery())
                .isPresent();
        assertThat(services.calls).doesNotContain("deploy");
        robot.clickOn(button(robot, "Deploy to AWS · slipway-dev"));
        waitFor(() -> services.calls.contains("deploy"));
    }

    @Test
    void interruptedDeployment_isShownByANewConsole_andContinueCompletesIt(FxRobot robot) {
        services.running = true;
        services.status = Samples.interrupted();
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> workspace.wake());
        waitFor(() -> text(robot, "#overview-headline").equals("Interrupted after 6 of 10 stacks"));
        assertThat(shows(robot, "after 6 of 10 stacks; Continue completes it")).isTrue();
        assertThat(robot.lookup((Button each) -> "Continue".equals(each.getText()) && each.isVisible())
                        .queryAll())
                .hasSize(1);

        robot.clickOn("#main-button");

        waitFor(() -> services.calls.contains("deploy"));
        waitFor(() -> text(robot, "#stacks-headline").equals("Deployed dev"));
        assertThat(text(robot, "#main-button")).isEqualTo("Update");
    }

    @Test
    void stuckStack_isHelpedOutByItsOneButton_afterAQuestion(FxRobot robot) {
        stick(robot);

        robot.clickOn("#way-out");
        robot.clickOn(button(robot, "Skip Service"));

        waitFor(() -> services.calls.contains("repair dev-api-blue without Service"));
        waitFor(() -> text(robot, "#stacks-headline").equals("Repaired dev"));
        assertThat(robot.lookup("#way-out").tryQuery()).isEmpty();
    }

    @Test
    void stuckStack_isLeftAlone_whenTheQuestionIsEscaped(FxRobot robot) {
        stick(robot);

        robot.clickOn("#way-out");
        waitFor(() -> shows(robot, "dev-api-blue is UPDATE_ROLLBACK_FAILED"));
        robot.type(KeyCode.ESCAPE);
        waitFor(() -> !shows(robot, "dev-api-blue is UPDATE_ROLLBACK_FAILED"));

        assertThat(services.calls).noneMatch(call -> call.startsWith("repair"));
        assertThat(robot.lookup("#way-out").tryQuery()).isPresent();
    }

    private void stick(FxRobot robot) {
        services.running = true;
        services.status = Samples.stuck();
        services.waysOut = List.of(Samples.stuckRollback());
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> workspace.wake());
        robot.press(KeyCode.CONTROL, KeyCode.DIGIT2).release(KeyCode.DIGIT2, KeyCode.CONTROL);
        waitFor(() -> text(robot, "#way-out").equals("Continue the rollback"));
    }

    private void deploy(FxRobot robot) {
        waitFor(() -> !robot.lookup("#main-button").queryButton().isDisabled());
        robot.clickOn("#main-button");
    }

    private static String text(FxRobot robot, String id) {
        return robot.lookup(id).<Labeled>tryQuery().map(Labeled::getText).orElse("");
    }

    private static boolean shows(FxRobot robot, String words) {
        return robot.lookup((Label each) -> words.equals(each.getText()) && each.isVisible())
                .tryQuery()
                .isPresent();
    }

    private static Button button(FxRobot robot, String label) {
        return robot.lookup((Button each) -> label.equals(each.getText())).queryButton();
    }

    private static double top(Node node) {
        return node.localToScene(node.getBoundsInLocal()).getMinY();
    }

    private static void waitFor(BooleanSupplier condition) {
        try {
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> {
                WaitForAsyncUtils.waitForFxEvents();
                return condition.getAsBoolean();
            });
        } catch (TimeoutException late) {
            throw new AssertionError("it did not come to pass within 20 s", late);
        }
    }
}
