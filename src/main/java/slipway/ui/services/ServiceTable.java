package slipway.ui.services;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import slipway.model.StoppedTask;
import slipway.ui.controls.Texts;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfTask;
import slipway.ui.services.ServicesViewModel.Group;

/**
 * Services and their tasks in one table. Rows stay the same objects from reading to reading; sort, selection and folds stay too, and
 * no row moves while the pointer is on it.
 */
final class ServiceTable extends StackPane {
    private static final double NAME = 166;
    private static final double VERSION = 90;
    private static final double HEALTH = 152;
    private static final double TRAFFIC = 134;
    private static final double CPU = 106;
    private static final double MEMORY = 104;
    private static final double AGE = 86;
    private static final double RESTARTS = 64;
    private static final double ACTIONS = 90;
    private static final double SCROLL_BAR = 12;
    /** What narrow windows take from the bars, so that notes keep some room. */
    private static final double CPU_BAR = 28;

    private static final double MEMORY_BAR = 32;
    private static final double NAME_ROOM = 22;
    private static final double ADDRESS_ROOM = 8;
    private static final double AGE_ROOM = 8;

    private final TreeTableView<ServiceRow> table = new TreeTableView<>();
    private final RowTree tree = new RowTree(table::getRow, this::pointed);
    private final RowActions actions;
    private final BooleanProperty narrow = new SimpleBooleanProperty();
    private final TreeTableColumn<ServiceRow, RowValues> name;
    private final TreeTableColumn<ServiceRow, RowValues> traffic;
    private final TreeTableColumn<ServiceRow, RowValues> age;
    private final TreeTableColumn<ServiceRow, RowValues> cpu;
    private final TreeTableColumn<ServiceRow, RowValues> memory;
    private final TreeTableColumn<ServiceRow, RowValues> note;
    private Consumer<RowValues> onSelect = row -> {};
    private @Nullable TreeTableRow<ServiceRow> underPointer;
    private List<Group> newest = List.of();
    private List<StoppedTask> stopped = List.of();
    private boolean waiting;

