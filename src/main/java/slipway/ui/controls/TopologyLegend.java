package slipway.ui.controls;

import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** What the shapes of {@link TopologyPicture} mean. */
final class TopologyLegend extends HBox {
    TopologyLegend() {
        super(24);
        getStyleClass().add("legend");
        setAlignment(Pos.CENTER_LEFT);
        getChildren()
                .addAll(
                        Texts.text("Edge width is the share of requests by weight", "t11", "ink2"),
                        entry("healthy task", "blue healthy", "green healthy"),
                        entry("starting", "blue starting"),
                        entry("not healthy", "blue unhealthy"),
                        entry("room up to the maximum", "blue room"));
    }

    private static HBox entry(String words, String... shapes) {
        var entry = new HBox(4);
        entry.setAlignment(Pos.CENTER_LEFT);
        for (String styles : shapes) {
            var shape = new Region();
            shape.getStyleClass().add("task");
            shape.getStyleClass().addAll(styles.split(" "));
            entry.getChildren().add(shape);
        }
        entry.getChildren().add(Texts.text(words, "t11", "ink2"));
        return entry;
    }
}
