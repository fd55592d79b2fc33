package slipway.ui.services;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import slipway.model.StoppedTask;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** The tasks of a service that have stopped, newest first, each with its exit and AWS's reason. */
final class StoppedList {
    private final ListView<StoppedTask> list = Cards.list("Stopped tasks", "No task has stopped.");

    StoppedList() {
        list.setFixedCellSize(46);
        list.setCellFactory(view -> new StoppedCell());
    }

    ListView<StoppedTask> node() {
        return list;
    }

    void show(List<StoppedTask> tasks) {
        if (!list.getItems().equals(tasks)) {
            list.getItems().setAll(tasks);
        }
    }

    private static final class StoppedCell extends ListCell<StoppedTask> {
        @Override
        protected void updateItem(@Nullable StoppedTask task, boolean empty) {
            super.updateItem(task, empty);
            setText(null);
            if (empty || task == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            var head = new HBox(
                    8,
                    Texts.firm(Phrases.shortId(task.id()), "mono"),
                    Texts.firm(Phrases.clock(task.stopped()), "t12", "ink2"),
                    Texts.spacer(),
                    Texts.firm(RowWords.exits(task), "t12"));
            head.setAlignment(Pos.CENTER_LEFT);
            var words = new VBox(2, head, Texts.yielding(RowWords.reason(task), "t12", "ink2"));
            words.setAlignment(Pos.CENTER_LEFT);
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            var row =
                    new HBox(10, new StateIcon(task.failed() ? StateIcon.State.WARNING : StateIcon.State.IDLE), words);
            row.setAlignment(Pos.CENTER_LEFT);
            row.setMinWidth(0);
            row.setPrefWidth(0);
            setGraphic(row);
            setTooltip(new Tooltip(
                    task.id() + "\n" + task.revision() + "\n" + task.stopCode() + "\n" + RowWords.reason(task)));
            setAccessibleText("task " + Phrases.shortId(task.id()) + " stopped " + Phrases.clock(task.stopped()) + ", "
                    + RowWords.exits(task) + ", " + RowWords.reason(task));
        }
    }
}
