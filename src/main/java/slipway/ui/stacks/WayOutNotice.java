package slipway.ui.stacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.WayOut;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** A stuck stack with the one button that leads out; the button asks first where something is decided by it. */
final class WayOutNotice extends HBox {
    private final WayOut way;
    private final StacksViewModel model;
    private final Dialogs dialogs;

    WayOutNotice(WayOut way, StacksViewModel model, Dialogs dialogs) {
        this.way = way;
        this.model = model;
        this.dialogs = dialogs;
        getStyleClass().addAll("panel-card", "padded-card");
        setSpacing(12);
        setAlignment(Pos.CENTER_LEFT);
        boolean waits = way.kind() == WayOut.Kind.WAIT;
        Label title = Texts.wrapped(
                way.stack() + " is " + way.status() + (way.cause().isEmpty() ? "" : ": " + way.cause()),
                "t13",
                "semibold");
        title.setId("way-out-title");
        var head = new HBox(8, new StateIcon(waits ? StateIcon.State.WORKING : StateIcon.State.FAILED), title);
        head.setAlignment(Pos.TOP_LEFT);
        HBox.setHgrow(title, Priority.ALWAYS);
        var words = new VBox(4, head, Texts.wrapped(way.sentence(), "t13", "ink2"));
        if (model.stuckStacks() > 1) {
            words.getChildren()
                    .add(Texts.text(
                            Phrases.count(model.stuckStacks() - 1L, "other stack") + " stuck too", "t12", "ink2"));
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        var button = new Button(way.button(), Icons.small(glyph()));
        button.setId("way-out");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> act());
        getChildren().addAll(words, button);
        setMinHeight(Region.USE_PREF_SIZE);
    }

    private Feather glyph() {
        return switch (way.kind()) {
            case RECREATE -> Feather.REFRESH_CW;
            case DELETE_AGAIN -> Feather.TRASH_2;
            case CONTINUE_ROLLBACK, ROLL_BACK -> Feather.CORNER_UP_LEFT;
            case WAIT -> Feather.CLOCK;
        };
    }

    private void act() {
        if (way.kind() == WayOut.Kind.WAIT || (way.kind() == WayOut.Kind.RECREATE && way.safe())) {
            model.takeWayOut(way, Set.of());
            return;
        }
        boolean deletes = way.kind() == WayOut.Kind.RECREATE || way.kind() == WayOut.Kind.DELETE_AGAIN;
        var body = new VBox(8);
        model.who()
                .ifPresent(identity -> body.getChildren()
                        .add(Texts.wrapped(
                                "As " + identity.principal() + ", account " + Phrases.account(identity.accountId())
                                        + ", " + identity.region() + ".",
                                "t13",
                                "ink2")));
        body.getChildren().add(Texts.wrapped(way.sentence(), "t13"));
        List<Dialogs.Choice> choices = new ArrayList<>();
        choices.add(new Dialogs.Choice("Leave it", "", true, () -> {}));
        way.otherButton()
                .ifPresent(other -> choices.add(new Dialogs.Choice(
                        other, "danger", false, () -> model.takeWayOut(way, Set.copyOf(way.resources())))));
        choices.add(new Dialogs.Choice(
                way.button(), deletes ? "danger" : "primary", false, () -> model.takeWayOut(way, Set.of())));
        dialogs.ask(way.stack() + " is " + way.status(), body, choices);
    }
}
