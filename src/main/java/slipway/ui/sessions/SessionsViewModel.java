package slipway.ui.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus;
import slipway.model.Failure;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import slipway.ui.fx.Background;
import slipway.ui.sessions.PortsViewModel.Destination;
import slipway.ui.workspace.Connection;
import slipway.ui.workspace.SessionRequest;
import slipway.ui.workspace.TargetOperations;
import slipway.ui.workspace.Workspace;

/**
 * The Terminal panel: its tabs, the tasks that sessions can be opened on, the doctor, and the forwarded ports. Hidden, it asks
 * nobody anything; its sessions go on.
 */
public final class SessionsViewModel {
    /** What the panel can offer. */
    public enum Mode {
        /** Nothing was read yet. */
        READING,
        /** Nothing is deployed. */
        EMPTY,
        LIVE,
        /** The local cloud is stopped and keeps an environment. */
        ASLEEP,
        /** The target refuses or does not answer. */
        REFUSED
    }

    /** What runs at a terminal unless something else is asked for. */
    public static final String IRB = "irb";

    public static final String SHELL = "sh";

    /** An agent is there some ten seconds after its task runs. */
    private static final Duration DOCTOR_PAUSE = Duration.ofSeconds(5);

    private final Workspace workspace;
    private final TasksViewModel tasks;
    private final DoctorViewModel doctor;
    private final PortsViewModel ports;
    private final ObservableList<SessionTab> tabs = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable SessionTab> selected = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Mode> mode = new ReadOnlyObjectWrapper<>(Mode.READING);
    private final ReadOnlyObjectWrapper<@Nullable Diagnosis> diagnosed = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Integer> changes = new ReadOnlyObjectWrapper<>(0);
    private boolean shown;
    private Instant examined = Instant.MIN;
    private @Nullable SessionRequest waiting;
    private int readings;

    /** A session that is stuck, and how. */
    record Diagnosis(SessionTab tab, SessionStatus status) {}

    public SessionsViewModel(Workspace workspace) {
        this.workspace = workspace;
        tasks = new TasksViewModel(workspace, this::place, this::tasksRead);
        doctor = new DoctorViewModel(workspace.background());
        ports = new PortsViewModel(workspace.background());
        workspace.targetProperty().addListener((property, before, now) -> forget());
        workspace.environmentProperty().addListener((property, before, now) -> forget());
        workspace.connectionProperty().addListener((property, before, now) -> connected());
        workspace.statusProperty().addListener((property, before, now) -> update());
        workspace.readFailureProperty().addListener((property, before, now) -> update());
        workspace.sessions().requestProperty().subscribe(this::asked);
        update();
    }

    public ObservableList<SessionTab> tabs() {
        return tabs;
    }

    /** The tab that is seen; absent while there is none. */
    public ReadOnlyObjectProperty<@Nullable SessionTab> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Mode> modeProperty() {
        return mode.getReadOnlyProperty();
    }

    /** Changes whenever something about a tab did. */
    public ReadOnlyObjectProperty<Integer> changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** What the doctor was last asked about without an operator's wish. */
    ReadOnlyObjectProperty<@Nullable Diagnosis> diagnosedProperty() {
        return diagnosed.getReadOnlyProperty();
    }

    public TasksViewModel tasks() {
        return tasks;
    }

    public DoctorViewModel doctor() {
        return doctor;
    }

    public PortsViewModel ports() {
        return ports;
    }

    Background background() {
        return workspace.background();
    }

    /** Whether sessions run as this user: the local cloud's tasks are processes of whoever started it. */
    public boolean local() {
        return workspace.targetProperty().get().local();
    }

    /** Why the target cannot be used; absent unless so. */
    public Optional<Failure> refusal() {
        return workspace.connectionProperty().get() instanceof Connection.Refused refused
                ? Optional.of(refused.failure())
                : Optional.ofNullable(workspace.readFailureProperty().get());
    }

    public void wake() {
        workspace.wake();
    }

