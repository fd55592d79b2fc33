package slipway.ui.terminal;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import slipway.terminal.Found;
import slipway.terminal.Search;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Texts;

/** Looks for text in scrollback and screen, from the newest to older ones with Enter, back with Shift and Enter, gone with Escape. */
final class SearchBar extends HBox {
    private final Viewport viewport;
    private final Runnable repaint;
    private final Runnable closed;
    private final TextField field = new TextField();
    private final ToggleButton exactCase = new ToggleButton("Aa");
    private final Label count = Texts.firm("", "t12", "ink2");
    private List<Found> found = List.of();
    private int current = -1;

    SearchBar(Viewport viewport, Runnable repaint, Runnable closed) {
        super(6);
        this.viewport = viewport;
        this.repaint = repaint;
        this.closed = closed;
        getStyleClass().add("terminal-search");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        field.setId("terminal-search");
        field.setPromptText("Text to find");
        field.setAccessibleText("Text to find in the terminal");
        field.setPrefColumnCount(18);
        field.textProperty().addListener((property, before, now) -> look());
        exactCase.setTooltip(new Tooltip("Capitals and small letters differ"));
        exactCase.setAccessibleText("Capitals and small letters differ");
        exactCase.selectedProperty().addListener((property, before, now) -> look());
        getChildren()
                .addAll(
                        field,
                        exactCase,
                        count,
                        button(Feather.CHEVRON_UP, "Older", () -> step(-1)),
                        button(Feather.CHEVRON_DOWN, "Newer", () -> step(1)),
                        button(Feather.X, "Close the search", this::close));
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        setVisible(false);
        setManaged(false);
    }

    private static Button button(Feather icon, String name, Runnable action) {
        var button = new Button("", Icons.small(icon));
        button.getStyleClass().addAll("quiet", "small", "square");
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        button.setOnAction(event -> action.run());
        return button;
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            close();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && field.equals(event.getTarget())) {
            step(event.isShiftDown() ? 1 : -1);
            event.consume();
        }
    }

    /** Shows the bar; what is selected is what is looked for. */
    void open() {
        String selected = viewport.selectedText();
        setVisible(true);
        setManaged(true);
        if (!selected.isEmpty() && selected.indexOf('\n') < 0) {
            field.setText(selected);
        }
        look();
        field.requestFocus();
        field.selectAll();
    }

    void close() {
        setVisible(false);
        setManaged(false);
        viewport.found(List.of(), -1);
        closed.run();
        repaint.run();
    }

    private void look() {
        found = Search.find(viewport.lines(), field.getText(), exactCase.isSelected());
        current = found.size() - 1;
        show();
    }

    /** Goes to the next one; what came since is looked through first. */
    private void step(int by) {
        Found at = current < 0 ? null : found.get(current);
        found = Search.find(viewport.lines(), field.getText(), exactCase.isSelected());
        int where = at == null ? -1 : found.indexOf(at);
        current = found.isEmpty() ? -1 : where < 0 ? found.size() - 1 : Math.floorMod(where + by, found.size());
        show();
    }

    private void show() {
        String words =
                field.getText().isEmpty() ? "" : found.isEmpty() ? "not found" : (current + 1) + " of " + found.size();
        count.setText(words);
        viewport.found(found, current);
        if (current >= 0) {
            viewport.reveal(found.get(current).start().line());
        }
        repaint.run();
    }
}
