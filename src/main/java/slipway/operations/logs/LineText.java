package slipway.operations.logs;

import java.util.regex.Pattern;

/**
 * Makes any output safe to show: escape sequences of terminals go, control characters and whatever turns the direction of
 * writing become pictures, and a line that is longer than anybody reads is cut.
 */
final class LineText {
    /** In characters; the longest that CloudWatch Logs keeps is a million bytes. */
    static final int LONGEST = 16_384;

    private static final int TAB = 4;

    /** CSI sequences, OSC sequences up to their end, and the short ones. */
    private static final Pattern ESCAPES = Pattern.compile(
            "\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|\u001b[ -/]*[0-~]|\u009b[0-?]*[ -/]*[@-~]");

    private LineText() {}

    static String of(String message) {
        int end = message.length();
        while (end > 0 && (message.charAt(end - 1) == '\n' || message.charAt(end - 1) == '\r')) {
            end--;
        }
        if (isPlain(message, end)) {
            return end <= LONGEST ? message.substring(0, end) : cut(message.substring(0, LONGEST), end - LONGEST);
        }
        // Twice what is kept leaves room for sequences, and keeps a huge line from costing more than it shows.
        int read = Math.min(end, 2 * LONGEST);
        String text = ESCAPES.matcher(message.substring(0, read)).replaceAll("");
        var safe = new StringBuilder(Math.min(text.length(), LONGEST) + 16);
        int index = 0;
        while (index < text.length() && safe.length() < LONGEST) {
            int character = text.codePointAt(index);
            index += Character.charCount(character);
            append(safe, character);
        }
        int left = text.length() - index + end - read;
        return left == 0 ? safe.toString() : cut(safe.toString(), left);
    }

    private static boolean isPlain(String message, int end) {
        for (int index = 0; index < Math.min(end, LONGEST); index++) {
            char character = message.charAt(index);
            if (character < ' ' || character >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder safe, int character) {
        if (character == '\t') {
            safe.repeat(' ', TAB - safe.length() % TAB);
        } else if (character < ' ') {
            // The pictures of control characters lie in the same order.
            safe.appendCodePoint(0x2400 + character);
        } else if (character == 0x7f) {
            safe.append('\u2421');
        } else if (Character.getType(character) == Character.SURROGATE) {
            safe.append('\ufffd');
        } else if (isInvisible(character)) {
            safe.append("<U+%04X>".formatted(character));
        } else {
            safe.appendCodePoint(character);
        }
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    private static String cut(String text, int left) {
        return text + " … " + left + " characters more";
    }
}
