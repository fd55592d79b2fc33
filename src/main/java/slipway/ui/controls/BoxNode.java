package slipway.ui.controls;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** A balancer, Redis or the volume: icon, name and up to three lines. */
final class BoxNode extends TopologyNode {
    private final Feather glyph;
    private final String name;
    private final String shortName;
    private Topology.@Nullable Box shown;
    private boolean compact;

    /** @param shortName what is written when room is scarce; the icon then stands above it */
    BoxNode(Feather glyph, String name, String shortName) {
        super("box");
        this.glyph = glyph;
        this.name = name;
        this.shortName = shortName;
    }

    void show(Topology.Box values, boolean narrow) {
        if (values.equals(shown) && narrow == compact) {
            return;
        }
        shown = values;
        compact = narrow;
        boolean stacked = narrow && !shortName.equals(name);
        Label title = Texts.text(stacked ? shortName : name, "box-name", "semibold");
        title.setWrapText(!stacked);
        var text = new VBox();
        text.getStyleClass().add("box-text");
        // What is only planned says so by its dashes; its sentence needs the wide box.
        boolean brief = stacked && values.stage() == Topology.Stage.PLANNED;
        List<String> lines = brief ? List.of() : values.lines();
        if (stacked) {
            text.setAlignment(brief ? Pos.CENTER : Pos.TOP_CENTER);
            text.getStyleClass().add("stacked");
            text.getChildren().addAll(Icons.icon(glyph), title);
        } else {
            var head = new HBox(6, Icons.icon(glyph), title);
            head.setAlignment(name.indexOf(' ') >= 0 ? Pos.TOP_LEFT : Pos.CENTER_LEFT);
            text.getChildren().add(head);
        }
        if (!values.strong().isEmpty()) {
            text.getChildren().add(Texts.yielding(values.strong(), stacked ? "t12" : "t13", "semibold"));
        }
        for (String line : lines) {
            text.getChildren().add(Texts.yielding(line, "t12", "ink2"));
        }
        var spoken = new StringBuilder(name);
        if (!values.strong().isEmpty()) {
            spoken.append(", ").append(values.strong());
        }
        values.lines().forEach(line -> spoken.append(", ").append(line));
        show(text, values.stage(), values.step(), spoken.toString());
    }
}
