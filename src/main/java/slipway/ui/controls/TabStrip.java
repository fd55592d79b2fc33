package slipway.ui.controls;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** A few tabs in a row, one chosen; arrows move between them. What a tab shows appears in {@link #body}. */
public final class TabStrip extends HBox {
    /** @param content shown in the body while the tab is chosen */
    public record Tab(String name, Node content) {}

    private final StackPane body = new StackPane();
    private final ToggleGroup group = new ToggleGroup();

    public TabStrip(Tab... tabs) {
        this(List.of(tabs));
    }

    public TabStrip(List<Tab> tabs) {
        getStyleClass().add("tabs");
        body.setMinSize(0, 0);
        for (Tab tab : tabs) {
            var button = new ToggleButton(tab.name());
            button.setToggleGroup(group);
            button.setUserData(tab);
            button.setMinWidth(USE_PREF_SIZE);
            getChildren().add(button);
        }
        group.selectedToggleProperty().addListener((property, before, now) -> {
            if (now == null) {
                // A press on the chosen tab leaves it chosen.
                group.selectToggle(before);
            } else if (now.getUserData() instanceof Tab tab) {
                body.getChildren().setAll(tab.content());
            }
        });
        if (!getChildren().isEmpty()) {
            group.selectToggle(group.getToggles().getFirst());
        }
    }

    public StackPane body() {
        return body;
    }

    public void select(String name) {
        group.getToggles().stream()
                .filter(toggle ->
                        toggle.getUserData() instanceof Tab tab && tab.name().equals(name))
                .findFirst()
                .ifPresent(group::selectToggle);
    }

    public String selected() {
        return group.getSelectedToggle() != null && group.getSelectedToggle().getUserData() instanceof Tab tab
                ? tab.name()
                : "";
    }
}
