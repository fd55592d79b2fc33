package slipway.ui.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class FaderTest {
    /** The track is 500 wide: five pixels are one per cent. */
    private static final double WIDTH = 552;

    private final List<Integer> moving = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> moved = Collections.synchronizedList(new ArrayList<>());
    private Stage stage;
    private Fader fader;

    @Start
    void start(Stage first) {
        stage = first;
        fader = new Fader("Traffic of api");
        fader.setMaxSize(WIDTH, 110);
        fader.setMinSize(WIDTH, 110);
        fader.setOnMoving(moving::add);
        fader.setOnMoved(moved::add);
        stage.setScene(new Scene(new StackPane(fader), 700, 200));
        stage.show();
    }

    @AfterEach
    void close() {
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> stage.hide());
    }

    private Node thumb(FxRobot robot) {
        return robot.lookup(".fader-thumb").query();
    }

    private void onUi(Runnable action) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, action);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void drag_tellsEveryValueOnTheWay_andWhereItCameToRest(FxRobot robot) {
        robot.moveTo(thumb(robot)).press(MouseButton.PRIMARY);
        robot.moveBy(100, 0).moveBy(50, 0);

        assertThat(fader.dragged()).isTrue();
        assertThat(moved).isEmpty();
        robot.release(MouseButton.PRIMARY);

        assertThat(fader.value()).isEqualTo(30);
        assertThat(moving).isSorted().doesNotHaveDuplicates().contains(20).endsWith(30);
        assertThat(moved).containsExactly(30);
    }

    @Test
    void drag_beyondTheEnd_staysAtTheEnd(FxRobot robot) {
        robot.moveTo(thumb(robot)).press(MouseButton.PRIMARY).moveBy(560, 0);
        robot.release(MouseButton.PRIMARY);

        assertThat(moved).containsExactly(100);
    }

    @Test
    void valueSetDuringADrag_doesNotTakeTheThumbFromTheHand(FxRobot robot) {
        robot.moveTo(thumb(robot)).press(MouseButton.PRIMARY).moveBy(100, 0);
        onUi(() -> fader.setValue(5));

        assertThat(fader.value()).isEqualTo(20);
        robot.release(MouseButton.PRIMARY);
        onUi(() -> fader.setValue(5));

        assertThat(fader.value()).isEqualTo(5);
    }

    @Test
    void escape_duringADrag_goesBack(FxRobot robot) {
        onUi(() -> fader.setValue(10));
        robot.moveTo(thumb(robot)).press(MouseButton.PRIMARY).moveBy(100, 0);
        robot.type(KeyCode.ESCAPE);
        robot.release(MouseButton.PRIMARY);

        assertThat(fader.value()).isEqualTo(10);
        assertThat(moved).containsExactly(10);
    }

    @Test
    void clickOnTheThumb_movesNothing(FxRobot robot) {
        robot.clickOn(thumb(robot));

        assertThat(moving).isEmpty();
        assertThat(moved).isEmpty();
    }

    @Test
    void keys_moveByOneByTenAndToTheEnds(FxRobot robot) {
        onUi(() -> {
            fader.setValue(50);
            fader.requestFocus();
        });

        robot.type(
                KeyCode.RIGHT,
                KeyCode.UP,
                KeyCode.LEFT,
                KeyCode.DOWN,
                KeyCode.PAGE_UP,
                KeyCode.PAGE_DOWN,
                KeyCode.END,
                KeyCode.END,
                KeyCode.HOME);

        assertThat(moved).containsExactly(51, 52, 51, 50, 60, 50, 100, 0);
        assertThat(moving).isEmpty();
    }

    @Test
    void pressBesideTheThumb_movesTenTowardsThePointer(FxRobot robot) {
        robot.moveTo(robot.lookup(".fader-frame").<Node>query()).clickOn(MouseButton.PRIMARY);

        assertThat(moved).containsExactly(10);
    }

    @Test
    void locked_saysWhy_andNeitherHandNorKeyMovesIt(FxRobot robot) {
        onUi(() -> {
            fader.setValue(40);
            fader.setLocked("Locked at blue: api-green has no healthy target");
            fader.requestFocus();
        });

        robot.type(KeyCode.RIGHT, KeyCode.END);
        robot.moveTo(thumb(robot)).press(MouseButton.PRIMARY).moveBy(100, 0).release(MouseButton.PRIMARY);

        assertThat(moving).isEmpty();
        assertThat(moved).isEmpty();
        assertThat(fader.value()).isEqualTo(40);
        assertThat(robot.lookup(".fader-lock").queryLabeled().getText())
                .isEqualTo("Locked at blue: api-green has no healthy target");
    }

    @Test
    void lockedInMidDrag_putsTheThumbBack(FxRobot robot) {
        robot.moveTo(thumb(robot)).press(MouseButton.PRIMARY).moveBy(100, 0);
        onUi(() -> fader.setLocked("held by another console"));
        robot.moveBy(50, 0).release(MouseButton.PRIMARY);

        assertThat(fader.value()).isZero();
        assertThat(moved).isEmpty();
    }

    @Test
    void screenReader_hearsASliderWithBothShares() {
        onUi(() -> fader.setValue(25));

        assertThat(fader.getAccessibleRole()).isEqualTo(AccessibleRole.SLIDER);
        assertThat(fader.getAccessibleText()).isEqualTo("Traffic of api: blue 75 %, green 25 %");
        assertThat(fader.queryAccessibleAttribute(AccessibleAttribute.VALUE)).isEqualTo(25.0);
        assertThat(fader.queryAccessibleAttribute(AccessibleAttribute.MAX_VALUE))
                .isEqualTo(100.0);
    }
}
