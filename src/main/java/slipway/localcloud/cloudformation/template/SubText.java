package slipway.localcloud.cloudformation.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of an {@code Fn::Sub}, cut into literal pieces and names. {@code ${!x}} is the literal <code>${x}</code>. */
record SubText(List<Piece> pieces) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:]+");

    /** @param name whether the text is the name of something rather than a literal */
    record Piece(String text, boolean name) {}

    static SubText parse(Node.Text node) {
        var pieces = new ArrayList<Piece>();
        Matcher matcher = VARIABLE.matcher(node.value());
        int end = 0;
        while (matcher.find()) {
            pieces.add(new Piece(node.value().substring(end, matcher.start()), false));
            String inside = matcher.group(1);
            if (inside.startsWith("!")) {
                pieces.add(new Piece("${" + inside.substring(1) + "}", false));
            } else if (NAME.matcher(inside).matches()) {
                pieces.add(new Piece(inside, true));
            } else {
                throw TemplateException.at(
                        node.at(),
                        "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters,"
                                + " underscores, periods, and colons: ${" + inside + "}");
            }
            end = matcher.end();
        }
        pieces.add(new Piece(node.value().substring(end), false));
        return new SubText(pieces);
    }

    Set<String> names() {
        var names = new LinkedHashSet<String>();
        pieces.stream().filter(Piece::name).forEach(piece -> names.add(piece.text()));
        return names;
    }
}
