package slipway.ui.overview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.ColourStatus;
import slipway.model.Failure;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.ServiceEventWords;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Topology;
import slipway.ui.workspace.Connection;
import slipway.ui.workspace.Operation;
import slipway.ui.workspace.Workspace;

/** What the Overview says: one sentence, the picture, and lists under it. */
public final class OverviewViewModel {
    /** Which arrangement the panel shows. */
    public enum Mode {
        /** Nothing was read yet. */
        READING,
        FIRST_RUN,
        LIVE,
        /** The local cloud is stopped and keeps an environment. */
        ASLEEP,
        /** The target refuses or does not answer, and nothing older can be shown. */
        REFUSED
    }

    /**
     * Something that happened, newest first.
     *
     * @param at cloud time
     */
    public record Happening(Instant at, StateIcon.State icon, String subject, String words) {}

    /** A task as the list under the picture shows it. */
    public record TaskRow(String tier, Colour colour, String id, String address, StateIcon.State icon, String state) {}

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<Mode> mode = new ReadOnlyObjectWrapper<>(Mode.READING);
    private final ReadOnlyStringWrapper headline = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper subline = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper url = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Topology> topology = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<Happening>> happenings = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<TaskRow>> tasks = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Failure> refusal = new ReadOnlyObjectWrapper<>();
    private final FirstRunViewModel firstRun;
    private final ExposureViewModel exposure;

    public OverviewViewModel(Workspace workspace) {
        this.workspace = workspace;
        firstRun = new FirstRunViewModel(workspace);
        exposure = new ExposureViewModel(workspace);
        workspace.connectionProperty().addListener((property, before, now) -> update());
        workspace.statusProperty().addListener((property, before, now) -> update());
        workspace.readFailureProperty().addListener((property, before, now) -> update());
        workspace.outlineProperty().addListener((property, before, now) -> update());
        workspace.operation().stageProperty().addListener((property, before, now) -> update());
        workspace.operation().progressProperty().addListener((property, before, now) -> update());
        update();
    }

    public FirstRunViewModel firstRun() {
        return firstRun;
    }

    public ExposureViewModel exposure() {
        return exposure;
    }

    /** Starts the local cloud that is asleep. */
    public void wake() {
        workspace.wake();
    }

    /** Deploys when nothing is deployed; returns whether it did. */
    public boolean deployFirst() {
        if (mode.get() != Mode.FIRST_RUN || workspace.operation().busy()) {
            return false;
        }
        workspace.deploy();
        return true;
    }

    public void tryAgain() {
        workspace.refresh();
    }

