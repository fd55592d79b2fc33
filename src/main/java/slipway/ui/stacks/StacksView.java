package slipway.ui.stacks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Failure;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Icons;
import slipway.ui.controls.LaneTree;
import slipway.ui.controls.SegmentBar;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.TabStrip;
import slipway.ui.controls.Texts;
import slipway.ui.fx.Panel;
import slipway.ui.fx.Ticker;
import slipway.ui.stacks.StacksViewModel.Mode;
import slipway.ui.workspace.LogsRequest;

/** The Stacks panel. */
public final class StacksView implements Panel {
    private static final double TREE_LEAST = 220;

    private final StacksViewModel model;
    private final Dialogs dialogs;
    private final Consumer<String> openUrl;
    private final Consumer<String> copy;
    private final Consumer<LogsRequest> openLogs;
    private final VBox root = new VBox();
    private final StateIcon headIcon = new StateIcon(StateIcon.State.FAILED, 18);
    private final HBox actions = new HBox(12);
    private final VBox cause = new VBox(12);
    private final VBox progress = new VBox(10);
    private final LaneTree tree = new LaneTree();
    private final StackPane columns = new StackPane();
    private final Inspector inspector;
    private final Ticker clock;

    /** @param openLogs shows the lines around a failure */
    public StacksView(
            StacksViewModel model,
            Dialogs dialogs,
            Consumer<String> openUrl,
            Consumer<String> copy,
            Consumer<LogsRequest> openLogs) {
        this.model = model;
        this.dialogs = dialogs;
        this.openUrl = openUrl;
        this.copy = copy;
        this.openLogs = openLogs;
        inspector = new Inspector(model);
        clock = new Ticker(Duration.ofMillis(250), this::tick);
        root.getStyleClass().addAll("panel", "stacks");
        actions.setAlignment(Pos.CENTER_RIGHT);
        buildProgress();
        VBox.setVgrow(columns, Priority.ALWAYS);
        columns.setMinSize(0, TREE_LEAST);
        // A small window scrolls below the head: the cause stays first, and the tree keeps room for some stacks.
        var rest = new VBox(12, cause, progress, columns);
        rest.getStyleClass().add("stacks-rest");
        ScrollPane scroll = Inspector.scrolled(rest);
        scroll.setFitToHeight(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getChildren().addAll(head(), scroll);
        tree.setOnSelect(lane -> model.select(lane.key()));
        model.lanesProperty().subscribe(lanes -> {
            tree.setTime(model.now(), model.longest());
            tree.show(lanes);
        });
        model.modeProperty().subscribe(this::arrange);
        model.urlProperty().subscribe(url -> arrange(model.modeProperty().get()));
        model.headProperty().subscribe(head -> showActions(model.modeProperty().get()));
        model.failureProperty()
                .subscribe(failure -> showCause(model.modeProperty().get()));
        model.waysOutProperty().subscribe(ways -> {
            showCause(model.modeProperty().get());
            showActions(model.modeProperty().get());
        });
        model.wantedProperty().addListener((property, before, now) -> showWanted());
        setNarrow(false);
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public void onShow() {
        clock.start();
        inspector.onShow();
        tick();
        showWanted();
    }

    @Override
    public void onHide() {
        clock.stop();
        inspector.onHide();
    }

    @Override
    public void setNarrow(boolean narrow) {
        if (narrow) {
            List<TabStrip.Tab> tabs = new ArrayList<>();
            tabs.add(new TabStrip.Tab("Progress", tree));
            tabs.addAll(inspector.tabs());
            columns.getChildren().setAll(Cards.tabbed(new TabStrip(tabs)));
        } else {
            var left = Cards.card(tree);
            left.getStyleClass().add("tree-card");
            HBox.setHgrow(left, Priority.ALWAYS);
            var right = Cards.tabbed(new TabStrip(inspector.tabs()));
            right.getStyleClass().add("inspector");
            var row = new HBox(12, left, right);
            row.setMinSize(0, 0);
            columns.getChildren().setAll(row);
        }
    }

    @Override
    public boolean primaryAction() {
        if (model.modeProperty().get() != Mode.PLANNED) {
            return false;
        }
        model.deploy();
        return true;
    }

    private void tick() {
        model.tick();
        tree.setTime(model.now(), model.longest());
    }

    private void showWanted() {
        String suffix = model.wantedProperty().get();
        if (!suffix.isEmpty()) {
            tree.select(model.keyOf(suffix));
        }
    }

    private Node head() {
        Label title = Texts.firm("", "headline");
        title.setId("stacks-headline");
        Label words = Texts.yielding("", "t13", "ink2");
        model.headProperty().subscribe(head -> {
            title.setText(head.title());
            words.setText(head.words());
        });
        var head = new HBox(12, headIcon, title, words, Texts.spacer(), actions);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("panel-head");
        actions.setMinWidth(Region.USE_PREF_SIZE);
        return head;
    }

    private void buildProgress() {
        Label done = Texts.firm("", "figure");
        Label doneWords = Texts.firm("", "t13", "ink2");
        Label elapsed = Texts.firm("", "figure");
        Label elapsedWords = Texts.firm("", "t13", "ink2");
        Label now = Texts.yielding("", "t12", "ink2");
        var working = new StateIcon(StateIcon.State.WORKING);
        working.setVisible(false);
        var line =
                new HBox(5, done, doneWords, gap(), elapsed, elapsedWords, Texts.spacer(), working, new Region(), now);
        line.setAlignment(Pos.BASELINE_LEFT);
        var bar = new SegmentBar();
        progress.setMinHeight(Region.USE_PREF_SIZE);
        cause.setMinHeight(Region.USE_PREF_SIZE);
        progress.getStyleClass().addAll("panel-card", "progress-card");
        progress.getChildren().addAll(line, bar);
        model.segmentsProperty().subscribe(bar::show);
        model.figuresProperty().subscribe(figures -> {
            if (figures != null) {
                done.setText(figures.done());
                doneWords.setText(figures.doneWords());
                elapsed.setText(figures.elapsed());
                elapsedWords.setText(figures.elapsedWords());
                now.setText(figures.now().isEmpty() ? "" : "now: " + figures.now());
            }
            working.setVisible(figures != null && !figures.now().isEmpty());
        });
    }

    private static Region gap() {
        var gap = new Region();
        gap.setMinWidth(15);
        return gap;
    }

    private void arrange(Mode mode) {
        boolean counted = switch (mode) {
            case RUNNING, SUCCEEDED, FAILED, CANCELLED -> true;
            case READING, PLANNED, IDLE, PREPARING, REFUSED -> false;
        };
        present(progress, counted);
        present(headIcon, mode == Mode.FAILED || mode == Mode.REFUSED);
        showCause(mode);
        showActions(mode);
    }

    private void showCause(Mode mode) {
        cause.getChildren().clear();
        var failure = model.failureProperty().get();
        Failure refusal = model.refusalProperty().get();
        if ((mode == Mode.FAILED || mode == Mode.IDLE) && failure != null) {
            cause.getChildren()
                    .add(new FailureCard(failure, model.logs(failure).map(lines -> () -> openLogs.accept(lines))));
        } else if (mode == Mode.REFUSED && refusal != null) {
            cause.getChildren().add(Cards.failure(refusal.message(), refusal.detail()));
        } else if (mode == Mode.CANCELLED) {
            cause.getChildren().add(afterCancel());
        }
        model.wayOut().ifPresent(way -> cause.getChildren().add(new WayOutNotice(way, model, dialogs)));
        present(cause, !cause.getChildren().isEmpty());
    }

    private Node afterCancel() {
        var leave = new Button("Leave as it is");
        leave.setOnAction(event -> model.dismiss());
        List<Node> ways = new ArrayList<>(List.of(leave));
        if (model.updatesInProgress()) {
            ways.add(button("Take updates back", Feather.CORNER_UP_LEFT, model::cancelUpdates));
        }
        if (model.createdSome()) {
            Button delete = button("Delete what this run created", Feather.TRASH_2, model::deleteCreated);
            delete.getStyleClass().add("danger");
            ways.add(delete);
        }
        ways.add(button("Continue", Feather.PLAY, model::deploy));
        return Cards.notice(
                StateIcon.State.IDLE,
                "What becomes of the rest?",
                "Stacks that are done stay. Stacks under way finish by themselves. The volume is never deleted here.",
                ways.toArray(Node[]::new));
    }

    private void showActions(Mode mode) {
        actions.getChildren().clear();
        switch (mode) {
            case READING -> {}
            case PLANNED -> actions.getChildren().addAll(copyCommand(), primary("Deploy", Feather.UPLOAD));
            case IDLE -> actions.getChildren().add(copyCommand());
            case PREPARING, RUNNING -> {
                Button cancel = button("Cancel\u2026", Feather.X, this::askCancel);
                cancel.setId("cancel");
                cancel.setDisable(model.cancelling());
                actions.getChildren().addAll(copyCommand(), cancel);
            }
            case SUCCEEDED -> {
                actions.getChildren().add(button("Close report", Feather.CHECK, model::dismiss));
                model.urlProperty().get().ifPresent(url -> actions.getChildren().addAll(link(url)));
            }
            case FAILED, REFUSED ->
                actions.getChildren()
                        .addAll(
                                button("Copy report", Feather.COPY, () -> copy.accept(model.report())),
                                button(model.tryAgainWords(), Feather.REFRESH_CW, model::deploy));
            case CANCELLED -> {}
        }
    }

    private List<Node> link(String url) {
        Button open = button(url, Feather.GLOBE, () -> openUrl.accept(url));
        open.getStyleClass().add("address");
        open.setId("done-url");
        open.setAccessibleText("Open " + url + " in the browser");
        var copyUrl = new Button();
        copyUrl.setGraphic(Icons.small(Feather.COPY));
        copyUrl.getStyleClass().add("square");
        copyUrl.setAccessibleText("Copy the address");
        copyUrl.setOnAction(event -> copy.accept(url));
        return List.of(open, copyUrl);
    }

    private Button copyCommand() {
        return button("Copy as command", Feather.TERMINAL, () -> copy.accept(model.command()));
    }

    private Button primary(String label, Feather glyph) {
        Button button = button(label, glyph, model::deploy);
        button.getStyleClass().add("primary");
        button.setId("stacks-deploy");
        return button;
    }

    private static Button button(String label, Feather glyph, Runnable action) {
        var button = new Button(label, Icons.small(glyph));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }

    private void askCancel() {
        dialogs.ask(
                "Cancel?",
                Texts.wrapped(
                        "No further stack is started. Those under way finish, since CloudFormation cannot stop a"
                                + " creation in the middle; afterwards you choose what becomes of them.",
                        "t13",
                        "ink2"),
                List.of(
                        new Dialogs.Choice("Go on", "", true, () -> {}),
                        new Dialogs.Choice("Cancel", "danger", false, model::cancel)));
    }

    private static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
