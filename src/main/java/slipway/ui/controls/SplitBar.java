package slipway.ui.controls;

import javafx.css.PseudoClass;
import javafx.scene.layout.Region;

/** A bar that blue and green divide; what green has is hatched. Its height is the style's. */
public final class SplitBar extends Region {
    private static final PseudoClass WHOLE = PseudoClass.getPseudoClass("whole");
    private static final double GAP = 2;

    private final Region blue = new Region();
    private final Region green = new Region();
    private double share;
    private boolean known = true;

    public SplitBar() {
        getStyleClass().add("split-bar");
        blue.getStyleClass().add("blue-part");
        green.getStyleClass().add("green-part");
        getChildren().addAll(blue, green);
    }

    /** @param greenShare 0 to 1 */
    public void show(double greenShare) {
        known = true;
        share = Math.clamp(greenShare, 0, 1);
        requestLayout();
    }

    /** Draws the bar empty: nobody knows. */
    public void showNothing() {
        known = false;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        boolean both = share > 0 && share < 1;
        pseudoClassStateChanged(WHOLE, !both);
        double room = getWidth() - (both ? GAP : 0);
        double left = share >= 1 ? 0 : both ? Math.clamp(snapPositionX(room * (1 - share)), 2, room - 2) : room;
        blue.setVisible(known && left > 0);
        green.setVisible(known && share > 0);
        blue.resizeRelocate(0, 0, left, getHeight());
        green.resizeRelocate(left + (both ? GAP : 0), 0, room - left, getHeight());
    }
}
