package slipway.ui.logs;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Icons;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/**
 * The lines in rows of even height, of which only those on screen exist. While it follows, the newest line is at the bottom;
 * whoever scrolls up, or moves up by keys, pauses it.
 */
final class LineTable {
    private static final double ROW = 22;

    private final LogsViewModel model;
    private final Consumer<String> copy;
    private final LineList items = new LineList();
    private final ListView<LogLine> list = new ListView<>(items);
    private final TextArea whole = new TextArea();
    private final Label kept = Texts.yielding("", "t12", "ink2");
    private final Label notice = Texts.yielding("", "t12", "ink2");
    private final Label following = Texts.firm("", "t12", "ink2");
    private final VBox card;
    private @Nullable Node placeholder;

    LineTable(LogsViewModel model, Consumer<String> copy) {
        this.model = model;
        this.copy = copy;
        list.setId("log-lines");
        list.getStyleClass().add("log-list");
        list.setFixedCellSize(ROW);
        list.setMinSize(0, 0);
        list.setCellFactory(view -> new LineCell());
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setAccessibleText("Lines of the log");
        list.setContextMenu(menu());
        list.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
        list.addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.getSelectionModel().getSelectedItems().subscribe(this::showWhole);
        VBox.setVgrow(list, Priority.ALWAYS);
        whole.setEditable(false);
        whole.setWrapText(true);
        whole.setPrefRowCount(4);
        whole.setMinHeight(Region.USE_PREF_SIZE);
        whole.getStyleClass().addAll("mono", "whole-line");
        whole.setAccessibleText("The selected line in full");
        present(whole, false);
        var end = new HBox(6, Icons.small(Feather.CHEVRONS_DOWN), following);
        end.setAlignment(Pos.CENTER_LEFT);
        var foot = new HBox(16, kept, notice, Texts.spacer(), end);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("log-foot");
        card = new VBox(list, whole, Texts.rule(), foot);
        card.getStyleClass().add("panel-card");
        card.setMinSize(0, 0);
        model.shownProperty().subscribe(this::show);
        model.newestProperty().subscribe(newest -> showFoot());
        model.pausedProperty().subscribe(paused -> showFoot());
        model.noticeProperty().subscribe(notice::setText);
        model.goalProperty().subscribe(goal -> {
            if (goal != null) {
                scrollTo(goal);
            }
        });
    }

    Node node() {
        return card;
    }

    void requestFocus() {
        list.requestFocus();
        if (list.getSelectionModel().isEmpty() && !items.isEmpty()) {
            list.getSelectionModel().select(items.size() - 1);
        }
    }

    /** What stands in place of lines; absent for the words that fit. */
    void setPlaceholder(@Nullable Node node) {
        placeholder = node;
        showPlaceholder();
    }

    /** Selects the first line that is not older, in the middle of the rows. */
    void scrollTo(Instant at) {
        if (items.isEmpty()) {
            return;
        }
        int index = model.shownProperty().get().indexAt(at);
        int rows = (int) (list.getHeight() / ROW);
        list.getSelectionModel().clearAndSelect(index);
        list.scrollTo(Math.max(0, index - rows / 3));
    }

    private void show(Snapshot snapshot) {
        List<LogLine> selected = List.copyOf(list.getSelectionModel().getSelectedItems());
        items.show(snapshot);
        if (!model.pausedProperty().get()) {
            if (!items.isEmpty()) {
                list.scrollTo(items.size() - 1);
            }
        } else if (list.getSelectionModel().isEmpty() && !selected.isEmpty()) {
            // Other lines than before: what was selected is found again, if it is still shown.
            LogLine first = Objects.requireNonNull(selected.getFirst());
            int index = items.isEmpty() ? -1 : snapshot.indexAt(first.at());
            if (index >= 0) {
                list.getSelectionModel().select(index);
                list.scrollTo(Math.max(0, index - 5));
            }
        }
        showFoot();
        if (items.isEmpty()) {
            showPlaceholder();
        }
    }

    private void showFoot() {
        Snapshot newest = model.newestProperty().get();
        String hidden = newest.lines().size() == newest.kept()
                ? ""
                : ", " + HeadWords.grouped(newest.lines().size()) + " shown";
        kept.setText(HeadWords.grouped(newest.kept()) + " of at most " + HeadWords.grouped(LogStore.MOST_LINES)
                + " lines kept" + hidden);
        following.setText(
                model.pausedProperty().get() ? "paused; End follows again" : "newest at the bottom, following");
    }

    private void showPlaceholder() {
        Node shown = placeholder == null ? words() : placeholder;
        var room = new StackPane(shown);
        room.getStyleClass().add("log-placeholder");
        StackPane.setAlignment(shown, Pos.TOP_LEFT);
        list.setPlaceholder(room);
    }

    private Node words() {
        Snapshot newest = model.newestProperty().get();
        if (newest.kept() > 0) {
            var clear = new Button("Show all lines");
            clear.setOnAction(event -> {
                model.choose(LogLevel.INFO);
                model.find("");
            });
            return Cards.notice(
                    StateIcon.State.IDLE,
                    "No line is like that",
                    HeadWords.grouped(newest.kept()) + " lines are kept, and all are hidden by the filters.",
                    clear);
        }
        return newest.caughtUp()
                ? Cards.notice(
                        StateIcon.State.IDLE, "No line in the last 30 min", "What is written from now on appears here.")
                : Cards.notice(StateIcon.State.WORKING, "Reading the last 30 min", "");
    }

    private void showWhole() {
        List<LogLine> selected = list.getSelectionModel().getSelectedItems();
        LogLine only = selected.size() == 1 ? selected.getFirst() : null;
        boolean cut = only != null
                && list.getWidth() > 0
                && only.text().length() * LogsView.CHARACTER > list.getWidth() - LogsView.BESIDE_TEXT;
        present(whole, cut);
        whole.setText(cut && only != null ? only.text() : "");
    }

    private void scrolled(ScrollEvent event) {
        if (event.getDeltaY() > 0) {
            model.pause();
        } else if (event.getDeltaY() < 0 && model.pausedProperty().get() && atEnd()) {
            model.resume();
        }
    }

    private void pressed(MouseEvent event) {
        for (Node at = event.getTarget() instanceof Node node ? node : null; at != null; at = at.getParent()) {
            if (at instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL) {
                model.pause();
            }
        }
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
            copySelected();
            event.consume();
        } else if (event.getCode() == KeyCode.END && !event.isShiftDown()) {
            model.resume();
        } else if (event.getCode() == KeyCode.UP
                || event.getCode() == KeyCode.PAGE_UP
                || event.getCode() == KeyCode.HOME) {
            model.pause();
        }
    }

    private boolean atEnd() {
        return list.lookupAll(".scroll-bar").stream()
                .filter(node -> node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL)
                .map(ScrollBar.class::cast)
                .allMatch(bar -> !bar.isVisible() || bar.getValue() >= bar.getMax());
    }

    private ContextMenu menu() {
        var only = new MenuItem("Only this task");
        only.setOnAction(event -> {
            LogLine line = list.getSelectionModel().getSelectedItem();
            if (line != null) {
                model.chooseTask(line);
            }
        });
        var copyLines = new MenuItem("Copy");
        copyLines.setOnAction(event -> copySelected());
        return new ContextMenu(only, copyLines);
    }

    private void copySelected() {
        List<LogLine> selected = List.copyOf(list.getSelectionModel().getSelectedItems());
        if (!selected.isEmpty()) {
            copy.accept(LogsViewModel.text(selected));
        }
    }

    private static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
