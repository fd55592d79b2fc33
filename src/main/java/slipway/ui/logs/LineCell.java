package slipway.ui.logs;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.ui.controls.ColourTile;
import slipway.ui.controls.Texts;

/** A line: when, which task, how much it matters, what it says. Its nodes are made once and filled anew. */
final class LineCell extends ListCell<LogLine> {
    private static final PseudoClass WARN = PseudoClass.getPseudoClass("warn");
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");
    private static final PseudoClass MARK = PseudoClass.getPseudoClass("mark");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final double TIME_WIDTH = 104;
    private static final double TASK_WIDTH = 60;
    private static final double LEVEL_WIDTH = 52;

    private final Label time = Texts.text("", "mono", "log-time");
    private final ColourTile blue = small(Colour.BLUE);
    private final ColourTile green = small(Colour.GREEN);
    private final Label task = Texts.text("", "mono", "log-task");
    private final Label level = Texts.text("", "mono", "log-level");
    private final Label text = Texts.yielding("", "mono", "log-text");
    private final HBox row = new HBox(time, new StackPane(blue, green), task, level, text);
    private final Tooltip whole = new Tooltip();

    LineCell() {
        width(time, TIME_WIDTH);
        width(task, TASK_WIDTH + 40);
        width(level, LEVEL_WIDTH);
        HBox.setHgrow(text, Priority.ALWAYS);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinWidth(0);
        row.setPrefWidth(0);
        whole.setMaxWidth(760);
        whole.setWrapText(true);
    }

    private static ColourTile small(Colour colour) {
        var tile = new ColourTile(colour, false);
        tile.getStyleClass().add("small-tile");
        return tile;
    }

    private static void width(Label label, double width) {
        label.setMinWidth(width);
        label.setMaxWidth(width);
    }

    static String time(LogLine line) {
        return TIME.format(line.at().atZone(ZoneId.systemDefault()));
    }

    @Override
    protected void updateItem(@Nullable LogLine line, boolean empty) {
        super.updateItem(line, empty);
        LogLine filled = empty ? null : line;
        pseudoClassStateChanged(WARN, filled != null && filled.level() == LogLevel.WARN);
        pseudoClassStateChanged(BAD, filled != null && filled.level() == LogLevel.ERROR);
        pseudoClassStateChanged(MARK, filled != null && filled.mark());
        if (filled == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText("");
            return;
        }
        time.setText(time(filled));
        Colour colour = filled.colour();
        // Both tiles are there, since giving one another style costs more than the rest of the row.
        blue.setVisible(colour == Colour.BLUE);
        green.setVisible(colour == Colour.GREEN);
        task.setText(filled.shortTask());
        level.setText(filled.mark() ? "" : filled.level().label());
        text.setText(filled.text());
        boolean cut =
                filled.text().length() * LogsView.CHARACTER > getListView().getWidth() - LogsView.BESIDE_TEXT;
        whole.setText(cut ? filled.text() : "");
        setTooltip(cut ? whole : null);
        setGraphic(row);
        setAccessibleText(time.getText() + " "
                + (colour == null ? "" : colour.label() + " ") + "task " + filled.shortTask() + " "
                + level.getText() + " " + filled.text());
    }
}