    public void tryAgain() {
        workspace.refresh();
    }

    /** The panel is seen from now on. */
    public void show() {
        shown = true;
        follow();
        tick();
    }

    public void hide() {
        shown = false;
        follow();
    }

    /** Brings ages, and what is left until sessions end, up to the present; called every second while the panel is seen. */
    public void tick() {
        tabs.forEach(SessionTab::tick);
        tasks.list();
        changed();
        if (shown) {
            examineWhileWaiting();
        }
    }

    public void select(SessionTab tab) {
        selected.set(tab);
        examineWhereStuck();
    }

    /** Selects the tab that is so many places further on, round and round. */
    public void selectBy(int places) {
        SessionTab now = selected.get();
        if (now != null) {
            select(tabs.get(Math.floorMod(tabs.indexOf(now) + places, tabs.size())));
        }
    }

    /** Opens irb on the newest task of the chosen tier; does nothing while there is none. */
    public void openNewest() {
        tasks.newest(tasks.tierProperty().get()).ifPresent(task -> open(task, IRB));
    }

    /** Opens a tab with a session on a task. */
    public void open(SessionTask task, String command) {
        workspace.operations().ifPresent(target -> {
            var tab = new SessionTab(workspace.background(), task, command, this::tabChanged);
            tabs.add(tab);
            selected.set(tab);
            tab.start(target);
        });
    }

    /** A ready task to go on with: the tab's own if it is ready again, else the newest of its colour before others. */
    public Optional<SessionTask> replica(SessionTab tab) {
        SessionTaskNews news = tab.newsProperty().get();
        return tasks.replica(tab.taskProperty().get(), news)
                .or(() -> news == null || tab.operations().isEmpty() ? Optional.empty() : news.replica());
    }

    /** Goes on in a tab with a session on this task; the one before ends. */
    public void goOn(SessionTab tab, SessionTask task) {
        workspace.operations().ifPresent(target -> tab.goOn(target, task));
    }

    /** Closes a tab: its session ends, and so do its ports. */
    public void close(SessionTab tab) {
        int place = tabs.indexOf(tab);
        if (place < 0) {
            return;
        }
        ports.closeOf(tab);
        tab.leave();
        tabs.remove(tab);
        if (selected.get() == tab) {
            selected.set(tabs.isEmpty() ? null : tabs.get(Math.min(place, tabs.size() - 1)));
        }
        tabChanged();
    }

    public void forward(SessionTab tab, Destination destination, String localPort) {
        ports.open(tab, destination, localPort);
    }

    /** Lets the doctor look at a task. */
    public void examine(SessionTask task) {
        workspace.operations().ifPresent(target -> {
            examined = workspace.clock().instant();
            doctor.look(target, task, attempt(task));
        });
    }

    /** Why the newest session on a task failed; empty when none did. */
    private Optional<Failure> attempt(SessionTask task) {
        return tabs.stream()
                .filter(tab -> tab.taskProperty().get().id().equals(task.id()))
                .map(tab -> tab.statusProperty().get())
                .filter(SessionStatus.Failed.class::isInstance)
                .map(status -> ((SessionStatus.Failed) status).failure())
                .reduce((first, second) -> second);
    }

    private void asked(@Nullable SessionRequest request) {
        if (request != null) {
            waiting = workspace.sessions().take().orElse(null);
            readings = 0;
            tasks.choose(request.tier());
            answer();
        }
    }

    /** Opens what another panel asked for, as soon as the tasks are known. */
    private void answer() {
        SessionRequest request = waiting;
        if (request == null || !tasks.known()) {
            return;
        }
        Optional<SessionTask> wanted = request.task().isEmpty()
                ? tasks.newest(task -> task.tier() == request.tier()
                        && request.colour().map(task.colour()::equals).orElse(true))
                : tasks.all().stream()
                        .filter(task -> task.id().equals(request.task()))
                        .findFirst();
        // What two readings do not know is gone; nobody wants it to open at some later time.
        if (wanted.isPresent() || readings > 1) {
            waiting = null;
            wanted.ifPresent(task -> open(task, IRB));
        }
    }

