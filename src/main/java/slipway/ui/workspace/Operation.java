package slipway.ui.workspace;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellation;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.ui.fx.Background;

/**
 * The one operation that may be under way: a deployment, or a deletion. On an AWS target it stops after the plan and
 * asks ({@link #questionProperty}); on the local cloud it goes on at once.
 */
public final class Operation {
    /** What is being done. */
    public enum Kind {
        DEPLOY,
        DELETE,
        CANCEL_UPDATES,
        DELETE_CREATED,
        /** A stuck stack is helped out. */
        REPAIR
    }

    /** Where the operation stands. */
    public enum Stage {
        NONE,
        /** The plan is being made; nothing was written yet. */
        PREPARING,
        /** The plan is made and waits for the operator's word. */
        ASKING,
        RUNNING,
        ENDED,
        /** It ended before the first write; see {@link #refusalProperty}. */
        REFUSED
    }

    /** A write that waits for the operator's word. */
    public record Question(Kind kind, DeployPlan plan) {}

    private final Background background;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(Stage.NONE);
    private final ReadOnlyObjectWrapper<Kind> kind = new ReadOnlyObjectWrapper<>(Kind.DEPLOY);
    private final ReadOnlyObjectWrapper<@Nullable DeployProgress> progress = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Failure> refusal = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
    private Cancellation cancellation = new Cancellation();
    private @Nullable TargetOperations operations;
    private Runnable confirmed = () -> {};

    Operation(Background background) {
        this.background = background;
    }

    /**
     * Plans a deployment and, when {@code ask} is false, carries it out.
     *
     * @param open gives the target's operations, starting the local cloud where it must; called in the background
     */
    public void deploy(
            Supplier<TargetOperations> open, EnvironmentName environment, Map<String, String> parameters, boolean ask) {
        if (busy()) {
            return;
        }
        Map<String, String> chosen = Map.copyOf(parameters);
        prepare(
                Kind.DEPLOY,
                open,
                target -> target.plan(environment, chosen),
                plan -> target -> progressOf(target, plan),
                ask);
    }

    /** Plans a deletion; it always asks. */
    public void delete(Supplier<TargetOperations> open, EnvironmentName environment, boolean eraseData) {
        if (busy()) {
            return;
        }
        prepare(
                Kind.DELETE,
                open,
                target -> target.deletionPlan(environment, eraseData),
                plan -> target -> (receiver, stop) -> target.delete(environment, eraseData, receiver, stop),
                true);
    }

    /** Takes a stuck stack's way out; whoever calls has asked. */
    public void repair(
            Supplier<TargetOperations> open, EnvironmentName environment, String stack, Set<String> leftAlone) {
        if (busy()) {
            return;
        }
        begin(Kind.REPAIR, Stage.RUNNING);
        run((receiver, stop) -> {
            TargetOperations target = open.get();
            return target.repair(environment, stack, leftAlone, receiver, stop);
        });
    }

    /** The operator's yes to {@link #questionProperty}. */
    public void confirm() {
        if (stage.get() == Stage.ASKING) {
            question.set(null);
            confirmed.run();
        }
    }

    /** The operator's no: nothing was written, and nothing is. */
    public void decline() {
        if (stage.get() == Stage.ASKING) {
            question.set(null);
            stage.set(Stage.NONE);
        }
    }

    /** Starts no further stack; what is in progress goes on. */
    public void cancel() {
        cancellation.cancel();
    }

    /** After a cancelled deployment: takes back the updates that are in progress. */
    public void cancelUpdates() {
        afterCancel(
                Kind.CANCEL_UPDATES,
                (target, cancelled) -> (receiver, stop) -> target.cancelUpdates(cancelled, receiver, stop));
    }

    /** After a cancelled deployment: deletes what it created, but never the data. */
    public void deleteCreated() {
        afterCancel(
                Kind.DELETE_CREATED,
                (target, cancelled) -> (receiver, stop) -> target.deleteCreated(cancelled, receiver, stop));
    }

    /** Forgets an operation that ended, so that the panels show the environment itself again. */
    public void dismiss() {
        if (!busy()) {
            stage.set(Stage.NONE);
            progress.set(null);
            refusal.set(null);
        }
    }

    public boolean busy() {
        return switch (stage.get()) {
            case PREPARING, ASKING, RUNNING -> true;
            case NONE, ENDED, REFUSED -> false;
        };
    }

    public boolean cancelling() {
        return busy() && cancellation.isRequested();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Kind> kindProperty() {
        return kind.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable DeployProgress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Failure> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Question> questionProperty() {
        return question.getReadOnlyProperty();
    }

    /** The progress, once there is one. */
    public Optional<DeployProgress> progress() {
        return Optional.ofNullable(progress.get());
    }

    private interface Work extends BiFunction<Consumer<DeployProgress>, Cancellation, DeployProgress> {}

    private interface Planning {
        DeployPlan plan(TargetOperations target);
    }

    private interface Carrying {
        Work on(TargetOperations target);
    }

    private interface Execution {
        Carrying of(DeployPlan plan);
    }

    private record Prepared(TargetOperations target, DeployPlan plan) {}

    private static Work progressOf(TargetOperations target, DeployPlan plan) {
        return (receiver, stop) -> target.deploy(plan, receiver, stop);
    }

    private void prepare(
            Kind what, Supplier<TargetOperations> open, Planning planning, Execution execution, boolean ask) {
        begin(what, Stage.PREPARING);
        Cancellation stop = cancellation;
        background.run(
                () -> {
                    TargetOperations target = open.get();
                    return new Prepared(target, planning.plan(target));
                },
                prepared -> {
                    if (stop.isRequested()) {
                        stage.set(Stage.NONE);
                        return;
                    }
                    operations = prepared.target();
                    Work work = execution.of(prepared.plan()).on(prepared.target());
                    if (ask) {
                        confirmed = () -> run(work);
                        stage.set(Stage.ASKING);
                        question.set(new Question(what, prepared.plan()));
                    } else {
                        run(work);
                    }
                },
                this::refused);
    }

    private void afterCancel(Kind what, BiFunction<TargetOperations, DeployProgress, Work> work) {
        DeployProgress cancelled = progress.get();
        TargetOperations target = operations;
        if (busy() || cancelled == null || target == null) {
            return;
        }
        begin(what, Stage.RUNNING);
        progress.set(cancelled);
        run(work.apply(target, cancelled));
    }

    private void begin(Kind what, Stage first) {
        cancellation = new Cancellation();
        progress.set(null);
        refusal.set(null);
        kind.set(what);
        stage.set(first);
    }

    private void run(Work work) {
        stage.set(Stage.RUNNING);
        Cancellation stop = cancellation;
        Consumer<DeployProgress> receiver = background.newest(value -> {
            if (stage.get() == Stage.RUNNING && stop == cancellation) {
                progress.set(value);
            }
        });
        background.run(
                () -> work.apply(receiver, stop),
                last -> {
                    progress.set(last);
                    stage.set(Stage.ENDED);
                },
                this::refused);
    }

    private void refused(Failure failure) {
        refusal.set(failure);
        stage.set(Stage.REFUSED);
    }
}
