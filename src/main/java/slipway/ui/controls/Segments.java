package slipway.ui.controls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** A few choices in one frame, one of them chosen; arrows move between them. */
public final class Segments<T> extends HBox {
    /** @param picture stands before the name; may be absent */
    public record Segment<T>(T value, String name, @Nullable Node picture) {}

    private final ToggleGroup group = new ToggleGroup();
    private final List<ToggleButton> buttons = new ArrayList<>();
    private final List<Segment<T>> segments;

    /** @param name what is chosen here, for screen readers */
    public Segments(String name, List<Segment<T>> segments, Consumer<T> onChoose) {
        this.segments = List.copyOf(segments);
        getStyleClass().addAll("tabs", "framed", "segments");
        setMinWidth(USE_PREF_SIZE);
        for (Segment<T> segment : this.segments) {
            var button = new ToggleButton(segment.name(), segment.picture());
            button.setToggleGroup(group);
            button.setMinWidth(USE_PREF_SIZE);
            button.setAccessibleText(name + ": " + segment.name());
            button.setOnAction(event -> {
                // A press on the chosen one leaves it chosen.
                button.setSelected(true);
                onChoose.accept(segment.value());
            });
            buttons.add(button);
        }
        getChildren().addAll(buttons);
    }

    /** Shows which is chosen, without telling anybody. */
    public void show(T value) {
        for (int index = 0; index < segments.size(); index++) {
            if (segments.get(index).value().equals(value)) {
                group.selectToggle(buttons.get(index));
            }
        }
    }
}
