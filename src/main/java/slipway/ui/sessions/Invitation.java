package slipway.ui.sessions;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Failure;
import slipway.model.SessionTask;
import slipway.model.Tier;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Icons;
import slipway.ui.controls.StateIcon;
import slipway.ui.sessions.SessionsViewModel.Mode;

/** What stands where no tab is: irb by one click, or why not. */
final class Invitation extends StackPane {
    /** What is drawn: anew only when it differs, so that a button that is just pressed stays. */
    private record Offer(
            Mode mode,
            Tier tier,
            Optional<SessionTask> newest,
            @Nullable Failure failure,
            boolean read) {}

    private final SessionsViewModel model;
    private final Runnable openStacks;
    private @Nullable Offer offered;

    /** @param openStacks shows what deploys */
    Invitation(SessionsViewModel model, Runnable openStacks) {
        this.model = model;
        this.openStacks = openStacks;
    }

    void show() {
        Tier tier = model.tasks().tierProperty().get();
        Mode mode = model.modeProperty().get();
        var now = new Offer(
                mode,
                tier,
                model.tasks().newest(tier),
                mode == Mode.REFUSED
                        ? model.refusal().orElse(null)
                        : model.tasks().failureProperty().get(),
                model.tasks().known());
        if (!now.equals(offered)) {
            offered = now;
            Node other = nothingOpen();
            setAlignment(other, Pos.TOP_LEFT);
            getChildren().setAll(other);
        }
    }

    private Node nothingOpen() {
        return switch (model.modeProperty().get()) {
            case READING -> Cards.notice(StateIcon.State.WORKING, "Asking the target", "");
            case EMPTY ->
                Cards.notice(
                        StateIcon.State.IDLE,
                        "Terminals will be here",
                        "Once tasks run, irb opens in any of them by a click: the application's classes, its settings, its"
                                + " Redis. Nothing has to be installed.",
                        button("Go to Stacks", Feather.LAYERS, openStacks));
            case ASLEEP ->
                Cards.notice(
                        StateIcon.State.IDLE,
                        "The local cloud is stopped",
                        "Starting it starts the tasks again; then sessions can be opened in them.",
                        button("Start local cloud", Feather.POWER, model::wake));
            case REFUSED -> refused();
            case LIVE -> ready();
        };
    }

    private Node refused() {
        Failure failure = model.refusal().orElse(null);
        return Cards.failure(
                failure == null ? "The target does not answer." : failure.message(),
                failure == null ? "" : failure.detail(),
                button("Try now", Feather.REFRESH_CW, model::tryAgain));
    }

    private Node ready() {
        String tier = model.tasks().tierProperty().get().label();
        Optional<SessionTask> newest =
                model.tasks().newest(model.tasks().tierProperty().get());
        if (newest.isEmpty()) {
            Failure failure = model.tasks().failureProperty().get();
            if (failure != null) {
                return Cards.failure(
                        failure.message(), failure.detail(), button("Try now", Feather.REFRESH_CW, model::tryAgain));
            }
            return model.tasks().known()
                    ? Cards.notice(
                            StateIcon.State.WARNING,
                            "No task of " + tier + " takes a session",
                            "The list beside says why. As soon as a task can, its button opens irb in it.")
                    : Cards.notice(StateIcon.State.WORKING, "Asking for the tasks", "");
        }
        SessionTask task = newest.get();
        var irb = button("Open irb", Feather.TERMINAL, () -> model.open(task, SessionsViewModel.IRB));
        irb.setId("session-first");
        irb.getStyleClass().add("primary");
        var shell = button("Open a shell", Feather.CHEVRON_RIGHT, () -> model.open(task, SessionsViewModel.SHELL));
        shell.setId("session-first-shell");
        return Cards.notice(
                StateIcon.State.IDLE,
                "irb in the running application",
                "Opens in " + TabWords.label(task) + ", the newest: its classes, its settings, its Redis. "
                        + (model.local()
                                ? "On this machine tasks run as you, not as root."
                                : "It runs as root, and the task takes real requests."),
                irb,
                shell);
    }

    private static Button button(String label, Feather glyph, Runnable action) {
        var button = new Button(label, Icons.small(glyph));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }
}
