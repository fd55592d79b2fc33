package slipway.ui.controls;

import java.util.OptionalInt;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** A part of the picture that can be focused and opened; its badge says its place in the order, or that it is being made. */
abstract class TopologyNode extends StackPane {
    private static final PseudoClass DASHED = PseudoClass.getPseudoClass("dashed");
    private static final PseudoClass TROUBLE = PseudoClass.getPseudoClass("trouble");

    private final Label step = new Label();
    private final StateIcon working = new StateIcon(StateIcon.State.WORKING);
    private final StackPane badge = new StackPane(step, working);
    private Runnable open = () -> {};

    TopologyNode(String style) {
        getStyleClass().addAll("topology-node", style);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.BUTTON);
        badge.getStyleClass().add("badge");
        badge.setManaged(false);
        badge.setVisible(false);
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                open.run();
            }
        });
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                open.run();
                event.consume();
            }
        });
    }

    final void setOnOpen(Runnable action) {
        open = action;
    }

    /** Puts the content under the badge. */
    final void show(Region content, Topology.Stage stage, OptionalInt place, String spoken) {
        StackPane.setAlignment(content, Pos.TOP_LEFT);
        getChildren().setAll(content, badge);
        pseudoClassStateChanged(DASHED, stage == Topology.Stage.PLANNED || stage == Topology.Stage.EMPTY);
        pseudoClassStateChanged(TROUBLE, stage == Topology.Stage.FAILED);
        boolean making = stage == Topology.Stage.WORKING;
        working.setVisible(making);
        step.setVisible(!making);
        step.setText(place.isPresent() ? String.valueOf(place.getAsInt()) : "");
        badge.setVisible(making || place.isPresent());
        setAccessibleText(spoken);
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        badge.resizeRelocate(getWidth() - 10, -10, 20, 20);
    }

    @Override
    public void executeAccessibleAction(@Nullable AccessibleAction action, Object... parameters) {
        if (action == AccessibleAction.FIRE) {
            open.run();
        } else {
            super.executeAccessibleAction(action, parameters);
        }
    }
}
