package slipway.ui.sessions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.SessionTask;
import slipway.ui.controls.ColourTile;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** The tabs over the terminal: state, colour, task; arrows move between them, Delete closes one. */
final class SessionTabs extends HBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final SessionsViewModel model;
    private final Consumer<SessionTab> close;
    private final Runnable chosen;
    private final ToggleGroup group = new ToggleGroup();
    private final Map<SessionTab, Item> items = new HashMap<>();
    private final Button more = new Button();

    /**
     * @param close closes a tab, after whatever has to be asked
     * @param chosen told that a tab was pressed, rather than reached by arrows
     */
    SessionTabs(SessionsViewModel model, Consumer<SessionTab> close, Runnable chosen) {
        this.model = model;
        this.close = close;
        this.chosen = chosen;
        getStyleClass().add("session-tabs");
        setMinWidth(0);
        more.setId("session-more");
        more.setGraphic(Icons.small(Feather.PLUS));
        more.getStyleClass().addAll("quiet", "small", "square");
        more.setAccessibleText("Open irb on the newest task");
        more.setOnAction(event -> model.openNewest());
        var tip = new Tooltip();
        more.setTooltip(tip);
        model.tasks()
                .rowsProperty()
                .subscribe(rows -> model.tasks()
                        .newest(model.tasks().tierProperty().get())
                        .ifPresentOrElse(
                                task -> {
                                    more.setDisable(false);
                                    tip.setText("Open irb on " + TabWords.label(task) + "  Ctrl+Shift+T");
                                },
                                () -> more.setDisable(true)));
        model.changesProperty().subscribe(change -> show());
        model.selectedProperty().subscribe(tab -> show());
        show();
    }

    private void show() {
        items.keySet().retainAll(model.tabs());
        List<javafx.scene.Node> row = new ArrayList<>();
        for (SessionTab tab : model.tabs()) {
            Item item = items.computeIfAbsent(tab, Item::new);
            item.show();
            row.add(item);
        }
        row.add(more);
        if (!getChildren().equals(row)) {
            getChildren().setAll(row);
        }
    }

    /** Puts the focus on the tab that is seen. */
    void focusSelected() {
        SessionTab tab = model.selectedProperty().get();
        Item item = tab == null ? null : items.get(tab);
        if (item == null) {
            more.requestFocus();
        } else {
            item.button.requestFocus();
        }
    }

    boolean holdsFocus() {
        return items.values().stream().anyMatch(item -> item.button.isFocused());
    }

    private final class Item extends StackPane {
        private final SessionTab tab;
        private final ToggleButton button = new ToggleButton();
        private final StateIcon icon = new StateIcon();
        private final Label name = Texts.yielding("", "tab-name");
        private final HBox content = new HBox(8);
        private final Tooltip tip = new Tooltip();
        private @Nullable SessionTask shown;

        Item(SessionTab tab) {
            this.tab = tab;
            var end = new Button();
            end.setGraphic(Icons.small(Feather.X));
            end.getStyleClass().addAll("quiet", "tab-close");
            end.setFocusTraversable(false);
            end.setTooltip(new Tooltip("Close this tab and end its session  Ctrl+Shift+W"));
            end.setAccessibleText("Close this tab");
            end.setOnAction(event -> close.accept(tab));
            StackPane.setAlignment(end, Pos.CENTER_RIGHT);
            content.setAlignment(Pos.CENTER_LEFT);
            button.setGraphic(content);
            button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            button.setToggleGroup(group);
            button.setTooltip(tip);
            button.getStyleClass().setAll("toggle-button", "session-tab");
            button.setMinWidth(0);
            button.selectedProperty().addListener((property, before, now) -> {
                if (now) {
                    model.select(tab);
                }
            });
            button.setOnAction(event -> {
                button.setSelected(true);
                chosen.run();
            });
            button.setOnKeyPressed(event -> {
                if (event.getCode() == KeyCode.DELETE) {
                    close.accept(tab);
                    event.consume();
                }
            });
            button.setOnMouseClicked(event -> {
                if (event.getButton() == javafx.scene.input.MouseButton.MIDDLE) {
                    close.accept(tab);
                }
            });
            setMinWidth(0);
            getChildren().addAll(button, end);
        }

        void show() {
            SessionTask task = tab.taskProperty().get();
            TabWords.State state = TabWords.state(
                    tab.statusProperty().get(),
                    tab.newsProperty().get(),
                    tab.idleLeftProperty().get());
            if (!task.equals(shown)) {
                shown = task;
                var tile = new ColourTile(task.colour(), false);
                tile.getStyleClass().add("small-tile");
                content.getChildren().setAll(icon, tile, name);
                name.setText(task.tier().label() + ", " + Phrases.shortId(task.id()));
                button.setId("session-tab-" + Phrases.shortId(task.id()));
            }
            icon.setState(state.icon());
            boolean selected = model.selectedProperty().get() == tab;
            if (button.isSelected() != selected) {
                button.setSelected(selected);
            }
            pseudoClassStateChanged(SELECTED, selected);
            String title = tab.titleProperty().get();
            tip.setText(tab.command() + " on " + TabWords.label(task) + ", " + state.words()
                    + (title.isEmpty() ? "" : "\n" + title));
            button.setAccessibleText(task.tier().label() + ", " + task.colour().label() + ", "
                    + Phrases.shortId(task.id()) + ", " + state.words());
        }
    }
}
