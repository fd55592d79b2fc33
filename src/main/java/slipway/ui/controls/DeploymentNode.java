package slipway.ui.controls;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;

/** One colour of one tier: mark, version, healthy against desired, a shape per task, and CPU where it is measured. */
final class DeploymentNode extends TopologyNode {
    private static final PseudoClass EMPTY = PseudoClass.getPseudoClass("hollow");

    private Topology.@Nullable Deployment shown;

    DeploymentNode(Colour colour) {
        super("deployment");
        getStyleClass().add(colour.label());
    }

    void show(Topology.Deployment values) {
        if (values.equals(shown)) {
            return;
        }
        shown = values;
        pseudoClassStateChanged(EMPTY, values.hollow());
        var text = new VBox();
        text.getStyleClass().add("deployment-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        Label name = Texts.text(values.tier().label(), "deployment-name", "semibold");
        var head = new HBox(8, new ColourTile(values.colour(), values.hollow()), name);
        head.setAlignment(Pos.CENTER_LEFT);
        text.getChildren().add(head);
        if (!values.version().isEmpty() || !values.age().isEmpty()) {
            var version = new HBox(8);
            version.setAlignment(Pos.CENTER_LEFT);
            version.getStyleClass().add("version-row");
            if (!values.version().isEmpty()) {
                Label tag = Texts.yielding(values.version(), "chip", "mono");
                tag.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
                version.getChildren().add(tag);
            }
            version.getChildren().add(Texts.firm(values.age(), "t12", "ink2"));
            text.getChildren().add(version);
        }
        if (values.figure().isEmpty()) {
            text.getChildren().add(Texts.text(values.figureWord(), "answer", "t13", "semibold"));
            text.getChildren().add(Texts.yielding(values.note(), "t12", "ink2"));
            if (!values.tasks().isEmpty()) {
                text.getChildren().addAll(Texts.spacer(), new TaskShapes(values.colour(), values.tasks()));
            }
        } else {
            var figure =
                    new HBox(4, Texts.firm(values.figure(), "figure"), Texts.text(values.figureWord(), "t12", "ink2"));
            figure.setAlignment(Pos.BASELINE_LEFT);
            text.getChildren().add(figure);
            text.getChildren().add(new TaskShapes(values.colour(), values.tasks()));
            var note = new HBox(6, new StateIcon(values.noteState(), 13), Texts.yielding(values.note(), "t12", "ink2"));
            note.setAlignment(Pos.CENTER_LEFT);
            text.getChildren().addAll(Texts.spacer(), note);
        }
        var content = new HBox(text);
        if (values.cpuPercent().isPresent()) {
            content.getChildren()
                    .add(new CpuTank(values.colour(), values.cpuPercent().getAsDouble()));
        }
        show(content, values.stage(), values.step(), spoken(values));
    }

    private static String spoken(Topology.Deployment values) {
        var words =
                new StringBuilder(values.tier().label() + " " + values.colour().label());
        if (values.figure().isEmpty()) {
            words.append(", ").append(values.figureWord());
        } else {
            words.append(", ")
                    .append(values.figure().replace("/", " of "))
                    .append(' ')
                    .append(values.figureWord());
        }
        if (!values.version().isEmpty()) {
            words.append(", version ").append(values.version());
        }
        values.share()
                .ifPresent(share ->
                        words.append(", takes ").append(Math.round(share * 100)).append(" % of requests"));
        values.cpuPercent()
                .ifPresent(cpu -> words.append(", CPU ").append(Math.round(cpu)).append(" %"));
        if (!values.note().isEmpty()) {
            words.append(", ").append(values.note());
        }
        return words.toString();
    }
}
