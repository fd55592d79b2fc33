package slipway.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jline.utils.WCWidth;

/**
 * What a program shows on a terminal, as lines of text for whoever is no terminal: a line that is drawn again and again is
 * written as it stands when the next begins, and sequences that move or colour are left out. Programs such as irb ask the
 * terminal where its cursor stands and wait for the answer: they get one.
 */
final class PlainLines {
    private static final int LONGEST = 64 << 10;
    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';
    private static final int TAB = 8;

    private final OutputStream out;
    private final Consumer<String> answers;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final List<String> line = new ArrayList<>();
    private final StringBuilder sequence = new StringBuilder();
    private ByteBuffer undecoded = ByteBuffer.allocate(0);
    private State state = State.TEXT;
    private int column;
    private char high;

    /** Where in a control sequence the last byte was. */
    private enum State {
        TEXT,
        ESCAPED,
        /** After {@code ESC [}. */
        CONTROL,
        /** After an escape that takes one more character, such as {@code ESC (}. */
        ONE_MORE,
        /** In a text for the terminal, such as its title. */
        STRING,
        STRING_ESCAPED
    }

    /** @param answers gets what a terminal would type by itself */
    PlainLines(OutputStream out, Consumer<String> answers) {
        this.out = out;
        this.answers = answers;
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(undecoded.remaining() + bytes.length)
                .put(undecoded)
                .put(bytes)
                .flip();
        CharBuffer text = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, text, false);
        undecoded = ByteBuffer.allocate(in.remaining()).put(in).flip();
        text.flip();
        while (text.hasRemaining()) {
            take(text.get());
        }
        out.flush();
    }

    /** Writes the line that is not ended, if there is one. */
    void end() throws IOException {
        if (!line.isEmpty()) {
            emit();
        }
        out.flush();
    }

    private void take(char next) throws IOException {
        switch (state) {
            case TEXT -> text(next);
            case ESCAPED -> escaped(next);
            case CONTROL -> {
                if (next >= '@' && next <= '~') {
                    state = State.TEXT;
                    control(next);
                } else if (next == ESCAPE) {
                    state = State.ESCAPED;
                } else if (sequence.length() < LONGEST) {
                    sequence.append(next);
                }
            }
            case ONE_MORE -> state = State.TEXT;
            case STRING -> {
                if (next == BELL) {
                    state = State.TEXT;
                } else if (next == ESCAPE) {
                    state = State.STRING_ESCAPED;
                }
            }
            case STRING_ESCAPED -> state = next == '\\' ? State.TEXT : State.STRING;
        }
    }

    private void text(char next) throws IOException {
        switch (next) {
            case ESCAPE -> state = State.ESCAPED;
            case '\n' -> emit();
            case '\r' -> column = 0;
            case '\b' -> column = Math.max(0, column - 1);
            case '\t' -> {
                do {
                    put(" ", 1);
                } while (column % TAB != 0);
            }
            default -> {
                if (next >= ' ' && next != 0x7f) {
                    printed(next);
                }
            }
        }
    }

    private void printed(char next) throws IOException {
        if (Character.isHighSurrogate(next)) {
            high = next;
            return;
        }
        int point = Character.isLowSurrogate(next) ? Character.toCodePoint(high, next) : next;
        int width = WCWidth.wcwidth(point);
        if (width > 0) {
            put(Character.toString(point), width);
        } else if (width == 0 && column > 0 && column <= line.size()) {
            line.set(column - 1, line.get(column - 1) + Character.toString(point));
        }
        if (column > LONGEST) {
            emit();
        }
    }

    private void put(String character, int width) {
        while (line.size() < column + width) {
            line.add(" ");
        }
        line.set(column, character);
        if (width > 1) {
            line.set(column + 1, "");
        }
        column += width;
    }

    private void escaped(char next) {
        sequence.setLength(0);
        state = switch (next) {
            case '[' -> State.CONTROL;
            case ']', 'P', 'X', '^', '_' -> State.STRING;
            case '(', ')', '*', '+', '#', '%', ' ' -> State.ONE_MORE;
            case ESCAPE -> State.ESCAPED;
            default -> State.TEXT;
        };
    }

    private void control(char last) {
        switch (last) {
            case 'G', '`' -> column = Math.min(LONGEST, number(1) - 1);
            case 'C' -> column = Math.min(LONGEST, column + number(1));
            case 'D' -> column = Math.max(0, column - number(1));
            case 'K' -> erase(number(0));
            case 'P' -> {
                for (int left = number(1); left > 0 && column < line.size(); left--) {
                    line.remove(column);
                }
            }
            case 'n' -> {
                if (sequence.toString().equals("6")) {
                    answers.accept(ESCAPE + "[1;" + (column + 1) + "R");
                }
            }
            default -> {
                // Colours, modes, and moves between lines, which are written already.
            }
        }
    }

    private void erase(int which) {
        int from = which == 0 ? column : 0;
        int to = which == 1 ? Math.min(column + 1, line.size()) : line.size();
        if (to == line.size()) {
            line.subList(Math.min(from, to), to).clear();
        } else {
            for (int i = from; i < to; i++) {
                line.set(i, " ");
            }
        }
    }

    /** The sequence's only number, or its first; at least one unless the usual is less. */
    private int number(int usual) {
        String first = sequence.toString().split("[;:]", -1)[0];
        if (!first.matches("\\d{1,5}")) {
            return usual;
        }
        return Math.max(Math.min(usual, 1), Integer.parseInt(first));
    }

    private void emit() throws IOException {
        out.write((String.join("", line).stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
        line.clear();
        column = 0;
    }
}
