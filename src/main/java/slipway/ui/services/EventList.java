package slipway.ui.services;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.Pos;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.ServiceEventWords;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** What a service reported, newest first. */
final class EventList {
    private static final Pattern ID = Pattern.compile("(?<=\\btask )[0-9a-f]{6}\\b");

    private final ListView<ServiceEvent> list = Cards.list("Events of the service", "Nothing was reported yet.");

    EventList() {
        list.setFixedCellSize(28);
        list.getStyleClass().add("plain-list");
        list.setCellFactory(view -> new EventCell());
    }

    ListView<ServiceEvent> node() {
        return list;
    }

    void show(java.util.List<ServiceEvent> events) {
        if (!list.getItems().equals(events)) {
            list.getItems().setAll(events);
        }
    }

    private static final class EventCell extends ListCell<ServiceEvent> {
        @Override
        protected void updateItem(@Nullable ServiceEvent event, boolean empty) {
            super.updateItem(event, empty);
            setText(null);
            if (empty || event == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            var time = Texts.firm(Phrases.clock(event.at()), "t12", "ink2");
            time.setMinWidth(54);
            var row = new HBox(time);
            row.setSpacing(10);
            if (ServiceEventWords.trouble(event)) {
                row.getChildren().add(new StateIcon(StateIcon.State.WARNING));
            }
            String words = ServiceEventWords.of(event);
            row.getChildren().add(sentence(words));
            row.setAlignment(Pos.CENTER_LEFT);
            row.setMinWidth(0);
            row.setPrefWidth(0);
            setGraphic(row);
            setTooltip(new Tooltip(event.message()));
            setAccessibleText(Phrases.clock(event.at()) + " " + words);
        }

        /** Ids stand in the type that makes them comparable. */
        private static HBox sentence(String words) {
            var line = new HBox();
            line.setAlignment(Pos.CENTER_LEFT);
            line.setMinWidth(0);
            Matcher id = ID.matcher(words);
            int from = 0;
            while (id.find()) {
                line.getChildren().add(Texts.firm(words.substring(from, id.start()), "t12"));
                line.getChildren().add(Texts.firm(id.group(), "mono"));
                from = id.end();
            }
            line.getChildren().add(Texts.yielding(words.substring(from), "t12"));
            return line;
        }
    }
}
