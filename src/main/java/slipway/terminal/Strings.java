package slipway.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Obeys strings: titles (OSC 0 and 2), links (OSC 8), questions for colours (OSC 4, 10 to 12). Refused, without an answer: the clipboard (OSC 52), which is
 * the user's, and changes of colours, which are the theme's. Questions that DCS asks are answered with "unknown".
 */
final class Strings {
    private static final int LONGEST_TITLE = 256;
    private static final int LONGEST_ADDRESS = 2_083;
    private static final int TITLES = 10;

    private final Printer printer;
    private final Interpreter.Outside outside;
    private final Deque<String> titles = new ArrayDeque<>();
    private String title = "";
    private long links;

    Strings(Printer printer, Interpreter.Outside outside) {
        this.printer = printer;
        this.outside = outside;
    }

    void obey(char kind, String content) {
        if (kind == 'P') {
            if (content.startsWith("$q")) {
                outside.reply("\033P0$r\033\\");
            } else if (content.startsWith("+q")) {
                outside.reply("\033P0+r\033\\");
            }
            return;
        }
        int semicolon = content.indexOf(';');
        String rest = semicolon < 0 ? "" : content.substring(semicolon + 1);
        switch (semicolon < 0 ? content : content.substring(0, semicolon)) {
            case "0", "2" -> title(rest);
            case "4" -> indexed(rest);
            case "8" -> link(rest);
            case "10" -> answer("10", rest, outside.palette().foreground());
            case "11" -> answer("11", rest, outside.palette().background());
            case "12" -> answer("12", rest, outside.palette().cursor());
            default -> {}
        }
    }

    private void title(String wanted) {
        var clean = new StringBuilder();
        wanted.codePoints()
                .filter(codePoint ->
                        !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.FORMAT)
                .limit(LONGEST_TITLE)
                .forEach(clean::appendCodePoint);
        title = clean.toString();
        outside.title(title);
    }

    void pushTitle() {
        if (titles.size() == TITLES) {
            titles.removeLast();
        }
        titles.push(title);
    }

    void popTitle() {
        if (!titles.isEmpty()) {
            title(titles.pop());
        }
    }

    void reset() {
        titles.clear();
    }

    /** {@code parameters;address}; an empty address ends the link. */
    private void link(String rest) {
        int semicolon = rest.indexOf(';');
        if (semicolon < 0) {
            return;
        }
        String address = rest.substring(semicolon + 1);
        if (address.isEmpty()
                || address.length() > LONGEST_ADDRESS
                || address.chars().anyMatch(Character::isISOControl)) {
            printer.changePen().link(null);
            return;
        }
        String id = "";
        for (String parameter : rest.substring(0, semicolon).split(":", -1)) {
            if (parameter.startsWith("id=")) {
                id = parameter.substring(3);
            }
        }
        // A made-up id cannot be one that a session gives.
        printer.changePen().link(new Link(id.isEmpty() ? "\0" + links++ : id, address));
    }

    private void indexed(String rest) {
        int semicolon = rest.indexOf(';');
        if (semicolon < 1 || semicolon > 3) {
            return;
        }
        String index = rest.substring(0, semicolon);
        if (index.chars().allMatch(digit -> digit >= '0' && digit <= '9') && Integer.parseInt(index) < 256) {
            answer(
                    "4;" + index,
                    rest.substring(semicolon + 1),
                    outside.palette().rgb(Integer.parseInt(index)));
        }
    }

    private void answer(String code, String asked, int rgb) {
        if (asked.equals("?")) {
            outside.reply(String.format(
                    Locale.ROOT,
                    "\033]%s;rgb:%2$02x%2$02x/%3$02x%3$02x/%4$02x%4$02x\033\\",
                    code,
                    rgb >> 16 & 0xff,
                    rgb >> 8 & 0xff,
                    rgb & 0xff));
        }
    }
}
