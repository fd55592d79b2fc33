package slipway.ui.logs;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Colour;
import slipway.model.Failure;
import slipway.model.LogLevel;
import slipway.model.LogScope;
import slipway.model.LogSource;
import slipway.ui.controls.Cards;
import slipway.ui.controls.ColourTile;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.Segments;
import slipway.ui.controls.Segments.Segment;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;
import slipway.ui.fx.Panel;
import slipway.ui.fx.Ticker;
import slipway.ui.logs.LogsViewModel.Mode;
import slipway.ui.logs.LogsViewModel.Trouble;

/** The Logs panel. */
public final class LogsView implements Panel {
    /** A character of the lines' font, in pixels. */
    static final double CHARACTER = 6.93;

    /** What stands beside the text of a line. */
    static final double BESIDE_TEXT = 324;

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final LogsViewModel model;
    private final Function<Window, Optional<Path>> chooseFile;
    private final Consumer<String> copy;
    private final Runnable openStacks;
    private final VBox root = new VBox();
    private final StackPane body = new StackPane();
    private final VBox lines = new VBox(12);
    private final TextField field = new TextField();
    private final Button pause = new Button();
    private final HBox buttons = new HBox(8);
    private final HBox taskChip = new HBox(6);
    private final Label taskName = Texts.firm("", "t12");
    private final StackPane stale = new StackPane();
    private final Label staleWords = Texts.yielding("", "t13", "ink2");
    private final LineTable table;
    private final Histogram histogram;
    private final Ticker clock;

