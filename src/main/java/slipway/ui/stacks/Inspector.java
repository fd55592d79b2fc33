package slipway.ui.stacks;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.DeployPlan;
import slipway.model.StackPlan;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Icons;
import slipway.ui.controls.KeyValues;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.TabStrip;
import slipway.ui.controls.Texts;

/** The tabs beside the tree: the plan with the selected row, the parameters, the changes. */
final class Inspector {
    private final StacksViewModel model;
    private final VBox plan = body();
    private final VBox changes = body();
    private final ParametersForm parameters;

    Inspector(StacksViewModel model) {
        this.model = model;
        parameters = new ParametersForm(model.parameters());
        buildPlan();
        model.preview().stateProperty().subscribe(this::showChanges);
        model.modeProperty()
                .subscribe(mode -> showChanges(model.preview().stateProperty().get()));
    }

    /** The tabs, anew: a node can be in one place only, and the window decides which. */
    List<TabStrip.Tab> tabs() {
        return List.of(
                new TabStrip.Tab("Plan", scrolled(plan)),
                new TabStrip.Tab("Parameters", parameters.node()),
                new TabStrip.Tab("Changes", scrolled(changes)));
    }

    void onShow() {
        model.parameters().onShow();
    }

    void onHide() {
        model.parameters().onHide();
    }

    static ScrollPane scrolled(Region content) {
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMinSize(0, 0);
        return scroll;
    }

    private static VBox body() {
        var body = new VBox();
        body.getStyleClass().add("inspector-body");
        return body;
    }

    private void buildPlan() {
        var facts = new KeyValues();
        var notes = new VBox(6);
        var images = new VBox(6);
        var imagesPart = new VBox(10, Texts.rule(), Texts.text("Images", "t13", "semibold"), images);
        var selected = new KeyValues();
        var title = Texts.yielding("", "t13", "semibold");
        var where = Texts.yielding("", "t12", "ink2");
        var head = new HBox(8, title, Texts.spacer(), where);
        head.setAlignment(Pos.CENTER_LEFT);
        var selectionPart = new VBox(10, Texts.rule(), head, selected);
        var hint = new HBox(
                8,
                Icons.small(Feather.INFO),
                Texts.wrapped(
                        "You can close the window: stacks under way finish, and Continue completes the rest.",
                        "t12",
                        "ink2"));
        plan.getChildren().addAll(facts, notes, imagesPart, selectionPart, hint);
        model.planProperty().subscribe(facts::show);
        model.notesProperty().subscribe(values -> {
            notes.getChildren()
                    .setAll(values.stream()
                            .map(note -> Texts.wrapped(note, "t12", "ink2"))
                            .toList());
            present(notes, !values.isEmpty());
        });
        model.imagesProperty().subscribe(values -> {
            images.getChildren().setAll(values.stream().map(Inspector::image).toList());
            present(imagesPart, !values.isEmpty());
        });
        model.selectionProperty().subscribe(value -> {
            present(selectionPart, value != null);
            if (value != null) {
                title.setText(value.title());
                where.setText(value.where());
                selected.show(value.facts());
            }
        });
        model.modeProperty().subscribe(mode -> present(hint, mode == StacksViewModel.Mode.RUNNING));
    }

    private static HBox image(StacksViewModel.ImageRow row) {
        var line = new HBox(
                6,
                new StateIcon(LaneReading.icon(row.state())),
                Texts.firm(row.words(), "t12"),
                Texts.spacer(),
                Texts.yielding(row.right(), "t12", "ink2"));
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void showChanges(PreviewViewModel.State state) {
        changes.getChildren().clear();
        var ask = new Button("Preview changes", Icons.small(Feather.EYE));
        ask.getStyleClass().add("small");
        ask.setOnAction(event -> model.preview().ask());
        ask.setDisable(!model.preview().possible());
        if (state.asking()) {
            var busy = new HBox(
                    8, new StateIcon(StateIcon.State.WORKING), Texts.text("Asking CloudFormation", "t12", "ink2"));
            busy.setAlignment(Pos.CENTER_LEFT);
            changes.getChildren().add(busy);
        } else if (state.failure() != null) {
            changes.getChildren()
                    .add(Cards.failure(
                            state.failure().message(), state.failure().detail(), ask));
        } else if (state.plan() != null) {
            changes.getChildren().addAll(announced(state.plan()));
            changes.getChildren().add(ask);
        } else {
            changes.getChildren()
                    .addAll(
                            Texts.wrapped(
                                    "Change sets say what an update would change before anything is written. They are"
                                            + " deleted again.",
                                    "t12",
                                    "ink2"),
                            ask);
        }
    }

    private static List<Node> announced(DeployPlan plan) {
        List<Node> parts = new java.util.ArrayList<>();
        for (StackPlan stack : plan.stacks()) {
            if (stack.action() == StackPlan.Action.NONE
                    || (stack.action() == StackPlan.Action.UPDATE
                            && stack.changes().isEmpty())) {
                continue;
            }
            parts.add(Texts.text(stack.name(), "t13", "semibold"));
            if (stack.changes().isEmpty()) {
                parts.add(Texts.text("is new: every resource is added", "t12", "ink2"));
            }
            stack.changes().forEach(change -> parts.add(change(change)));
        }
        if (parts.isEmpty()) {
            parts.add(Texts.wrapped("Nothing would change.", "t13"));
        }
        return parts;
    }

    private static Node change(StackPlan.Change change) {
        boolean replaced = change.replacement().equals("True");
        var head = new HBox(
                6,
                Icons.small(
                        switch (change.action()) {
                            case "Add" -> Feather.PLUS;
                            case "Remove" -> Feather.MINUS;
                            default -> replaced ? Feather.REFRESH_CW : Feather.EDIT_2;
                        }),
                Texts.yielding(change.logicalId(), "t12"),
                Texts.spacer(),
                Texts.firm(
                        switch (change.action()) {
                            case "Add" -> "added";
                            case "Remove" -> "removed";
                            default ->
                                switch (change.replacement()) {
                                    case "True" -> "replaced";
                                    case "Conditional" -> "perhaps replaced";
                                    default -> "changed in place";
                                };
                        },
                        "t12",
                        "ink2"));
        head.setAlignment(Pos.CENTER_LEFT);
        var part = new VBox(2, head);
        if (!change.properties().isEmpty()) {
            part.getChildren().add(Texts.wrapped(String.join(", ", change.properties()), "mono", "ink2"));
        }
        VBox.setVgrow(part, Priority.NEVER);
        return part;
    }

    private static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
