package slipway.ui.terminal;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import slipway.terminal.Attribute;
import slipway.terminal.Line;
import slipway.terminal.Selection.Columns;
import slipway.terminal.Style;

/** Draws rows of cells: first the ground, then text and lines, then the cursor. */
final class RowPainter {
    private final GraphicsContext graphics;
    private final CellFont font;
    private final Shades shades;
    private final double left;

    /**
     * Makes a painter.
     *
     * @param left where the first column begins
     */
    RowPainter(GraphicsContext graphics, CellFont font, Shades shades, double left) {
        this.graphics = graphics;
        this.font = font;
        this.shades = shades;
        this.left = left;
        graphics.setTextBaseline(VPos.BASELINE);
    }

    /** Draws one row whose top is at y, as many columns as the screen has. */
    void paint(RowLook row, double y, int columns) {
        graphics.setFill(row.reversed() ? shades.ink() : shades.ground());
        graphics.fillRect(left, y, (double) columns * font.width(), font.height());
        Line line = row.line();
        List<Line.Run> runs = line.runs();
        for (Line.Run run : runs) {
            Color ground = shades.ground(run.style(), row.reversed());
            if (!ground.equals(row.reversed() ? shades.ink() : shades.ground())) {
                fill(ground, run.column(), run.column() + run.columns(), y);
            }
        }
        row.found().forEach(found -> fill(shades.found(), found.from(), found.to(), y));
        fill(shades.selected(), row.selected().from(), row.selected().to(), y);
        fill(shades.ink(), row.current().from(), row.current().to(), y);
        for (Line.Run run : runs) {
            text(row, run, y);
        }
        if (row.linked().to() > row.linked().from()) {
            graphics.setFill(shades.ink());
            under(row.linked().from(), row.linked().to(), y, 0);
        }
        if (row.cursor() != null) {
            cursor(row, row.cursor(), y);
        }
    }

    private void fill(Color colour, int from, int to, double y) {
        if (to > from) {
            graphics.setFill(colour);
            graphics.fillRect(x(from), y, (double) (to - from) * font.width(), font.height());
        }
    }

    private double x(int column) {
        return left + (double) column * font.width();
    }

    private void text(RowLook row, Line.Run run, double y) {
        Style style = run.style();
        int end = run.column() + run.columns();
        Color colour = shades.text(style, row.reversed());
        Color drawing = shades.drawing(style, row.reversed());
        graphics.setFont(font.face(style.has(Attribute.BOLD), style.has(Attribute.ITALIC)));
        if (!style.has(Attribute.CONCEALED)) {
            Columns current = row.current();
            int column = run.column();
            while (column < end) {
                // Where the search stands, text has the ground's colour.
                boolean inside = current.contains(column);
                int next = inside
                        ? Math.min(end, current.to())
                        : current.from() > column ? Math.min(end, current.from()) : end;
                cells(
                        row.line(),
                        column,
                        next,
                        y,
                        inside ? shades.ground() : colour,
                        inside ? shades.ground() : drawing);
                column = next;
            }
        }
        graphics.setFill(colour);
        lines(style, run.column(), end, y);
    }

    /** Draws cells in the font that is set: what the mono font has in one go, all else by itself. */
    private void cells(Line line, int from, int to, double y, Color text, Color drawing) {
        double baseline = y + font.baseline();
        int column = from;
        while (column < to) {
            int end = column;
            while (end < to && isSimple(line, end)) {
                end++;
            }
            if (end > column) {
                String simple = line.text(column, end);
                if (!simple.isBlank()) {
                    graphics.setFill(text);
                    graphics.fillText(simple, x(column), baseline);
                }
                column = end;
            } else {
                cell(line, column, y, text, drawing);
                column += Math.max(1, line.width(column));
            }
        }
    }

    /** Whether the cell is Latin, Greek or Cyrillic: the mono font has it, one cell wide. */
    private static boolean isSimple(Line line, int column) {
        String text = line.text(column);
        return text.length() == 1 && text.charAt(0) < 0x500 && line.width(column) == 1;
    }

