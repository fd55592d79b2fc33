package slipway.ui.stacks;

import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import slipway.ui.controls.FormField;
import slipway.ui.controls.Texts;

/** A form made from the templates' parameters: a field or a list for each, its description below, checked as it is typed. */
final class ParametersForm {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final ParametersViewModel model;
    private final VBox body = new VBox();
    private final Node node = Inspector.scrolled(body);

    ParametersForm(ParametersViewModel model) {
        this.model = model;
        body.getStyleClass().add("inspector-body");
        body.setMaxWidth(680);
        model.groupsProperty().subscribe(this::show);
        model.wordsProperty().subscribe(words -> show(model.groupsProperty().get()));
    }

    Node node() {
        return node;
    }

    private void show(List<ParametersViewModel.Group> groups) {
        body.getChildren().clear();
        if (!model.wordsProperty().get().isEmpty()) {
            body.getChildren().add(Texts.wrapped(model.wordsProperty().get(), "t12", "ink2"));
        }
        if (groups.isEmpty()) {
            return;
        }
        for (ParametersViewModel.Group group : groups) {
            body.getChildren().add(Texts.text(group.heading(), "t13", "semibold"));
            group.fields().forEach(field -> body.getChildren().add(part(field)));
        }
        var reset = new Button("Take changes back");
        reset.getStyleClass().add("small");
        reset.setOnAction(event -> model.reset());
        body.getChildren().add(reset);
    }

    private VBox part(FormField field) {
        Label name = Texts.yielding(field.label(), "field-label", "medium");
        Label changed = Texts.firm(field.value().equals(field.initial()) ? "" : "changed", "t11", "ink2");
        var head = new HBox(8, name, Texts.spacer(), changed);
        head.setAlignment(Pos.CENTER_LEFT);
        Label below = Texts.wrapped(field.description(), "t12", "ink2");
        Node input = field.choices().isEmpty() ? text(field, changed, below) : list(field, changed);
        name.setLabelFor(input);
        input.setAccessibleText(field.label());
        input.setAccessibleHelp(field.description());
        input.setId("parameter-" + field.name());
        return new VBox(4, head, input, below);
    }

    private Node text(FormField field, Label changed, Label below) {
        TextField input = field.secret() ? new PasswordField() : new TextField();
        input.setText(field.value());
        input.textProperty().addListener((property, before, now) -> {
            Optional<String> problem = field.problem().apply(now);
            input.pseudoClassStateChanged(WRONG, problem.isPresent());
            below.setText(problem.orElse(field.description()));
            below.getStyleClass().setAll("label", problem.isPresent() ? "field-error" : "t12", "ink2");
            if (problem.isEmpty()) {
                model.set(field, now);
                changed.setText(now.equals(field.initial()) ? "" : "changed");
            }
        });
        return input;
    }

    private Node list(FormField field, Label changed) {
        var input = new ComboBox<String>();
        input.getItems().setAll(field.choices());
        input.setValue(field.value());
        input.setMaxWidth(Double.MAX_VALUE);
        input.setButtonCell(new ChoiceCell());
        input.setCellFactory(list -> new ChoiceCell());
        input.valueProperty().addListener((property, before, now) -> {
            model.set(field, now);
            changed.setText(now.equals(field.initial()) ? "" : "changed");
        });
        return input;
    }

    /** A choice in its own words; the empty one says that it is none. */
    private static final class ChoiceCell extends ListCell<String> {
        @Override
        protected void updateItem(@Nullable String choice, boolean empty) {
            super.updateItem(choice, empty);
            setText(empty || choice == null ? null : choice.isEmpty() ? "not set" : choice);
        }
    }
}
