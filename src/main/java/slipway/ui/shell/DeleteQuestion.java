package slipway.ui.shell;

import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Texts;
import slipway.ui.workspace.Workspace;

/** Asks what a deletion takes with it; the plan of the deletion is shown and confirmed afterwards. */
final class DeleteQuestion {
    private final Workspace workspace;
    private final Dialogs dialogs;

    DeleteQuestion(Workspace workspace, Dialogs dialogs) {
        this.workspace = workspace;
        this.dialogs = dialogs;
    }

    void ask() {
        String name = workspace.environmentProperty().get().value();
        var erase = new CheckBox("Erase the data too");
        erase.setId("erase-data");
        var body = new VBox(
                10,
                Texts.wrapped(
                        "Every stack and every task of " + name + " goes. The volume with the sum stays, and the next"
                                + " deployment of " + name + " adopts it again, unless you erase it.",
                        "t13",
                        "ink2"),
                erase);
        dialogs.ask(
                "Delete " + name + "?",
                body,
                List.of(
                        new Dialogs.Choice("Keep " + name, "", true, () -> {}),
                        new Dialogs.Choice(
                                "Show what goes", "danger", false, () -> workspace.delete(erase.isSelected()))));
    }
}
