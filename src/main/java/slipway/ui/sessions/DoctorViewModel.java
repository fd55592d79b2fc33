package slipway.ui.sessions;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.model.Failure;
import slipway.model.SessionCheck;
import slipway.model.SessionTask;
import slipway.ui.controls.Phrases;
import slipway.ui.fx.Background;
import slipway.ui.workspace.TargetOperations;

/** What a session on one task needs, looked at piece by piece. */
public final class DoctorViewModel {
    private final Background background;
    private final ReadOnlyObjectWrapper<@Nullable SessionTask> patient = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<SessionCheck>> findings = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Failure> failure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper();
    private @Nullable Cancellable underWay;

    DoctorViewModel(Background background) {
        this.background = background;
    }

    /** The task that is looked at; absent before one was. */
    public ReadOnlyObjectProperty<@Nullable SessionTask> patientProperty() {
        return patient.getReadOnlyProperty();
    }

    /** What was found last; empty before anything was. */
    public ReadOnlyObjectProperty<List<SessionCheck>> findingsProperty() {
        return findings.getReadOnlyProperty();
    }

    /** Why nothing was found out; absent unless so. */
    public ReadOnlyObjectProperty<@Nullable Failure> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty lookingProperty() {
        return looking.getReadOnlyProperty();
    }

    /**
     * Looks at a task; what was found of another one is put away.
     *
     * @param attempt why a session on it failed; empty before one did
     */
    void look(TargetOperations target, SessionTask task, Optional<Failure> attempt) {
        drop();
        if (patient.get() == null || !patient.get().id().equals(task.id())) {
            findings.set(List.of());
        }
        failure.set(null);
        patient.set(task);
        looking.set(true);
        underWay = background.run(
                () -> target.examineSession(task, attempt),
                found -> {
                    looking.set(false);
                    findings.set(found);
                },
                refused -> {
                    looking.set(false);
                    findings.set(List.of());
                    failure.set(refused);
                });
    }

    /** Whether this task is the one that is looked at. */
    boolean looksAt(SessionTask task) {
        return patient.get() != null && patient.get().id().equals(task.id());
    }

    /** Forgets what was found; the target is another. */
    void forget() {
        drop();
        findings.set(List.of());
        failure.set(null);
        patient.set(null);
    }

    private void drop() {
        if (underWay != null) {
            underWay.cancel();
            underWay = null;
        }
        looking.set(false);
    }

    /** The findings as text: a line each, for a message to somebody else. */
    public String text() {
        SessionTask task = patient.get();
        String head = task == null ? "" : "A session on " + TabWords.label(task) + " (" + task.id() + "):\n";
        return head
                + findings.get().stream().map(DoctorViewModel::line).collect(Collectors.joining("\n"))
                + Optional.ofNullable(failure.get()).map(Failure::message).orElse("");
    }

    private static String line(SessionCheck check) {
        return "[" + check.verdict() + "] " + check.subject() + ": " + check.words()
                + (check.remedy().isEmpty() ? "" : " " + check.remedy());
    }

    /** Whether something stands in the way. */
    boolean hasTrouble() {
        return findings.get().stream().anyMatch(check -> check.verdict() == SessionCheck.Verdict.BAD);
    }

    static String name(SessionTask task) {
        return task.tier().label() + ", " + Phrases.shortId(task.id());
    }
}
