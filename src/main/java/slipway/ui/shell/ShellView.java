package slipway.ui.shell;

import atlantafx.base.controls.ModalPane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Tier;
import slipway.ui.controls.Dialogs;
import slipway.ui.fx.Panel;
import slipway.ui.fx.Ticker;
import slipway.ui.workspace.LogsRequest;
import slipway.ui.workspace.SessionRequest;
import slipway.ui.workspace.Workspace;

/** The content of the window: frame, the panel that is shown, and the dialogs above both. */
public final class ShellView {
    /** Below this width the navigation shows icons only and side columns become tabs. */
    static final double NARROW = 1240;

    private final Workspace workspace;
    private final ShellViewModel model;
    private final Dialogs dialogs;
    private final StackPane root = new StackPane();
    private final StackPane content = new StackPane();
    private final Scene scene;
    private final Look look;
    private final PanelContext context;
    private final Map<String, Panel> made = new LinkedHashMap<>();
    private final Navigation navigation;
    private final TopBar topBar;
    private final StatusBar statusBar;
    private final CommandPalette palette;
    private final EnvironmentChooser environments;
    private final Ticker clock;
    private String shown = "";
    private boolean narrow;
    private boolean watching;

    /**
     * @param openUrl opens an address in the user's browser
     * @param copy puts a text on the clipboard
     */
    public ShellView(Workspace workspace, Consumer<String> openUrl, Consumer<String> copy) {
        this.workspace = workspace;
        model = new ShellViewModel(workspace);
        var modal = new ModalPane();
        dialogs = new Dialogs(modal);
        scene = new Scene(root, 1440, 900);
        look = new Look(scene);
        context = new PanelContext(
                workspace,
                dialogs,
                openUrl,
                copy,
                this::open,
                this::openStack,
                this::openLogs,
                this::openSession,
                this::setWhole);
        environments = new EnvironmentChooser(workspace, dialogs);
        palette = new CommandPalette(dialogs, this::commands);
        topBar = new TopBar(model, workspace, environments, look, palette::open, this::help, this::pressMain);
        navigation = new Navigation(Panels.ALL, model, this::open);
        content.getStyleClass().add("content");
        content.setMinSize(0, 0);
        HBox.setHgrow(content, Priority.ALWAYS);
        var middle = new HBox(navigation, content);
        VBox.setVgrow(middle, Priority.ALWAYS);
        // In reading order, which is the order of the Tab key: top, navigation, content, bottom.
        statusBar = new StatusBar(model, () -> open(model.activityPanel()));
        var frame = new VBox(topBar, middle, statusBar);
        frame.getStyleClass().add("frame");
        root.getChildren().addAll(frame, modal);
        clock = new Ticker(Duration.ofSeconds(1), model::tick);
        scene.widthProperty().map(width -> width.doubleValue() < NARROW).subscribe(this::setNarrow);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        scene.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        new WriteQuestion(workspace, dialogs).listen();
        open(Panels.ALL.getFirst().id());
    }

    public Scene scene() {
        return scene;
    }

    public ShellViewModel model() {
        return model;
    }

    public Look look() {
        return look;
    }

    public Dialogs dialogs() {
        return dialogs;
    }

    /** The window can be seen, or can no longer: only while it can, anything is read. */
    public void setWatching(boolean visible) {
        if (visible == watching) {
            return;
        }
        watching = visible;
        Panel panel = made.get(shown);
        if (visible) {
            workspace.watch();
            clock.start();
            if (panel != null) {
                panel.onShow();
            }
        } else {
            if (panel != null) {
                panel.onHide();
            }
            clock.stop();
            workspace.unwatch();
        }
    }

    /** Shows a panel, by id; it is made when it is first shown. */
    public void open(String id) {
        if (id.equals(shown)) {
            return;
        }
        Panel before = made.get(shown);
        if (before != null && watching) {
            before.onHide();
        }
        Panel panel = made.computeIfAbsent(id, this::make);
        shown = id;
        content.getChildren().setAll(panel.node());
        navigation.select(id);
        if (watching) {
            panel.onShow();
        }
    }

    private Panel make(String id) {
        PanelEntry entry = Panels.ALL.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no panel " + id));
        Panel panel = entry.factory().apply(context);
        panel.setNarrow(narrow);
        return panel;
    }

    private void openStack(String suffix) {
        workspace.selectStack(suffix);
        open("stacks");
    }

    private void openLogs(LogsRequest request) {
        workspace.requestLogs(request);
        open("logs");
    }

    private void openSession(SessionRequest request) {
        open("sessions");
        workspace.sessions().request(request);
    }

    /** Hides the frame, for a panel that takes the whole window, or shows it again. */
    private void setWhole(boolean whole) {
        for (Node part : List.of(topBar, navigation, statusBar)) {
            part.setVisible(!whole);
            part.setManaged(!whole);
        }
    }

