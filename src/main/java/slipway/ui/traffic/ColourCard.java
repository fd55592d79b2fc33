package slipway.ui.traffic;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import slipway.ui.controls.ColourTile;
import slipway.ui.controls.KeyValues;
import slipway.ui.controls.Texts;

/** One colour of a tier: its share, its version, how it does. */
final class ColourCard extends VBox {
    private static final PseudoClass IDLE = PseudoClass.getPseudoClass("idle");

    private final HBox head = new HBox(8);
    private final Label percent = Texts.firm("", "figure", "semibold");
    private final Label word = Texts.firm("", "t12", "ink2");
    private final Label tag = Texts.yielding("", "mono", "chip");
    private final Label brief = Texts.firm("", "t12", "ink2");
    private final Label rate = Texts.firm("", "t12", "medium");
    private final KeyValues rows = new KeyValues();
    private final HBox line = new HBox(8, brief, Texts.spacer(), rate);

    ColourCard() {
        getStyleClass().add("colour-card");
        setFocusTraversable(false);
        head.setAlignment(Pos.CENTER_LEFT);
        var share = new HBox(6, percent, word);
        share.setAlignment(Pos.BASELINE_LEFT);
        getChildren().setAll(head, share, rows, line);
    }

    /** @param tall whether there is room for every row */
    void show(LaneValues.Card card, boolean tall) {
        String name = card.tier().label() + "-" + card.colour().label();
        getStyleClass().setAll("colour-card", card.colour().label());
        pseudoClassStateChanged(IDLE, card.idle());
        head.getChildren()
                .setAll(
                        new ColourTile(card.colour(), card.idle()),
                        Texts.firm(name, "t13", "semibold"),
                        Texts.spacer());
        tag.setText(card.tag());
        if (!card.tag().isEmpty()) {
            head.getChildren().add(tag);
        }
        percent.setText(card.percent() + " %");
        word.setText(card.word());
        brief.setText(card.brief());
        rate.setText(card.rate());
        rows.show(card.rows());
        present(rows, tall);
        present(line, !tall);
        setAccessibleText(
                name + ", " + card.percent() + " %, " + card.word() + ", " + card.brief() + ", " + card.rate());
    }

    private static void present(javafx.scene.Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
