package slipway.ui.services;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.ServiceStatus;
import slipway.model.StoppedTask;
import slipway.model.Tier;
import slipway.ui.controls.Phrases;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfStopped;
import slipway.ui.services.RowValues.OfTask;
import slipway.ui.workspace.Connection;
import slipway.ui.workspace.LogsRequest;
import slipway.ui.workspace.SessionRequest;
import slipway.ui.workspace.TargetOperations;
import slipway.ui.workspace.Workspace;

/** What the Services panel says, and what it does to a service or a task. */
public final class ServicesViewModel {
    /** Which arrangement the panel shows. */
    public enum Mode {
        /** Nothing was read yet. */
        READING,
        /** Nothing is deployed. */
        EMPTY,
        LIVE,
        /** The local cloud is stopped and keeps an environment. */
        ASLEEP,
        /** The target refuses or does not answer, and nothing older can be shown. */
        REFUSED
    }

    /** Which services are shown. */
    public enum Kind {
        ALL("All"),
        CLIENT("client"),
        API("api"),
        REDIS("Redis");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** A service with the rows under it, in their natural order. */
    record Group(OfService service, List<RowValues> rows) {}

    /**
     * What the cards under the table are about.
     *
     * @param failure why the last deployment failed, when it failed in this service
     * @param stopped newest first
     */
    record Selection(OfService service, Optional<FailureChain> failure, List<StoppedTask> stopped) {}

    /** After so long without the reading that shows an action's effect, nothing is promised any more. */
    private static final Duration ASKED_FOR = Duration.ofSeconds(15);

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<Mode> mode = new ReadOnlyObjectWrapper<>(Mode.READING);
    private final ReadOnlyStringWrapper headline = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper subline = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<Group>> groups = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Selection> selection = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<Unread>> unread = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Failure> refusal = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Failure> actionFailure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Instant> moment = new ReadOnlyObjectWrapper<>(Instant.EPOCH);
    private final StringProperty filter = new SimpleStringProperty("");
    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.ALL);
    private final BooleanProperty showStopped = new SimpleBooleanProperty();
    /** When the operator asked for what no reading shows yet, by the row's key, real time. */
    private final Map<String, Instant> asked = new HashMap<>();

    private String selectedService = "";

    public ServicesViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.connectionProperty().addListener((property, before, now) -> update());
        workspace.statusProperty().addListener((property, before, now) -> update());
        workspace.readFailureProperty().addListener((property, before, now) -> update());
        workspace.environmentProperty().addListener((property, before, now) -> forget());
        filter.addListener((property, before, now) -> list());
        kind.addListener((property, before, now) -> list());
        showStopped.addListener((property, before, now) -> list());
        update();
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

    /** Words that a row must contain: a service, a version, a task, an address. */
    public StringProperty filterProperty() {
        return filter;
    }

    public ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    /** Whether stopped tasks are rows of the table too. */
    public BooleanProperty showStoppedProperty() {
        return showStopped;
    }