    /**
     * @param chooseFile asks where to save; empty when the user thought better of it
     * @param copy puts a text on the clipboard
     * @param openStacks shows what deploys
     */
    public LogsView(
            LogsViewModel model,
            Function<Window, Optional<Path>> chooseFile,
            Consumer<String> copy,
            Runnable openStacks) {
        this.model = model;
        this.chooseFile = chooseFile;
        this.copy = copy;
        this.openStacks = openStacks;
        table = new LineTable(model, copy);
        histogram = new Histogram(this::jump);
        clock = new Ticker(Duration.ofSeconds(1), this::tick);
        root.getStyleClass().addAll("panel", "logs");
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinSize(0, 0);
        lines.setMinSize(0, 0);
        root.getChildren().addAll(head(), body);
        var chart = Cards.card(histogram);
        chart.getStyleClass().add("histogram-card");
        chart.setMinHeight(Region.USE_PREF_SIZE);
        VBox.setVgrow(table.node(), Priority.ALWAYS);
        stale.setMinHeight(Region.USE_PREF_SIZE);
        lines.getChildren().addAll(filters(), stale, chart, table.node());
        model.newestProperty().subscribe(snapshot -> histogram.show(snapshot.bars()));
        model.modeProperty().subscribe(mode -> arrange());
        model.troubleProperty().subscribe(trouble -> arrange());
        model.newestProperty().addListener((property, before, now) -> {
            if (before.kept() == 0 || now.kept() == 0) {
                arrange();
            }
        });
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public void onShow() {
        clock.start();
        model.show();
    }

    @Override
    public void onHide() {
        clock.stop();
        model.hide();
    }

    @Override
    public boolean find() {
        field.requestFocus();
        field.selectAll();
        return model.modeProperty().get() == Mode.LINES;
    }

    private Node head() {
        Label title = Texts.firm("", "headline");
        title.setId("logs-headline");
        Label words = Texts.yielding("", "t13", "ink2");
        words.setId("logs-words");
        model.headProperty().subscribe(head -> {
            title.setText(head.title());
            words.setText(head.words());
        });
        pause.setId("logs-pause");
        pause.setMinWidth(Region.USE_PREF_SIZE);
        pause.setOnAction(event -> {
            if (model.pausedProperty().get()) {
                model.resume();
            } else {
                model.pause();
            }
        });
        model.pausedProperty().subscribe(paused -> showPause());
        model.meanwhileProperty().subscribe(count -> showPause());
        Button copyLines = square(Feather.COPY, "Copy the lines shown", () -> model.text(copy));
        copyLines.setId("logs-copy");
        Button save = square(Feather.DOWNLOAD, "Save the lines shown to a file", this::save);
        save.setId("logs-save");
        buttons.getChildren().addAll(pause, copyLines, save);
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        var head = new HBox(12, title, words, Texts.spacer(), buttons);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("panel-head");
        return head;
    }

    /** Asks where to save, with the desktop's own dialog. */
    public static Optional<Path> askForFile(Window window) {
        var chooser = new FileChooser();
        chooser.setTitle("Save the lines shown");
        chooser.setInitialFileName("slipway.log");
        return Optional.ofNullable(chooser.showSaveDialog(window)).map(File::toPath);
    }

    private void save() {
        chooseFile.apply(root.getScene().getWindow()).ifPresent(model::save);
    }

    private void showPause() {
        boolean paused = model.pausedProperty().get();
        long count = model.meanwhileProperty().get();
        pause.setText(!paused ? "Pause" : count == 0 ? "Resume" : "Resume, " + HeadWords.grouped(count) + " new");
        pause.setGraphic(Icons.small(paused ? Feather.PLAY : Feather.PAUSE));
    }

    private static Button square(Feather glyph, String words, Runnable action) {
        var button = new Button();
        button.setGraphic(Icons.small(glyph));
        button.getStyleClass().add("square");
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
        button.setOnAction(event -> action.run());
        return button;
    }

    private Node filters() {
        var sources = new Segments<>(
                "Whose lines",
                List.of(
                        new Segment<>(LogSource.CLIENT, "client", null),
                        new Segment<>(LogSource.API, "api", null),
                        new Segment<>(LogSource.REDIS, "Redis", null)),
                model::choose);
        var colours = new Segments<>(
                "Colour",
                List.of(
                        new Segment<Optional<Colour>>(Optional.empty(), "both colours", null),
                        new Segment<>(Optional.of(Colour.BLUE), "blue", small(Colour.BLUE)),
                        new Segment<>(Optional.of(Colour.GREEN), "green", small(Colour.GREEN))),
                model::choose);
        var levels = new Segments<>(
                "Level",
                List.of(
                        new Segment<>(LogLevel.INFO, "all", null),
                        new Segment<>(LogLevel.WARN, "warn", new StateIcon(StateIcon.State.WARNING, 12)),
                        new Segment<>(LogLevel.ERROR, "error", new StateIcon(StateIcon.State.FAILED, 12))),
                model::choose);
        model.scopeProperty().subscribe(scope -> {
            sources.show(scope.source());
            colours.show(scope.colour());
            colours.setDisable(!scope.source().coloured());
            showTask(scope);
        });
        model.levelProperty().subscribe(levels::show);
        var everyTask = new Button();
        everyTask.setGraphic(Icons.small(Feather.X));
        everyTask.getStyleClass().addAll("quiet", "small", "square");
        everyTask.setAccessibleText("Show every task");
        everyTask.setOnAction(event -> model.chooseEveryTask());
        taskChip.getChildren().addAll(taskName, everyTask);
        taskChip.setAlignment(Pos.CENTER_LEFT);
        taskChip.setMinWidth(Region.USE_PREF_SIZE);
        taskChip.getStyleClass().add("task-chip");
        Node finder = finder();
        HBox.setHgrow(finder, Priority.ALWAYS);
        var row = new HBox(10, sources, colours, levels, taskChip, finder);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private static Node small(Colour colour) {
        var tile = new ColourTile(colour, false);
        tile.getStyleClass().add("small-tile");
        return tile;
    }

    private void showTask(LogScope scope) {
        present(taskChip, !scope.task().isEmpty());
        taskName.setText("task " + HeadWords.shortened(scope.task()));
    }

    private Node finder() {
        field.setId("logs-filter");
        field.setPromptText("Text to find, or /pattern/");
        field.setAccessibleText("Text to find, or a pattern between slashes");
        field.getStyleClass().add("find-field");
        field.textProperty().addListener((property, before, now) -> {
            if (!now.equals(model.wordsProperty().get())) {
                model.find(now);
            }
        });
        field.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                field.clear();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.DOWN) {
                table.requestFocus();
                event.consume();
            }
        });
        model.wordsProperty().subscribe(words -> {
            if (!words.equals(field.getText())) {
                field.setText(words);
            }
        });
        var glass = Icons.small(Feather.SEARCH);
        glass.setMouseTransparent(true);
        Label key = Texts.firm("Ctrl F", "kbd");
        key.setMouseTransparent(true);
        Label problem = Texts.yielding("", "field-error");
        problem.setId("logs-problem");
        problem.setMouseTransparent(true);
        model.problemProperty().subscribe(words -> {
            problem.setText(words);
            present(problem, !words.isEmpty());
            present(key, words.isEmpty());
            field.pseudoClassStateChanged(WRONG, !words.isEmpty());
        });
        StackPane.setAlignment(glass, Pos.CENTER_LEFT);
        StackPane.setMargin(glass, new Insets(0, 0, 0, 10));
        StackPane.setAlignment(key, Pos.CENTER_RIGHT);
        StackPane.setMargin(key, new Insets(0, 8, 0, 0));
        StackPane.setAlignment(problem, Pos.CENTER_RIGHT);
        StackPane.setMargin(problem, new Insets(0, 8, 0, 0));
        var finder = new StackPane(field, glass, key, problem);
        finder.setMinWidth(120);
        return finder;
    }

    private void jump(Instant at) {
        model.pause();
        table.scrollTo(at);
    }

    private void arrange() {
        Mode mode = model.modeProperty().get();
        Trouble trouble = model.troubleProperty().get();
        boolean nothingRead = model.newestProperty().get().kept() == 0;
        Node shown = switch (mode) {
            case CONNECTING -> Cards.notice(StateIcon.State.WORKING, "Asking the target", "");
            case ASLEEP -> asleep();
            case REFUSED -> refused(model.refusal().orElse(null));
            case NOTHING_DEPLOYED -> nothingDeployed();
            case LINES -> lines;
        };
        if (!body.getChildren().equals(List.of(shown))) {
            body.getChildren().setAll(shown);
            StackPane.setAlignment(shown, Pos.TOP_LEFT);
        }
        present(buttons, mode == Mode.LINES);
        table.setPlaceholder(nothingRead && trouble != null ? troubled(trouble) : null);
        showTrouble();
    }

    /** Old lines stay; above them stands why they are old, and when the next try is. */
    private void showTrouble() {
        Trouble trouble = model.troubleProperty().get();
        boolean there = trouble != null && model.newestProperty().get().kept() > 0;
        present(stale, there);
        if (there && trouble != null) {
            staleWords.setTooltip(new Tooltip(
                    trouble.failure().message() + "\n" + trouble.failure().detail()));
            var row = new HBox(
                    8,
                    new StateIcon(StateIcon.State.WARNING),
                    Texts.firm("Not up to date", "t13", "semibold"),
                    staleWords,
                    Texts.spacer(),
                    again());
            row.setAlignment(Pos.CENTER_LEFT);
            row.getStyleClass().addAll("panel-card", "stale-row");
            stale.getChildren().setAll(row);
            tick();
        } else {
            stale.getChildren().clear();
        }
    }

    /** The seconds to the next try. Only the words change: a button that is pressed meanwhile stays the same. */
    private void tick() {
        Trouble trouble = model.troubleProperty().get();
        if (trouble != null) {
            staleWords.setText(trouble.failure().message() + next());
        }
    }

    private String next() {
        return model.untilNextTry()
                .filter(left -> !left.isNegative())
                .map(left -> " Next try in " + Phrases.span(left.plusMillis(999)) + ".")
                .orElse("");
    }

    private Node troubled(Trouble trouble) {
        return switch (trouble.failure()) {
            case Failure.NotFound nothing ->
                Cards.notice(StateIcon.State.IDLE, "Nothing was written yet", nothing.message());
            case Failure.Unsupported unsupported ->
                Cards.notice(StateIcon.State.IDLE, "Not on this target", unsupported.message());
            case Failure.Denied _,
                    Failure.Throttled _,
                    Failure.Rejected _,
                    Failure.Unreachable _,
                    Failure.Expired _,
                    Failure.Cancelled _ -> refused(trouble.failure());
        };
    }

    private Node asleep() {
        var start = new Button("Start local cloud");
        start.setGraphic(Icons.small(Feather.POWER));
        start.getStyleClass().add("primary");
        start.setOnAction(event -> model.wake());
        return Cards.notice(
                StateIcon.State.IDLE,
                "The local cloud is stopped",
                "What its tasks wrote is kept. Starting it starts them again.",
                start);
    }

    private Node nothingDeployed() {
        var stacks = new Button("Show what Deploy builds");
        stacks.setGraphic(Icons.small(Feather.LAYERS));
        stacks.setOnAction(event -> openStacks.run());
        return Cards.notice(
                StateIcon.State.IDLE,
                "Nothing is deployed",
                "Once tasks run, what they write stands here, as they write it.",
                stacks);
    }

    private Node refused(@Nullable Failure failure) {
        return Cards.failure(
                failure == null ? "The target does not answer." : failure.message(),
                failure == null ? "" : failure.detail(),
                again());
    }

    private Button again() {
        var again = new Button("Try now");
        again.setGraphic(Icons.small(Feather.REFRESH_CW));
        again.setOnAction(event -> model.tryAgain());
        return again;
    }

    private static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
