package slipway.ui.terminal;

import java.util.function.Consumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;
import slipway.terminal.Paste;
import slipway.terminal.Terminal;

/** Text to the clipboard and from there to the session. */
final class Clips {
    private final Terminal terminal;
    private final Viewport viewport;
    private final PasteQuestion question;
    private final Consumer<byte[]> send;

    Clips(Terminal terminal, Viewport viewport, PasteQuestion question, Consumer<byte[]> send) {
        this.terminal = terminal;
        this.viewport = viewport;
        this.question = question;
        this.send = send;
    }

    static void put(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** Without a selection the clipboard stays as it is. */
    void copy() {
        String text = viewport.selectedText();
        if (!text.isEmpty()) {
            put(text);
        }
    }

    void paste() {
        paste(Clipboard.getSystemClipboard().getString());
    }

    /** The middle button pastes what is selected here, else the clipboard. */
    void pasteSelected() {
        String selected = viewport.selectedText();
        paste(selected.isEmpty() ? Clipboard.getSystemClipboard().getString() : selected);
    }

    /** A shell runs a line when its end comes: text that holds ends of lines is asked about. */
    private void paste(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return;
        }
        if (Paste.holdsLines(text)) {
            question.ask(text, () -> send.accept(Paste.encode(text, terminal.modes())));
        } else {
            send.accept(Paste.encode(text, terminal.modes()));
        }
    }
}
