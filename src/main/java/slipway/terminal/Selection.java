package slipway.terminal;

/**
 * What a pointer selects, from where it went down to where it is.
 *
 * @param anchor where it went down
 * @param head where it is; the selection ends before this column where it is the later of the two
 */
public record Selection(Kind kind, Position anchor, Position head) {
    /** What a selection is made of. */
    public enum Kind {
        /** Characters from one place to the other, all lines between included. */
        CHARACTERS,
        /** Whole words. */
        WORDS,
        /** Whole lines, as the session wrote them: lines that one was wrapped into go together. */
        LINES,
        /** The rectangle between the two places. */
        BLOCK
    }

    /** Beside letters and digits, what makes a word: paths, addresses and constants are taken whole. */
    private static final String WORD_SIGNS = "-./?%&#:_=+@~";

    /** Columns of one line, the last one not included. */
    public record Columns(int from, int to) {
        public static final Columns NONE = new Columns(0, 0);

        public boolean isEmpty() {
            return from >= to;
        }

        public boolean contains(int column) {
            return column >= from && column < to;
        }
    }

    public Selection withHead(Position next) {
        return new Selection(kind, anchor, next);
    }

    private Position earlier() {
        return anchor.compareTo(head) <= 0 ? anchor : head;
    }

    private Position later() {
        return anchor.compareTo(head) <= 0 ? head : anchor;
    }

    /** The number of the first line that is selected. */
    public long firstLine(Lines lines) {
        return switch (kind) {
            case LINES -> lines.beginning(earlier().line());
            case WORDS -> start(lines).line();
            default -> earlier().line();
        };
    }

    /** The number of the last line that is selected. */
    public long lastLine(Lines lines) {
        return switch (kind) {
            case LINES -> lines.ending(later().line());
            case WORDS -> end(lines).line();
            default -> later().line();
        };
    }

    /** Which columns of a line are selected; beyond the line's text for lines that are selected to their end. */
    public Columns columns(Lines lines, long number, int screenColumns) {
        if (number < firstLine(lines) || number > lastLine(lines)) {
            return Columns.NONE;
        }
        return switch (kind) {
            case LINES -> new Columns(0, screenColumns);
            case BLOCK ->
                whole(
                        lines.line(number),
                        Math.min(anchor.column(), head.column()),
                        Math.max(anchor.column(), head.column()));
            case CHARACTERS -> between(lines, number, screenColumns, earlier(), later());
            case WORDS -> between(lines, number, screenColumns, start(lines), end(lines));
        };
    }

    private static Columns between(Lines lines, long number, int screenColumns, Position from, Position to) {
        int first = number == from.line() ? from.column() : 0;
        int end = number == to.line() ? to.column() : screenColumns;
        return whole(lines.line(number), first, end);
    }

    /** A wide character is selected with both of its columns. */
    private static Columns whole(Line line, int from, int to) {
        int first = from > 0 && line.width(from) == 0 ? from - 1 : from;
        int end = to > 0 && line.width(to) == 0 ? to + 1 : to;
        return new Columns(first, to <= from ? first : end);
    }

    /** Where the word at the earlier place begins. */
    private Position start(Lines lines) {
        long line = earlier().line();
        int column = earlier().column();
        if (!isWord(lines.line(line), column)) {
            return new Position(line, column);
        }
        while (true) {
            if (column > 0) {
                if (!isWord(lines.line(line), column - 1)) {
                    return new Position(line, column);
                }
                column--;
            } else {
                Line before = lines.line(line - 1);
                int last = before.length() - 1;
                if (!before.wrapped() || !isWord(before, last)) {
                    return new Position(line, 0);
                }
                line--;
                column = last;
            }
        }
    }

    /** Behind the word at the later place. */
    private Position end(Lines lines) {
        long line = later().line();
        int column = later().column();
        // Between two places the later one is not included, at one place it is.
        if (!isWord(lines.line(line), column)) {
            boolean one = anchor.equals(head);
            return new Position(line, one ? column + 1 : column);
        }
        while (isWord(lines.line(line), column)) {
            column++;
            if (column >= lines.line(line).length() && lines.line(line).wrapped()) {
                if (!isWord(lines.line(line + 1), 0)) {
                    break;
                }
                line++;
                column = 0;
            }
        }
        return new Position(line, column);
    }

    private static boolean isWord(Line line, int column) {
        if (column < 0 || column >= line.length()) {
            return false;
        }
        String text = line.text(line.width(column) == 0 && column > 0 ? column - 1 : column);
        return !text.isEmpty()
                && (Character.isLetterOrDigit(text.codePointAt(0)) || WORD_SIGNS.indexOf(text.codePointAt(0)) >= 0);
    }

    /** The selected text. Lines that one was wrapped into are joined, blanks at the ends of lines are left out. */
    public String text(Lines lines) {
        var text = new StringBuilder();
        long last = Math.min(lastLine(lines), lines.end() - 1);
        for (long number = Math.max(lines.first(), firstLine(lines)); number <= last; number++) {
            Line line = lines.line(number);
            Columns columns = columns(lines, number, Math.max(line.length(), anchor.column() + 1));
            String part = line.text(columns.from(), Math.min(columns.to(), line.length()));
            boolean joined = kind != Kind.BLOCK && line.wrapped() && columns.to() >= line.length();
            text.append(joined ? part : part.stripTrailing());
            if (number < last && !joined) {
                text.append('\n');
            }
        }
        return text.toString();
    }
}
