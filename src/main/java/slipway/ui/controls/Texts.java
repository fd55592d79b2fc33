package slipway.ui.controls;

import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Short ways to write the labels and spacers that every view is made of. Sizes and weights are style classes. */
public final class Texts {
    private Texts() {}

    /** A label with the given style classes, such as {@code t12}, {@code semibold} or {@code ink2}. */
    public static Label text(String words, String... styles) {
        var label = new Label(words);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /** A label that grows over several lines. */
    public static Label wrapped(String words, String... styles) {
        Label label = text(words, styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** A label that gives way: it is cut with an ellipsis before its neighbours are. */
    public static Label yielding(String words, String... styles) {
        Label label = text(words, styles);
        label.setMinWidth(0);
        return label;
    }

    /** A label that is never cut. */
    public static Label firm(String words, String... styles) {
        Label label = text(words, styles);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    /** Takes the room that is left in a row or a column. */
    public static Region spacer() {
        var spacer = new Region();
        javafx.scene.layout.HBox.setHgrow(spacer, Priority.ALWAYS);
        javafx.scene.layout.VBox.setVgrow(spacer, Priority.ALWAYS);
        return spacer;
    }

    /** A line of one pixel between parts of a card. */
    public static Region rule() {
        var rule = new Region();
        rule.getStyleClass().add("rule");
        return rule;
    }
}
