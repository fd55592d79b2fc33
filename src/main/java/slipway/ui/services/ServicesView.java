package slipway.ui.services;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Icons;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;
import slipway.ui.fx.Panel;
import slipway.ui.fx.Ticker;
import slipway.ui.services.ServicesViewModel.Kind;
import slipway.ui.services.ServicesViewModel.Mode;
import slipway.ui.workspace.LogsRequest;
import slipway.ui.workspace.SessionRequest;

/** The Services panel. */
public final class ServicesView implements Panel {
    private final ServicesViewModel model;
    private final Runnable openStacks;
    private final VBox root = new VBox();
    private final HBox tools = new HBox(12);
    private final VBox notices = new VBox(8);
    private final ServiceTable table;
    private final StackPane tableCard;
    private final SelectionCards cards;
    private final StackPane instead = new StackPane();
    private final Ticker clock;

    /**
     * @param openLogs shows the lines of a service or a task
     * @param openSession opens irb on a task
     * @param openStacks shows the panel that deploys
     */
    public ServicesView(
            ServicesViewModel model,
            Dialogs dialogs,
            Consumer<String> copy,
            Consumer<LogsRequest> openLogs,
            Consumer<SessionRequest> openSession,
            Runnable openStacks) {
        this.model = model;
        this.openStacks = openStacks;
        var questions = new ServiceQuestions(model, dialogs);
        var actions = new RowActions(
                questions::stop,
                questions::redeploy,
                row -> model.logs(row).ifPresent(openLogs),
                row -> model.session(row).ifPresent(openSession),
                copy);
        table = new ServiceTable(model.momentProperty(), actions);
        tableCard = Cards.live(table);
        tableCard.getStyleClass().add("service-table-card");
        cards = new SelectionCards(model, questions);
        clock = new Ticker(Duration.ofSeconds(1), model::tick);
        VBox.setVgrow(tableCard, Priority.ALWAYS);
        root.getStyleClass().addAll("panel", "services");
        root.getChildren().addAll(head(), notices, tableCard, cards.node(), instead);
        table.setOnSelect(model::select);
        model.groupsProperty().subscribe(groups -> table.show(groups, model.stopped()));
        model.modeProperty().subscribe(this::arrange);
        model.refusalProperty()
                .subscribe(refusal -> arrange(model.modeProperty().get()));
        model.unreadProperty().subscribe(parts -> notice());
        model.actionFailureProperty().subscribe(failure -> notice());
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public void onShow() {
        clock.start();
        model.tick();
    }

    @Override
    public void onHide() {
        clock.stop();
    }

    @Override
    public void setNarrow(boolean narrow) {
        table.setNarrow(narrow);
        cards.setNarrow(narrow);
        tools.pseudoClassStateChanged(PseudoClass.getPseudoClass("narrow"), narrow);
    }

    private Node head() {
        Label headline = Texts.firm("", "headline");
        headline.setId("services-headline");
        headline.textProperty().bind(model.headlineProperty());
        Label subline = Texts.yielding("", "t13", "ink2");
        subline.textProperty().bind(model.sublineProperty());
        tools.getStyleClass().add("panel-tools");
        tools.setAlignment(Pos.CENTER_RIGHT);
        tools.setMinWidth(Region.USE_PREF_SIZE);
        tools.getChildren().addAll(filter(), kinds(), stopped());
        var head = new HBox(12, headline, subline, Texts.spacer(), tools);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("panel-head");
        return head;
    }

    private Node filter() {
        var field = new TextField();
        field.setId("services-filter");
        field.setPromptText("Filter name, version…");
        field.setAccessibleText("Filter services and tasks");
        field.getStyleClass().add("filter-field");
        field.textProperty().bindBidirectional(model.filterProperty());
        var icon = Icons.small(Feather.FILTER);
        icon.setMouseTransparent(true);
        var box = new StackPane(field, icon);
        StackPane.setAlignment(icon, Pos.CENTER_LEFT);
        icon.setTranslateX(10);
        box.setMaxHeight(Region.USE_PREF_SIZE);
        return box;
    }

    private Node kinds() {
        var row = new HBox();
        row.getStyleClass().addAll("tabs", "framed");
        row.setMaxHeight(Region.USE_PREF_SIZE);
        var group = new ToggleGroup();
        for (Kind kind : Kind.values()) {
            var button = new ToggleButton(kind.label());
            button.setId("services-kind-" + kind.label());
            button.setToggleGroup(group);
            button.setUserData(kind);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setSelected(kind == model.kindProperty().get());
            row.getChildren().add(button);
        }
        group.selectedToggleProperty().addListener((property, before, now) -> {
            if (now == null) {
                group.selectToggle(before);
            } else if (now.getUserData() instanceof Kind kind) {
                model.kindProperty().set(kind);
            }
        });
        return row;
    }

    private Node stopped() {
        var button = new ToggleButton("Stopped tasks", Icons.small(Feather.EYE));
        button.setId("services-stopped");
        button.getStyleClass().add("switch");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.selectedProperty().bindBidirectional(model.showStoppedProperty());
        return button;
    }

    private void notice() {
        notices.getChildren().clear();
        Failure failure = model.actionFailureProperty().get();
        if (failure != null) {
            var close = new Button("Close");
            close.setOnAction(event -> model.dismissFailure());
            notices.getChildren().add(Cards.failure(failure.message(), failure.detail(), close));
        }
        for (Unread part : model.unreadProperty().get()) {
            notices.getChildren().add(missing(part));
        }
        present(notices, !notices.getChildren().isEmpty());
    }

    /** One line a missing part: what is not shown, and which permission would show it. */
    private static Node missing(Unread part) {
        String words = "Not shown: " + part.part() + ". " + part.failure().message();
        var line = new HBox(8, new StateIcon(StateIcon.State.WARNING), Texts.wrapped(words, "t12", "warn"));
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("missing-part");
        return line;
    }

    private void arrange(Mode mode) {
        boolean live = mode == Mode.LIVE;
        present(tableCard, live);
        present(cards.node(), live);
        present(tools, live);
        @Nullable
        Node other = switch (mode) {
            case LIVE -> null;
            case READING -> Cards.notice(StateIcon.State.WORKING, "Asking the target", "");
            case EMPTY ->
                Cards.notice(
                        StateIcon.State.IDLE,
                        "Services and tasks will be here",
                        "Each service with its tasks: version, health, address, CPU, memory, restarts, and what stopped"
                                + " and why.",
                        button("Go to Stacks", Feather.LAYERS, openStacks));
            case ASLEEP ->
                Cards.notice(
                        StateIcon.State.IDLE,
                        "Your environment is kept",
                        "Starting the local cloud starts its tasks again.",
                        button("Start local cloud", Feather.POWER, model::wake));
            case REFUSED -> refused();
        };
        instead.getChildren().setAll(other == null ? List.of() : List.of(other));
        if (other != null) {
            StackPane.setAlignment(other, Pos.TOP_LEFT);
        }
        VBox.setVgrow(instead, live ? Priority.NEVER : Priority.ALWAYS);
        present(instead, !live);
    }

    private Node refused() {
        Failure failure = model.refusalProperty().get();
        return Cards.failure(
                failure == null ? "The target does not answer." : failure.message(),
                failure == null ? "" : failure.detail(),
                button("Try now", Feather.REFRESH_CW, model::tryAgain));
    }

    private static Button button(String label, Feather glyph, Runnable action) {
        var button = new Button(label, Icons.small(glyph));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }

    private static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
