package slipway.ui.sessions;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.SessionTask;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** What is to be known of a session, over its terminal, with the way on. */
final class SessionBanner extends HBox {
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");
    private static final PseudoClass WARN = PseudoClass.getPseudoClass("warn");

    /** What was shown last: a button that is just pressed must stay the same. */
    private record Shown(SessionTab tab, TabWords.Banner words, Optional<String> replica) {}

    private final BiConsumer<SessionTab, SessionTask> goOn;
    private final Consumer<SessionTab> close;
    private @Nullable Shown shown;
    /** As it was read last: its words may be old when its button is pressed. */
    private Optional<SessionTask> offered = Optional.empty();

    /**
     * @param goOn opens the next session in a tab
     * @param close closes a tab
     */
    SessionBanner(BiConsumer<SessionTab, SessionTask> goOn, Consumer<SessionTab> close) {
        this.goOn = goOn;
        this.close = close;
        getStyleClass().add("session-banner");
        setId("session-banner");
        setMinHeight(Region.USE_PREF_SIZE);
    }

    /** @param replica what to go on with, where something ended or is about to */
    void show(SessionTab tab, Optional<SessionTask> replica) {
        Optional<TabWords.Banner> words = TabWords.banner(
                tab.statusProperty().get(),
                tab.newsProperty().get(),
                tab.idleLeftProperty().get(),
                tab.noticeProperty().get());
        setVisible(words.isPresent());
        setManaged(words.isPresent());
        offered = replica;
        Shown now = words.map(banner -> new Shown(tab, banner, replica.map(SessionTask::id)))
                .orElse(null);
        if (now == null || now.equals(shown)) {
            shown = now;
            return;
        }
        shown = now;
        TabWords.Banner banner = now.words();
        pseudoClassStateChanged(BAD, banner.icon() == StateIcon.State.FAILED);
        pseudoClassStateChanged(WARN, banner.icon() == StateIcon.State.WARNING);
        Label title = Texts.wrapped(banner.title(), "t12", "semibold");
        title.setId("session-banner-title");
        var text = new VBox(1, title);
        if (!banner.words().isEmpty()) {
            Label sentence = Texts.wrapped(banner.words(), "t12");
            sentence.setId("session-banner-words");
            if (!banner.detail().isEmpty()) {
                sentence.setTooltip(new Tooltip(banner.detail()));
            }
            text.getChildren().add(sentence);
        }
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMinWidth(0);
        getChildren().setAll(new StateIcon(banner.icon()), text);
        boolean offers = banner.ended() || tab.newsProperty().get() != null;
        if (offers) {
            replica.ifPresent(task -> getChildren().add(onward(tab, task)));
        }
        if (banner.ended()) {
            var away = new Button("Close tab");
            away.setId("session-close");
            away.getStyleClass().addAll("small", "quiet");
            away.setMinWidth(Region.USE_PREF_SIZE);
            away.setOnAction(event -> close.accept(tab));
            getChildren().add(away);
        }
        setAlignment(banner.words().isEmpty() ? Pos.CENTER_LEFT : Pos.TOP_LEFT);
        setAccessibleText(banner.title() + ". " + banner.words());
    }

    private Button onward(SessionTab tab, SessionTask task) {
        boolean same = task.id().equals(tab.taskProperty().get().id());
        var button = new Button(
                same ? "Open again" : "Open on " + task.colour().label() + " " + Phrases.shortId(task.id()),
                Icons.small(Feather.TERMINAL));
        button.setId("session-go-on");
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> offered.ifPresent(now -> goOn.accept(tab, now)));
        return button;
    }
}
