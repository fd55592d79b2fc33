package slipway.ui.traffic;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import slipway.model.Tier;
import slipway.ui.controls.GuardCard;
import slipway.ui.controls.ReleaseTimeline;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** Below a tier's fader: the release's staircase with its guard, why it stands where it stands, and what to do next. */
final class ReleaseStrip extends VBox {
    private final ReleaseTimeline timeline = new ReleaseTimeline();
    private final Label counts = Texts.yielding("", "t12", "ink2");
    private final GuardCard guard = new GuardCard();
    private final Region divider = new Region();
    private final HBox course;
    private final StateIcon icon = new StateIcon();
    private final Label words = Texts.wrapped("", "t12");
    private final HBox reason = new HBox(8, icon, words);
    private final Label nextWords = Texts.wrapped("", "t12");
    private final Button nextButton = new Button();
    private final HBox next = new HBox(8, new StateIcon(StateIcon.State.WAITING), nextWords, nextButton);

    /** @param follow does what is to be done next */
    ReleaseStrip(Tier tier, Runnable follow) {
        getStyleClass().add("release-strip");
        var left = new VBox(6, timeline, counts);
        left.setMinWidth(0);
        HBox.setHgrow(left, Priority.ALWAYS);
        divider.getStyleClass().add("guard-divider");
        course = new HBox(14, left, divider, guard);
        reason.setAlignment(Pos.CENTER_LEFT);
        reason.setId("release-reason-" + tier.label());
        next.setAlignment(Pos.CENTER_LEFT);
        nextButton.setId("next-" + tier.label());
        nextButton.getStyleClass().add("small");
        nextButton.setMinWidth(Region.USE_PREF_SIZE);
        nextButton.setOnAction(event -> follow.run());
        HBox.setHgrow(nextWords, Priority.ALWAYS);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(Texts.rule(), reason, course, next);
        present(this, false);
    }

    void show(LaneValues values) {
        var release = values.release();
        present(course, release.isPresent());
        release.ifPresent(this::show);
        present(
                reason,
                release.map(ReleaseValues::words)
                        .filter(text -> !text.isEmpty())
                        .isPresent());
        // What the release says of itself is not said twice.
        var told = values.next()
                .filter(action -> !(reason.isVisible() && action.button().isEmpty()));
        told.ifPresent(action -> {
            nextWords.setText(action.action().words());
            nextButton.setText(action.button());
            present(nextButton, !action.button().isEmpty());
        });
        present(next, told.isPresent());
        present(this, release.isPresent() || told.isPresent());
    }

    private void show(ReleaseValues values) {
        timeline.show(values.course());
        counts.setText(values.counts());
        present(counts, !values.counts().isEmpty());
        icon.setState(values.state());
        words.setText(values.words());
        boolean guarded = values.on() && values.guard().isPresent();
        present(divider, guarded);
        present(guard, guarded);
        values.guard().ifPresent(guard::show);
    }

    void setNarrow(boolean now) {
        guard.setMaxWidth(now ? 284 : 320);
        guard.setMinWidth(now ? 284 : 320);
    }

    private static void present(Node node, boolean there) {
        DeedButton.present(node, there);
    }
}
