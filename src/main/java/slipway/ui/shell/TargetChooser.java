package slipway.ui.shell;

import javafx.collections.ListChangeListener;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.controls.Icons;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

/** Chooses the target: this machine, or a profile of the standard AWS files. */
final class TargetChooser extends MenuButton {
    private final Workspace workspace;

    TargetChooser(Workspace workspace) {
        this.workspace = workspace;
        setId("target-chooser");
        getStyleClass().add("top-chooser");
        setMinWidth(USE_PREF_SIZE);
        workspace.targets().addListener((ListChangeListener<TargetChoice>) change -> fill());
        workspace.targetProperty().addListener((property, before, now) -> fill());
        fill();
    }

    private void fill() {
        TargetChoice chosen = workspace.targetProperty().get();
        setText(chosen.label());
        setGraphic(Icons.small(chosen.local() ? Feather.MONITOR : Feather.CLOUD));
        setAccessibleText("Target " + chosen.label());
        getItems().clear();
        for (TargetChoice choice : workspace.targets()) {
            var item = new RadioMenuItem(choice.label());
            item.setSelected(choice.equals(chosen));
            item.setOnAction(event -> workspace.choose(choice));
            getItems().add(item);
        }
    }
}
