package slipway.ui.workspace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.StackStatus;
import slipway.model.Failure;
import slipway.model.Identity;
import slipway.model.ReadinessCheck;
import slipway.model.WayOut;
import slipway.operations.stacks.WaysOut;
import slipway.ui.fx.Background;
import slipway.ui.fx.Poll;

/**
 * The state that every panel shares. It is used on the UI thread only. While somebody {@link #watch watches}, the
 * environment is read every few seconds; nobody watching, nobody is asked.
 */
public final class Workspace {
    private static final Duration LOCAL_PAUSE = Duration.ofSeconds(2);
    /** An account's calls are shared and limited; a reading takes about ten of them. */
    private static final Duration AWS_PAUSE = Duration.ofSeconds(10);

    private final ConsoleServices services;
    private final Background background;
    private final Timer timer;
    private final InstantSource clock;
    private final Operation operation;
    private final Releases releases;
    private final OpenSessions sessions = new OpenSessions();
    private final ObservableList<TargetChoice> targets = FXCollections.observableArrayList();
    private final ObservableMap<String, String> parameters = FXCollections.observableHashMap();
    private final ReadOnlyObjectWrapper<TargetChoice> target;
    private final ReadOnlyObjectWrapper<EnvironmentName> environment;
    private final ReadOnlyObjectWrapper<Connection> connection = new ReadOnlyObjectWrapper<>(new Connection.Opening());
    private final ReadOnlyObjectWrapper<@Nullable EnvironmentStatus> status = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Failure> readFailure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Instant> readAt = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<LocalCloud.@Nullable Status> localCloud = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<ReadinessCheck>> readiness = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable DeployPlan> outline = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Failure> outlineFailure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<WayOut>> waysOut = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper selectedStack = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable LogsRequest> logsRequest = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Failure> notice = new ReadOnlyObjectWrapper<>();
    private final Poll<LocalCloud.Status> localCloudPoll;
    private @Nullable Poll<EnvironmentStatus> statusPoll;
    private boolean overtaken;
    private @Nullable Cancellable opening;
    private int watchers;
    private Stuck stuck = Stuck.NONE;
    private boolean createsAgain;

    /** What the ways out were last looked for. */
    private record Stuck(List<StackStatus> stacks, boolean interrupted) {
        static final Stuck NONE = new Stuck(List.of(), false);
    }

    /** @param clock real time */
    public Workspace(
            ConsoleServices services,
            Background background,
            Timer timer,
            InstantSource clock,
            TargetChoice first,
            EnvironmentName environment) {
        this.services = services;
        this.background = background;
        this.timer = timer;
        this.clock = clock;
        this.operation = new Operation(background);
        this.releases = new Releases(background, operation::dismiss);
        this.target = new ReadOnlyObjectWrapper<>(first);
        this.environment = new ReadOnlyObjectWrapper<>(environment);
        targets.add(first);
        localCloudPoll = new Poll<>(
                timer,
                background,
                LOCAL_PAUSE,
                () -> services.localCloud().status(),
                this::localCloudRead,
                notice::set);
        operation.stageProperty().addListener((property, before, now) -> {
            if (now == Operation.Stage.PREPARING) {
                releases.forget();
            }
            if (now == Operation.Stage.REFUSED) {
                createsAgain = false;
            } else if (now == Operation.Stage.ENDED) {
                boolean again = createsAgain;
                createsAgain = false;
                overtaken = true;
                if (operation.progress().map(DeployProgress::phase).orElse(null) == DeployProgress.Phase.SUCCEEDED) {
                    parameters.clear();
                    if (again) {
                        deploy();
                        return;
                    }
                }
                refresh();
            }
        });
    }

    /** Begins: reads the list of targets, what this machine offers, and opens the first target. */
    public void start() {
        background.run(services::targets, this::targetsRead, notice::set);
        measure();
        outlineAgain();
        connect();
    }

    /** Somebody looks from now on; call {@link #unwatch} once for each call. */
    public void watch() {
        watchers++;
        if (watchers == 1) {
            localCloudPoll.start();
            if (statusPoll != null) {
                statusPoll.start();
            }
        }
    }

