package slipway.ui.controls;

import atlantafx.base.controls.ModalPane;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Dialogs inside the window, over AtlantaFX's modal pane. One is shown at a time; Escape takes the safe way out, the safe
 * button has the focus, Tab stays inside.
 */
public final class Dialogs {
    /**
     * A button of a dialog.
     *
     * @param style {@code primary}, {@code danger} or empty
     * @param safe whether Escape and the first Enter mean this one
     */
    public record Choice(String label, String style, boolean safe, Runnable action) {}

    private final ModalPane layer;
    private Runnable escape = () -> {};
    private @Nullable Node focusBefore;

    public Dialogs(ModalPane layer) {
        this.layer = layer;
        layer.setAlignment(Pos.CENTER);
        layer.setInTransitionFactory(null);
        layer.setOutTransitionFactory(null);
        layer.setPersistent(true);
        layer.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    public boolean showing() {
        return layer.isDisplay();
    }

    /** Shows a question; every choice closes the dialog before its action runs. */
    public void ask(String title, Node body, List<Choice> choices) {
        var buttons = new HBox(8);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        Button safest = null;
        Runnable wayOut = () -> {};
        for (Choice choice : choices) {
            var button = new Button(choice.label());
            if (!choice.style().isEmpty()) {
                button.getStyleClass().add(choice.style());
            }
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(event -> {
                close();
                choice.action().run();
            });
            buttons.getChildren().add(button);
            if (choice.safe()) {
                safest = button;
                wayOut = choice.action();
            }
        }
        Label heading = Texts.wrapped(title, "t15", "semibold");
        var card = new VBox(12, heading, body, buttons);
        card.getStyleClass().addAll("dialog-card", "ask");
        show(card, wayOut, safest == null ? buttons.getChildren().getLast() : safest);
    }

    /**
     * Shows fields with a button that takes them.
     *
     * @param submit takes the fields; returns whether the dialog may close
     * @param focus the field to start in
     */
    public void fillIn(String title, Node body, String label, BooleanSupplier submit, Node focus) {
        var back = new Button("Cancel");
        back.setOnAction(event -> close());
        var take = new Button(label);
        take.getStyleClass().add("primary");
        take.setDefaultButton(true);
        take.setOnAction(event -> {
            if (submit.getAsBoolean()) {
                close();
            }
        });
        var buttons = new HBox(8, back, take);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        var card = new VBox(12, Texts.wrapped(title, "t15", "semibold"), body, buttons);
        card.getStyleClass().addAll("dialog-card", "ask");
        show(card, () -> {}, focus);
    }

    /** Shows any card; Escape closes it and runs {@code escape}. */
    public void show(Region card, Runnable escape, Node focus) {
        if (!showing() && layer.getScene() != null) {
            focusBefore = layer.getScene().getFocusOwner();
        }
        this.escape = escape;
        var frame = new StackPane(card);
        frame.getStyleClass().add("dialog-frame");
        frame.setPickOnBounds(false);
        frame.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        layer.show(frame);
        focus.requestFocus();
    }

    public void close() {
        layer.hide(true);
        layer.setContent(null);
        if (focusBefore != null) {
            focusBefore.requestFocus();
            focusBefore = null;
        }
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            event.consume();
            Runnable wayOut = escape;
            close();
            wayOut.run();
        } else if (event.getCode() == KeyCode.TAB) {
            event.consume();
            cycle(!event.isShiftDown());
        }
    }

    private void cycle(boolean forward) {
        List<Node> stops = new ArrayList<>();
        collect(layer.getContent(), stops);
        if (stops.isEmpty() || layer.getScene() == null) {
            return;
        }
        int at = stops.indexOf(layer.getScene().getFocusOwner());
        int next = Math.floorMod(at + (forward ? 1 : -1), stops.size());
        // The first step goes through the toolkit, which then draws the ring for the keyboard.
        stops.get(next).requestFocus();
        stops.get(next).requestFocusTraversal(forward ? TraversalDirection.NEXT : TraversalDirection.PREVIOUS);
        stops.get(next).requestFocus();
    }

    private static void collect(@Nullable Node node, List<Node> stops) {
        if (node == null || !node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node.isFocusTraversable()) {
            stops.add(node);
        } else if (node instanceof javafx.scene.Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, stops));
        }
    }
}
