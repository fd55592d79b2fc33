package slipway.ui.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.Failure;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import slipway.model.Tier;
import slipway.ui.fx.Poll;
import slipway.ui.workspace.TargetOperations;
import slipway.ui.workspace.Workspace;

/** The tasks that sessions can be opened on, read again and again while somebody looks. */
public final class TasksViewModel {
    private static final Duration LOCAL_PAUSE = Duration.ofSeconds(2);
    private static final Duration AWS_PAUSE = Duration.ofSeconds(10);

    private final Workspace workspace;
    private final ToIntFunction<SessionTask> places;
    private final Runnable told;
    private final ReadOnlyObjectWrapper<Tier> tier = new ReadOnlyObjectWrapper<>(Tier.API);
    private final ReadOnlyObjectWrapper<List<TaskRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Failure> failure = new ReadOnlyObjectWrapper<>();
    private List<SessionTask> all = List.of();
    private boolean known;
    private @Nullable Poll<List<SessionTask>> poll;
    private @Nullable TargetOperations polled;

    /**
     * @param places the place of the tab with a session on a task, from 1; 0 for none
     * @param told called when the tasks were read
     */
    TasksViewModel(Workspace workspace, ToIntFunction<SessionTask> places, Runnable told) {
        this.workspace = workspace;
        this.places = places;
        this.told = told;
    }

    /** Whose tasks are listed. */
    public ReadOnlyObjectProperty<Tier> tierProperty() {
        return tier.getReadOnlyProperty();
    }

    /** The tasks of the chosen tier, the newest first. */
    ReadOnlyObjectProperty<List<TaskRow>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /** Why they are not known, or are older than they should be; absent unless so. */
    public ReadOnlyObjectProperty<@Nullable Failure> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Those of both tiers, the newest first. */
    public List<SessionTask> all() {
        return all;
    }

    /** Whether they have been read, so that an empty list means none. */
    public boolean known() {
        return known;
    }

    public void choose(Tier other) {
        tier.set(other);
        list();
    }

    /** The task that is opened unless another is chosen: the tier's newest that is ready, else the newest that may become so. */
    public Optional<SessionTask> newest(Tier of) {
        return newest(task -> task.tier() == of);
    }

    Optional<SessionTask> newest(Predicate<SessionTask> wanted) {
        return all.stream()
                .filter(wanted)
                .filter(SessionTask::ready)
                .findFirst()
                .or(() -> all.stream()
                        .filter(wanted)
                        .filter(task -> TaskRow.obstacle(task).isEmpty())
                        .findFirst());
    }

    /**
     * A ready task to go on with: the same if it is ready again, else the newest of its colour before others.
     *
     * @param news what became of it; absent while it runs and stays
     */
    Optional<SessionTask> replica(SessionTask own, @Nullable SessionTaskNews news) {
        boolean lost = news != null
                && news.state() != SessionTaskNews.State.ENDED
                && news.state() != SessionTaskNews.State.RESTARTED;
        return all.stream()
                .filter(task -> task.tier() == own.tier() && task.ready())
                .filter(task -> !lost || !task.id().equals(own.id()))
                .min(Comparator.comparing((SessionTask task) -> !task.id().equals(own.id()))
                        .thenComparing(task -> task.colour() != own.colour()));
    }

    /** Reads them from a target from now on; absent for not at all. Does nothing while it already does. */
    void follow(@Nullable TargetOperations target) {
        if (Objects.equals(target, polled)) {
            return;
        }
        stop();
        polled = target;
        if (target != null) {
            EnvironmentName environment = workspace.environmentProperty().get();
            var made = new Poll<>(
                    workspace.timer(),
                    workspace.background(),
                    workspace.targetProperty().get().local() ? LOCAL_PAUSE : AWS_PAUSE,
                    () -> target.sessionTasks(environment),
                    this::read,
                    refused -> {
                        failure.set(refused);
                        told.run();
                    });
            poll = made;
            made.start();
        }
    }

    private void stop() {
        if (poll != null) {
            poll.stop();
            poll = null;
        }
        polled = null;
    }

    private void read(List<SessionTask> found) {
        failure.set(null);
        all = found;
        known = true;
        list();
        told.run();
    }

    /** Those of another target or environment are to come. */
    void forget() {
        stop();
        all = List.of();
        known = false;
        failure.set(null);
        list();
    }

    /** Brings the rows up to the present. */
    void list() {
        EnvironmentStatus status = workspace.statusProperty().get();
        Instant now = status == null ? null : status.readAt();
        String newest = newest(tier.get()).map(SessionTask::id).orElse("");
        List<TaskRow> made = new ArrayList<>();
        for (SessionTask task : all) {
            if (task.tier() == tier.get()) {
                made.add(TaskRow.of(task, now, task.id().equals(newest), places.applyAsInt(task)));
            }
        }
        rows.set(List.copyOf(made));
    }
}
