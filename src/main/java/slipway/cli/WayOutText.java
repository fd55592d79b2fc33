package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import slipway.model.WayOut;

/** A stuck stack and its way out, as lines. */
final class WayOutText {
    private static final String INDENT = "  ";

    private WayOutText() {}

    /** @param options what a proposed command must repeat, each option after a space */
    static List<String> lines(WayOut way, String options) {
        List<String> lines = new ArrayList<>();
        lines.add(way.stack() + " is " + way.status() + (way.cause().isEmpty() ? "" : ": " + way.cause()));
        lines.add(INDENT + way.sentence());
        lines.add(INDENT + "way out: " + command(way.command(), options) + "   (" + way.button() + ")");
        way.otherCommand()
                .ifPresent(other -> lines.add(INDENT + "or:      " + command(other, options)
                        + way.otherButton().map(words -> "   (" + words + ")").orElse("")));
        return lines;
    }

    private static String command(String words, String options) {
        return "slipway " + words + options;
    }
}
