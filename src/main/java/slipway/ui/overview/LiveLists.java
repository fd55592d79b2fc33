package slipway.ui.overview;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import slipway.ui.controls.Cards;
import slipway.ui.controls.ColourTile;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.TabStrip;
import slipway.ui.controls.Texts;
import slipway.ui.overview.OverviewViewModel.Happening;
import slipway.ui.overview.OverviewViewModel.TaskRow;

/** Under the live picture: what happened, which tasks run, who is exposed; tabs of one card while the window is narrow. */
final class LiveLists {
    private final StackPane root = new StackPane();
    private final ListView<Happening> happenings = Cards.list("What happened", "Nothing happened yet.");
    private final ListView<TaskRow> tasks = Cards.list("Tasks", "No task runs.");

    private final ExposureList exposure;
    private final Label count = Texts.text("", "t12", "ink2");

    LiveLists(OverviewViewModel model) {
        exposure = new ExposureList(model.exposure());
        happenings.setCellFactory(list -> new HappeningCell());
        tasks.setCellFactory(list -> new TaskCell());
        model.happeningsProperty().subscribe(values -> update(happenings, values));
        model.tasksProperty().subscribe(values -> {
            update(tasks, values);
            count.setText(values.isEmpty() ? "" : Phrases.count(values.size(), "task"));
        });
        root.getStyleClass().add("live-lists");
        setNarrow(false);
    }

    Node node() {
        return root;
    }

    void setNarrow(boolean narrow) {
        if (narrow) {
            root.getChildren()
                    .setAll(Cards.tabbed(new TabStrip(
                            new TabStrip.Tab("What happened", happenings),
                            new TabStrip.Tab("Tasks", tasks),
                            new TabStrip.Tab("Exposure", exposure.node()))));
        } else {
            var left = Cards.titled(
                    "What happened", Texts.text("stacks and services, newest first", "t12", "ink2"), happenings);
            var right = Cards.titled("Tasks", count, tasks);
            HBox.setHgrow(left, Priority.ALWAYS);
            HBox.setHgrow(right, Priority.ALWAYS);
            left.setPrefWidth(420);
            right.setPrefWidth(420);
            var exposed = Cards.titled("Exposure", exposure.verdict(), exposure.node());
            exposed.setPrefWidth(290);
            exposed.setMinWidth(290);
            root.getChildren().setAll(new HBox(12, left, right, exposed));
        }
    }

    private static <T> void update(ListView<T> list, List<T> values) {
        if (!list.getItems().equals(values)) {
            list.getItems().setAll(values);
        }
    }

    private static final class HappeningCell extends ListCell<Happening> {
        @Override
        protected void updateItem(@Nullable Happening value, boolean empty) {
            super.updateItem(value, empty);
            setText(null);
            if (empty || value == null) {
                setGraphic(null);
                return;
            }
            var time = Texts.firm(Phrases.clock(value.at()), "t12", "ink2");
            time.setMinWidth(60);
            var row = new HBox(
                    10,
                    time,
                    new StateIcon(value.icon()),
                    Texts.firm(value.subject(), "t12", "semibold"),
                    Texts.yielding(value.words(), "t12"));
            row.setAlignment(Pos.CENTER_LEFT);
            row.setMinWidth(0);
            row.setPrefWidth(0);
            setGraphic(row);
            setAccessibleText(Phrases.clock(value.at()) + " " + value.subject() + " " + value.words());
        }
    }

    private static final class TaskCell extends ListCell<TaskRow> {
        @Override
        protected void updateItem(@Nullable TaskRow value, boolean empty) {
            super.updateItem(value, empty);
            setText(null);
            if (empty || value == null) {
                setGraphic(null);
                return;
            }
            var tier = Texts.firm(value.tier(), "t12", "semibold");
            tier.setMinWidth(40);
            var id = Texts.yielding(value.id(), "mono");
            HBox.setHgrow(id, Priority.ALWAYS);
            id.setMaxWidth(Double.MAX_VALUE);
            var address = Texts.firm(value.address(), "mono", "ink2");
            var state = Texts.firm(value.state(), "t12");
            state.setMinWidth(130);
            var row = new HBox(
                    10, new ColourTile(value.colour(), false), tier, id, address, new StateIcon(value.icon()), state);
            row.setAlignment(Pos.CENTER_LEFT);
            row.setMinWidth(0);
            row.setPrefWidth(0);
            setGraphic(row);
            setAccessibleText(
                    value.tier() + " " + value.colour().label() + " task " + value.id() + ", " + value.state());
        }
    }
}
