package slipway.ui.stacks;

import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployPlan;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.ui.workspace.Workspace;

/** What change sets announce for the next deployment, asked for by the operator. */
public final class PreviewViewModel {
    /**
     * @param plan what was announced; null before anybody asked, and while it is being asked
     * @param failure why it could not be asked
     */
    public record State(
            boolean asking,
            @Nullable DeployPlan plan,
            @Nullable Failure failure) {}

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State(false, null, null));

    PreviewViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.environmentProperty().addListener((property, before, now) -> forget());
        workspace.targetProperty().addListener((property, before, now) -> forget());
        workspace.operation().progressProperty().addListener((property, before, now) -> forget());
    }

    /** Whether there is a target to ask. */
    public boolean possible() {
        return workspace.operations().isPresent() && !workspace.operation().busy();
    }

    /** Makes the plan with the parameters chosen, and change sets for it, which are deleted again. */
    public void ask() {
        var operations = workspace.operations();
        if (operations.isEmpty() || state.get().asking()) {
            return;
        }
        EnvironmentName name = workspace.environmentProperty().get();
        Map<String, String> parameters = Map.copyOf(workspace.parameters());
        state.set(new State(true, null, null));
        workspace
                .background()
                .run(
                        () -> operations.get().preview(operations.get().plan(name, parameters)),
                        plan -> state.set(new State(false, plan, null)),
                        failure -> state.set(new State(false, null, failure)));
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    private void forget() {
        state.set(new State(false, null, null));
    }
}
