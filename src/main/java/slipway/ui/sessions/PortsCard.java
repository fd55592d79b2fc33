package slipway.ui.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.ForwardStatus;
import slipway.model.SessionStatus;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.Texts;
import slipway.ui.sessions.PortsViewModel.Entry;

/** The ports of this machine that lead into a task's network. */
final class PortsCard {
    private final PortsViewModel model;
    private final Consumer<String> copy;
    private final VBox rows = new VBox();
    private final ScrollPane scroll = new ScrollPane(rows);
    private final HBox head = new HBox(
            Texts.firm("Forwarded ports", "t13", "semibold"),
            Texts.spacer(),
            Texts.yielding("end with their tab", "t12", "ink2"));

    /** @param copy puts a text on the clipboard */
    PortsCard(PortsViewModel model, Consumer<String> copy) {
        this.model = model;
        this.copy = copy;
        head.getStyleClass().add("card-head");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setMinHeight(48);
        model.entriesProperty().subscribe(this::draw);
    }

    Region card() {
        Region card = content();
        card.getStyleClass().add("panel-card");
        card.setMinHeight(0);
        return card;
    }

    /** The same without the frame, for a tab of a narrow window. */
    Region content() {
        VBox.setVgrow(scroll, Priority.ALWAYS);
        return new VBox(head, Texts.rule(), scroll);
    }

    private void draw(List<Entry> entries) {
        List<Node> nodes = new ArrayList<>();
        for (Entry entry : entries) {
            nodes.add(row(entry));
        }
        if (nodes.isEmpty()) {
            var none = new HBox(Texts.wrapped(
                    "A session's tab can lead a port of this machine to Redis, or to the task itself.", "t12", "ink2"));
            none.getStyleClass().add("side-words");
            nodes.add(none);
        }
        rows.getChildren().setAll(nodes);
    }

    private Node row(Entry entry) {
        String destination = entry.destination().words(entry.task());
        var address = new HBox(6);
        address.setAlignment(Pos.CENTER_LEFT);
        entry.status()
                .ifPresent(status -> address.getChildren()
                        .addAll(
                                Texts.firm("localhost:" + status.localPort(), "mono"),
                                Icons.small(Feather.ARROW_RIGHT)));
        address.getChildren().add(Texts.yielding(destination, "t12"));
        var text = new VBox(2, address, state(entry));
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        var line = new HBox(8, text);
        entry.status().filter(status -> entry.failure().isEmpty()).ifPresent(status -> {
            Button take = square(Feather.COPY, "Copy localhost:" + status.localPort());
            take.setOnAction(event -> copy.accept("localhost:" + status.localPort()));
            line.getChildren().add(take);
        });
        Button end = square(Feather.X, "End forwarding to " + destination);
        end.setId("end-port-" + entry.id());
        end.setOnAction(event -> model.close(entry.id()));
        line.getChildren().add(end);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().addAll("port-row", "row-line");
        return line;
    }

    private static Label state(Entry entry) {
        String through = "through " + Phrases.shortId(entry.task().id());
        if (entry.failure().isPresent()) {
            return Texts.wrapped(entry.failure().get().message(), "t12", "bad");
        }
        if (entry.status().isEmpty()) {
            return Texts.yielding(through + ", opening", "t12", "ink2");
        }
        ForwardStatus now = entry.status().get();
        return switch (now.status()) {
            case SessionStatus.Connecting _ -> Texts.yielding(through + ", connecting", "t12", "ink2");
            case SessionStatus.AgentStarting _ -> Texts.yielding(through + ", its agent is starting", "t12", "ink2");
            case SessionStatus.Live _ ->
                Texts.yielding(through + (now.multiplexed() ? "" : ", one connection"), "t12", "ink2");
            case SessionStatus.Reconnecting _ -> Texts.yielding(through + ", reconnecting", "t12", "ink2");
            case SessionStatus.Finished finished ->
                Texts.wrapped(
                        "Ended"
                                + (finished.text().isBlank()
                                        ? ""
                                        : ": " + finished.text().strip()),
                        "t12",
                        "ink2");
            case SessionStatus.Terminated _ -> Texts.yielding("Ended", "t12", "ink2");
            case SessionStatus.Failed failed -> Texts.wrapped(failed.failure().message(), "t12", "bad");
        };
    }

    private static Button square(Feather glyph, String words) {
        var button = new Button();
        button.setGraphic(Icons.small(glyph));
        button.getStyleClass().addAll("small", "square");
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
        return button;
    }
}