    public void unwatch() {
        watchers--;
        if (watchers == 0) {
            localCloudPoll.stop();
            if (statusPoll != null) {
                statusPoll.stop();
            }
        }
    }

    public void choose(TargetChoice choice) {
        if (!choice.equals(target.get()) && !busy()) {
            target.set(choice);
            operation.dismiss();
            releases.forget();
            parameters.clear();
            connect();
        }
    }

    public void choose(EnvironmentName name) {
        if (!name.equals(environment.get()) && !busy()) {
            environment.set(name);
            operation.dismiss();
            releases.forget();
            parameters.clear();
            forget();
            outlineAgain();
            watchStatus();
        }
    }

    /** Whether this console is at work on the target: it can be neither left nor deleted then. */
    public boolean busy() {
        return operation.busy() || releases.busy();
    }

    /** Whether an operation has ended since the status was read, so that it tells of stacks under way that have come to rest. */
    public boolean statusIsOvertaken() {
        return overtaken;
    }

    /** Reads everything again, now. */
    public void refresh() {
        notice.set(null);
        background.run(services::targets, this::targetsRead, notice::set);
        localCloudPoll.refresh();
        if (connection.get() instanceof Connection.Refused) {
            connect();
        } else if (statusPoll != null) {
            statusPoll.refresh();
        }
        if (nothingDeployed()) {
            measure();
        }
    }

    /** Deploys, updates or continues, with the {@link #parameters} that the operator changed. */
    public void deploy() {
        operation.deploy(opener(), environment.get(), parameters, !target.get().local());
    }

    /**
     * Takes a stuck stack's way out, and where that deletes the stack, deploys afterwards.
     *
     * @param leftAlone resources that are skipped or left behind
     */
    public void takeWayOut(WayOut way, Set<String> leftAlone) {
        if (operation.busy()) {
            return;
        }
        if (way.kind() == WayOut.Kind.RECREATE && way.safe()) {
            deploy();
            return;
        }
        createsAgain = way.kind() == WayOut.Kind.RECREATE;
        operation.repair(opener(), environment.get(), way.stack(), leftAlone);
    }

    /** The parameters that the operator changed for the next deployment, by name; forgotten once one succeeded. */
    public ObservableMap<String, String> parameters() {
        return parameters;
    }

    /** The open target's operations; empty while there is none. */
    public Optional<TargetOperations> operations() {
        return connection.get() instanceof Connection.Open open ? Optional.of(open.operations()) : Optional.empty();
    }

    public void delete(boolean eraseData) {
        operation.delete(opener(), environment.get(), eraseData);
    }

    /** Starts the local cloud, which brings back what was deployed. */
    public void wake() {
        open(target.get());
    }

    /** Stops the local cloud, then runs the action, also when stopping failed. */
    public void stopLocalCloud(Runnable then) {
        background.run(
                () -> {
                    services.localCloud().stop();
                    return true;
                },
                stopped -> then.run(),
                failure -> then.run());
    }

    /** Lets go of the target's clients. */
    public void close() {
        localCloudPoll.stop();
        forget();
        releases.forget();
        if (connection.get() instanceof Connection.Open open) {
            open.operations().close();
        }
    }

    /** Whether nothing is deployed and nothing under way: the first run. */
    public boolean nothingDeployed() {
        EnvironmentStatus known = status.get();
        boolean empty = connection.get() instanceof Connection.Asleep asleep
                ? !asleep.keepsStacks()
                : known != null && known.stacks().isEmpty();
        return empty && operation.progress().isEmpty();
    }

    /** Whether there is something to delete, and nothing under way that forbids it. */
    public boolean deletable() {
        EnvironmentStatus known = status.get();
        return known != null && !known.stacks().isEmpty() && !busy();
    }

    /** Where the application answers, once that is known. */
    public Optional<String> url() {
        EnvironmentStatus known = status.get();
        return known == null ? operation.progress().flatMap(DeployProgress::url) : known.url();
    }

    /** Asks the Stacks panel to select a stack, by suffix. */
    public void selectStack(String suffix) {
        selectedStack.set(suffix);
    }

