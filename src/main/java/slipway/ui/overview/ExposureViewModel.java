package slipway.ui.overview;

import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.StackStatus;
import slipway.model.Exposure;
import slipway.model.Failure;
import slipway.ui.workspace.TargetOperations;
import slipway.ui.workspace.Workspace;

/** Who can be reached from the internet. It follows from the templates, so it is read again only when a stack has changed. */
public final class ExposureViewModel {
    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<@Nullable Exposure> exposure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Failure> failure = new ReadOnlyObjectWrapper<>();
    private Basis basis = Basis.NONE;

    /** What a reading stands on. */
    private record Basis(Optional<EnvironmentName> environment, List<StackStatus> stacks) {
        static final Basis NONE = new Basis(Optional.empty(), List.of());
    }

    ExposureViewModel(Workspace workspace) {
        this.workspace = workspace;
        // Each reading counts, also one that is equal to the last: what could not be read is asked for again then.
        workspace
                .statusProperty()
                .addListener(
                        (Observable read) -> update(workspace.statusProperty().get()));
        workspace.connectionProperty().addListener((property, before, now) -> forget());
        update(workspace.statusProperty().get());
    }

    /** Null while it has not been read. */
    public ReadOnlyObjectProperty<@Nullable Exposure> exposureProperty() {
        return exposure.getReadOnlyProperty();
    }

    /** Why it cannot be read; null when it can. */
    public ReadOnlyObjectProperty<@Nullable Failure> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    private void forget() {
        basis = Basis.NONE;
        exposure.set(null);
        failure.set(null);
        update(workspace.statusProperty().get());
    }

    private void update(@Nullable EnvironmentStatus status) {
        Basis now = status == null || status.stacks().isEmpty()
                ? Basis.NONE
                : new Basis(Optional.of(status.environment()), status.stacks());
        if (now.equals(basis)) {
            return;
        }
        boolean other = !now.environment().equals(basis.environment());
        basis = now;
        if (other) {
            exposure.set(null);
            failure.set(null);
        }
        Optional<TargetOperations> operations = workspace.operations();
        if (now.equals(Basis.NONE) || operations.isEmpty()) {
            return;
        }
        EnvironmentName environment = now.environment().orElseThrow();
        workspace
                .background()
                .run(
                        () -> operations.get().exposure(environment),
                        read -> {
                            if (now.equals(basis)) {
                                exposure.set(read);
                                failure.set(null);
                            }
                        },
                        refused -> {
                            if (now.equals(basis)) {
                                failure.set(refused);
                                if (!(refused instanceof Failure.Denied)) {
                                    // Another moment may give another answer: the next status asks again.
                                    basis = new Basis(now.environment(), List.of());
                                }
                            }
                        });
    }
}
