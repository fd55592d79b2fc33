package slipway.ui.stacks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.EnvironmentStatus;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.Identity;
import slipway.model.ResourceState;
import slipway.model.StackPlan;
import slipway.model.StoppedTask;
import slipway.model.WayOut;
import slipway.ui.controls.Lane;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.SegmentBar.Segment;
import slipway.ui.workspace.Connection;
import slipway.ui.workspace.LogsRequest;
import slipway.ui.workspace.Workspace;

/** What the Stacks panel says: the head, the progress, the rows, and what is known of the selected one. */
public final class StacksViewModel {
    /** Which arrangement the panel shows. */
    public enum Mode {
        /** Nothing is known yet. */
        READING,
        /** Nothing is deployed: the rows are what a deployment will build. */
        PLANNED,
        /** An environment is there and nothing is under way. */
        IDLE,
        PREPARING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED,
        /** It ended before the first write. */
        REFUSED
    }

    public record Head(String title, String words) {}

    /** The big figures above the segments. */
    public record Figures(String done, String doneWords, String elapsed, String elapsedWords, String now) {}

    /** What the inspector says of the selected row. */
    public record Selection(String title, String where, Map<String, String> facts) {}

    /** Publishing one image, or why it is not published. */
    public record ImageRow(ResourceState state, String words, String right) {}

    private final Workspace workspace;
    private final ParametersViewModel parameters;
    private final PreviewViewModel preview;
    private final ReadOnlyObjectWrapper<Mode> mode = new ReadOnlyObjectWrapper<>(Mode.READING);
    private final ReadOnlyObjectWrapper<Head> head = new ReadOnlyObjectWrapper<>(new Head("", ""));
    private final ReadOnlyObjectWrapper<@Nullable Figures> figures = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<Segment>> segments = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Lane>> lanes = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Map<String, String>> plan = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<List<String>> notes = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<ImageRow>> images = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Selection> selection = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable FailureChain> failure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Failure> refusal = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Optional<String>> url = new ReadOnlyObjectWrapper<>(Optional.empty());
    private String selected = "";

    public StacksViewModel(Workspace workspace) {
        this.workspace = workspace;
        parameters = new ParametersViewModel(workspace);
        preview = new PreviewViewModel(workspace);
        workspace.connectionProperty().addListener((property, before, now) -> update());
        workspace.statusProperty().addListener((property, before, now) -> update());
        workspace.outlineProperty().addListener((property, before, now) -> update());
        workspace.waysOutProperty().addListener((property, before, now) -> update());
        workspace.operation().stageProperty().addListener((property, before, now) -> update());
        workspace.operation().progressProperty().addListener((property, before, now) -> update());
        update();
    }

    public ParametersViewModel parameters() {
        return parameters;
    }

    public PreviewViewModel preview() {
        return preview;
    }

    /** Deploys, updates, continues or tries again. */
    public void deploy() {
        workspace.deploy();
    }

    /**
     * The way out of the first stuck stack, where one is and nothing is under way. After a failure only one that trying again
     * does not take.
     */
    public Optional<WayOut> wayOut() {
        return workspace.waysOutProperty().get().stream().findFirst().filter(way -> switch (mode.get()) {
            case IDLE -> true;
            case FAILED -> way.blocks();
            case READING, PLANNED, PREPARING, RUNNING, SUCCEEDED, CANCELLED, REFUSED -> false;
        });
    }

    /** How many stacks are stuck. */
    public int stuckStacks() {
        return workspace.waysOutProperty().get().size();
    }

    /** @param leftAlone resources that are skipped or left behind */
    public void takeWayOut(WayOut way, Set<String> leftAlone) {
        workspace.takeWayOut(way, leftAlone);
    }

    /** Who acts where, to be shown before something is written to AWS; empty on the local cloud. */
    public Optional<Identity> who() {
        return workspace.identity().filter(identity -> !identity.local());
    }

    /** What trying again after a failure means for the stack that failed. */
    public String tryAgainWords() {
        return workspace.waysOutProperty().get().stream()
                .filter(way -> way.kind() == WayOut.Kind.RECREATE && way.safe())
                .map(WayOut::button)
                .findFirst()
                .orElse("Try again");
    }

