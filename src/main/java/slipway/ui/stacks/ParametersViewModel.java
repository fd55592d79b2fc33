package slipway.ui.stacks;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import slipway.model.EnvironmentName;
import slipway.operations.rollout.ParameterForm;
import slipway.ui.controls.FormField;
import slipway.ui.workspace.Workspace;

/** The templates' parameters as a form. What is changed here goes with the next deployment. */
public final class ParametersViewModel {
    /** Fields under one heading. */
    public record Group(String heading, List<FormField> fields) {}

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<List<Group>> groups = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
    private boolean shown;

    ParametersViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.connectionProperty().addListener((property, before, now) -> reload());
        workspace.environmentProperty().addListener((property, before, now) -> reload());
        workspace.operation().stageProperty().addListener((property, before, now) -> {
            if (!workspace.operation().busy()) {
                reload();
            }
        });
    }

    /** Reads the form from now on, whenever it may have changed. */
    public void onShow() {
        shown = true;
        reload();
    }

    public void onHide() {
        shown = false;
    }

    /** Takes a value for the next deployment; the value in force takes the change back. */
    public void set(FormField field, String value) {
        if (value.equals(field.initial())) {
            workspace.parameters().remove(field.name());
        } else {
            workspace.parameters().put(field.name(), value);
        }
    }

    /** Takes every change back. */
    public void reset() {
        workspace.parameters().clear();
        reload();
    }

    public ReadOnlyObjectProperty<List<Group>> groupsProperty() {
        return groups.getReadOnlyProperty();
    }

    /** Why there is no form; empty when there is one. */
    public ReadOnlyStringProperty wordsProperty() {
        return words.getReadOnlyProperty();
    }

    private void reload() {
        if (!shown) {
            return;
        }
        var operations = workspace.operations();
        if (operations.isEmpty()) {
            groups.set(List.of());
            words.set(
                    workspace.targetProperty().get().local()
                            ? "The values in force are read from the local cloud. It starts with the first deployment."
                            : "The target does not answer yet.");
            return;
        }
        EnvironmentName name = workspace.environmentProperty().get();
        workspace
                .background()
                .run(() -> operations.get().form(name), this::show, failure -> words.set(failure.message()));
    }

    private void show(ParameterForm form) {
        words.set(form.groups().isEmpty() ? "The templates take no parameters." : "");
        List<Group> read = new ArrayList<>();
        for (ParameterForm.Group group : form.groups()) {
            List<FormField> fields = group.fields().stream()
                    .map(field -> new FormField(
                            field.parameter().name(),
                            field.parameter().label(),
                            field.reason().isEmpty()
                                    ? field.parameter().description()
                                    : field.parameter().description() + " " + field.reason(),
                            workspace
                                    .parameters()
                                    .getOrDefault(field.parameter().name(), field.value()),
                            field.value(),
                            field.parameter().allowedValues(),
                            field.parameter().noEcho(),
                            field.parameter()::problem))
                    .toList();
            read.add(new Group(group.label(), fields));
        }
        groups.set(read);
    }
}
