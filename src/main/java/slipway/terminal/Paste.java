package slipway.terminal;

import java.nio.charset.StandardCharsets;

/** What a paste sends. */
public final class Paste {
    private Paste() {}

    /**
     * The bytes for a text. Ends of lines become CR, as Enter sends it. Other controls but tabs are left out: no pasted text can press keys or end the
     * bracket that it is wrapped in.
     */
    public static byte[] encode(String text, Modes modes) {
        var clean = new StringBuilder(text.length());
        text.replace("\r\n", "\r")
                .replace('\n', '\r')
                .codePoints()
                .filter(codePoint -> codePoint == '\t' || codePoint == '\r' || !Character.isISOControl(codePoint))
                .forEach(clean::appendCodePoint);
        String sent = modes.bracketedPaste() ? "\033[200~" + clean + "\033[201~" : clean.toString();
        return sent.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the text has more than one line, or ends one: a shell would run what it holds. */
    public static boolean holdsLines(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
