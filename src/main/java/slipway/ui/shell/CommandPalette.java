package slipway.ui.shell;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Texts;

/** Ctrl+K: type a few letters, Enter goes there or does it. */
final class CommandPalette {
    /**
     * @param keys the shortcut that does the same; may be empty
     */
    record Command(Feather glyph, String name, String keys, Runnable action) {}

    private static final double ROW = 34;
    private static final int ROWS = 9;

    private final Dialogs dialogs;
    private final Supplier<List<Command>> commands;

    /** @param commands those that make sense at the moment of opening */
    CommandPalette(Dialogs dialogs, Supplier<List<Command>> commands) {
        this.dialogs = dialogs;
        this.commands = commands;
    }

    void open() {
        List<Command> all = commands.get();
        var field = new TextField();
        field.setId("palette-field");
        field.setPromptText("Go to or run\u2026");
        field.setAccessibleText("Go to a panel or run a command");
        var list = new ListView<Command>();
        list.setId("palette-list");
        list.getItems().setAll(all);
        list.setFixedCellSize(ROW);
        list.setPrefHeight(ROW * Math.min(ROWS, all.size()) + 2);
        list.setFocusTraversable(false);
        list.setCellFactory(view -> new CommandCell());
        list.setPlaceholder(Texts.text("Nothing is called so.", "t12", "ink2"));
        list.getSelectionModel().selectFirst();
        list.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                run(list.getSelectionModel().getSelectedItem());
            }
        });
        field.textProperty().addListener((property, before, now) -> {
            list.getItems().setAll(matching(all, now));
            list.getSelectionModel().selectFirst();
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP) {
                int next = list.getSelectionModel().getSelectedIndex() + (event.getCode() == KeyCode.DOWN ? 1 : -1);
                list.getSelectionModel()
                        .select(Math.clamp(next, 0, Math.max(0, list.getItems().size() - 1)));
                list.scrollTo(list.getSelectionModel().getSelectedIndex());
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER) {
                run(list.getSelectionModel().getSelectedItem());
                event.consume();
            }
        });
        var card = new VBox(8, field, list);
        card.getStyleClass().addAll("dialog-card", "palette");
        dialogs.show(card, () -> {}, field);
    }

    private void run(@Nullable Command command) {
        if (command != null) {
            dialogs.close();
            command.action().run();
        }
    }

    /** Those whose name holds every word that was typed, in any order. */
    static List<Command> matching(List<Command> all, String typed) {
        String[] words = typed.strip().toLowerCase(Locale.ROOT).split("\\s+");
        return all.stream()
                .filter(command -> {
                    String name = command.name().toLowerCase(Locale.ROOT);
                    return List.of(words).stream().allMatch(name::contains);
                })
                .toList();
    }

    private static final class CommandCell extends ListCell<Command> {
        @Override
        protected void updateItem(@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            setText(null);
            setGraphic(empty || command == null ? null : row(command));
            setAccessibleText(empty || command == null ? "" : command.name());
        }

        private static Node row(Command command) {
            var row = new HBox(10, Icons.small(command.glyph()), Texts.text(command.name(), "t13"), Texts.spacer());
            if (!command.keys().isEmpty()) {
                row.getChildren().add(Texts.firm(command.keys(), "kbd"));
            }
            row.setAlignment(Pos.CENTER_LEFT);
            return row;
        }
    }
}
