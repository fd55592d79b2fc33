package slipway.ui.controls;

import javafx.scene.Group;
import javafx.scene.input.MouseButton;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.CubicCurveTo;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;

/** A way that requests take, as wide as their share; a dashed line while none can take it. */
final class Ribbon extends Group {
    private final Path body = new Path();
    private final Path line = new Path();

    Ribbon(String style) {
        body.getStyleClass().addAll("ribbon", style);
        line.getStyleClass().addAll("ribbon-line");
        getChildren().addAll(body, line);
        setMouseTransparent(true);
    }

    /** Makes the way a thing that can be pressed. */
    void setOnOpen(Runnable open) {
        setMouseTransparent(false);
        line.setMouseTransparent(true);
        body.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                open.run();
            }
        });
    }

    /** Draws a band from one height to another; both ends are given by their middle. */
    void band(double fromX, double fromY, double toX, double toY, double width) {
        double middle = (fromX + toX) / 2;
        double half = width / 2;
        body.getElements()
                .setAll(
                        new MoveTo(fromX, fromY - half),
                        new CubicCurveTo(middle, fromY - half, middle, toY - half, toX, toY - half),
                        new LineTo(toX, toY + half),
                        new CubicCurveTo(middle, toY + half, middle, fromY + half, fromX, fromY + half),
                        new ClosePath());
        body.setVisible(true);
        curve(fromX + 4, fromY, toX, toY);
        line.setVisible(width >= 8);
        style("dots");
    }

    void dashed(double fromX, double fromY, double toX, double toY, boolean faint) {
        body.setVisible(false);
        curve(fromX, fromY, toX, toY);
        line.setVisible(true);
        style(faint ? "faint-dashes" : "dashes");
    }

    private void curve(double fromX, double fromY, double toX, double toY) {
        double middle = (fromX + toX) / 2;
        line.getElements().setAll(new MoveTo(fromX, fromY), new CubicCurveTo(middle, fromY, middle, toY, toX, toY));
    }

    private void style(String kind) {
        line.getStyleClass().setAll("ribbon-line", kind);
    }
}
