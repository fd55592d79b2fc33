package slipway.ui.controls;

import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A thin progress bar, 120 by 4. */
public final class MiniBar extends Region {
    private final Region fill = new Region();
    private double progress;

    public MiniBar() {
        getStyleClass().add("mini-bar");
        fill.getStyleClass().add("fill");
        getChildren().add(fill);
        setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
    }

    /** @param progress 0 to 1 */
    public void setProgress(double progress) {
        this.progress = Math.clamp(progress, 0, 1);
        notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
        requestLayout();
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(@Nullable AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.VALUE
                ? progress
                : super.queryAccessibleAttribute(attribute, parameters);
    }

    @Override
    protected void layoutChildren() {
        fill.resizeRelocate(0, 0, getWidth() * progress, getHeight());
    }
}
