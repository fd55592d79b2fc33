package slipway.ui.sessions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import slipway.terminal.Snapshot;
import slipway.terminal.Terminal;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.TabStrip;
import slipway.ui.controls.Texts;
import slipway.ui.fx.Panel;
import slipway.ui.fx.Ticker;
import slipway.ui.terminal.TerminalPane;

/** The Terminal panel. */
public final class SessionsView implements Panel {
    private static final double SIDE = 320;
    private static final String DOCTOR = "Doctor";

    private final SessionsViewModel model;
    private final Consumer<Boolean> wholeWindow;
    private final TabScreens screens;
    private final SessionQuestions questions;
    private final VBox root = new VBox();
    private final HBox columns = new HBox(12);
    private final VBox left = new VBox();
    private final SessionTabs tabs;
    private final SessionHead head;
    private final SessionBanner banner;
    private final StackPane screen = new StackPane();
    private final Label size = Texts.firm("", "t11", "ink2");
    private final Label kept = Texts.firm("", "t11", "ink2");
    private final Label notice = Texts.yielding("", "t11", "ink2");
    private final Label keys = Texts.yielding("", "t11", "ink2");
    private final VBox session = new VBox();
    private final Invitation invitation;
    private final TaskCard tasks;
    private final DoctorCard doctor;
    private final PortsCard ports;
    private final Ticker clock;
    private @Nullable SessionTab seen;
    private @Nullable TabStrip sideTabs;
    private boolean narrow;
    private boolean whole;