    /** @param moment what time it is at the target, for ages */
    ServiceTable(ObservableValue<Instant> moment, RowActions actions) {
        this.actions = actions;
        getStyleClass().add("service-table");
        getChildren().add(table);
        setMinSize(0, 0);
        table.setId("services-table");
        table.setRoot(tree.root());
        table.setShowRoot(false);
        table.setFixedCellSize(30);
        table.setMinSize(0, 0);
        table.setAccessibleText("Services and their tasks");
        table.setPlaceholder(Texts.text("No service or task matches.", "t12", "ink2"));
        table.setRowFactory(view -> new Row());
        traffic = column(
                "Traffic, address",
                TRAFFIC,
                () -> new ServiceCells.WordsCell(RowWords::traffic, true),
                Comparator.comparing(ServiceTable::traffic));
        age = column(
                "Age",
                AGE,
                () -> new ServiceCells.AgeCell(moment),
                Comparator.comparing((RowValues row) -> RowWords.since(row).orElse(Instant.MAX))
                        .reversed());
        cpu = column(
                "CPU",
                CPU,
                ServiceCells.CpuCell::new,
                Comparator.comparingDouble(row -> RowWords.cpu(row).orElse(-1)));
        memory = column(
                "Memory",
                MEMORY,
                () -> new ServiceCells.MemoryCell(narrow),
                Comparator.comparingLong(row -> RowWords.memory(row).orElse(-1)));
        note = column(
                "Note",
                160,
                () -> new ServiceCells.NoteCell(moment),
                Comparator.comparing(
                        row -> RowWords.note(row, moment.getValue()).words()));
        TreeTableColumn<ServiceRow, RowValues> buttons =
                column("", ACTIONS, () -> new RowActions.ButtonsCell(actions), Comparator.comparing(RowValues::key));
        buttons.setSortable(false);
        name = column("Service and task", NAME, ServiceCells.NameCell::new, Comparator.comparing(RowValues::key));
        name.getStyleClass().add("name-column");
        table.getColumns()
                .setAll(List.of(
                        name,
                        column(
                                "Version",
                                VERSION,
                                ServiceCells.VersionCell::new,
                                Comparator.comparing(RowWords::version)),
                        column(
                                "Health",
                                HEALTH,
                                ServiceCells.HealthCell::new,
                                Comparator.comparing((RowValues row) ->
                                                RowWords.health(row).icon())
                                        .reversed()),
                        traffic,
                        cpu,
                        memory,
                        age,
                        column(
                                "Restarts",
                                RESTARTS,
                                () -> new ServiceCells.WordsCell(ServiceCells::restarts, false),
                                Comparator.comparingInt(
                                        row -> RowWords.restarts(row).orElse(-1))),
                        note,
                        buttons));
        setNarrow(false);
        table.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (now != null) {
                onSelect.accept(now.getValue().values());
            }
        });
        table.hoverProperty().addListener((property, before, now) -> {
            if (!now && waiting) {
                show(newest, stopped);
            }
        });
        table.getSortOrder().addListener((ListChangeListener<TreeTableColumn<ServiceRow, ?>>) change -> {
            if (change.getList().isEmpty()) {
                show(newest, stopped);
            }
        });
        table.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        table.setOnContextMenuRequested(this::menu);
    }

    /** Told the row that is selected. */
    void setOnSelect(Consumer<RowValues> receiver) {
        onSelect = receiver;
    }

    void setNarrow(boolean narrow) {
        this.narrow.set(narrow);
        name.setPrefWidth(narrow ? NAME - NAME_ROOM : NAME);
        traffic.setPrefWidth(narrow ? TRAFFIC - ADDRESS_ROOM : TRAFFIC);
        age.setPrefWidth(narrow ? AGE - AGE_ROOM : AGE);
        cpu.setPrefWidth(narrow ? CPU - CPU_BAR : CPU);
        memory.setPrefWidth(narrow ? MEMORY - MEMORY_BAR : MEMORY);
        pseudoClassStateChanged(PseudoClass.getPseudoClass("narrow"), narrow);
        double others = name.getPrefWidth()
                + VERSION
                + HEALTH
                + traffic.getPrefWidth()
                + cpu.getPrefWidth()
                + memory.getPrefWidth()
                + age.getPrefWidth()
                + RESTARTS
                + ACTIONS;
        // The notes take what is left; the scroll bar's place is kept free, so that nothing moves when it comes.
        note.prefWidthProperty().unbind();
        note.prefWidthProperty().bind(table.widthProperty().subtract(others + SCROLL_BAR));
    }

    /** @param kept the stopped tasks, for rows that are held though their tasks have ended */
    void show(List<Group> groups, List<StoppedTask> kept) {
        newest = groups;
        stopped = kept;
        TreeItem<ServiceRow> selected = table.getSelectionModel().getSelectedItem();
        boolean natural = table.getSortOrder().isEmpty();
        waiting = tree.update(groups, kept, natural);
        if (!natural && !sorted()) {
            if (pointed() < 0) {
                table.sort();
            } else {
                waiting = true;
            }
        }
        // Counting makes the table take note of what was inserted, and move its selection, before that is put right.
        if (selected != null
                && table.getExpandedItemCount() > 0
                && !selected.equals(table.getSelectionModel().getSelectedItem())
                && selected.equals(tree.item(selected.getValue().key()))) {
            table.getSelectionModel().select(selected);
        }
    }

    /** Sorting tells the whole table that its rows have moved, so it is done when they have to. */
    private boolean sorted() {
        Comparator<TreeItem<ServiceRow>> order = table.getComparator();
        return order == null
                || (inOrder(tree.root(), order)
                        && tree.root().getChildren().stream().allMatch(service -> inOrder(service, order)));
    }

    private static boolean inOrder(TreeItem<ServiceRow> parent, Comparator<TreeItem<ServiceRow>> order) {
        List<TreeItem<ServiceRow>> children = parent.getChildren();
        for (int index = 1; index < children.size(); index++) {
            if (order.compare(children.get(index - 1), children.get(index)) > 0) {
                return false;
            }
        }
        return true;
    }

    private int pointed() {
        return underPointer == null || underPointer.isEmpty() || !underPointer.isHover() ? -1 : underPointer.getIndex();
    }

    private static String traffic(RowValues row) {
        return row instanceof OfService service
                ? "%06.4f".formatted(1 - service.status().share().orElse(0))
                : RowWords.traffic(row);
    }

    private void key(KeyEvent event) {
        TreeItem<ServiceRow> selected = table.getSelectionModel().getSelectedItem();
        if (selected == null) {
            return;
        }
        RowValues row = selected.getValue().values();
        if (event.getCode() == KeyCode.DELETE && row instanceof OfTask task) {
            actions.stop().accept(task);
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            actions.logs().accept(row);
            event.consume();
        }
    }

    private void menu(ContextMenuEvent event) {
        TreeItem<ServiceRow> selected = table.getSelectionModel().getSelectedItem();
        ServiceRow row = event.isKeyboardTrigger() || underPointer == null
                ? selected == null ? null : selected.getValue()
                : underPointer.getItem();
        if (row != null) {
            actions.menu(row.values()).show(table, event.getScreenX(), event.getScreenY());
            event.consume();
        }
    }

    private TreeTableColumn<ServiceRow, RowValues> column(
            String title,
            double width,
            Supplier<TreeTableCell<ServiceRow, RowValues>> cell,
            Comparator<RowValues> order) {
        var column = new TreeTableColumn<ServiceRow, RowValues>(title);
        column.setPrefWidth(width);
        column.setMinWidth(40);
        column.setReorderable(false);
        column.setResizable(false);
        column.setComparator(order);
        column.setCellFactory(owner -> cell.get());
        column.setCellValueFactory(features -> features.getValue().getValue().valuesProperty());
        return column;
    }

    private final class Row extends TreeTableRow<ServiceRow> {
        private static final PseudoClass SERVICE = PseudoClass.getPseudoClass("service");

        Row() {
            hoverProperty().addListener((property, before, now) -> {
                if (now) {
                    underPointer = this;
                } else if (underPointer == this) {
                    underPointer = null;
                }
            });
        }

        @Override
        protected void updateItem(@Nullable ServiceRow row, boolean empty) {
            super.updateItem(row, empty);
            ServiceRow shown = empty ? null : row;
            pseudoClassStateChanged(SERVICE, shown != null && shown.values() instanceof OfService);
            setAccessibleText(
                    shown == null
                            ? ""
                            : RowWords.name(shown.values()) + ", "
                                    + RowWords.health(shown.values()).words());
        }
    }
}
