package slipway.ui.controls;

import java.util.List;
import javafx.animation.Animation;
import javafx.animation.Interpolator;
import javafx.animation.RotateTransition;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.transform.Scale;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One of six outlines that say how something is doing; each differs in shape, so that none needs its colour to be told
 * from the others. The arc of {@link State#WORKING} turns while it is on screen.
 */
public final class StateIcon extends Region {
    /** What an outline says; {@link #word} is what a screen reader says. */
    public enum State {
        HEALTHY("healthy"),
        WORKING("working"),
        IDLE("idle"),
        WAITING("waiting"),
        WARNING("look at it"),
        FAILED("failed");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    private static final double DRAWN = 14;

    private final ObjectProperty<State> state = new SimpleObjectProperty<>(State.WAITING);
    private final double size;
    private @Nullable RotateTransition turning;

    /** A running animation is held by the toolkit, and with it the whole scene, so that a closed window must end it. */
    private final ObservableValue<Boolean> shown = sceneProperty()
            .flatMap(Scene::windowProperty)
            .flatMap(Window::showingProperty)
            .orElse(false);

    public StateIcon() {
        this(State.WAITING);
    }

    public StateIcon(State state) {
        this(state, DRAWN);
    }

    public StateIcon(State state, double size) {
        this.size = size;
        getStyleClass().add("state-icon");
        setMinSize(size, size);
        setPrefSize(size, size);
        setMaxSize(size, size);
        this.state.addListener((property, before, now) -> draw());
        shown.addListener((property, before, now) -> turn());
        visibleProperty().addListener((property, before, now) -> turn());
        this.state.set(state);
        draw();
    }

    public ObjectProperty<State> stateProperty() {
        return state;
    }

    public void setState(State state) {
        this.state.set(state);
    }

    private void draw() {
        List<Node> shapes = switch (state.get()) {
            case HEALTHY -> List.of(ring(6, 1.4, "ring"), path("M4.3 7.2 6.2 9.1 9.8 5.2", 1.6, "tick"));
            case WORKING -> List.of(ring(5.6, 2, "track"), path("M7 1.4A5.6 5.6 0 0 1 12.4 8.6", 2, "arc"));
            case IDLE -> {
                Circle dashed = ring(5.6, 1.4, "dashes");
                dashed.getStrokeDashArray().setAll(2.2, 2.2);
                yield List.of(dashed);
            }
            case WAITING -> {
                var dot = new Circle(7, 7, 2);
                dot.getStyleClass().add("dot");
                yield List.of(dot);
            }
            case WARNING ->
                List.of(path("M7 1.2 13.3 12.6H.7Z", 1.2, "triangle"), path("M7 5v3.6M7 10.6v.2", 1.7, "mark"));
            case FAILED ->
                List.of(
                        path("M4.3.8h5.4L13.2 4.3v5.4L9.7 13.2H4.3L.8 9.7V4.3Z", 0, "octagon"),
                        path("M4.8 4.8 9.2 9.2M9.2 4.8 4.8 9.2", 1.7, "cross"));
        };
        // An unseen square keeps the drawing's bounds, and with them the centre it turns about.
        var square = new javafx.scene.shape.Rectangle(DRAWN, DRAWN);
        square.getStyleClass().add("unseen");
        var drawing = new Group(square);
        drawing.getChildren().addAll(shapes);
        drawing.getTransforms().add(new Scale(size / DRAWN, size / DRAWN));
        getChildren().setAll(new Group(drawing));
        setAccessibleText(state.get().word());
        turn();
    }

    private void turn() {
        if (turning != null) {
            turning.stop();
            turning = null;
        }
        if (state.get() == State.WORKING
                && shown.getValue()
                && isVisible()
                && !getScene().getPreferences().isReducedMotion()) {
            turning = new RotateTransition(Duration.seconds(1.2), getChildren().getFirst());
            turning.setByAngle(360);
            turning.setInterpolator(Interpolator.LINEAR);
            turning.setCycleCount(Animation.INDEFINITE);
            turning.play();
        }
    }

    private static Circle ring(double radius, double width, String style) {
        var ring = new Circle(7, 7, radius);
        ring.setStrokeWidth(width);
        ring.getStyleClass().add(style);
        return ring;
    }

    private static SVGPath path(String content, double width, String style) {
        var path = new SVGPath();
        path.setContent(content);
        path.setStrokeWidth(width);
        path.setStrokeLineCap(StrokeLineCap.ROUND);
        path.getStyleClass().add(style);
        return path;
    }
}
