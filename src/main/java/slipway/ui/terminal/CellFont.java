package slipway.ui.terminal;

import javafx.scene.text.Font;
import javafx.scene.text.FontPosture;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/**
 * The fonts of a cell of whole pixels. The size of the type is chosen so that a character is exactly as wide as the cell: text can be drawn in runs,
 * and cells have no seams.
 */
final class CellFont {
    /** A cell of 8 pixels: type of about 13. */
    static final int USUAL = 8;

    static final int NARROWEST = 5;
    static final int WIDEST = 24;

    private static final String FAMILY = "DejaVu Sans Mono";
    private static final double PROBED = 100;
    /** A line is two and a half cells high, as the look has it: 20 at 8. */
    private static final double HEIGHT = 2.5;

    private final int width;
    private final int height;
    private final double baseline;
    private final Font[] faces = new Font[4];

    /** Fonts for a cell that many pixels wide. */
    CellFont(int width) {
        this.width = width;
        this.height = (int) Math.round(width * HEIGHT);
        var probe = new Text("M");
        probe.setFont(Font.font(FAMILY, PROBED));
        double size = width * PROBED / probe.getLayoutBounds().getWidth();
        for (int face = 0; face < faces.length; face++) {
            faces[face] = Font.font(
                    FAMILY,
                    (face & 1) == 0 ? FontWeight.NORMAL : FontWeight.BOLD,
                    (face & 2) == 0 ? FontPosture.REGULAR : FontPosture.ITALIC,
                    size);
        }
        probe.setFont(faces[0]);
        double ascent = probe.getBaselineOffset();
        double natural = probe.getLayoutBounds().getHeight();
        baseline = Math.round((height - natural) / 2 + ascent);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** From a row's top to the line that letters stand on. */
    double baseline() {
        return baseline;
    }

    Font face(boolean bold, boolean italic) {
        return faces[(bold ? 1 : 0) | (italic ? 2 : 0)];
    }
}
