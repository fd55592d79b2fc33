package slipway.terminal;

import java.nio.charset.StandardCharsets;

/** What coming and going of the focus sends. */
public final class FocusReport {
    private FocusReport() {}

    /** The bytes that tell the session; none when it did not ask for them (mode ?1004). */
    public static byte[] encode(boolean focused, Modes modes) {
        String report = focused ? "\033[I" : "\033[O";
        return modes.focus() ? report.getBytes(StandardCharsets.US_ASCII) : new byte[0];
    }
}
