package slipway.ui.controls;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import slipway.model.Colour;

/** CPU as a level in a tank at the side of a deployment; only drawn where somebody measured it. */
final class CpuTank extends Region {
    private static final double WIDTH = 46;

    private final double percent;
    private final Region level = new Region();
    private final Region surface = new Region();
    private final Label figure;
    private final Label caption = Texts.text("CPU", "t11");

    CpuTank(Colour colour, double percent) {
        this.percent = Math.clamp(percent, 0, 100);
        getStyleClass().addAll("cpu-tank", colour.label());
        level.getStyleClass().add("level");
        surface.getStyleClass().add("surface");
        figure = Texts.text(Math.round(percent) + " %", "t12", "semibold", "tank-label");
        caption.getStyleClass().add("tank-label");
        figure.setAlignment(Pos.CENTER);
        caption.setAlignment(Pos.CENTER);
        getChildren().addAll(level, surface, figure, caption);
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
    }

    @Override
    protected void layoutChildren() {
        double height = getHeight();
        double top = height * (1 - percent / 100);
        level.resizeRelocate(0, top, getWidth(), height - top);
        surface.resizeRelocate(0, top - 1, getWidth(), 2.5);
        double captionHeight = caption.prefHeight(-1);
        double figureHeight = figure.prefHeight(-1);
        caption.resizeRelocate(6, height - captionHeight - 6, getWidth() - 12, captionHeight);
        // The figure stands under the surface while there is room, above it otherwise.
        double below = top + 6;
        double lowest = height - captionHeight - 10 - figureHeight;
        figure.resizeRelocate(
                6, below <= lowest ? below : Math.min(top - 6 - figureHeight, lowest), getWidth() - 12, figureHeight);
    }
}
