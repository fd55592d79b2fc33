package slipway.ui.controls;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Cards: the white boxes that panels are made of. */
public final class Cards {
    private Cards() {}

    public static StackPane card(Node content) {
        var card = new StackPane(content);
        card.getStyleClass().add("panel-card");
        card.setMinSize(0, 0);
        return card;
    }

    /**
     * A card for content that changes from frame to frame. Its shadow lies behind the content rather than around it: a shadow is
     * computed anew whenever anything inside of it changes.
     */
    public static StackPane live(Node content) {
        var back = new Region();
        back.getStyleClass().add("panel-card");
        back.setMouseTransparent(true);
        // Kept as a picture: without a graphics card, drawing the shadow takes longer than all that moves before it.
        back.setCache(true);
        var card = new StackPane(back, content);
        card.setMinSize(0, 0);
        return card;
    }

    /** A card with a head of 40 pixels, a line under it and content to the edges. */
    public static VBox titled(String title, Node right, Region content) {
        var head = new HBox(Texts.firm(title, "t13", "semibold"), Texts.spacer(), right);
        head.getStyleClass().add("card-head");
        var card = new VBox(head, Texts.rule(), content);
        VBox.setVgrow(content, Priority.ALWAYS);
        card.getStyleClass().add("panel-card");
        card.setMinSize(0, 0);
        return card;
    }

    /** A card with its title inside the padding and no line. */
    public static VBox plain(String title, Node right, Region content) {
        var head = new HBox(Texts.firm(title, "t13", "semibold"), Texts.spacer(), right);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setMinHeight(22);
        var card = new VBox(6, head, content);
        card.getStyleClass().addAll("panel-card", "padded-card");
        card.setMinSize(0, 0);
        return card;
    }

    /** A card whose head is a strip of tabs. */
    public static VBox tabbed(TabStrip tabs) {
        var head = new HBox(tabs);
        head.getStyleClass().add("card-head");
        var card = new VBox(head, Texts.rule(), tabs.body());
        VBox.setVgrow(tabs.body(), Priority.ALWAYS);
        card.getStyleClass().add("panel-card");
        card.setMinSize(0, 0);
        return card;
    }

    /** Something to know, with a way on. */
    public static VBox notice(StateIcon.State state, String title, String words, Node... actions) {
        var head = new HBox(8, new StateIcon(state), Texts.text(title, "t13", "semibold"));
        head.setAlignment(Pos.CENTER_LEFT);
        var card = new VBox(10, head);
        if (!words.isEmpty()) {
            card.getChildren().add(Texts.wrapped(words, "t13", "ink2"));
        }
        if (actions.length > 0) {
            card.getChildren().add(new HBox(8, actions));
        }
        card.getStyleClass().addAll("panel-card", "padded-card");
        card.setMaxHeight(Region.USE_PREF_SIZE);
        return card;
    }

    /** A failure in words, its technical detail behind a button. */
    public static VBox failure(String words, String detail, Node... actions) {
        var head = new HBox(8, new StateIcon(StateIcon.State.FAILED), Texts.wrapped(words, "t13", "semibold"));
        head.setAlignment(Pos.TOP_LEFT);
        var buttons = new HBox(8, actions);
        var card = new VBox(10, head, buttons);
        if (!detail.isEmpty()) {
            var technical = Texts.wrapped(detail, "mono", "ink2");
            var more = new Button("Details");
            more.getStyleClass().add("quiet");
            more.setOnAction(event -> {
                if (card.getChildren().remove(technical)) {
                    more.setText("Details");
                } else {
                    card.getChildren().add(technical);
                    more.setText("Hide details");
                }
            });
            buttons.getChildren().add(more);
        }
        card.getStyleClass().addAll("panel-card", "padded-card", "failure-card");
        card.setMaxHeight(Region.USE_PREF_SIZE);
        return card;
    }

    /** A field under its label. */
    public static VBox field(String name, Node field) {
        var label = Texts.text(name, "field-label", "medium");
        label.setLabelFor(field);
        return new VBox(4, label, field);
    }

    /** A list with rows of 30 pixels, without selection colours of its own. */
    public static <T> ListView<T> list(String name, String placeholder) {
        var list = new ListView<T>();
        list.setFixedCellSize(30);
        list.getStyleClass().add("row-list");
        list.setAccessibleText(name);
        list.setPlaceholder(Texts.text(placeholder, "t12", "ink2"));
        list.setMinHeight(60);
        list.setPrefHeight(180);
        return list;
    }
}