    private void cell(Line line, int column, double y, Color colour, Color drawing) {
        String text = line.text(column);
        if (text.isBlank()) {
            return;
        }
        int codePoint = text.codePointAt(0);
        if (BoxDrawing.draws(codePoint)) {
            graphics.setFill(drawing);
            BoxDrawing.draw(graphics, codePoint, x(column), y, font.width(), font.height());
            return;
        }
        // Another font's character is as wide as it is: it stands in the middle, and is made narrower where it must.
        double width = (double) line.width(column) * font.width();
        graphics.setFill(colour);
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.fillText(text, x(column) + width / 2, y + font.baseline(), width);
        graphics.setTextAlign(TextAlignment.LEFT);
    }

    private void lines(Style style, int from, int to, double y) {
        if (style.has(Attribute.UNDERLINE) || style.link() != null) {
            under(from, to, y, 0);
        }
        if (style.has(Attribute.DOUBLE_UNDERLINE)) {
            under(from, to, y, 0);
            under(from, to, y, 2);
        }
        if (style.has(Attribute.CURLY_UNDERLINE)) {
            curly(from, to, y);
        }
        if (style.has(Attribute.STRIKETHROUGH)) {
            line(from, to, y + Math.round(font.baseline() - font.width() * 0.5));
        }
        if (style.has(Attribute.OVERLINE)) {
            line(from, to, y + 1);
        }
    }

    private void under(int from, int to, double y, int lower) {
        line(from, to, y + font.baseline() + 2 + lower);
    }

    private void line(int from, int to, double y) {
        graphics.fillRect(x(from), y, (double) (to - from) * font.width(), Math.max(1, Math.rint(font.width() / 8.0)));
    }

    /** Two pixels down, two pixels up. */
    private void curly(int from, int to, double y) {
        double base = y + font.baseline() + 2;
        for (double at = x(from); at < x(to); at += 4) {
            graphics.fillRect(at, base, 2, 1);
            graphics.fillRect(at + 2, base + 1, 2, 1);
        }
    }

    private void cursor(RowLook row, RowLook.Cursor cursor, double y) {
        double x = x(cursor.column());
        double width = (double) Math.max(1, row.line().width(cursor.column())) * font.width();
        graphics.setFill(shades.cursor());
        if (!row.composed().isEmpty()) {
            composed(row.composed(), x, y);
            return;
        }
        if (!cursor.filled()) {
            graphics.setStroke(shades.cursor());
            graphics.setLineWidth(1);
            graphics.strokeRect(x + 0.5, y + 0.5, width - 1, font.height() - 1.0);
            return;
        }
        switch (cursor.shape()) {
            case BAR -> graphics.fillRect(x, y, 2, font.height());
            case UNDERLINE -> graphics.fillRect(x, y + font.height() - 2.0, width, 2);
            case BLOCK -> {
                graphics.fillRect(x, y, width, font.height());
                Style style = row.line().style(cursor.column());
                graphics.setFont(font.face(style.has(Attribute.BOLD), style.has(Attribute.ITALIC)));
                cell(row.line(), cursor.column(), y, shades.ground(), shades.ground());
            }
        }
    }

    /** What an input method is at: underlined, on the ground. */
    private void composed(String text, double x, double y) {
        double width = 0;
        graphics.setFont(font.face(false, false));
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int codePoint = text.codePointAt(at);
            double cell = codePoint < 0x1100 ? font.width() : 2.0 * font.width();
            graphics.setFill(shades.ground());
            graphics.fillRect(x + width, y, cell, font.height());
            graphics.setFill(shades.ink());
            graphics.fillText(Character.toString(codePoint), x + width, y + font.baseline(), cell);
            width += cell;
        }
        graphics.fillRect(x, y + font.baseline() + 2, width, 1);
    }
}
