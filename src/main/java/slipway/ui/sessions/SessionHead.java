package slipway.ui.sessions;

import java.time.Duration;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.SessionStatus;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** The line over a terminal: how its session stands, when it would end, as whom it runs, and what can be done. */
final class SessionHead extends HBox {
    private final StateIcon icon = new StateIcon();
    private final Label state = Texts.firm("", "t12", "medium");
    private final IdleRing ring = new IdleRing();
    private final Label endsIn = Texts.firm("ends in", "t12");
    private final Label left = Texts.firm("", "t12", "semibold");
    private final Label without = Texts.yielding("without input", "t12", "ink2");
    private final HBox idle = new HBox(5, ring, endsIn, left, without);
    private final Label user = Texts.yielding("", "t12", "ink2");
    private final Button find = quiet("Find", Feather.SEARCH, "Find in what is kept  Ctrl+Shift+F");
    private final Button forward =
            quiet("Forward a port…", Feather.LINK_2, "Reach Redis or the task itself from this machine");
    private final Button whole = quiet("Full window", Feather.MAXIMIZE_2, "");
    private final Button end = new Button("End session", Icons.small(Feather.LOG_OUT));

    /**
     * @param find looks for text in the terminal
     * @param forward asks which port to forward
     * @param whole gives the terminal the whole window, or takes it back
     * @param end ends the session, after whatever has to be asked
     */
    SessionHead(Runnable find, Runnable forward, Runnable whole, Runnable end) {
        this.find.setId("session-find");
        this.find.setOnAction(event -> find.run());
        this.forward.setId("session-forward");
        this.forward.setOnAction(event -> forward.run());
        this.whole.setId("session-whole");
        this.whole.setOnAction(event -> whole.run());
        this.end.setId("session-end");
        this.end.getStyleClass().add("small");
        this.end.setMinWidth(Region.USE_PREF_SIZE);
        this.end.setOnAction(event -> end.run());
        state.setId("session-state");
        idle.setAlignment(Pos.CENTER_LEFT);
        idle.setMinWidth(0);
        var standing = new HBox(7, icon, state);
        standing.setAlignment(Pos.CENTER_LEFT);
        standing.setMinWidth(Region.USE_PREF_SIZE);
        getStyleClass().add("session-head");
        getChildren().addAll(standing, idle, user, Texts.spacer(), this.find, this.forward, this.whole, this.end);
        setWhole(false);
    }

    /** @param local whether tasks run as the user of this machine */
    void show(SessionTab tab, boolean local) {
        SessionStatus status = tab.statusProperty().get();
        Duration idleLeft = tab.idleLeftProperty().get();
        TabWords.State words = TabWords.state(status, tab.newsProperty().get(), idleLeft);
        icon.setState(words.icon());
        state.setText(words.words());
        showIdle(idleLeft);
        boolean live = status instanceof SessionStatus.Live;
        present(user, live);
        user.setText(runsAs(local, status));
        present(end, !status.ended());
        end.setText(status instanceof SessionStatus.Live ? "End session" : "Cancel");
        forward.setDisable(status.ended());
    }

    /** ECS Exec gives root whatever user the image names; the local cloud gives what it has itself. */
    private static String runsAs(boolean local, SessionStatus status) {
        String who = local ? "as you, not root as on AWS" : "root";
        return status instanceof SessionStatus.Live live && live.encrypted() ? who + ", encrypted" : who;
    }

    private void showIdle(@Nullable Duration idleLeft) {
        present(idle, idleLeft != null);
        if (idleLeft != null) {
            ring.show((double) idleLeft.toMillis() / SessionTab.IDLE_LIMIT.toMillis());
            left.setText(Phrases.stopwatch(idleLeft));
            boolean near = TabWords.isNear(idleLeft);
            left.getStyleClass().remove("warn");
            if (near) {
                left.getStyleClass().add("warn");
            }
        }
    }

    /** Whether the terminal has the whole window. */
    void setWhole(boolean now) {
        whole.setText(now ? "Back" : "Full window");
        whole.setGraphic(Icons.small(now ? Feather.MINIMIZE_2 : Feather.MAXIMIZE_2));
        whole.getTooltip().setText((now ? "Back to the panel" : "The terminal alone") + "  Ctrl+Shift+Enter");
        whole.setAccessibleText(now ? "Leave full window" : "Full window");
    }

    /** Icons only, where there is no room for words. */
    void setNarrow(boolean narrow) {
        for (Button button : new Button[] {find, forward, whole}) {
            button.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
        }
    }

    private static Button quiet(String words, Feather glyph, String tip) {
        var button = new Button(words, Icons.small(glyph));
        button.getStyleClass().addAll("quiet", "small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(tip));
        button.setAccessibleText(words);
        return button;
    }

    private static void present(javafx.scene.Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