    /**
     * @param openUrl opens a link that a program wrote, in the user's browser
     * @param copy puts a text on the clipboard
     * @param openStacks shows what deploys
     * @param wholeWindow gives the panel the whole window, or the window its frame again
     */
    public SessionsView(
            SessionsViewModel model,
            Dialogs dialogs,
            Consumer<String> openUrl,
            Consumer<String> copy,
            Runnable openStacks,
            Consumer<Boolean> wholeWindow) {
        this.model = model;
        screens = new TabScreens(model, openUrl);
        this.wholeWindow = wholeWindow;
        questions = new SessionQuestions(model, dialogs);
        tabs = new SessionTabs(model, questions::close, this::focusScreen);
        head = new SessionHead(
                this::find,
                () -> selected().ifPresent(questions::forward),
                () -> setWhole(!whole),
                () -> selected().ifPresent(questions::end));
        banner = new SessionBanner(model::goOn, model::close);
        invitation = new Invitation(model, openStacks);
        tasks = new TaskCard(model, copy);
        doctor = new DoctorCard(model, copy);
        ports = new PortsCard(model.ports(), copy);
        clock = new Ticker(Duration.ofSeconds(1), model::tick);
        root.getStyleClass().addAll("panel", "sessions");
        root.getChildren().add(columns);
        VBox.setVgrow(columns, Priority.ALWAYS);
        columns.setMinSize(0, 0);
        HBox.setHgrow(left, Priority.ALWAYS);
        left.setMinSize(0, 0);
        screen.setId("session-screen");
        screen.getStyleClass().add("session-screen");
        screen.setMinSize(0, 0);
        VBox.setVgrow(screen, Priority.ALWAYS);
        session.getStyleClass().addAll("panel-card", "session-card");
        session.getChildren().addAll(head, banner, screen, foot());
        session.setMinSize(0, 0);
        VBox.setVgrow(session, Priority.ALWAYS);
        VBox.setVgrow(invitation, Priority.ALWAYS);
        left.getChildren().addAll(tabs, session, invitation);
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        model.changesProperty().subscribe(change -> show());
        model.selectedProperty().subscribe(tab -> show());
        model.modeProperty().subscribe(mode -> show());
        model.tasks().tierProperty().subscribe(tier -> show());
        model.diagnosedProperty().subscribe(diagnosed -> {
            if (diagnosed != null && sideTabs != null) {
                sideTabs.select(DOCTOR);
            }
        });
        arrange();
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public void onShow() {
        clock.start();
        model.show();
        focusScreen();
    }

    @Override
    public void onHide() {
        clock.stop();
        model.hide();
        setWhole(false);
    }

    @Override
    public void setNarrow(boolean now) {
        if (now != narrow) {
            narrow = now;
            arrange();
        }
    }

    @Override
    public boolean find() {
        selected().map(screens::of).ifPresent(TerminalPane::find);
        return selected().isPresent();
    }

    /** In a terminal, what is typed belongs to the session. */
    @Override
    public boolean keepsKeys() {
        Node focus = root.getScene() == null ? null : root.getScene().getFocusOwner();
        for (Node node = focus; node != null; node = node.getParent()) {
            if (node.equals(screen)) {
                return true;
            }
        }
        return false;
    }

    private Optional<SessionTab> selected() {
        return Optional.ofNullable(model.selectedProperty().get());
    }

    private void focusScreen() {
        selected().map(screens::of).ifPresent(TerminalPane::requestFocus);
    }

    private void arrange() {
        head.setNarrow(narrow);
        List<Node> parts = new ArrayList<>(List.of(left));
        if (!whole) {
            parts.add(side());
        }
        columns.getChildren().setAll(parts);
    }

    private Region side() {
        Region side;
        if (narrow) {
            var strip = new TabStrip(
                    new TabStrip.Tab("Tasks", tasks.content()),
                    new TabStrip.Tab(DOCTOR, doctor.content()),
                    new TabStrip.Tab("Ports", ports.content()));
            sideTabs = strip;
            side = Cards.tabbed(strip);
        } else {
            sideTabs = null;
            Region last = ports.card();
            VBox.setVgrow(last, Priority.ALWAYS);
            side = new VBox(12, tasks.card(), doctor.card(), last);
        }
        side.setMinWidth(SIDE);
        side.setPrefWidth(SIDE);
        side.setMaxWidth(SIDE);
        return side;
    }

    private Node foot() {
        kept.setId("session-kept");
        size.setId("session-size");
        var foot = new HBox(14, size, kept, notice, Texts.spacer(), keys);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("session-foot");
        keys.setText("Ctrl+Shift+C copies, Ctrl+Shift+V pastes; all other keys go to the shell");
        return foot;
    }

    private void setWhole(boolean now) {
        if (now != whole) {
            whole = now;
            head.setWhole(now);
            wholeWindow.accept(now);
            arrange();
            focusScreen();
        }
    }

    private void show() {
        screens.keep(model.tabs());
        SessionTab tab = model.selectedProperty().get();
        present(session, tab != null);
        present(invitation, tab == null);
        present(tabs, tab != null);
        session.pseudoClassStateChanged(
                PseudoClass.getPseudoClass("first"), !model.tabs().isEmpty());
        if (tab == null) {
            seen = null;
            screen.getChildren().clear();
            setWhole(false);
            invitation.show();
            return;
        }
        TerminalPane shown = screens.of(tab);
        if (tab != seen) {
            seen = tab;
            screen.getChildren().setAll(shown);
            if (!tabs.holdsFocus()) {
                shown.requestFocus();
            }
        }
        head.show(tab, model.local());
        banner.show(tab, model.replica(tab));
        Snapshot now = tab.terminal().snapshot();
        size.setText(now.columns() + " × " + now.rows());
        kept.setText(lines(now));
        notice.setText(tab.noticeProperty().get().replace('\n', ' '));
    }

    private static String lines(Snapshot now) {
        return String.format(
                Locale.ROOT, "%,d of %,d lines kept", now.topLine() - now.firstLine(), Terminal.SCROLLBACK);
    }

    /** Keys that no shell uses. */
    private void key(KeyEvent event) {
        if (!event.isControlDown() || event.isAltDown() || event.isMetaDown()) {
            return;
        }
        if (event.getCode() == KeyCode.TAB && !model.tabs().isEmpty()) {
            model.selectBy(event.isShiftDown() ? -1 : 1);
            event.consume();
        } else if (event.getCode() == KeyCode.F6) {
            if (keepsKeys()) {
                tabs.focusSelected();
            } else {
                focusScreen();
            }
            event.consume();
        } else if (event.isShiftDown()) {
            shifted(event);
        }
    }

    private void shifted(KeyEvent event) {
        switch (event.getCode()) {
            case T -> model.openNewest();
            case W -> selected().ifPresent(questions::close);
            case ENTER -> {
                if (selected().isPresent()) {
                    setWhole(!whole);
                }
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
