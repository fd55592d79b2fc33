package slipway.ui.traffic;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Colour;
import slipway.model.TrafficMove;
import slipway.model.Weights;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.SplitBar;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** The moves that the environment remembers, newest first. */
final class MoveList {
    private static final double TIME = 64;
    private static final double TIER = 50;
    private static final double BARS = 226;
    private static final double SHARES = 124;
    private static final double BY = 170;
    private static final double LEDGER = 150;

    private final ListView<TrafficMove> list = Cards.list("Moves of the weights", "Nobody has moved the weights yet.");
    private final VBox card;

    MoveList() {
        list.setId("traffic-moves");
        list.setFixedCellSize(29);
        list.setMinHeight(58);
        list.setCellFactory(view -> new MoveCell());
        var head = row(
                heading("Moved", TIME),
                heading("Tier", TIER),
                heading("From and to", BARS + SHARES + 12),
                heading("By", BY),
                Texts.firm("Why", "t11", "ink2", "medium"),
                Texts.spacer(),
                heading("Ledger", LEDGER));
        head.getStyleClass().add("move-head");
        card = new VBox(head, Texts.rule(), list);
        VBox.setVgrow(list, Priority.ALWAYS);
        card.getStyleClass().addAll("panel-card", "move-card");
    }

    VBox node() {
        return card;
    }

    void show(List<TrafficMove> moves) {
        if (!list.getItems().equals(moves)) {
            list.getItems().setAll(moves);
        }
    }

    private static HBox row(javafx.scene.Node... parts) {
        var row = new HBox(12, parts);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinWidth(0);
        return row;
    }

    private static Label heading(String words, double width) {
        return wide(Texts.firm(words, "t11", "ink2", "medium"), width);
    }

    private static <L extends javafx.scene.layout.Region> L wide(L node, double width) {
        node.setMinWidth(width);
        node.setPrefWidth(width);
        node.setMaxWidth(width);
        return node;
    }

    /** {@code green 5 → 25 %}. */
    static String words(TrafficMove move) {
        return "green " + move.from().greenPercent() + " → " + move.to().greenPercent() + " %";
    }

    private static final class MoveCell extends ListCell<TrafficMove> {
        private final Label time = wide(Texts.firm("", "t12", "ink2"), TIME);
        private final Label tier = wide(Texts.firm("", "t12", "medium"), TIER);
        private final SplitBar from = new SplitBar();
        private final SplitBar to = new SplitBar();
        private final Label before = Texts.firm("", "t12");
        private final Label after = Texts.firm("", "t12", "semibold");
        private final Label by = wide(Texts.yielding("", "t12"), BY);
        private final Label why = Texts.yielding("", "t12", "ink2");
        private final StateIcon icon = new StateIcon();
        private final Label ledger = Texts.firm("", "t12");
        private final HBox row;

        MoveCell() {
            var bars = new HBox(8, from, Icons.small(Feather.ARROW_RIGHT), to);
            bars.setAlignment(Pos.CENTER_LEFT);
            var shares = new HBox(before, after);
            shares.setAlignment(Pos.CENTER_LEFT);
            var state = new HBox(6, icon, ledger);
            state.setAlignment(Pos.CENTER_LEFT);
            row = row(time, tier, wide(bars, BARS), wide(shares, SHARES), by, why, Texts.spacer(), wide(state, LEDGER));
            row.setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable TrafficMove move, boolean empty) {
            super.updateItem(move, empty);
            setText(null);
            if (empty || move == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            time.setText(Phrases.clock(move.at()));
            tier.setText(move.tier().label());
            from.show(move.from().share(Colour.GREEN));
            to.show(move.to().share(Colour.GREEN));
            before.setText("green " + move.from().greenPercent() + " → ");
            after.setText(move.to().greenPercent() + " %");
            by.setText(move.who());
            why.setText(move.why());
            icon.setState(
                    switch (move.outcome()) {
                        case SETTLED -> StateIcon.State.HEALTHY;
                        case REPAIRED, OVERTAKEN, UNSETTLED -> StateIcon.State.WARNING;
                    });
            ledger.setText(
                    switch (move.outcome()) {
                        case SETTLED -> "in sync";
                        case REPAIRED -> "in sync, repaired";
                        case OVERTAKEN -> "in sync, overtaken";
                        case UNSETTLED -> "not written down";
                    });
            setGraphic(row);
            setTooltip(new Tooltip(exact(move.from()) + " → " + exact(move.to()) + ", blue first. " + move.who() + ": "
                    + move.why() + ". " + move.outcome().words()));
            setAccessibleText(Phrases.clock(move.at()) + ", " + move.tier().label() + ", " + words(move) + ", by "
                    + move.who() + ", " + move.why() + ", " + ledger.getText());
        }

        private static String exact(Weights weights) {
            return weights.blue() + "/" + weights.green();
        }
    }
}
