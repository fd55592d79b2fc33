package slipway.ui.shell;

import java.util.LinkedHashSet;
import java.util.Set;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Texts;
import slipway.ui.workspace.Workspace;

/** Chooses the environment: those used in this window, and a way to name another. */
final class EnvironmentChooser extends MenuButton {
    private final Set<EnvironmentName> names = new LinkedHashSet<>();
    private final Workspace workspace;
    private final Dialogs dialogs;

    EnvironmentChooser(Workspace workspace, Dialogs dialogs) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        setId("environment-chooser");
        getStyleClass().add("top-chooser");
        setMinWidth(USE_PREF_SIZE);
        workspace.environmentProperty().subscribe(this::fill);
    }

    private void fill(EnvironmentName chosen) {
        names.add(chosen);
        setText(chosen.value());
        setAccessibleText("Environment " + chosen.value());
        getItems().clear();
        for (EnvironmentName name : names) {
            var item = new RadioMenuItem(name.value());
            item.setSelected(name.equals(chosen));
            item.setOnAction(event -> workspace.choose(name));
            getItems().add(item);
        }
        var other = new MenuItem("Another environment\u2026");
        other.setOnAction(event -> askForName());
        getItems().addAll(new SeparatorMenuItem(), other);
    }

    /** Asks for a name and chooses that environment. */
    void askForName() {
        var field = new TextField();
        field.setPromptText("staging");
        field.setId("environment-name");
        field.setAccessibleText("Name of the environment");
        Label rule = Texts.wrapped("Small letters, digits and single dashes, 2 to 12 characters.", "t12", "ink2");
        dialogs.fillIn(
                "Which environment?",
                new VBox(6, field, rule),
                "Choose",
                () -> {
                    try {
                        workspace.choose(new EnvironmentName(field.getText().strip()));
                        return true;
                    } catch (FailureException refused) {
                        rule.setText(refused.getMessage());
                        rule.getStyleClass().setAll("label", "field-error");
                        return false;
                    }
                },
                field);
    }
}
