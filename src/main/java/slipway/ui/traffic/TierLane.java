package slipway.ui.traffic;

import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Tier;
import slipway.ui.controls.Fader;
import slipway.ui.controls.Icons;
import slipway.ui.controls.SplitBars;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** One tier: the rule with its buttons, blue and green, the fader between them, and what came of it. */
final class TierLane extends VBox {
    private final Fader fader;
    private final SplitBars bars = new SplitBars();
    private final ColourCard blue = new ColourCard();
    private final ColourCard green = new ColourCard();
    private final Label balancer = Texts.yielding("", "t12", "ink2");
    private final Label rule = Texts.firm("", "mono", "ink2");
    private final Label priority = Texts.firm("", "t12", "ink2");
    private final StateIcon ledgerIcon = new StateIcon();
    private final Label ledger = Texts.firm("", "t12");
    private final Tooltip ledgerTip = new Tooltip();
    private final Label lock = Texts.yielding("", "t12", "ink2");
    private final Tooltip lockTip = new Tooltip();
    private final Button takeOver = new Button("Take over…");
    private final DeedButton promote;
    private final DeedButton abort;
    private final Label trouble = Texts.wrapped("", "t12", "bad");
    private final HBox troubleLine = new HBox(8, new StateIcon(StateIcon.State.FAILED), trouble);
    private @Nullable LaneValues shown;
    private boolean narrow;

    TierLane(Tier tier, TrafficMoves model) {
        getStyleClass().addAll("panel-card", "tier-lane");
        fader = new Fader("Traffic of " + tier.label());
        fader.setId("fader-" + tier.label());
        fader.setOnMoving(value -> model.moving(tier, value));
        fader.setOnMoved(value -> model.moved(tier, value));
        ledger.setId("ledger-" + tier.label());
        ledger.setTooltip(ledgerTip);
        lock.setGraphic(Icons.small(Feather.LOCK));
        lock.setGraphicTextGap(6);
        lock.setTooltip(lockTip);
        takeOver.setId("take-over-" + tier.label());
        takeOver.getStyleClass().add("small");
        takeOver.setMinWidth(Region.USE_PREF_SIZE);
        promote = new DeedButton("promote-" + tier.label(), "Promote", Feather.CHEVRONS_RIGHT, false);
        abort = new DeedButton("abort-" + tier.label(), "Abort", Feather.CORNER_UP_LEFT, true);
        takeOver.setOnAction(event -> withValues(model::takeOver));
        promote.button.setOnAction(event -> withValues(model::promote));
        abort.button.setOnAction(event -> withValues(model::abort));
        troubleLine.setAlignment(Pos.CENTER_LEFT);
        troubleLine.getStyleClass().add("lane-trouble");
        VBox.setMargin(troubleLine, new Insets(0, 0, 10, 0));
        getChildren().addAll(head(tier), troubleLine, body());
    }

    private void withValues(java.util.function.Consumer<LaneValues> action) {
        if (shown != null) {
            action.accept(shown);
        }
    }

    private Node head(Tier tier) {
        var state = new HBox(6, ledgerIcon, ledger);
        state.setAlignment(Pos.CENTER_LEFT);
        var where = new HBox(balancer, rule, priority);
        where.setAlignment(Pos.CENTER_LEFT);
        var head = new HBox(
                12,
                Texts.firm(tier.label(), "t15", "semibold"),
                where,
                state,
                lock,
                takeOver,
                Texts.spacer(),
                promote,
                abort);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("lane-head");
        return head;
    }

    private Node body() {
        var middle = new VBox(10, fader, bars);
        middle.setAlignment(Pos.TOP_LEFT);
        // Under the fader's track.
        VBox.setMargin(bars, new Insets(0, Fader.SIDE, 0, Fader.SIDE));
        HBox.setHgrow(middle, Priority.ALWAYS);
        middle.setMinWidth(0);
        var body = new HBox(blue, middle, green);
        body.getStyleClass().add("lane-body");
        return body;
    }

    void show(LaneValues values) {
        shown = values;
        balancer.setText(values.balancer() + ", rule ");
        rule.setText(values.rule());
        priority.setText(", priority " + values.priority());
        ledgerIcon.setState(values.ledgerState());
        ledger.setText(values.ledger());
        ledgerTip.setText(values.ledgerDetail());
        boolean locked = !values.lock().isEmpty();
        lock.setText(values.lock());
        lockTip.setText(values.lock());
        present(lock, locked && !narrow);
        present(takeOver, locked);
        blue.show(values.blue(), values.tall());
        green.show(values.green(), values.tall());
        fader.setLocked(values.locked());
        fader.setAnswered(values.answered());
        fader.setValue(values.thumb());
        present(bars, values.split().isPresent());
        values.split().ifPresent(split -> bars.show(split.figures(), split.basis()));
        promote.show(values.promote());
        abort.show(values.abort());
        trouble.setText(values.trouble());
        present(troubleLine, !values.trouble().isEmpty());
    }

    void setNarrow(boolean now) {
        narrow = now;
        pseudoClassStateChanged(PseudoClass.getPseudoClass("narrow"), now);
        // The fader says it too.
        present(lock, shown != null && !shown.lock().isEmpty() && !now);
        promote.setNarrow(now);
        abort.setNarrow(now);
    }

    private static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    /** A button that says what it will do; where it cannot, its frame says why when the pointer rests on it. */
    private static final class DeedButton extends HBox {
        private final Button button = new Button();
        private final Label words = Texts.firm("", "t12", "ink2");
        private final Tooltip tip = new Tooltip();
        private final String name;
        private boolean narrow;

        DeedButton(String id, String name, Feather glyph, boolean danger) {
            this.name = name;
            Label title = Texts.firm(name, "t12", "medium", "deed-name");
            var content = new HBox(7, Icons.small(glyph), title, words);
            content.setAlignment(Pos.CENTER_LEFT);
            button.setGraphic(content);
            button.setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
            button.setId(id);
            button.getStyleClass().addAll("small", "deed");
            if (danger) {
                button.getStyleClass().add("danger");
            }
            button.setMinWidth(Region.USE_PREF_SIZE);
            setMinWidth(Region.USE_PREF_SIZE);
            setAlignment(Pos.CENTER);
            getChildren().add(button);
            // A disabled button gets no pointer; what lies around it does.
            Tooltip.install(this, tip);
        }

        void show(LaneValues.Deed deed) {
            button.setDisable(!deed.possible());
            words.setText(deed.words());
            present(words, deed.possible() && !narrow);
            tip.setText(deed.possible() ? name + ": " + deed.words() : deed.reason());
            button.setAccessibleText(name + ": " + (deed.possible() ? deed.words() : deed.reason()));
        }

        void setNarrow(boolean now) {
            narrow = now;
            present(words, !button.isDisabled() && !now);
        }
    }
}
