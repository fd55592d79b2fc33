package slipway.ui.traffic;

import java.util.List;
import java.util.function.Consumer;
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
    private final TrafficMoves moves;
    private final ReleaseMoves releases;
    private final Tooltip steered = new Tooltip();
    private final VBox middle = new VBox(10);
    private final ReleaseStrip strip;
    private final DeedButton hold;
    private final DeedButton rollBack;
    private final DeedButton promote;
    private final DeedButton abort;
    private final Label trouble = Texts.wrapped("", "t12", "bad");
    private final HBox troubleLine = new HBox(8, new StateIcon(StateIcon.State.FAILED), trouble);
    private @Nullable LaneValues shown;
    private boolean narrow;

    TierLane(Tier tier, TrafficMoves model, ReleaseMoves releases) {
        this.moves = model;
        this.releases = releases;
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
        hold = new DeedButton(
                "hold-" + tier.label(), Feather.PAUSE, false, deed -> withValues(lane -> releases.press(lane, deed)));
        rollBack = new DeedButton(
                "roll-back-" + tier.label(),
                Feather.ROTATE_CCW,
                false,
                deed -> withValues(lane -> releases.press(lane, deed)));
        promote = new DeedButton(
                "promote-" + tier.label(),
                Feather.CHEVRONS_RIGHT,
                false,
                deed -> withValues(lane -> press(lane, deed)));
        abort = new DeedButton(
                "abort-" + tier.label(), Feather.CORNER_UP_LEFT, true, deed -> withValues(lane -> press(lane, deed)));
        strip = new ReleaseStrip(tier, () -> withValues(releases::next));
        takeOver.setOnAction(event -> withValues(model::takeOver));
        troubleLine.setAlignment(Pos.CENTER_LEFT);
        troubleLine.getStyleClass().add("lane-trouble");
        VBox.setMargin(troubleLine, new Insets(0, 0, 10, 0));
        getChildren().addAll(head(tier), troubleLine, body(), strip);
    }

    /** The weights' own buttons steer the release while one is on. */
    private void press(LaneValues lane, LaneValues.Deed deed) {
        if (deed.act() instanceof LaneValues.Act.Move) {
            moves.press(lane, deed);
        } else {
            releases.press(lane, deed);
        }
    }

    private void withValues(Consumer<LaneValues> action) {
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
                rollBack,
                hold,
                promote,
                abort);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("lane-head");
        return head;
    }

    private Node body() {
        middle.getChildren().addAll(fader, bars);
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
        present(takeOver, values.takeOver());
        blue.show(values.blue(), values.tall());
        green.show(values.green(), values.tall());
        fader.setLocked(values.locked());
        fader.setMarks(values.release().map(ReleaseValues::marks).orElse(List.of()));
        steer(values.steered());
        fader.setAnswered(values.answered());
        fader.setValue(values.thumb());
        present(bars, values.split().isPresent());
        values.split().ifPresent(split -> bars.show(split.figures(), split.basis()));
        promote.show(values.promote());
        abort.show(values.abort());
        present(hold, values.hold().isPresent());
        values.hold().ifPresent(deed -> {
            hold.setGlyph(deed.name().equals("Pause") ? Feather.PAUSE : Feather.PLAY);
            hold.show(deed);
        });
        present(rollBack, values.rollBack().isPresent());
        values.rollBack().ifPresent(rollBack::show);
        strip.show(values);
        trouble.setText(values.trouble());
        present(troubleLine, !values.trouble().isEmpty());
    }

    /** Nobody moves the fader beside a release that does; where it stands is seen all the same. */
    private void steer(String why) {
        boolean free = why.isEmpty();
        fader.setMouseTransparent(!free);
        fader.setFocusTraversable(free);
        steered.setText(why);
        if (free) {
            Tooltip.uninstall(middle, steered);
        } else {
            Tooltip.install(middle, steered);
        }
    }

    void setNarrow(boolean now) {
        narrow = now;
        pseudoClassStateChanged(PseudoClass.getPseudoClass("narrow"), now);
        // The fader says it too.
        present(lock, shown != null && !shown.lock().isEmpty() && !now);
        hold.setNarrow(now);
        rollBack.setNarrow(now);
        strip.setNarrow(now);
        promote.setNarrow(now);
        abort.setNarrow(now);
    }

    private static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
