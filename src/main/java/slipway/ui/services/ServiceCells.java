package slipway.ui.services;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Colour;
import slipway.ui.controls.ColourTile;
import slipway.ui.controls.Icons;
import slipway.ui.controls.MiniBar;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfTask;

/** The cells of the table: each keeps its nodes and changes their values, so that nothing is built while it scrolls. */
final class ServiceCells {
    private ServiceCells() {}

    /** A cell that keeps one node. */
    abstract static class Kept extends TreeTableCell<ServiceRow, RowValues> {
        @Override
        protected void updateItem(@Nullable RowValues row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            show(row);
            Node content = content();
            if (!content.equals(getGraphic())) {
                setGraphic(content);
            }
        }

        abstract Node content();

        abstract void show(RowValues row);
    }

    private static HBox line(double gap, Node... nodes) {
        var line = new HBox(gap, nodes);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinWidth(0);
        return line;
    }

    static final class NameCell extends Kept {
        private final Map<Colour, ColourTile> tiles = new EnumMap<>(Colour.class);
        private final Map<Colour, ColourTile> idleTiles = new EnumMap<>(Colour.class);
        private final Node store = Icons.small(Feather.DATABASE);
        private final Node other = Icons.small(Feather.BOX);
        private final Label name = Texts.yielding("");
        private final Tooltip whole = new Tooltip();
        private final HBox content = line(7, name);

        @Override
        Node content() {
            return content;
        }

        @Override
        void show(RowValues row) {
            name.setText(RowWords.name(row));
            if (row instanceof OfService service) {
                set(name, "semibold", "t13");
                Node sign = sign(service);
                if (content.getChildren().size() == 1) {
                    content.getChildren().addFirst(sign);
                } else if (!sign.equals(content.getChildren().getFirst())) {
                    content.getChildren().set(0, sign);
                }
                setTooltip(null);
            } else {
                set(name, "mono", row instanceof OfTask ? "ink" : "ink3");
                if (content.getChildren().size() > 1) {
                    content.getChildren().removeFirst();
                }
                whole.setText(row.key().substring(row.key().indexOf('/') + 1));
                setTooltip(whole);
            }
        }

        private Node sign(OfService service) {
            if (service.status().colour().isEmpty()) {
                return service.redis() ? store : other;
            }
            boolean idle = service.status().desired() == 0;
            return (idle ? idleTiles : tiles)
                    .computeIfAbsent(service.status().colour().get(), colour -> new ColourTile(colour, idle));
        }

        private static void set(Label label, String first, String second) {
            if (!label.getStyleClass().contains(first) || !label.getStyleClass().contains(second)) {
                label.getStyleClass().setAll("label", first, second);
            }
        }
    }

    /** Plain words; those of tasks stand back. */
    static final class WordsCell extends Kept {
        private final Function<RowValues, String> words;
        private final boolean mono;
        private final Label label = Texts.yielding("", "t12");
        private final Tooltip whole = new Tooltip();

        /** @param mono whether the words of tasks are addresses or versions */
        WordsCell(Function<RowValues, String> words, boolean mono) {
            this.words = words;
            this.mono = mono;
        }

        @Override
        Node content() {
            return label;
        }

        @Override
        void show(RowValues row) {
            label.setText(words.apply(row));
            boolean task = !(row instanceof OfService);
            String style = mono && task ? "mono" : "t12";
            String ink = mono && task ? "ink2" : "ink";
            if (!label.getStyleClass().contains(style) || !label.getStyleClass().contains(ink)) {
                label.getStyleClass().setAll("label", style, ink);
            }
            whole.setText(label.getText());
            setTooltip(label.getText().length() > 12 ? whole : null);
        }
    }

    static final class VersionCell extends Kept {
        private final Label label = Texts.yielding("", "mono");
        private final Tooltip whole = new Tooltip();

        @Override
        Node content() {
            return label;
        }

        @Override
        void show(RowValues row) {
            label.setText(RowWords.version(row));
            String ink = row instanceof OfService ? "ink" : "ink2";
            if (!label.getStyleClass().contains(ink)) {
                label.getStyleClass().setAll("label", "mono", ink);
            }
            whole.setText(label.getText());
            setTooltip(label.getText().length() > 8 ? whole : null);
        }
    }

    static final class HealthCell extends Kept {
        private final StateIcon icon = new StateIcon();
        private final Label words = Texts.yielding("", "t12");
        private final HBox content = line(6, icon, words);

        @Override
        Node content() {
            return content;
        }

        @Override
        void show(RowValues row) {
            RowWords.Mark mark = RowWords.health(row);
            icon.setState(mark.icon());
            words.setText(mark.words());
        }
    }

