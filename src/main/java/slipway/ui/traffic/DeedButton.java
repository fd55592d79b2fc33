package slipway.ui.traffic;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Texts;

/** A button that says what it will do; where it cannot, its frame says why when the pointer rests on it. */
final class DeedButton extends HBox {
    private final Button button = new Button();
    private final Label title = Texts.firm("", "t12", "medium", "deed-name");
    private final Label words = Texts.firm("", "t12", "ink2");
    private final Tooltip tip = new Tooltip();
    private final HBox content;
    private LaneValues.@Nullable Deed shown;
    private boolean narrow;

    DeedButton(String id, Feather glyph, boolean danger, Consumer<LaneValues.Deed> action) {
        content = new HBox(7, Icons.small(glyph), title, words);
        content.setAlignment(Pos.CENTER_LEFT);
        button.setGraphic(content);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setId(id);
        button.getStyleClass().addAll("small", "deed");
        if (danger) {
            button.getStyleClass().add("danger");
        }
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> {
            if (shown != null) {
                action.accept(shown);
            }
        });
        setMinWidth(Region.USE_PREF_SIZE);
        setAlignment(Pos.CENTER);
        getChildren().add(button);
        // A disabled button gets no pointer; what lies around it does.
        Tooltip.install(this, tip);
    }

    void setGlyph(Feather glyph) {
        content.getChildren().set(0, Icons.small(glyph));
    }

    void show(LaneValues.Deed deed) {
        shown = deed;
        button.setDisable(!deed.possible());
        title.setText(deed.name());
        words.setText(deed.words());
        arrange();
        String more = deed.possible() ? deed.words() : deed.reason();
        tip.setText(
                deed.possible() && !more.isEmpty() ? deed.name() + ": " + more : more.isEmpty() ? deed.name() : more);
        button.setAccessibleText(more.isEmpty() ? deed.name() : deed.name() + ": " + more);
    }

    void setNarrow(boolean now) {
        narrow = now;
        arrange();
    }

    private void arrange() {
        present(words, !button.isDisabled() && !narrow && !words.getText().isEmpty());
    }

    static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
