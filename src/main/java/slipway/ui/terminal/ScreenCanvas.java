package slipway.ui.terminal;

import java.util.List;
import java.util.function.Supplier;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The cells on a canvas: as many as fit, each of whole pixels, and only rows that look different are drawn again. */
final class ScreenCanvas extends Region {
    static final double SIDE = 16;
    static final double ABOVE = 12;

    private final Canvas canvas = new Canvas();
    private final Runnable layOut;
    private final Supplier<String> read;
    private CellFont font = new CellFont(CellFont.USUAL);
    private Shades shades = Shades.DARK;
    private @Nullable RowLook[] painted = new RowLook[0];
    private int paintedColumns;
    private boolean reversed;

    /**
     * Makes an empty canvas.
     *
     * @param layOut called in every pulse in which size or content changed, to paint
     * @param read what a screen reader reads
     */
    ScreenCanvas(Runnable layOut, Supplier<String> read) {
        this.layOut = layOut;
        this.read = read;
        setAccessibleRole(AccessibleRole.TEXT_AREA);
        getChildren().add(canvas);
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case TEXT -> read.get();
            case EDITABLE -> true;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    protected void layoutChildren() {
        double width = Math.floor(getWidth());
        double height = Math.floor(getHeight());
        if (canvas.getWidth() != width || canvas.getHeight() != height) {
            canvas.setWidth(width);
            canvas.setHeight(height);
            forget();
        }
        layOut.run();
    }

    /** Paints everything anew the next time. */
    void forget() {
        painted = new RowLook[0];
        requestLayout();
    }

    void shades(Shades next) {
        shades = next;
        forget();
    }

    CellFont font() {
        return font;
    }

    /** Takes cells of another width, within bounds. */
    void cell(int width) {
        int next = Math.clamp(width, CellFont.NARROWEST, CellFont.WIDEST);
        if (next != font.width()) {
            font = new CellFont(next);
            forget();
        }
    }

    /** How many columns there is room for; 0 before the first layout. */
    int columns() {
        return (int) Math.max(0, Math.floor((canvas.getWidth() - 2 * SIDE) / font.width()));
    }

    int rows() {
        return (int) Math.max(0, Math.floor((canvas.getHeight() - 2 * ABOVE) / font.height()));
    }

    /** The column at a place, negative or beyond the last one outside. */
    int columnAt(double x) {
        return (int) Math.floor((x - SIDE) / font.width());
    }

    /** The boundary between columns that is nearest. */
    int edgeAt(double x) {
        return (int) Math.round((x - SIDE) / font.width());
    }

    int rowAt(double y) {
        return (int) Math.floor((y - ABOVE) / font.height());
    }

    double xOf(int column) {
        return SIDE + (double) column * font.width();
    }

    double yOf(int row) {
        return ABOVE + (double) row * font.height();
    }

    /** Draws the rows that differ from what is there. */
    void paint(List<RowLook> rows, int columns) {
        boolean reverse = !rows.isEmpty() && rows.getFirst().reversed();
        GraphicsContext graphics = canvas.getGraphicsContext2D();
        if (painted.length != rows.size() || paintedColumns != columns || reverse != reversed) {
            painted = new RowLook[rows.size()];
            paintedColumns = columns;
            reversed = reverse;
            graphics.setFill(reverse ? shades.ink() : shades.ground());
            graphics.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        }
        var painter = new RowPainter(graphics, font, shades, SIDE);
        for (int row = 0; row < rows.size(); row++) {
            RowLook look = rows.get(row);
            if (!look.equals(painted[row])) {
                painter.paint(look, yOf(row), columns);
                painted[row] = look;
            }
        }
    }
}
