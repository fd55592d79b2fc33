package slipway.ui.services;

import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.controls.Icons;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfStopped;
import slipway.ui.services.RowValues.OfTask;

/**
 * What can be done to a row: its buttons, and the same by keyboard in its menu.
 *
 * @param session opens irb on a service's newest task, or on a task
 * @param copy puts a text on the clipboard
 */
record RowActions(
        Consumer<OfTask> stop,
        Consumer<OfService> redeploy,
        Consumer<RowValues> logs,
        Consumer<RowValues> session,
        Consumer<String> copy) {

    /** The row's menu; made when it is asked for. */
    ContextMenu menu(RowValues row) {
        var menu = new ContextMenu();
        switch (row) {
            case OfService service ->
                menu.getItems()
                        .add(item(
                                "Redeploy " + service.shortName() + "…",
                                Feather.REFRESH_CW,
                                () -> redeploy.accept(service)));
            case OfTask task ->
                menu.getItems()
                        .add(item("Stop task " + RowWords.name(task) + "…", Feather.SQUARE, () -> stop.accept(task)));
            case OfStopped _ -> {}
        }
        menu.getItems().add(item("Show logs", Feather.ALIGN_LEFT, () -> logs.accept(row)));
        if (RowWords.takesSession(row)) {
            menu.getItems().add(item("Open irb", Feather.TERMINAL, () -> session.accept(row)));
        }
        String id = row instanceof OfService service
                ? service.status().name()
                : row.key().substring(row.key().indexOf('/') + 1);
        menu.getItems()
                .add(item(
                        "Copy " + (row instanceof OfService ? "name" : "task id"),
                        Feather.COPY,
                        () -> copy.accept(id)));
        if (row instanceof OfTask task && !task.status().address().isEmpty()) {
            menu.getItems().add(item("Copy address", Feather.COPY, () -> copy.accept(RowWords.traffic(task))));
        }
        return menu;
    }

    private static MenuItem item(String words, Feather glyph, Runnable action) {
        var item = new MenuItem(words, Icons.small(glyph));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    /** The buttons of a row. The keyboard has the menu and the keys of the table; Tab passes the buttons over. */
    static final class ButtonsCell extends TreeTableCell<ServiceRow, RowValues> {
        private final Button first = button();
        private final Button logs = button();
        private final Button irb = button();
        private final Tooltip firstTip = new Tooltip();
        private final HBox content = new HBox(first, logs, irb);

        ButtonsCell(RowActions actions) {
            first.setTooltip(firstTip);
            first.setOnAction(event -> {
                // The cards below tell of the row that something is done to.
                getTreeTableView().getSelectionModel().select(getTableRow().getTreeItem());
                switch (getItem()) {
                    case OfService service -> actions.redeploy().accept(service);
                    case OfTask task -> actions.stop().accept(task);
                    case OfStopped _ -> {}
                }
            });
            logs.setGraphic(Icons.small(Feather.ALIGN_LEFT));
            logs.setTooltip(new Tooltip("Show logs"));
            logs.setOnAction(event -> actions.logs().accept(getItem()));
            irb.setGraphic(Icons.small(Feather.TERMINAL));
            irb.setTooltip(new Tooltip("Open irb"));
            irb.setOnAction(event -> actions.session().accept(getItem()));
            content.getStyleClass().add("row-actions");
        }

        private static Button button() {
            var button = new Button();
            button.getStyleClass().setAll("button", "row-action");
            button.setFocusTraversable(false);
            return button;
        }

        @Override
        protected void updateItem(@Nullable RowValues row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            String name = RowWords.name(row);
            switch (row) {
                case OfService service ->
                    offer("Redeploy", Feather.REFRESH_CW, "Redeploy " + name, "redeploy-" + name, service.asked());
                case OfTask task ->
                    offer(
                            "Stop this task",
                            Feather.SQUARE,
                            "Stop task " + name,
                            "stop-" + name,
                            task.asked() || task.status().stopping().isPresent());
                case OfStopped _ -> first.setVisible(false);
            }
            logs.setAccessibleText("Show logs of " + name);
            logs.setId("logs-" + name);
            irb.setVisible(RowWords.takesSession(row));
            irb.setAccessibleText("Open irb on " + name);
            irb.setId("irb-" + name);
            setGraphic(content);
        }

        private void offer(String tip, Feather glyph, String accessible, String id, boolean busy) {
            first.setVisible(true);
            first.setDisable(busy);
            if (!tip.equals(firstTip.getText())) {
                first.setGraphic(Icons.small(glyph));
                firstTip.setText(tip);
            }
            first.setAccessibleText(accessible);
            first.setId(id);
        }
    }
}