    private void pressMain() {
        model.pressMain();
        if (workspace.operation().busy() || workspace.releases().busy()) {
            open(model.activityPanel());
        }
    }

    private void help() {
        HelpCard.show(dialogs, Panels.ALL);
    }

    private void setNarrow(boolean now) {
        narrow = now;
        topBar.setNarrow(now);
        navigation.setNarrow(now);
        content.pseudoClassStateChanged(PseudoClass.getPseudoClass("narrow"), now);
        made.values().forEach(panel -> panel.setNarrow(now));
    }

    private void key(KeyEvent event) {
        if (isKept(event)) {
            return;
        }
        if (event.getCode() == KeyCode.F5) {
            workspace.refresh();
            event.consume();
            return;
        }
        if (!event.isShortcutDown() || dialogs.showing()) {
            return;
        }
        if (event.getCode() == KeyCode.K) {
            palette.open();
            event.consume();
        } else if (event.getCode() == KeyCode.F) {
            @Nullable Panel panel = made.get(shown);
            if (panel != null && panel.find()) {
                event.consume();
            }
        } else if (event.getCode() == KeyCode.ENTER) {
            @Nullable Panel panel = made.get(shown);
            if (panel != null && panel.primaryAction()) {
                open("stacks");
                event.consume();
            }
        } else if (event.getCode().isDigitKey()) {
            int place = event.getCode().getChar().charAt(0) - '1';
            if (place >= 0 && place < Panels.ALL.size()) {
                open(Panels.ALL.get(place).id());
                event.consume();
            }
        }
    }

    /** What is pressed in a terminal is the session's, but for the digits that lead elsewhere and what is pressed with Shift. */
    private boolean isKept(KeyEvent event) {
        @Nullable Panel panel = made.get(shown);
        boolean window =
                event.isControlDown() && (event.isShiftDown() || event.getCode().isDigitKey());
        return panel != null && panel.keepsKeys() && !window && !event.isMetaDown();
    }

    private void typed(KeyEvent event) {
        Node focus = scene.getFocusOwner();
        if ("?".equals(event.getCharacter()) && !(focus instanceof TextInputControl) && !dialogs.showing()) {
            help();
            event.consume();
        }
    }

    private List<CommandPalette.Command> commands() {
        List<CommandPalette.Command> commands = new ArrayList<>();
        for (int place = 0; place < Panels.ALL.size(); place++) {
            PanelEntry panel = Panels.ALL.get(place);
            commands.add(new CommandPalette.Command(
                    panel.glyph(), panel.name(), "Ctrl " + (place + 1), () -> open(panel.id())));
        }
        ShellViewModel.MainButton main = model.mainButtonProperty().get();
        String name = workspace.environmentProperty().get().value();
        if (main.enabled() && main.action() != ShellViewModel.MainAction.WATCH) {
            String words = main.action() == ShellViewModel.MainAction.WAKE ? main.label() : main.label() + " " + name;
            commands.add(new CommandPalette.Command(Feather.UPLOAD, words, "", this::pressMain));
        }
        if (workspace.deletable()) {
            commands.add(new CommandPalette.Command(
                    Feather.TRASH_2,
                    "Delete " + name + "\u2026",
                    "",
                    () -> new DeleteQuestion(workspace, dialogs).ask()));
        }
        if (!workspace.nothingDeployed() && workspace.operations().isPresent()) {
            for (Tier tier : List.of(Tier.API, Tier.CLIENT)) {
                commands.add(new CommandPalette.Command(
                        Feather.TERMINAL,
                        "Open irb on the newest " + tier.label(),
                        "",
                        () -> openSession(SessionRequest.newest(tier))));
            }
        }
        String url = workspace.url().orElse("");
        if (!url.isEmpty()) {
            commands.add(new CommandPalette.Command(
                    Feather.GLOBE, "Open " + url, "", () -> context.openUrl().accept(url)));
        }
        commands.add(new CommandPalette.Command(Feather.REFRESH_CW, "Refresh", "F5", workspace::refresh));
        commands.add(new CommandPalette.Command(
                Feather.LAYERS, "Choose another environment\u2026", "", environments::askForName));
        for (Look.Theme theme : Look.Theme.values()) {
            if (theme != look.themeProperty().get()) {
                commands.add(new CommandPalette.Command(
                        Feather.MOON,
                        "Theme: " + theme.label(),
                        "",
                        () -> look.themeProperty().set(theme)));
            }
        }
        if (model.closing() == ShellViewModel.Closing.LEAVES_LOCAL_CLOUD) {
            commands.add(new CommandPalette.Command(
                    Feather.POWER, "Stop the local cloud", "", () -> workspace.stopLocalCloud(workspace::refresh)));
        }
        commands.add(new CommandPalette.Command(Feather.HELP_CIRCLE, "Help: keys and words", "?", this::help));
        return commands;
    }
}