    /** Starts no further stack. */
    public void cancel() {
        workspace.operation().cancel();
        update();
    }

    public void cancelUpdates() {
        workspace.operation().cancelUpdates();
    }

    public void deleteCreated() {
        workspace.operation().deleteCreated();
    }

    /** Puts an ended operation away; the rows show the environment itself again. */
    public void dismiss() {
        workspace.operation().dismiss();
        update();
    }

    public boolean cancelling() {
        return workspace.operation().cancelling();
    }

    /** Whether a cancelled deployment left updates in progress that can be taken back. */
    public boolean updatesInProgress() {
        return inProgress(StackPlan.Action.UPDATE);
    }

    /** Whether a cancelled deployment created stacks that can be deleted again; the data never is. */
    public boolean createdSome() {
        return workspace
                .operation()
                .progress()
                .map(progress -> progress.stacks().stream()
                        .anyMatch(stack -> stack.plan().action() == StackPlan.Action.CREATE
                                && stack.started() != null
                                && !stack.plan().template().equals("data")))
                .orElse(false);
    }

    /** The command line that does the same. */
    public String command() {
        var words = new StringBuilder(
                "slipway deploy --env " + workspace.environmentProperty().get());
        words.append(CommandWords.target(workspace.targetProperty().get().target()));
        workspace
                .parameters()
                .forEach((name, value) -> words.append(" --param ").append(CommandWords.quoted(name + "=" + value)));
        return words.toString();
    }

    /** The failure as text, for a message to somebody. */
    public String report() {
        FailureChain failed = failure.get();
        Failure refused = refusal.get();
        if (failed != null) {
            var text = new StringBuilder(failed.cause()).append('\n');
            if (!failed.stackName().isEmpty()) {
                text.append("in ").append(failed.stackName());
                text.append(failed.logicalId().isEmpty() ? "" : ", " + failed.logicalId())
                        .append('\n');
            }
            failed.lines().forEach(line -> text.append("  ").append(line).append('\n'));
            FailureSteps.of(failed)
                    .forEach(step -> text.append("- ")
                            .append(step.title())
                            .append(step.words().isEmpty() ? "" : ": " + step.words())
                            .append('\n'));
            if (!failed.remedy().isEmpty()) {
                text.append("What helps: ").append(failed.remedy()).append('\n');
            }
            return text.toString();
        }
        return refused == null ? "" : refused.message() + "\n" + refused.detail();
    }

    /** The lines around a failure: those of the task that tells most, or of its service. */
    public Optional<LogsRequest> logs(FailureChain failed) {
        return LogsRequest.of(
                workspace.environmentProperty().get(),
                failed.service(),
                failed.task().map(StoppedTask::id).orElse(""),
                failed.task().map(StoppedTask::stopped).orElse(failed.at()));
    }

    /** The row that the inspector speaks of, by its key. */
    public void select(String key) {
        selected = key;
        selection.set(SelectionReading.of(key, workspace));
    }

    /** Seconds since the operation began, for the line that moves; negative while nothing runs. */
    public double now() {
        DeployProgress progress = workspace.operation().progressProperty().get();
        return mode.get() == Mode.RUNNING && progress != null
                ? LaneReading.seconds(progress, workspace.clock().instant())
                : -1;
    }

    /** Seconds that the lanes must hold. */
    public double longest() {
        DeployProgress progress = workspace.operation().progressProperty().get();
        return progress == null ? 0 : Math.max(now(), LaneReading.seconds(progress, progress.updated()));
    }

    /** Brings the clock up to the present; called several times a second while something runs. */
    public void tick() {
        DeployProgress progress = workspace.operation().progressProperty().get();
        figures.set(progress == null ? null : figures(progress));
    }

    /** The ways out of all stuck stacks; {@link #wayOut} is the one to show. */
    public ReadOnlyObjectProperty<List<WayOut>> waysOutProperty() {
        return workspace.waysOutProperty();
    }

