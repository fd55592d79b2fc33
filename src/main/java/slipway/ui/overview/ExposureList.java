package slipway.ui.overview;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Exposure;
import slipway.model.Exposure.Part;
import slipway.model.Exposure.Reach;
import slipway.model.Exposure.Rule;
import slipway.model.Failure;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** One row for each part of the environment: whether the internet reaches it, and by what. */
final class ExposureList {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final PseudoClass LAST = PseudoClass.getPseudoClass("last");

    private final ExposureViewModel model;
    private final VBox rows = new VBox();
    private final ScrollPane node = new ScrollPane(rows);
    private final StateIcon verdictIcon = new StateIcon(StateIcon.State.WAITING);
    private final Label verdictWords = Texts.firm("", "t12", "ink2");
    private final HBox verdict = new HBox(6, verdictIcon, verdictWords);

    ExposureList(ExposureViewModel model) {
        this.model = model;
        node.setId("exposure");
        node.setFitToWidth(true);
        node.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        node.setMinSize(0, 0);
        verdict.setAlignment(Pos.CENTER_RIGHT);
        model.exposureProperty().subscribe(read -> show());
        model.failureProperty().subscribe(refused -> show());
    }

    Region node() {
        return node;
    }

    /** For the card's head. */
    Node verdict() {
        return verdict;
    }

    private void show() {
        Exposure exposure = model.exposureProperty().get();
        Failure failure = model.failureProperty().get();
        rows.getChildren().clear();
        if (failure != null) {
            say(StateIcon.State.WARNING, "not read", failure.message());
        } else if (exposure == null) {
            say(StateIcon.State.WORKING, "", "Reading the templates.");
        } else {
            verdictIcon.setState(exposure.wrong() ? StateIcon.State.FAILED : StateIcon.State.HEALTHY);
            verdictWords.setText(Phrases.count(exposure.rulesRead(), "rule") + " read");
            exposure.parts().forEach(part -> rows.getChildren().add(row(part)));
            if (!rows.getChildren().isEmpty()) {
                rows.getChildren().getLast().pseudoClassStateChanged(LAST, true);
            }
        }
    }

    private void say(StateIcon.State state, String head, String words) {
        verdictIcon.setState(state);
        verdictWords.setText(head);
        var text = Texts.wrapped(words, "t12", "ink2");
        VBox.setMargin(text, new Insets(10, 14, 10, 14));
        rows.getChildren().add(text);
    }

    private static Node row(Part part) {
        var name = Texts.firm(part.name(), "t13", "medium", "exposure-name");
        var head = new HBox(6, Icons.small(icon(part)), Texts.firm(title(part), "t12", "medium"));
        head.setAlignment(Pos.CENTER_LEFT);
        var below = part.wrong()
                ? Texts.wrapped(shown(part.rules().getFirst()), "t11")
                : Texts.yielding(part.words(), "t11", "ink2");
        var texts = new VBox(2, head, below);
        texts.setAlignment(Pos.CENTER_LEFT);
        texts.setMinWidth(0);
        HBox.setHgrow(texts, Priority.ALWAYS);
        var row = new HBox(8, name, texts);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("exposure-row");
        row.pseudoClassStateChanged(WRONG, part.wrong());
        String whole = whole(part);
        row.setAccessibleText(whole);
        var tip = new Tooltip(whole);
        tip.setWrapText(true);
        tip.setMaxWidth(460);
        Tooltip.install(row, tip);
        return row;
    }

    private static Feather icon(Part part) {
        if (part.wrong()) {
            return part.reach() == Reach.YES ? Feather.UNLOCK : Feather.ALERT_OCTAGON;
        }
        return switch (part.reach()) {
            case YES -> Feather.GLOBE;
            case NO, GUARDED -> Feather.LOCK;
            case UNKNOWN -> Feather.HELP_CIRCLE;
        };
    }

    private static String title(Part part) {
        return switch (part.reach()) {
            case YES -> part.wrong() ? "Reachable" : "Reachable, as intended";
            case NO -> part.intended() ? "Not reachable from outside" : "Not reachable";
            case GUARDED -> "Not reachable, one wall is left";
            case UNKNOWN -> "Not known";
        };
    }

    /** May be wrapped at its dots: property paths are long. */
    private static String shown(Rule rule) {
        return (rule.logicalId() + "." + rule.property()).replace(".", ".\u200b") + " is " + rule.value() + ", in "
                + rule.stack();
    }

    private static String whole(Part part) {
        List<String> rules =
                part.rules().stream().map(rule -> "Opened by " + rule + ".").toList();
        return part.name() + ": " + title(part) + ". " + part.words() + "." + (rules.isEmpty() ? "" : "\n")
                + String.join("\n", rules);
    }
}
