package slipway.ui.terminal;

import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.InputMethodRequests;
import javafx.scene.input.InputMethodTextRun;

/** Text from input methods and dead keys: what is being composed is shown at the cursor, what is done is typed. */
final class TextEntry implements InputMethodRequests {
    private final Node node;
    private final ScreenCanvas canvas;
    private final Viewport viewport;
    private final Consumer<String> typed;
    private final Runnable repaint;
    private String composed = "";

    TextEntry(Node node, ScreenCanvas canvas, Viewport viewport, Consumer<String> typed, Runnable repaint) {
        this.node = node;
        this.canvas = canvas;
        this.viewport = viewport;
        this.typed = typed;
        this.repaint = repaint;
        node.setInputMethodRequests(this);
        node.setOnInputMethodTextChanged(this::changed);
    }

    /** What is being composed; empty when nothing is. */
    String composed() {
        return composed;
    }

    private void changed(InputMethodEvent event) {
        var text = new StringBuilder();
        for (InputMethodTextRun run : event.getComposed()) {
            text.append(run.getText());
        }
        composed = text.toString();
        if (!event.getCommitted().isEmpty()) {
            typed.accept(event.getCommitted());
        }
        repaint.run();
        event.consume();
    }

    /** Below the cursor, where a method shows what there is to choose from. */
    @Override
    public Point2D getTextLocation(int offset) {
        double x = canvas.xOf(viewport.now().cursorColumn());
        double y = canvas.yOf(viewport.now().cursorRow() + 1);
        Point2D place = node.localToScreen(x, y);
        return place == null ? Point2D.ZERO : place;
    }

    @Override
    public int getLocationOffset(int x, int y) {
        return 0;
    }

    @Override
    public void cancelLatestCommittedText() {
        // What was sent cannot be taken back.
    }

    @Override
    public String getSelectedText() {
        return viewport.selectedText();
    }
}