    public ReadOnlyObjectProperty<Mode> modeProperty() {
        return mode.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Head> headProperty() {
        return head.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Figures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<Segment>> segmentsProperty() {
        return segments.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<Lane>> lanesProperty() {
        return lanes.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Map<String, String>> planProperty() {
        return plan.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<String>> notesProperty() {
        return notes.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<ImageRow>> imagesProperty() {
        return images.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Selection> selectionProperty() {
        return selection.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable FailureChain> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Failure> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    /** Where the application answers. */
    public ReadOnlyObjectProperty<Optional<String>> urlProperty() {
        return url.getReadOnlyProperty();
    }

    /** The stack that another panel wants to be shown, by suffix. */
    public ReadOnlyStringProperty wantedProperty() {
        return workspace.selectedStackProperty();
    }

    /** The key of a stack's row, from its suffix. */
    public String keyOf(String suffix) {
        return workspace.environmentProperty().get().stack(suffix);
    }

    private boolean inProgress(StackPlan.Action action) {
        return workspace
                .operation()
                .progress()
                .map(progress -> progress.stacks().stream()
                        .anyMatch(
                                stack -> stack.plan().action() == action && stack.state() == ResourceState.IN_PROGRESS))
                .orElse(false);
    }

    private void update() {
        EnvironmentStatus status = workspace.statusProperty().get();
        DeployProgress progress = workspace.operation().progressProperty().get();
        DeployPlan outline = workspace.outlineProperty().get();
        mode.set(modeOf(status, progress));
        refusal.set(workspace.operation().refusalProperty().get());
        failure.set(
                progress != null
                        ? progress.failure().orElse(null)
                        : status == null ? null : status.failure().orElse(null));
        url.set(
                progress != null
                                && progress.phase() == Phase.SUCCEEDED
                                && progress.url().isPresent()
                        ? progress.url()
                        : workspace.url());
        if (progress != null) {
            lanes.set(LaneReading.of(progress));
            segments.set(LaneReading.segments(progress));
            show(progress.plan(), progress);
        } else if (status != null && !status.stacks().isEmpty()) {
            lanes.set(LaneReading.of(status, status.readAt()));
            segments.set(List.of());
            plan.set(PlanWords.facts(status));
            notes.set(List.of());
            images.set(List.of());
        } else {
            lanes.set(outline == null ? List.of() : LaneReading.of(outline));
            segments.set(List.of());
            show(outline, null);
        }
        head.set(HeadWords.of(mode.get(), workspace, progress));
        tick();
        select(selected);
    }

    private Mode modeOf(@Nullable EnvironmentStatus status, @Nullable DeployProgress progress) {
        return switch (workspace.operation().stageProperty().get()) {
            case NONE -> {
                if (workspace.connectionProperty().get() instanceof Connection.Asleep) {
                    yield Mode.PLANNED;
                }
                if (status == null) {
                    yield Mode.READING;
                }
                yield status.stacks().isEmpty() ? Mode.PLANNED : Mode.IDLE;
            }
            case PREPARING, ASKING -> Mode.PREPARING;
            case RUNNING -> Mode.RUNNING;
            case REFUSED -> Mode.REFUSED;
            case ENDED -> {
                Phase phase = progress == null ? Phase.SUCCEEDED : progress.phase();
                yield switch (phase) {
                    case FAILED -> Mode.FAILED;
                    case CANCELLED, CANCELLING -> Mode.CANCELLED;
                    case SUCCEEDED, PLANNING, RUNNING -> Mode.SUCCEEDED;
                };
            }
        };
    }

    private Figures figures(DeployProgress progress) {
        long total = progress.stacks().stream()
                .mapToLong(stack -> stack.resources().size())
                .sum();
        long done = progress.stacks().stream()
                .flatMap(stack -> stack.resources().stream())
                .filter(resource -> LaneReading.ended(resource.state()))
                .count();
        boolean running = mode.get() == Mode.RUNNING;
        Instant until = running ? workspace.clock().instant() : progress.updated();
        return new Figures(
                String.valueOf(done),
                "of " + Phrases.count(total, "resource"),
                Phrases.stopwatch(Duration.between(progress.started(), until)),
                running ? "elapsed" : "in all",
                running ? progress.now() : "");
    }

    private void show(@Nullable DeployPlan shown, @Nullable DeployProgress progress) {
        plan.set(shown == null ? Map.of() : PlanWords.facts(shown, url.get()));
        notes.set(shown == null ? List.of() : shown.notes());
        images.set(shown == null ? List.of() : PlanWords.images(shown, progress));
    }
}
