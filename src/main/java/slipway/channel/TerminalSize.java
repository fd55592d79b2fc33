package slipway.channel;

/** Columns and rows of a terminal, 1 to 65535 each: payload type 3. */
public record TerminalSize(int columns, int rows) {
    public TerminalSize {
        if (columns < 1 || rows < 1 || columns > 0xffff || rows > 0xffff) {
            throw new IllegalArgumentException(
                    "a terminal has 1 to 65535 columns and rows, not " + columns + " x " + rows);
        }
    }
}