    public ReadOnlyObjectProperty<Mode> modeProperty() {
        return mode.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty headlineProperty() {
        return headline.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty sublineProperty() {
        return subline.getReadOnlyProperty();
    }

    /** Where the application answers; empty while unknown. */
    public ReadOnlyStringProperty urlProperty() {
        return url.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Topology> topologyProperty() {
        return topology.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<Happening>> happeningsProperty() {
        return happenings.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<TaskRow>> tasksProperty() {
        return tasks.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Failure> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    private void update() {
        EnvironmentStatus status = workspace.statusProperty().get();
        boolean running = workspace.operation().stageProperty().get() == Operation.Stage.RUNNING;
        DeployProgress progress =
                running ? workspace.operation().progressProperty().get() : null;
        refusal.set(refused(status));
        mode.set(modeOf(status, running));
        topology.set(new TopologyReading(
                        status, progress, workspace.outlineProperty().get())
                .read());
        url.set(workspace.url().orElse(""));
        happenings.set(status == null ? List.of() : happened(status));
        tasks.set(status == null ? List.of() : rows(status));
        say(status, progress);
    }

    private @Nullable Failure refused(@Nullable EnvironmentStatus status) {
        if (workspace.connectionProperty().get() instanceof Connection.Refused refused) {
            return refused.failure();
        }
        return status == null ? workspace.readFailureProperty().get() : null;
    }

    private Mode modeOf(@Nullable EnvironmentStatus status, boolean running) {
        if (running) {
            return Mode.LIVE;
        }
        return switch (workspace.connectionProperty().get()) {
            case Connection.Asleep asleep -> asleep.keepsStacks() ? Mode.ASLEEP : Mode.FIRST_RUN;
            case Connection.Opening _ -> Mode.READING;
            case Connection.Refused _ -> Mode.REFUSED;
            case Connection.Open _ -> {
                if (status == null) {
                    yield workspace.readFailureProperty().get() == null ? Mode.READING : Mode.REFUSED;
                }
                yield status.stacks().isEmpty() ? Mode.FIRST_RUN : Mode.LIVE;
            }
        };
    }

    private void say(@Nullable EnvironmentStatus status, @Nullable DeployProgress progress) {
        boolean local = workspace.targetProperty().get().local();
        switch (mode.get()) {
            case READING -> words("Reading the environment", "");
            case FIRST_RUN ->
                words(
                        "Nothing runs here yet",
                        local
                                ? "Deploy builds this: real processes on this machine, from the same templates AWS gets."
                                        + " No account, no containers, no cost."
                                : "Deploy builds this in the account and region above. AWS bills it from then on.");
            case ASLEEP ->
                words(
                        "The local cloud is stopped",
                        "It keeps what was deployed; starting it brings the application back.");
            case REFUSED ->
                words("No answer from " + workspace.targetProperty().get().label(), "");
            case LIVE -> {
                if (progress != null) {
                    words(
                            (workspace.operation().kindProperty().get() == Operation.Kind.DEPLOY
                                            ? "Deploying "
                                            : "Changing ")
                                    + progress.plan().environment(),
                            progress.now());
                } else if (status != null) {
                    sayLive(status);
                } else {
                    words("Reading the environment", "");
                }
            }
        }
    }

    private void sayLive(EnvironmentStatus status) {
        if (status.interrupted().isPresent()) {
            var interrupted = status.interrupted().get();
            words(
                    "Interrupted after " + interrupted.finishedStacks() + " of "
                            + Phrases.count(interrupted.plannedStacks(), "stack"),
                    "The deployment that began " + Phrases.clock(interrupted.began())
                            + " has no runner any more. Continue completes it.");
            return;
        }
        int desired = status.colours().stream().mapToInt(ColourStatus::desired).sum();
        int healthy = status.colours().stream().mapToInt(ColourStatus::healthy).sum();
        List<String> dead = status.colours().stream()
                .filter(colour -> colour.share() > 0 && colour.healthy() == 0)
                .map(colour -> colour.tier().label() + " " + colour.colour().label())
                .toList();
        String stale =
                workspace.readFailureProperty().get() == null ? "" : " The target does not answer at the moment.";
        if (!dead.isEmpty()) {
            words("Not serving", String.join(" and ", dead) + " gets requests and has no healthy task." + stale);
        } else if (desired == 0) {
            words("No tasks run", "The stacks are there; no tier has an image yet." + stale);
        } else {
            words(
                    healthy == desired
                            ? "All " + Phrases.count(desired, "task") + " healthy"
                            : healthy + " of " + desired + " tasks healthy",
                    traffic(status) + stale);
        }
    }

    private static String traffic(EnvironmentStatus status) {
        List<String> parts = new ArrayList<>();
        for (ColourStatus colour : status.colours()) {
            if (colour.share() > 0) {
                parts.add(colour.tier().label() + " " + colour.colour().label() + " takes "
                        + Math.round(colour.share() * 100) + " %");
            }
        }
        return parts.isEmpty() ? "" : String.join(", ", parts) + ".";
    }

    private void words(String head, String sub) {
        headline.set(head);
        subline.set(sub);
    }

    private static List<Happening> happened(EnvironmentStatus status) {
        Stream<Happening> stacks = status.stacks().stream()
                .map(stack -> new Happening(
                        stack.changed(),
                        icon(stack.status()),
                        stack.name(),
                        stack.reason().isEmpty() ? stack.status() : stack.status() + ": " + stack.reason()));
        Stream<Happening> services = status.events().stream()
                .map(event -> new Happening(
                        event.at(), ServiceEventWords.icon(event), event.service(), ServiceEventWords.of(event)));
        return Stream.concat(stacks, services)
                .sorted(Comparator.comparing(Happening::at).reversed())
                .toList();
    }

    private static StateIcon.State icon(String status) {
        if (status.contains("FAILED") || status.contains("ROLLBACK")) {
            return StateIcon.State.FAILED;
        }
        return status.endsWith("_IN_PROGRESS") ? StateIcon.State.WORKING : StateIcon.State.HEALTHY;
    }

    private static List<TaskRow> rows(EnvironmentStatus status) {
        List<TaskRow> rows = new ArrayList<>();
        for (ColourStatus colour : status.colours()) {
            for (EnvironmentStatus.TaskStatus task : colour.tasks()) {
                StateIcon.State icon = switch (task.health()) {
                    case "healthy" -> StateIcon.State.HEALTHY;
                    case "unhealthy" -> StateIcon.State.WARNING;
                    case "draining", "initial" -> StateIcon.State.WORKING;
                    default -> task.lastStatus().equals("RUNNING") ? StateIcon.State.WAITING : StateIcon.State.WORKING;
                };
                rows.add(new TaskRow(
                        colour.tier().label(),
                        colour.colour(),
                        task.id(),
                        task.address(),
                        icon,
                        task.health().isEmpty() ? task.lastStatus() : task.lastStatus() + ", " + task.health()));
            }
        }
        return rows;
    }
}
