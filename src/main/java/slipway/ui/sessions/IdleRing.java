package slipway.ui.sessions;

import javafx.scene.Group;
import javafx.scene.layout.Region;
import javafx.scene.shape.Arc;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.Circle;
import javafx.scene.shape.StrokeLineCap;

/** How much is left of the time that a session may stand idle: a ring that empties. */
final class IdleRing extends Region {
    private static final double SIZE = 16;
    private static final double RADIUS = 6;
    private static final double STROKE = 2.4;

    private final Arc arc = new Arc(SIZE / 2, SIZE / 2, RADIUS, RADIUS, 90, 0);

    IdleRing() {
        var track = new Circle(SIZE / 2, SIZE / 2, RADIUS);
        track.setStrokeWidth(STROKE);
        track.getStyleClass().add("idle-track");
        arc.setType(ArcType.OPEN);
        arc.setStrokeWidth(STROKE);
        arc.setStrokeLineCap(StrokeLineCap.BUTT);
        arc.getStyleClass().add("idle-arc");
        getStyleClass().add("idle-ring");
        setMinSize(SIZE, SIZE);
        setPrefSize(SIZE, SIZE);
        setMaxSize(SIZE, SIZE);
        getChildren().add(new Group(track, arc));
    }

    /** @param share of the whole time, 0 to 1 */
    void show(double share) {
        arc.setLength(-360 * Math.clamp(share, 0, 1));
    }
}
