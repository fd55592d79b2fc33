package slipway.ui.terminal;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import slipway.ui.controls.Texts;

/** Asks before text of several lines is pasted, because a shell may run each line as it comes. */
final class PasteQuestion extends VBox {
    private final Label words = Texts.wrapped("", "t13");
    private final Label sample = Texts.yielding("", "mono", "ink2");
    private final CheckBox noMore = new CheckBox("Do not ask again in this terminal");
    private final Button paste = new Button("Paste");
    private final Button back = new Button("Do not paste");
    private final Runnable closed;
    private Runnable answer = () -> {};
    private boolean quiet;

    PasteQuestion(Runnable closed) {
        super(10);
        this.closed = closed;
        getStyleClass().addAll("terminal-question");
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        paste.getStyleClass().add("primary");
        paste.setId("terminal-paste");
        back.setId("terminal-do-not-paste");
        paste.setOnAction(event -> {
            quiet = noMore.isSelected();
            Runnable deed = answer;
            close();
            deed.run();
        });
        back.setOnAction(event -> close());
        var buttons = new HBox(8, noMore, Texts.spacer(), back, paste);
        buttons.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(words, sample, buttons);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
        setVisible(false);
        setManaged(false);
    }

    /** Asks, unless that was answered for good; runs what the answer allows. */
    void ask(String text, Runnable allowed) {
        if (quiet) {
            allowed.run();
            return;
        }
        answer = allowed;
        long lines = text.stripTrailing().lines().count();
        words.setText(
                lines == 1
                        ? "Paste a line that ends with Enter? The shell runs it at once."
                        : "Paste " + lines + " lines? The shell may run each of them as it comes.");
        sample.setText(text.lines().findFirst().orElse("").strip() + (lines > 1 ? " …" : ""));
        setVisible(true);
        setManaged(true);
        back.requestFocus();
    }

    private void close() {
        answer = () -> {};
        setVisible(false);
        setManaged(false);
        closed.run();
    }
}