    ReadOnlyObjectProperty<List<Group>> groupsProperty() {
        return groups.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable Selection> selectionProperty() {
        return selection.getReadOnlyProperty();
    }

    /** Every stopped task that is known, newest first. */
    List<StoppedTask> stopped() {
        EnvironmentStatus status = workspace.statusProperty().get();
        return status == null ? List.of() : status.stopped();
    }

    /** What could not be read, while the rest could. */
    public ReadOnlyObjectProperty<List<Unread>> unreadProperty() {
        return unread.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Failure> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    /** Why the last thing that the operator asked for did not happen. */
    public ReadOnlyObjectProperty<@Nullable Failure> actionFailureProperty() {
        return actionFailure.getReadOnlyProperty();
    }

    /** What time it is at the target, for ages. */
    ReadOnlyObjectProperty<Instant> momentProperty() {
        return moment.getReadOnlyProperty();
    }

    /** Lets ages grow and promises lapse; called every second while the panel is shown. */
    public void tick() {
        Instant limit = workspace.clock().instant().minus(ASKED_FOR);
        if (asked.values().removeIf(at -> at.isBefore(limit))) {
            list();
        }
        EnvironmentStatus status = workspace.statusProperty().get();
        Instant read = workspace.readAtProperty().get();
        if (status == null || read == null) {
            return;
        }
        double factor =
                workspace.identity().map(identity -> identity.clockFactor()).orElse(1.0);
        Duration since = Duration.between(read, workspace.clock().instant());
        moment.set(status.readAt().plusMillis(Math.round(since.toMillis() * factor)));
        if (workspace.readFailureProperty().get() != null) {
            subline.set(stale(read));
        }
    }

    /** The operator chose a row. */
    void select(RowValues row) {
        selectedService = row.service();
        choose();
    }

    public void tryAgain() {
        workspace.refresh();
    }

    public void wake() {
        workspace.wake();
    }

    public void dismissFailure() {
        actionFailure.set(null);
    }

    /** Who acts and where, for a question before a write; empty on the local cloud. */
    Optional<String> actor() {
        return workspace
                .identity()
                .filter(identity -> !identity.local())
                .map(identity -> "As " + identity.principal() + ", account " + Phrases.account(identity.accountId())
                        + ", " + identity.region() + ".");
    }

    /** What stopping the task will do, for the question before it. */
    String stopWords(OfTask task) {
        if (isRedis(task.service())) {
            return "It is the only writer: the api answers 503 until the scheduler has started a new one, usually within"
                    + " seconds. The sum is on the volume and stays.";
        }
        String gone = task.judged() ? "The balancer sends it no new requests, those under way end first. " : "";
        return gone + "The scheduler starts another task of the same version in its place.";
    }

    /** What redeploying the service will do, for the question before it. */
    String redeployWords(OfService service) {
        if (service.redis()) {
            return "Its task stops before a new one starts, since there may be one writer only: the api answers 503 in"
                    + " between, usually for seconds. The sum is on the volume and stays.";
        }
        return "Every task is replaced by a new one of the same version"
                + (service.status().image().isEmpty()
                        ? ""
                        : " (" + Phrases.version(service.status().image()) + ")")
                + ", step by step; the service goes on serving.";
    }

    private boolean isRedis(String service) {
        EnvironmentStatus status = workspace.statusProperty().get();
        return status != null
                && status.redis()
                        .filter(redis -> redis.service().equals(service))
                        .isPresent();
    }

    /** Stops the task; its service replaces it. */
    void stop(OfTask row) {
        act(
                row.key(),
                operations -> operations.stopTask(
                        workspace.environmentProperty().get(), row.status().id()));
    }

    /** Replaces every task of the service. */
    void redeploy(OfService row) {
        act(
                row.key(),
                operations ->
                        operations.redeploy(workspace.environmentProperty().get(), row.service()));
    }

    /** What the Logs panel shall show for a row; empty for what writes no lines that it knows. */
    Optional<LogsRequest> logs(RowValues row) {
        return LogsRequest.of(
                workspace.environmentProperty().get(),
                row.service(),
                switch (row) {
                    case OfService _ -> "";
                    case OfTask task -> task.status().id();
                    case OfStopped stopped -> stopped.task().id();
                },
                row instanceof OfStopped stopped ? stopped.task().stopped() : null);
    }

    /** The session that a row asks for: on a service's newest task, or on a task. */
    Optional<SessionRequest> session(RowValues row) {
        return SessionRequest.of(
                workspace.environmentProperty().get(),
                row.service(),
                row instanceof OfTask task ? task.status().id() : "");
    }

    private void act(String key, java.util.function.Consumer<TargetOperations> deed) {
        Optional<TargetOperations> operations = workspace.operations();
        if (operations.isEmpty()) {
            actionFailure.set(new Failure.Unreachable("The target is not open; nothing was done.", ""));
            return;
        }
        actionFailure.set(null);
        asked.put(key, workspace.clock().instant());
        list();
        var _ = workspace
                .background()
                .run(
                        () -> {
                            deed.accept(operations.get());
                            return true;
                        },
                        done -> workspace.refresh(),
                        failure -> {
                            asked.remove(key);
                            actionFailure.set(failure);
                            list();
                        });
    }

    private void forget() {
        asked.clear();
        selectedService = "";
        actionFailure.set(null);
    }

    private void update() {
        EnvironmentStatus status = workspace.statusProperty().get();
        refusal.set(
                workspace.connectionProperty().get() instanceof Connection.Refused refused
                        ? refused.failure()
                        : status == null ? workspace.readFailureProperty().get() : null);
        mode.set(modeOf(status));
        if (status != null) {
            moment.set(status.readAt());
            unread.set(status.unread());
            shown(status);
        } else {
            unread.set(List.of());
        }
        list();
        say(status);
    }

    /** What a reading shows need not be promised any more. */
    private void shown(EnvironmentStatus status) {
        for (ServiceStatus service : status.services()) {
            service.tasks().stream()
                    .filter(task -> task.stopping().isPresent())
                    .forEach(task -> asked.remove("task/" + task.id()));
            if (service.primary()
                    .filter(primary -> primary.rolloutState().equals("IN_PROGRESS"))
                    .isPresent()) {
                asked.remove("service/" + service.name());
            }
        }
    }

    private Mode modeOf(@Nullable EnvironmentStatus status) {
        return switch (workspace.connectionProperty().get()) {
            case Connection.Asleep asleep -> asleep.keepsStacks() ? Mode.ASLEEP : Mode.EMPTY;
            case Connection.Opening _ -> Mode.READING;
            case Connection.Refused _ -> Mode.REFUSED;
            case Connection.Open _ -> {
                if (status == null) {
                    yield workspace.readFailureProperty().get() == null ? Mode.READING : Mode.REFUSED;
                }
                boolean hidden =
                        status.unread().stream().anyMatch(part -> part.part().equals("services"));
                yield status.services().isEmpty() && !hidden ? Mode.EMPTY : Mode.LIVE;
            }
        };
    }

    private void say(@Nullable EnvironmentStatus status) {
        switch (mode.get()) {
            case READING -> words("Reading the services", "");
            case EMPTY ->
                words("No services yet", "A deployment makes five: client and api in two colours, and Redis.");
            case ASLEEP -> words("The local cloud is stopped", "Starting it brings the tasks back.");
            case REFUSED ->
                words("No answer from " + workspace.targetProperty().get().label(), "");
            case LIVE -> {
                if (status != null) {
                    Instant read = workspace.readAtProperty().get();
                    words(
                            status.services().isEmpty() ? "Services may not be read" : HeadWords.headline(status),
                            workspace.readFailureProperty().get() != null && read != null
                                    ? stale(read)
                                    : HeadWords.lately(status));
                }
            }
        }
    }

    private String stale(Instant read) {
        return "read " + Phrases.clock(read) + ", "
                + Phrases.ago(Duration.between(read, workspace.clock().instant()))
                + "; the target does not answer, it is asked again every few seconds";
    }

    private void words(String head, String sub) {
        headline.set(head);
        subline.set(sub);
    }

    private void list() {
        EnvironmentStatus status = workspace.statusProperty().get();
        if (status == null) {
            groups.set(List.of());
            selection.set(null);
            return;
        }
        String wanted = filter.get().strip().toLowerCase(Locale.ROOT);
        Map<String, List<StoppedTask>> stopped = showStopped.get() ? byService(status.stopped()) : Map.of();
        List<Group> listed = new ArrayList<>();
        for (ServiceStatus service : status.services()) {
            if (isOfKind(service)) {
                Group group = group(status, service, stopped.getOrDefault(service.name(), List.of()));
                filtered(group, wanted).ifPresent(listed::add);
            }
        }
        groups.set(listed);
        choose();
    }

    private static Map<String, List<StoppedTask>> byService(List<StoppedTask> all) {
        Map<String, List<StoppedTask>> byService = new HashMap<>();
        all.forEach(task -> byService
                .computeIfAbsent(task.service(), name -> new ArrayList<>())
                .add(task));
        return byService;
    }

    private boolean isOfKind(ServiceStatus service) {
        return switch (kind.get()) {
            case ALL -> true;
            case CLIENT -> service.tier().filter(tier -> tier == Tier.CLIENT).isPresent();
            case API -> service.tier().filter(tier -> tier == Tier.API).isPresent();
            case REDIS -> isRedis(service.name());
        };
    }

    private Group group(EnvironmentStatus status, ServiceStatus service, List<StoppedTask> stopped) {
        List<RowValues> rows = new ArrayList<>(service.tasks().size() + stopped.size());
        for (TaskStatus task : service.tasks()) {
            rows.add(new OfTask(
                    task, service.name(), service.colour(), service.judged(), asked.containsKey("task/" + task.id())));
        }
        stopped.forEach(task -> rows.add(new OfStopped(task)));
        return new Group(row(status, service), rows);
    }

    private OfService row(EnvironmentStatus status, ServiceStatus service) {
        boolean redis = isRedis(service.name());
        String prefix = status.environment() + "-";
        return new OfService(
                service,
                service.name().startsWith(prefix) ? service.name().substring(prefix.length()) : service.name(),
                redis,
                redis
                        ? status.volume().map(volume -> volume.bytes()).orElse(OptionalLong.empty())
                        : OptionalLong.empty(),
                asked.containsKey("service/" + service.name()));
    }

    /** A service that matches shows all its rows; one that does not, those of its rows that do. */
    private static Optional<Group> filtered(Group group, String wanted) {
        if (wanted.isEmpty() || matches(group.service(), wanted)) {
            return Optional.of(group);
        }
        List<RowValues> rows =
                group.rows().stream().filter(row -> matches(row, wanted)).toList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Group(group.service(), rows));
    }

    private static boolean matches(RowValues row, String wanted) {
        return switch (row) {
            case OfService service ->
                any(wanted, service.status().name(), service.status().image());
            case OfTask task ->
                any(
                        wanted,
                        task.status().id(),
                        task.status().image(),
                        task.status().address(),
                        task.status().health());
            case OfStopped stopped ->
                any(wanted, stopped.task().id(), stopped.task().image(), RowWords.reason(stopped.task()));
        };
    }

    private static boolean any(String wanted, String... texts) {
        for (String text : texts) {
            if (text.toLowerCase(Locale.ROOT).contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** The service that the operator chose; before, the first one that runs. */
    private void choose() {
        EnvironmentStatus status = workspace.statusProperty().get();
        if (status == null || groups.get().isEmpty()) {
            selection.set(null);
            return;
        }
        OfService service = groups.get().stream()
                .map(Group::service)
                .filter(row -> row.service().equals(selectedService))
                .findFirst()
                .orElseGet(() -> groups.get().getFirst().service());
        selection.set(new Selection(
                service,
                status.failure().filter(failure -> failure.service().equals(service.service())),
                status.stopped().stream()
                        .filter(task -> task.service().equals(service.service()))
                        .toList()));
    }
}
