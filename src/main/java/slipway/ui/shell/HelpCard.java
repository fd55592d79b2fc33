package slipway.ui.shell;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Texts;

/** The keys of the console, and what its shapes mean. */
final class HelpCard {
    private HelpCard() {}

    static void show(Dialogs dialogs, List<PanelEntry> panels) {
        var keys = new GridPane(16, 8);
        int row = 0;
        keys.addRow(row++, key("Ctrl K"), Texts.text("Go to a panel or run a command", "t13"));
        for (int place = 0; place < panels.size(); place++) {
            keys.addRow(
                    row++,
                    key("Ctrl " + (place + 1)),
                    Texts.text(panels.get(place).name(), "t13"));
        }
        keys.addRow(row++, key("Ctrl Enter"), Texts.text("Deploy, while nothing is deployed", "t13"));
        keys.addRow(row++, key("Ctrl F"), Texts.text("Find in Logs", "t13"));
        keys.addRow(row++, key("Ctrl Shift F"), Texts.text("Find in a terminal", "t13"));
        keys.addRow(row++, key("Ctrl Shift T"), Texts.text("Terminal: a tab on the newest task; W closes it", "t13"));
        keys.addRow(row++, key("Ctrl Tab"), Texts.text("Terminal: the next tab; Ctrl F6 leaves the screen", "t13"));
        keys.addRow(row++, key("F5"), Texts.text("Read everything again", "t13"));
        keys.addRow(row++, key("Arrows"), Texts.text("Move inside the picture, tables and tabs", "t13"));
        keys.addRow(row++, key("Esc"), Texts.text("Leave a dialog the safe way", "t13"));
        keys.addRow(row, key("?"), Texts.text("This help", "t13"));
        var close = new Button("Close");
        close.setOnAction(event -> dialogs.close());
        var buttons = new HBox(close);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        var card = new VBox(
                14,
                Texts.text("Keys", "t15", "semibold"),
                keys,
                Texts.rule(),
                Texts.wrapped(
                        "Blue is a square with B, green a circle with G: they name the two deployments of a tier, nothing"
                                + " else. Amber and red mean trouble. Everything else is ink.",
                        "t12",
                        "ink2"),
                buttons);
        card.getStyleClass().addAll("dialog-card", "ask");
        dialogs.show(card, () -> {}, close);
    }

    private static HBox key(String words) {
        var box = new HBox(Texts.firm(words, "kbd"));
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