    private void tasksRead() {
        readings++;
        answer();
        if (doctor.patientProperty().get() == null) {
            tasks.newest(tasks.tierProperty().get()).ifPresent(this::examine);
        }
        changed();
    }

    private void tabChanged() {
        workspace.sessions().count((int)
                tabs.stream().filter(tab -> !tab.ended()).count());
        examineWhereStuck();
        tasks.list();
        changed();
    }

    /** A session that failed, or waits, is looked at without being asked. */
    private void examineWhereStuck() {
        SessionTab seen = selected.get();
        if (seen == null || !shown || seen.operations().isEmpty()) {
            return;
        }
        SessionTask task = seen.taskProperty().get();
        var now = new Diagnosis(seen, seen.statusProperty().get());
        boolean stuck = switch (now.status()) {
            case SessionStatus.Failed _ -> true;
            case SessionStatus.AgentStarting _ -> !doctor.looksAt(task);
            case SessionStatus.Connecting _,
                    SessionStatus.Live _,
                    SessionStatus.Reconnecting _,
                    SessionStatus.Finished _,
                    SessionStatus.Terminated _ -> false;
        };
        if (stuck && !now.equals(diagnosed.get())) {
            diagnosed.set(now);
            examine(task);
        }
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }

    /** While a session waits for an agent, what it waits for is looked at again and again. */
    private void examineWhileWaiting() {
        SessionTab seen = selected.get();
        if (seen != null
                && seen.statusProperty().get() instanceof SessionStatus.AgentStarting
                && !doctor.lookingProperty().get()
                && !workspace.clock().instant().isBefore(examined.plus(DOCTOR_PAUSE))) {
            examine(seen.taskProperty().get());
        }
    }

    private void forget() {
        List.copyOf(tabs).forEach(this::close);
        waiting = null;
        doctor.forget();
        tasks.forget();
        update();
    }

    /** Sessions of a target that is gone are lost; nobody will say so any more. */
    private void connected() {
        TargetOperations now = workspace.operations().orElse(null);
        for (SessionTab tab : List.copyOf(tabs)) {
            if (tab.operations().isPresent() && !tab.operations().get().equals(now)) {
                ports.closeOf(tab);
                tab.lose(new Failure.Unreachable(gone(), ""));
            }
        }
        if (now == null) {
            doctor.forget();
            tasks.forget();
        }
        update();
    }

    private String gone() {
        return local()
                ? "The local cloud has ended, and the session's program with it."
                : "The connection to " + workspace.targetProperty().get().label() + " was closed.";
    }

    private void update() {
        mode.set(modeNow());
        follow();
        tasks.list();
    }

    private Mode modeNow() {
        return switch (workspace.connectionProperty().get()) {
            case Connection.Asleep asleep -> asleep.keepsStacks() ? Mode.ASLEEP : Mode.EMPTY;
            case Connection.Opening _ -> Mode.READING;
            case Connection.Refused _ -> Mode.REFUSED;
            case Connection.Open _ -> {
                if (workspace.nothingDeployed()) {
                    yield Mode.EMPTY;
                }
                EnvironmentStatus status = workspace.statusProperty().get();
                yield status != null
                        ? Mode.LIVE
                        : workspace.readFailureProperty().get() == null ? Mode.READING : Mode.REFUSED;
            }
        };
    }

    /** Reads the tasks while the panel is seen and there is somebody to ask. */
    private void follow() {
        tasks.follow(mode.get() == Mode.LIVE && shown ? workspace.operations().orElse(null) : null);
    }

    /** The place of a tab with a session on the task, from 1; 0 for none. */
    private int place(SessionTask task) {
        for (int place = 0; place < tabs.size(); place++) {
            SessionTab tab = tabs.get(place);
            if (!tab.ended() && tab.taskProperty().get().id().equals(task.id())) {
                return place + 1;
            }
        }
        return 0;
    }
}
