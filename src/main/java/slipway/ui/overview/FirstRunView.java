package slipway.ui.overview;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Icons;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.TabStrip;
import slipway.ui.controls.Texts;

/** The cards under the dashed picture: where to deploy, what that does, and whether this machine is ready. */
final class FirstRunView {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final FirstRunViewModel model;
    private final Runnable showStacks;
    private final StackPane root = new StackPane();
    private final VBox form;
    private final VBox steps = new VBox();
    private final VBox rows = new VBox();
    private final HBox verdict = new HBox(6);
    private final TextField environment = new TextField();
    private final ToggleButton machine;
    private final ToggleButton aws;

    FirstRunView(FirstRunViewModel model, Runnable showStacks) {
        this.model = model;
        this.showStacks = showStacks;
        machine = option("This machine", model.machineProperty());
        aws = option("AWS", model.awsProperty());
        form = form();
        verdict.setAlignment(Pos.CENTER_LEFT);
        model.stepsProperty().subscribe(this::showSteps);
        model.rowsProperty().subscribe(this::showRows);
        model.verdictProperty()
                .subscribe(now ->
                        verdict.getChildren().setAll(new StateIcon(now.icon()), Texts.text(now.name(), "t12", "ink2")));
        model.workspace().environmentProperty().subscribe(now -> environment.setText(now.value()));
        model.workspace().targetProperty().subscribe(now -> (now.local() ? machine : aws).setSelected(true));
        model.awsProperty().subscribe(words -> aws.setDisable(!model.hasAws()));
        setNarrow(false);
    }

    Node node() {
        return root;
    }

    void refresh() {
        environment.setText(model.workspace().environmentProperty().get().value());
    }

    void setNarrow(boolean narrow) {
        Label total = Texts.text("", "t12", "ink2");
        total.textProperty().bind(model.stepsTotalProperty());
        Region side;
        if (narrow) {
            side = Cards.tabbed(new TabStrip(
                    new TabStrip.Tab("What it does", padded(steps)), new TabStrip.Tab("Ready?", padded(rows))));
        } else {
            var what = Cards.plain("What it does", total, steps);
            var ready = Cards.plain("Ready?", verdict, rows);
            what.setMinWidth(300);
            what.setPrefWidth(336);
            HBox.setHgrow(what, Priority.SOMETIMES);
            HBox.setHgrow(ready, Priority.ALWAYS);
            side = new HBox(12, what, ready);
        }
        HBox.setHgrow(side, Priority.ALWAYS);
        root.getChildren().setAll(new HBox(12, form, side));
    }

    private static Region padded(VBox list) {
        var frame = new VBox(list);
        frame.getStyleClass().add("tab-body");
        return frame;
    }

    private VBox form() {
        var group = new ToggleGroup();
        machine.setToggleGroup(group);
        aws.setToggleGroup(group);
        machine.setOnAction(event -> choose(true));
        aws.setOnAction(event -> choose(false));
        var options = new HBox(10, machine, aws);
        HBox.setHgrow(machine, Priority.ALWAYS);
        HBox.setHgrow(aws, Priority.ALWAYS);
        environment.setId("first-run-environment");
        environment.setPrefWidth(130);
        environment.setOnAction(event -> takeName());
        environment.focusedProperty().subscribe(focused -> {
            if (!focused) {
                takeName();
            }
        });
        Label version = Texts.yielding("", "mono");
        version.textProperty().bind(model.versionProperty());
        var versionBox = new HBox(version);
        versionBox.getStyleClass().add("read-only-field");
        var fields = new HBox(
                10, Cards.field("Environment", environment), Cards.field("Version that is published", versionBox));
        HBox.setHgrow(fields.getChildren().getLast(), Priority.ALWAYS);
        var deploy = new Button("Deploy", Icons.icon(Feather.UPLOAD));
        deploy.getStyleClass().addAll("primary", "large");
        deploy.setId("first-deploy");
        deploy.setMinWidth(Region.USE_PREF_SIZE);
        deploy.setOnAction(event -> {
            if (takeName()) {
                model.deploy();
                showStacks.run();
            }
        });
        var plan = new Button("Show the plan first", Icons.small(Feather.LIST));
        plan.getStyleClass().add("quiet");
        plan.setOnAction(event -> showStacks.run());
        var buttons = new HBox(12, deploy, plan, Texts.spacer(), Texts.firm("Ctrl Enter", "kbd"));
        buttons.setAlignment(Pos.CENTER_LEFT);
        Label problem = Texts.wrapped("", "field-error");
        problem.textProperty().bind(model.problemProperty());
        problem.visibleProperty().bind(model.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        model.problemProperty().subscribe(words -> environment.pseudoClassStateChanged(WRONG, !words.isEmpty()));
        var card = new VBox(13, Texts.text("Deploy to", "t15", "semibold"), options, fields, problem, buttons);
        card.getStyleClass().addAll("panel-card", "first-run-form");
        return card;
    }

    private void choose(boolean local) {
        model.choose(local);
        // A press on the chosen tile would otherwise leave neither selected.
        boolean chosen = model.workspace().targetProperty().get().local();
        (chosen ? machine : aws).setSelected(true);
    }

    private boolean takeName() {
        return model.name(environment.getText());
    }

    private ToggleButton option(String name, javafx.beans.value.ObservableValue<String> detail) {
        var mark = new Region();
        mark.getStyleClass().add("radio-mark");
        Label small = Texts.yielding("", "t12", "ink2");
        small.textProperty().bind(detail);
        var text = new VBox(Texts.text(name, "t13", "semibold"), small);
        var content = new HBox(10, mark, text);
        content.setAlignment(Pos.CENTER_LEFT);
        var option = new ToggleButton();
        option.setGraphic(content);
        option.getStyleClass().setAll("option");
        option.setMaxWidth(Double.MAX_VALUE);
        option.setPrefWidth(10);
        option.setAccessibleText(name);
        return option;
    }

    private void showSteps(List<FirstRunViewModel.Step> values) {
        steps.getChildren().clear();
        for (FirstRunViewModel.Step step : values) {
            Label number = Texts.firm(String.valueOf(step.number()), "step-number", "semibold");
            var row = new HBox(
                    9,
                    number,
                    Texts.yielding(step.words(), "t12"),
                    Texts.spacer(),
                    Texts.firm(step.right(), "t12", "ink2"));
            addRow(steps, row);
        }
    }

    private void showRows(List<FirstRunViewModel.Row> values) {
        rows.getChildren().clear();
        for (FirstRunViewModel.Row value : values) {
            Label found = Texts.yielding(value.found(), "t12", "ink2");
            var row = new HBox(8, new StateIcon(value.icon()), Texts.firm(value.name(), "t12"), Texts.spacer(), found);
            if (!value.remedy().isEmpty()) {
                var tip = new Tooltip(value.found() + "\n" + value.remedy());
                Tooltip.install(row, tip);
                found.getStyleClass().add("has-remedy");
                row.setAccessibleText(value.name() + ": " + value.found() + ". " + value.remedy());
            }
            addRow(rows, row);
        }
    }

    private static void addRow(VBox list, HBox row) {
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("list-row");
        if (!list.getChildren().isEmpty()) {
            list.getChildren().getLast().getStyleClass().add("row-line");
        }
        list.getChildren().add(row);
    }
}
