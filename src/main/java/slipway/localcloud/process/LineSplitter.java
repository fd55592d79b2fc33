package slipway.localcloud.process;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines of text. Bytes that are no UTF-8 become replacement characters; a line longer than
 * the limit comes in pieces, so that output without line ends needs no more memory than one piece.
 */
final class LineSplitter {
    /** The longest piece: a log event's limit in CloudWatch, less the 26 bytes that it counts for itself. */
    static final int LIMIT = 262_144 - 26;

    private final Consumer<String> lines;
    private byte[] held = new byte[1024];
    private int length;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void accept(byte[] bytes, int count) {
        for (int index = 0; index < count; index++) {
            if (bytes[index] == '\n') {
                emit(length);
            } else {
                if (length == LIMIT) {
                    emit(wholeCharacters());
                }
                append(bytes[index]);
            }
        }
    }

    /** Passes on what is left without a line end. */
    void end() {
        if (length > 0) {
            emit(length);
        }
    }

    private void append(byte value) {
        if (length == held.length) {
            held = java.util.Arrays.copyOf(held, Math.min(LIMIT, held.length * 2));
        }
        held[length++] = value;
    }

    private void emit(int upTo) {
        String line = new String(held, 0, upTo, StandardCharsets.UTF_8);
        System.arraycopy(held, upTo, held, 0, length - upTo);
        length -= upTo;
        lines.accept(line);
    }

    /** How much can be cut off without cutting a character apart: a UTF-8 character has at most four bytes. */
    private int wholeCharacters() {
        for (int back = 1; back <= 4; back++) {
            int lead = held[length - back] & 0xff;
            if (lead < 0x80) {
                return length;
            }
            if (lead >= 0xc0) {
                int needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return back >= needed ? length : length - back;
            }
        }
        return length;
    }
}
