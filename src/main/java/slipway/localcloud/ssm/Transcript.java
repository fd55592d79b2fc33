package slipway.localcloud.ssm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a terminal has shown, as lines of text. Line editors draw a line again with every key, and lists of proposals below it: a
 * line is told when the terminal goes on to the next, as it looks then. Programs that take the whole screen are left out.
 */
final class Transcript {
    /** A line that has no end is told in pieces of this length, as is one that goes on below so many others. */
    private static final int LONGEST = 64 << 10;

    private static final int MOST_ROWS = 200;
    /** How far a move goes: a few bytes are not to make a line of spaces. */
    private static final int WIDEST = 1_000;

    private static final char ESCAPE = '\033';

    private final Consumer<String> lines;
    private final List<StringBuilder> rows = new ArrayList<>();
    private final StringBuilder sequence = new StringBuilder();
    private byte[] unfinished = new byte[0];
    private int row;
    private int column;
    private boolean fullScreen;

    Transcript(Consumer<String> lines) {
        this.lines = lines;
    }

    void accept(byte[] output) {
        byte[] all = joined(output);
        int whole = wholeCharacters(all);
        unfinished = java.util.Arrays.copyOfRange(all, whole, all.length);
        String text = new String(all, 0, whole, StandardCharsets.UTF_8);
        for (int index = 0; index < text.length(); index++) {
            next(text.charAt(index));
        }
    }

    /** Tells what is left. */
    void end() {
        row = Math.max(row, rows.size() - 1);
        tell(row);
    }

    private byte[] joined(byte[] output) {
        if (unfinished.length == 0) {
            return output;
        }
        byte[] all = java.util.Arrays.copyOf(unfinished, unfinished.length + output.length);
        System.arraycopy(output, 0, all, unfinished.length, output.length);
        return all;
    }

    /** How much does not end within a character of UTF-8. */
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int lead = bytes[bytes.length - back] & 0xff;
            if (lead >= 0xc0) {
                int needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return back < needed ? bytes.length - back : bytes.length;
            }
            if (lead < 0x80) {
                break;
            }
        }
        return bytes.length;
    }

    private void next(char character) {
        if (!sequence.isEmpty()) {
            sequence.append(character);
            if (isComplete()) {
                obey(sequence.toString());
                sequence.setLength(0);
            }
        } else if (character == ESCAPE) {
            sequence.append(character);
        } else if (!fullScreen) {
            show(character);
        }
    }

    /** The forms of ECMA-48: CSI up to its final byte, strings up to their terminator, and two or three characters. */
    private boolean isComplete() {
        int length = sequence.length();
        char last = sequence.charAt(length - 1);
        if (length > LONGEST) {
            return true;
        }
        return switch (sequence.charAt(1)) {
            case '[' -> length > 2 && last >= '@' && last <= '~';
            case ']', 'P', 'X', '^', '_' ->
                last == '\007' || (last == '\\' && sequence.charAt(length - 2) == ESCAPE && length > 2);
            default -> last >= '0' && last <= '~';
        };
    }

    private void show(char character) {
        switch (character) {
            case '\n' -> {
                tell(row);
                // Where a program has switched the terminal's own line ends off, its lines would be stairs.
                column = 0;
            }
            case '\r' -> column = 0;
            case '\b' -> column = Math.max(0, column - 1);
            case '\t' -> column = Math.min(LONGEST - 1, (column / 8 + 1) * 8);
            default -> {
                if (character >= ' ' && character != '\177') {
                    put(character);
                }
            }
        }
    }

    private void put(char character) {
        StringBuilder line = line();
        while (line.length() < column) {
            line.append(' ');
        }
        if (column < line.length()) {
            line.setCharAt(column, character);
        } else {
            line.append(character);
        }
        column++;
        if (column >= LONGEST) {
            tell(row);
            column = 0;
        }
    }

    private StringBuilder line() {
        while (rows.size() <= row) {
            rows.add(new StringBuilder());
        }
        return rows.get(row);
    }

    /** Everything down to this row is as it will stay. */
    private void tell(int last) {
        int count = Math.min(last + 1, rows.size());
        for (StringBuilder line : rows.subList(0, count)) {
            String text = line.toString().stripTrailing();
            if (!text.isEmpty()) {
                lines.accept(text);
            }
        }
        rows.subList(0, count).clear();
        row = 0;
    }

    private void obey(String escape) {
        if (escape.length() < 3 || escape.charAt(1) != '[') {
            return;
        }
        char deed = escape.charAt(escape.length() - 1);
        String parameters = escape.substring(2, escape.length() - 1);
        if (deed == 'h' || deed == 'l') {
            switchScreen(parameters, deed == 'h');
        } else if (!fullScreen && parameters.matches("[\\d;]*")) {
            move(deed, first(parameters));
        }
    }

    private void switchScreen(String parameters, boolean full) {
        if (parameters.equals("?1049") || parameters.equals("?1047") || parameters.equals("?47")) {
            tell(Math.max(row, rows.size() - 1));
            fullScreen = full;
            column = 0;
        }
    }

    private static int first(String parameters) {
        String text = parameters.split(";", 2)[0];
        return text.isEmpty() || text.length() > 5 ? 0 : Integer.parseInt(text);
    }

    private void move(char deed, int number) {
        int count = Math.max(1, number);
        switch (deed) {
            case 'A' -> row = Math.max(0, row - count);
            case 'B' -> down(count);
            case 'C' -> column = column < WIDEST ? Math.min(WIDEST, column + count) : column;
            case 'D' -> column = Math.max(0, column - count);
            case 'E' -> {
                down(count);
                column = 0;
            }
            case 'F' -> {
                row = Math.max(0, row - count);
                column = 0;
            }
            case 'G' -> column = Math.min(WIDEST, count) - 1;
            case 'K' -> erase(number);
            case 'J' -> {
                erase(number);
                if (number == 0 && rows.size() > row + 1) {
                    rows.subList(row + 1, rows.size()).clear();
                }
            }
            default -> {
                // Colours, and places on a screen whose size is not known here.
            }
        }
    }

    private void down(int count) {
        row += count;
        if (row >= MOST_ROWS) {
            tell(row);
        }
    }

    private void erase(int which) {
        StringBuilder line = line();
        int until = Math.min(column, line.length());
        switch (which) {
            case 0 -> line.setLength(until);
            case 1 -> line.replace(0, until, " ".repeat(until));
            default -> line.setLength(0);
        }
    }
}
