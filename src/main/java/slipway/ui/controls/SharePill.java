package slipway.ui.controls;

import java.util.OptionalDouble;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.Tier;

/** How much of a tier's requests a colour takes by weight; opened, it leads to where that is moved. */
final class SharePill extends VBox {
    private static final PseudoClass NONE = PseudoClass.getPseudoClass("none");

    private final Label share = new Label();
    private final String name;
    private Runnable open = () -> {};

    SharePill(Tier tier, Colour colour) {
        name = "Share of " + tier.label() + "-" + colour.label();
        getStyleClass().addAll("share-pill", colour.label());
        setId("share-" + tier.label() + "-" + colour.label());
        share.getStyleClass().addAll("share");
        getChildren().add(share);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.BUTTON);
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

    void setOnOpen(Runnable action) {
        open = action;
    }

    void show(OptionalDouble value) {
        setVisible(value.isPresent());
        long percent = Math.round(value.orElse(0) * 100);
        share.setText(percent + " %");
        setAccessibleText(name + ": " + percent + " %");
        pseudoClassStateChanged(NONE, value.orElse(0) <= 0);
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