    public ReadOnlyStringProperty selectedStackProperty() {
        return selectedStack.getReadOnlyProperty();
    }

    /** Asks the Logs panel to show these lines. */
    public void requestLogs(LogsRequest request) {
        // Asking for the same again is a wish of its own.
        logsRequest.set(null);
        logsRequest.set(request);
    }

    /** What was last asked of the Logs panel. */
    public ReadOnlyObjectProperty<@Nullable LogsRequest> logsRequestProperty() {
        return logsRequest.getReadOnlyProperty();
    }

    public Optional<Identity> identity() {
        return connection.get() instanceof Connection.Open open ? Optional.of(open.identity()) : Optional.empty();
    }

    public int callsPerMinute() {
        return connection.get() instanceof Connection.Open open
                ? open.operations().callsPerMinute()
                : 0;
    }

    public InstantSource clock() {
        return clock;
    }

    /** Runs what a panel does later or again. */
    public Timer timer() {
        return timer;
    }

    public Background background() {
        return background;
    }

    public Operation operation() {
        return operation;
    }

    public Releases releases() {
        return releases;
    }

    public OpenSessions sessions() {
        return sessions;
    }

    public ObservableList<TargetChoice> targets() {
        return targets;
    }

    public ReadOnlyObjectProperty<TargetChoice> targetProperty() {
        return target.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<EnvironmentName> environmentProperty() {
        return environment.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Connection> connectionProperty() {
        return connection.getReadOnlyProperty();
    }

    /** What was last read; kept while a later reading fails, see {@link #readFailureProperty}. */
    public ReadOnlyObjectProperty<@Nullable EnvironmentStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Failure> readFailureProperty() {
        return readFailure.getReadOnlyProperty();
    }

    /** The ways out of the environment's stuck stacks, in the order of deployment; none while an operation is under way. */
    public ReadOnlyObjectProperty<List<WayOut>> waysOutProperty() {
        return waysOut.getReadOnlyProperty();
    }

    /** When {@link #statusProperty} was read, real time. */
    public ReadOnlyObjectProperty<@Nullable Instant> readAtProperty() {
        return readAt.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<LocalCloud.@Nullable Status> localCloudProperty() {
        return localCloud.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<ReadinessCheck>> readinessProperty() {
        return readiness.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable DeployPlan> outlineProperty() {
        return outline.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Failure> outlineFailureProperty() {
        return outlineFailure.getReadOnlyProperty();
    }

    /** The newest failure that concerns no panel in particular, such as an AWS file that cannot be read. */
    public ReadOnlyObjectProperty<@Nullable Failure> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    private void targetsRead(List<TargetChoice> found) {
        // The chosen one stays in the list even when its profile is gone: choosing is the operator's.
        var all = new ArrayList<>(found);
        if (!all.contains(target.get())) {
            all.add(target.get());
        }
        if (!all.equals(targets)) {
            targets.setAll(all);
        }
    }

    private void measure() {
        background.run(services::readiness, readiness::set, notice::set);
    }

    private void outlineAgain() {
        EnvironmentName name = environment.get();
        outlineFailure.set(null);
        background.run(
                () -> services.outline(name),
                plan -> {
                    if (name.equals(environment.get())) {
                        outline.set(plan);
                    }
                },
                outlineFailure::set);
    }

    /** Opens the target; a local cloud that does not run is left asleep until something needs it. */
    private void connect() {
        TargetChoice choice = target.get();
        leave();
        connection.set(new Connection.Opening());
        if (!choice.local()) {
            open(choice);
            return;
        }
        opening = background.run(
                () -> services.localCloud().status(),
                state -> {
                    localCloud.set(state);
                    if (state.running().isPresent()) {
                        open(choice);
                    } else {
                        connection.set(new Connection.Asleep(state.keepsStacks()));
                    }
                },
                failure -> connection.set(new Connection.Refused(failure)));
    }

    private void open(TargetChoice choice) {
        connection.set(new Connection.Opening());
        opening = background.run(
                () -> openNow(choice), this::openedNow, failure -> connection.set(new Connection.Refused(failure)));
    }

    private Connection.Open openNow(TargetChoice choice) {
        TargetOperations operations = services.open(choice);
        try {
            return new Connection.Open(operations, operations.identity());
        } catch (RuntimeException failed) {
            operations.close();
            throw failed;
        }
    }

    private void openedNow(Connection.Open open) {
        leave();
        connection.set(open);
        watchStatus();
        localCloudPoll.refresh();
    }

    /** Gives the open target's operations, or opens the target; the answer is called in the background. */
    private Supplier<TargetOperations> opener() {
        if (connection.get() instanceof Connection.Open open) {
            return open::operations;
        }
        TargetChoice choice = target.get();
        return () -> {
            Connection.Open open = openNow(choice);
            background.onUi(() -> openedNow(open));
            return open.operations();
        };
    }

    private void leave() {
        if (opening != null) {
            opening.cancel();
            opening = null;
        }
        forget();
        if (connection.get() instanceof Connection.Open open) {
            TargetOperations old = open.operations();
            background.run(
                    () -> {
                        old.close();
                        return true;
                    },
                    closed -> {},
                    notice::set);
        }
    }

    private void forget() {
        if (statusPoll != null) {
            statusPoll.stop();
            statusPoll = null;
        }
        status.set(null);
        stuck = Stuck.NONE;
        waysOut.set(List.of());
        readFailure.set(null);
        readAt.set(null);
    }

    private void watchStatus() {
        if (statusPoll != null) {
            statusPoll.stop();
        }
        if (connection.get() instanceof Connection.Open open) {
            EnvironmentName name = environment.get();
            statusPoll = new Poll<>(
                    timer,
                    background,
                    target.get().local() ? LOCAL_PAUSE : AWS_PAUSE,
                    () -> open.operations().read(name),
                    this::statusRead,
                    this::statusFailed);
            if (watchers > 0) {
                statusPoll.start();
            }
        }
    }

    private void statusRead(EnvironmentStatus read) {
        readFailure.set(null);
        readAt.set(clock.instant());
        overtaken = false;
        status.set(read);
        lookForWaysOut(read);
    }

    /** A stuck stack is looked at more closely once, and again when something about it changed. */
    private void lookForWaysOut(EnvironmentStatus read) {
        Stuck now = operation.busy()
                ? Stuck.NONE
                : new Stuck(
                        read.stacks().stream()
                                .filter(stack -> WaysOut.isStuck(stack.status()))
                                .toList(),
                        read.interrupted().isPresent());
        if (now.equals(stuck)) {
            return;
        }
        stuck = now;
        Optional<TargetOperations> target = operations();
        if (now.stacks().isEmpty() || target.isEmpty()) {
            waysOut.set(List.of());
            return;
        }
        background.run(
                () -> target.get().waysOut(read.environment()),
                found -> {
                    if (now.equals(stuck)) {
                        waysOut.set(found);
                    }
                },
                failure -> {
                    stuck = Stuck.NONE; // The next reading tries again.
                    notice.set(failure);
                });
    }

    private void statusFailed(Failure failure) {
        readFailure.set(failure);
    }

    private void localCloudRead(LocalCloud.Status read) {
        LocalCloud.Status before = localCloud.get();
        localCloud.set(read);
        if (!target.get().local() || busy()) {
            return;
        }
        if (connection.get() instanceof Connection.Open && restarted(before, read)) {
            connect();
            return;
        }
        if (read.running().isEmpty() && connection.get() instanceof Connection.Open) {
            leave();
            connection.set(new Connection.Asleep(read.keepsStacks()));
        } else if (connection.get() instanceof Connection.Asleep asleep) {
            if (read.running().isPresent()) {
                open(target.get());
            } else if (asleep.keepsStacks() != read.keepsStacks()) {
                connection.set(new Connection.Asleep(read.keepsStacks()));
            }
        }
    }

    /** Whether another process answers than before: its endpoint and its keys are others. */
    private static boolean restarted(LocalCloud.@Nullable Status before, LocalCloud.Status now) {
        return before != null
                && before.running().isPresent()
                && now.running().isPresent()
                && !before.running().get().started().equals(now.running().get().started());
    }
}
