package slipway.ui.controls;

import java.util.List;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import slipway.model.Colour;

/** One small shape per task, square for blue and round for green; outlines say what has no healthy task yet. */
public final class TaskShapes extends HBox {
    /** What one shape stands for. */
    public enum Task {
        HEALTHY,
        STARTING,
        UNHEALTHY,
        DRAINING,
        /** Room that autoscaling may fill. */
        ROOM
    }

    public TaskShapes(Colour colour, List<Task> tasks) {
        getStyleClass().add("task-shapes");
        for (Task task : tasks) {
            var shape = new Region();
            shape.getStyleClass().addAll("task", colour.label(), styleOf(task));
            getChildren().add(shape);
        }
    }

    private static String styleOf(Task task) {
        return switch (task) {
            case HEALTHY -> "healthy";
            case STARTING -> "starting";
            case UNHEALTHY -> "unhealthy";
            case DRAINING -> "draining";
            case ROOM -> "room";
        };
    }
}