    /** A thin bar and the figure beside it; a dash while there is none. */
    abstract static class GaugeCell extends Kept {
        private final MiniBar bar = new MiniBar();
        private final Label figure = Texts.firm("", "t12");
        private final HBox content = line(8, bar, figure);
        private final String name;

        GaugeCell(String name, String style) {
            this.name = name;
            bar.getStyleClass().addAll("gauge", style);
            bar.setAccessibleText(name);
        }

        @Override
        Node content() {
            return content;
        }

        void draw(OptionalDouble share, String words, String colour) {
            bar.setProgress(share.orElse(0));
            boolean there = share.isPresent();
            bar.setVisible(there);
            bar.setManaged(there);
            figure.setText(words);
            for (String each : new String[] {"blue", "green", "plain"}) {
                if (each.equals(colour) != bar.getStyleClass().contains(each)) {
                    if (each.equals(colour)) {
                        bar.getStyleClass().add(each);
                    } else {
                        bar.getStyleClass().remove(each);
                    }
                }
            }
            setAccessibleText(name + " " + words);
        }
    }

    static final class CpuCell extends GaugeCell {
        CpuCell() {
            super("CPU", "cpu");
        }

        @Override
        void show(RowValues row) {
            OptionalDouble cpu = RowWords.cpu(row);
            draw(
                    cpu.isPresent() ? OptionalDouble.of(cpu.getAsDouble() / 100) : OptionalDouble.empty(),
                    cpu.isPresent() ? Math.round(cpu.getAsDouble()) + " %" : "–",
                    RowWords.colour(row).map(Colour::label).orElse("plain"));
        }
    }

    static final class MemoryCell extends GaugeCell {
        private final ObservableBooleanValue narrow;

        /** @param narrow whether there is room for the figure only */
        MemoryCell(ObservableBooleanValue narrow) {
            super("Memory", "memory");
            this.narrow = narrow;
            narrow.addListener((property, before, now) -> {
                if (getItem() != null) {
                    show(getItem());
                }
            });
        }

        @Override
        void show(RowValues row) {
            OptionalLong bytes = RowWords.memory(row);
            long limit = RowWords.memoryLimit(row);
            draw(
                    bytes.isPresent() && limit > 0 && !narrow.get()
                            ? OptionalDouble.of((double) bytes.getAsLong() / limit)
                            : OptionalDouble.empty(),
                    bytes.isPresent() ? megabytes(bytes.getAsLong()) : "–",
                    "plain");
        }
    }

    /** Grows with time, not only with readings. */
    static final class AgeCell extends Kept {
        private final ObservableValue<Instant> moment;
        private final Label label = Texts.yielding("", "t12");

        AgeCell(ObservableValue<Instant> moment) {
            this.moment = moment;
            moment.addListener((property, before, now) -> {
                if (getItem() != null && !isEmpty() && getScene() != null) {
                    show(getItem());
                }
            });
        }

        @Override
        Node content() {
            return label;
        }

        @Override
        void show(RowValues row) {
            label.setText(RowWords.age(row, moment.getValue()));
        }
    }

    static final class NoteCell extends Kept {
        private final ObservableValue<Instant> moment;
        private final StateIcon icon = new StateIcon(StateIcon.State.WARNING);
        private final Label words = Texts.yielding("", "t12", "ink2");
        private final HBox content = line(6, icon, words);
        private final Tooltip whole = new Tooltip();

        NoteCell(ObservableValue<Instant> moment) {
            this.moment = moment;
            whole.setMaxWidth(480);
        }

        @Override
        Node content() {
            return content;
        }

        @Override
        void show(RowValues row) {
            RowWords.Mark note = RowWords.note(row, moment.getValue());
            boolean warns = note.icon() == StateIcon.State.WARNING;
            icon.setVisible(warns);
            icon.setManaged(warns);
            words.setText(note.words());
            String ink = warns ? "warn" : "ink2";
            if (!words.getStyleClass().contains(ink)) {
                words.getStyleClass().setAll("label", "t12", ink);
            }
            whole.setText(note.words());
            setTooltip(note.words().length() > 16 ? whole : null);
        }
    }

    static String restarts(RowValues row) {
        OptionalInt restarts = RowWords.restarts(row);
        return restarts.isPresent()
                ? String.valueOf(restarts.getAsInt())
                : row instanceof RowValues.OfStopped ? "" : "–";
    }

    /** {@code 84 MB}: whole ones, so that the column stays calm. */
    static String megabytes(long bytes) {
        return bytes < 1_000_000 ? Phrases.bytes(bytes) : Math.round(bytes / 1e6) + " MB";
    }
}
