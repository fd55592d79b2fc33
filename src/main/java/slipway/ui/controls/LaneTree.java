package slipway.ui.controls;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * A tree whose rows carry lanes of time. Values are whole: rows that are still there keep their fold and selection, and
 * only what changed is drawn anew. A row that asks to be unfolded is, until the user folds it.
 */
public final class LaneTree extends StackPane {
    private static final double NAME = 372;
    private static final double WORDS = 136;
    private static final double SECONDS = 64;

    private final TreeTableView<Lane> table = new TreeTableView<>();
    private final TreeItem<Lane> root = new TreeItem<>();
    private final Map<String, TreeItem<Lane>> items = new HashMap<>();
    private final Set<String> unfoldedHere = new HashSet<>();
    private final LaneTime time = new LaneTime();
    private final LaneRuler ruler = new LaneRuler(time);
    private Consumer<Lane> onSelect = lane -> {};

    public LaneTree() {
        getStyleClass().add("lane-tree");
        getChildren().add(table);
        setMinSize(0, 0);
        root.setExpanded(true);
        table.setRoot(root);
        table.setShowRoot(false);
        table.setFixedCellSize(28);
        table.setMinSize(0, 0);
        table.setPlaceholder(Texts.text("Nothing to show yet.", "t12", "ink2"));
        table.setRowFactory(view -> new LaneRow());
        TreeTableColumn<Lane, Lane> name = column("Stack and resource", NAME);
        name.setCellFactory(column -> new NameCell());
        TreeTableColumn<Lane, Lane> words = column("State", WORDS);
        words.setCellFactory(column -> new WordsCell());
        TreeTableColumn<Lane, Lane> lanes = column("", 240);
        ruler.prefWidthProperty().bind(lanes.widthProperty().subtract(16));
        ruler.maxWidthProperty().bind(lanes.widthProperty().subtract(16));
        lanes.setGraphic(ruler);
        lanes.setCellFactory(column -> new BarsCell());
        TreeTableColumn<Lane, Lane> seconds = column("Seconds", SECONDS);
        seconds.getStyleClass().add("align-right");
        seconds.setCellFactory(column -> new SecondsCell());
        table.getColumns().setAll(List.of(name, words, lanes, seconds));
        // The lanes take what is left; 10 is the scroll bar, kept free so that nothing moves when it comes.
        lanes.prefWidthProperty().bind(table.widthProperty().subtract(NAME + WORDS + SECONDS + 10));
        table.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null && now.getValue() != null) {
                onSelect.accept(now.getValue());
            }
        });
        table.setAccessibleText("Stacks and their resources");
    }

    /** Told the row that is selected, also when its values change. */
    public void setOnSelect(Consumer<Lane> receiver) {
        onSelect = receiver;
    }

    /** @param now seconds since the beginning; negative while nothing runs */
    public void setTime(double now, double longest) {
        time.fit(longest);
        time.until().set(now < 0 ? longest : now);
        time.now().set(now);
        ruler.setVisible(longest > 0);
    }

    public void show(List<Lane> lanes) {
        update(root, lanes);
        TreeItem<Lane> selected = table.getSelectionModel().getSelectedItem();
        if (selected != null && selected.getValue() != null) {
            onSelect.accept(selected.getValue());
        }
    }

    /** Selects a row, unfolds it and scrolls to it. */
    public void select(String key) {
        TreeItem<Lane> item = items.get(key);
        if (item == null) {
            return;
        }
        if (item.getParent() != null) {
            item.getParent().setExpanded(true);
        }
        if (!item.isLeaf()) {
            item.setExpanded(true);
        }
        table.getSelectionModel().select(item);
        table.scrollTo(Math.max(0, table.getRow(item) - 2));
    }

    private void update(TreeItem<Lane> parent, List<Lane> lanes) {
        List<String> keys = lanes.stream().map(Lane::key).toList();
        List<String> before = parent.getChildren().stream()
                .map(child -> child.getValue().key())
                .toList();
        if (!keys.equals(before)) {
            parent.getChildren().forEach(this::forget);
            parent.getChildren()
                    .setAll(lanes.stream().map(lane -> new TreeItem<>(lane)).toList());
            parent.getChildren().forEach(child -> items.put(child.getValue().key(), child));
        }
        for (int index = 0; index < lanes.size(); index++) {
            Lane lane = lanes.get(index);
            TreeItem<Lane> item = parent.getChildren().get(index);
            if (!lane.equals(item.getValue())) {
                item.setValue(lane);
            }
            update(item, lane.children());
            fold(item, lane);
        }
    }

    private void forget(TreeItem<Lane> item) {
        items.remove(item.getValue().key());
        item.getChildren().forEach(this::forget);
    }

    /** Unfolds what becomes interesting and folds it when that is over, but not under the pointer. */
    private void fold(TreeItem<Lane> item, Lane lane) {
        if (lane.children().isEmpty()) {
            return;
        }
        if (lane.unfold() && unfoldedHere.add(lane.key())) {
            item.setExpanded(true);
        } else if (!lane.unfold() && !table.isHover() && unfoldedHere.remove(lane.key())) {
            item.setExpanded(false);
        }
    }

    private static TreeTableColumn<Lane, Lane> column(String title, double width) {
        var column = new TreeTableColumn<Lane, Lane>(title);
        column.setPrefWidth(width);
        column.setMinWidth(40);
        column.setSortable(false);
        column.setReorderable(false);
        column.setResizable(false);
        column.setCellValueFactory(
                features -> new ReadOnlyObjectWrapper<>(features.getValue().getValue()));
        return column;
    }

    private static final class LaneRow extends TreeTableRow<Lane> {
        private static final javafx.css.PseudoClass STRONG = javafx.css.PseudoClass.getPseudoClass("strong");
        private static final javafx.css.PseudoClass TROUBLE = javafx.css.PseudoClass.getPseudoClass("trouble");

        @Override
        protected void updateItem(@Nullable Lane lane, boolean empty) {
            super.updateItem(lane, empty);
            Lane shown = empty ? null : lane;
            pseudoClassStateChanged(STRONG, shown != null && shown.strong());
            pseudoClassStateChanged(TROUBLE, shown != null && shown.trouble());
            setAccessibleText(shown == null ? "" : shown.name() + ", " + shown.words() + ", " + shown.subtitle());
        }
    }

    private static final class NameCell extends TreeTableCell<Lane, Lane> {
        private final StateIcon icon = new StateIcon();
        private final Label name = Texts.firm("", "lane-name");
        private final Label subtitle = Texts.yielding("", "t12", "ink2");
        private final HBox content = new HBox(7, icon, name, subtitle);

        NameCell() {
            content.setAlignment(Pos.CENTER_LEFT);
            content.setMinWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Lane lane, boolean empty) {
            super.updateItem(lane, empty);
            if (empty || lane == null) {
                setGraphic(null);
                return;
            }
            icon.setState(lane.icon());
            name.setText(lane.name());
            name.getStyleClass().setAll("label", "lane-name", lane.strong() ? "semibold" : "t12");
            subtitle.setText(lane.subtitle());
            setGraphic(content);
        }
    }

    private static final class WordsCell extends TreeTableCell<Lane, Lane> {
        private final Tooltip whole = new Tooltip();

        @Override
        protected void updateItem(@Nullable Lane lane, boolean empty) {
            super.updateItem(lane, empty);
            setText(empty || lane == null ? null : lane.words());
            setTooltip(empty || lane == null || lane.words().isEmpty() ? null : whole);
            whole.setText(lane == null ? "" : lane.words());
        }
    }

    private final class BarsCell extends TreeTableCell<Lane, Lane> {
        private final LaneBars bars = new LaneBars(time);
        private final Label note = Texts.yielding("", "t12", "ink2");

        @Override
        protected void updateItem(@Nullable Lane lane, boolean empty) {
            super.updateItem(lane, empty);
            if (empty || lane == null) {
                setGraphic(null);
            } else if (!lane.note().isEmpty()) {
                note.setText(lane.note());
                setGraphic(note);
            } else {
                bars.show(lane.bars());
                bars.setPrefSize(getWidth() - 16, 28);
                bars.setMinHeight(28);
                bars.setMaxHeight(28);
                setGraphic(bars);
            }
        }

        @Override
        protected void layoutChildren() {
            super.layoutChildren();
            if (getGraphic() == bars) {
                bars.resizeRelocate(8, 0, Math.max(0, getWidth() - 16), getHeight());
            }
        }
    }

    private final class SecondsCell extends TreeTableCell<Lane, Lane> {
        SecondsCell() {
            setAlignment(Pos.CENTER_RIGHT);
            time.until().addListener((property, before, now) -> count());
        }

        @Override
        protected void updateItem(@Nullable Lane lane, boolean empty) {
            super.updateItem(lane, empty);
            count();
        }

        private void count() {
            Lane lane = getItem();
            if (isEmpty() || lane == null || lane.from().isEmpty()) {
                setText(null);
                return;
            }
            double to = lane.to().orElse(time.until().get());
            double taken = to - lane.from().getAsDouble();
            setText(taken < 0 ? null : Phrases.seconds(Duration.ofMillis(Math.round(taken * 1000))));
        }
    }
}
