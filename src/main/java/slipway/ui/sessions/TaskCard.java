package slipway.ui.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Failure;
import slipway.model.SessionTask;
import slipway.model.Tier;
import slipway.ui.controls.ColourTile;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.Segments;
import slipway.ui.controls.Segments.Segment;
import slipway.ui.controls.Texts;

/** The tasks of a tier, each with the button that opens irb in it. */
final class TaskCard {
    private final SessionsViewModel model;
    private final Consumer<String> copy;
    private final VBox rows = new VBox();
    private final ScrollPane scroll = new ScrollPane(rows);
    private final Label title = Texts.firm("", "t13", "semibold");
    private final Segments<Tier> tiers;
    private final HBox head;
    private List<TaskRow> shown = List.of();
    private boolean drawn;

    TaskCard(SessionsViewModel model, Consumer<String> copy) {
        this.model = model;
        this.copy = copy;
        tiers = new Segments<>(
                "Tasks of",
                List.of(new Segment<>(Tier.API, "api", null), new Segment<>(Tier.CLIENT, "client", null)),
                model.tasks()::choose);
        tiers.getStyleClass().add("small-segments");
        head = new HBox(title, Texts.spacer(), tiers);
        head.getStyleClass().add("card-head");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setMinHeight(35);
        model.tasks().tierProperty().subscribe(tier -> {
            tiers.show(tier);
            title.setText("Open irb on " + tier.label());
            draw();
        });
        model.tasks().rowsProperty().subscribe(now -> draw());
        model.tasks().failureProperty().subscribe(failure -> draw());
        model.changesProperty().subscribe(change -> draw());
    }

    Region card() {
        var card = new VBox(head, Texts.rule(), scroll);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        card.getStyleClass().add("panel-card");
        card.setMinHeight(0);
        card.setMaxHeight(Region.USE_PREF_SIZE);
        return card;
    }

    /** The same without the frame, for a tab of a narrow window. */
    Region content() {
        var box = new VBox(head, Texts.rule(), scroll);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        return box;
    }

    private void draw() {
        List<TaskRow> now = model.tasks().rowsProperty().get();
        if (drawn && now.equals(shown) && !now.isEmpty()) {
            return;
        }
        drawn = true;
        shown = now;
        List<Node> nodes = new ArrayList<>();
        for (TaskRow row : now) {
            Node node = node(row);
            if (!row.equals(now.getLast())) {
                node.getStyleClass().add("row-line");
            }
            nodes.add(node);
        }
        if (nodes.isEmpty()) {
            nodes.add(nothing());
        }
        rows.getChildren().setAll(nodes);
    }

    private Node nothing() {
        Failure failure = model.tasks().failureProperty().get();
        String words = switch (model.modeProperty().get()) {
            case READING -> "Asking the target";
            case EMPTY -> "Nothing is deployed";
            case ASLEEP -> "The local cloud is stopped";
            case REFUSED -> "The target does not answer";
            case LIVE ->
                failure != null
                        ? failure.message()
                        : model.tasks().all().isEmpty() && !model.tasks().known()
                                ? "Asking for the tasks"
                                : "No task of "
                                        + model.tasks().tierProperty().get().label() + " runs";
        };
        var line = new HBox(Texts.wrapped(words, "t12", "ink2"));
        line.getStyleClass().add("side-words");
        return line;
    }

    private Node node(TaskRow row) {
        SessionTask task = row.task();
        String id = Phrases.shortId(task.id());
        var tile = new ColourTile(task.colour(), false);
        tile.getStyleClass().add("small-tile");
        Label name = Texts.firm(id, "mono");
        name.setMinWidth(48);
        name.setTooltip(new Tooltip(task.id()));
        Label words = Texts.yielding(row.words(), "t12", "ink2");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        var open = new Button("Open irb", Icons.small(Feather.TERMINAL));
        open.setId("open-irb-" + id);
        open.getStyleClass().add("small");
        open.setMinWidth(Region.USE_PREF_SIZE);
        open.setDisable(!row.openable());
        open.setAccessibleText("Open irb on " + TabWords.label(task));
        open.setOnAction(event -> model.open(task, SessionsViewModel.IRB));
        var line = new HBox(9, tile, name, words);
        if (row.tab() > 0) {
            var there = new Button("open in tab " + row.tab());
            there.setId("show-tab-" + id);
            there.getStyleClass().addAll("quiet", "small");
            there.setMinWidth(Region.USE_PREF_SIZE);
            there.setOnAction(event -> model.select(model.tabs().get(row.tab() - 1)));
            line.getChildren().add(there);
        } else {
            var cell = new StackPane(open);
            cell.setMinWidth(Region.USE_PREF_SIZE);
            if (!row.openable()) {
                // A button that cannot be pressed shows no tooltip itself.
                Tooltip.install(cell, new Tooltip(row.obstacle()));
            }
            line.getChildren().add(cell);
        }
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("session-task");
        line.setOnContextMenuRequested(event -> {
            menu(row).show(line, event.getScreenX(), event.getScreenY());
            event.consume();
        });
        return line;
    }

    private ContextMenu menu(TaskRow row) {
        SessionTask task = row.task();
        var menu = new ContextMenu();
        if (row.openable()) {
            menu.getItems()
                    .addAll(
                            item("Open irb", Feather.TERMINAL, () -> model.open(task, SessionsViewModel.IRB)),
                            item("Open a shell", Feather.TERMINAL, () -> model.open(task, SessionsViewModel.SHELL)));
        }
        menu.getItems()
                .addAll(
                        item("Let the doctor look", Feather.ACTIVITY, () -> model.examine(task)),
                        item("Copy task id", Feather.COPY, () -> copy.accept(task.id())));
        return menu;
    }

    private static MenuItem item(String words, Feather glyph, Runnable action) {
        var item = new MenuItem(words, Icons.small(glyph));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }
}
