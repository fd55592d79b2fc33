package slipway.localcloud.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Everything that ECS knows, kept in two documents: what callers declared, and the tasks, which change more often. Its
 * monitor guards all of it: whoever reads or changes more than one thing synchronises on the fleet.
 */
final class Fleet {
    private static final String DOCUMENT = "ecs";
    private static final String TASKS_DOCUMENT = "ecs-tasks";
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Place place;
    private final CloudClock clock;
    private final StateFolder state;
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final Map<String, ServiceState> services = new LinkedHashMap<>();
    private final Map<String, TaskState> tasks = new LinkedHashMap<>();
    private boolean changed;
    private Runnable waker = () -> {};

    /** A task definition and its tags. */
    record Definition(TaskDefinition definition, List<Tag> tags) {}

    record Document(
            Map<String, Cluster> clusters, Map<String, Definition> definitions, List<ServiceState.Kept> services) {}

    record TasksDocument(List<Task> tasks) {}

    Fleet(Place place, CloudClock clock, StateFolder state) {
        this.place = place;
        this.clock = clock;
        this.state = state;
        state.read(DOCUMENT, Document.class).ifPresent(document -> {
            clusters.putAll(document.clusters());
            definitions.putAll(document.definitions());
            document.services().forEach(kept -> add(new ServiceState(kept)));
        });
        state.read(TASKS_DOCUMENT, TasksDocument.class)
                .ifPresent(
                        document -> document.tasks().forEach(task -> tasks.put(task.taskArn(), new TaskState(task))));
    }

    Place place() {
        return place;
    }

    Instant now() {
        return clock.instant();
    }

    /** Name to cluster. */
    Map<String, Cluster> clusters() {
        return clusters;
    }

    /** ARN to task definition, in the order of registration. */
    Map<String, Definition> definitions() {
        return definitions;
    }

    /** An active cluster by name or ARN; null means {@code default}. */
    Cluster cluster(@Nullable String nameOrArn) {
        Cluster cluster = clusters.get(clusterName(nameOrArn));
        if (cluster == null || !cluster.status().equals(ServiceState.ACTIVE)) {
            throw EcsErrors.clusterNotFound();
        }
        return cluster;
    }

    static String clusterName(@Nullable String nameOrArn) {
        return nameOrArn == null ? "default" : nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /** By ARN, {@code family:revision} or {@code family} (its newest active revision); null when there is none. */
    @Nullable
    Definition definition(@Nullable String reference) {
        if (reference == null) {
            return null;
        }
        String plain = reference.substring(reference.lastIndexOf('/') + 1);
        if (plain.contains(":")) {
            return definitions.get(place.arn("ecs", "task-definition/" + plain));
        }
        Definition newest = null;
        for (Definition candidate : definitions.values()) {
            if (candidate.definition().family().equals(plain)
                    && "ACTIVE".equals(candidate.definition().statusAsString())) {
                newest = candidate;
            }
        }
        return newest;
    }

    List<ServiceState> services() {
        return new ArrayList<>(services.values());
    }

    /** By name or ARN within a cluster; null when there is none. */
    @Nullable
    ServiceState service(Cluster cluster, String nameOrArn) {
        String name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
        return services.get(place.arn("ecs", "service/" + cluster.clusterName() + "/" + name));
    }

    void add(ServiceState service) {
        services.put(service.arn(), service);
    }

    List<TaskState> tasks() {
        return new ArrayList<>(tasks.values());
    }

    /** The service's tasks, oldest first. */
    List<TaskState> tasks(ServiceState service) {
        return tasks.values().stream()
                .filter(task -> service.group().equals(task.task().group())
                        && service.declared().clusterArn().equals(task.task().clusterArn()))
                .toList();
    }

    @Nullable
    TaskState task(String arn) {
        return tasks.get(arn);
    }

    void add(TaskState task) {
        tasks.put(task.arn(), task);
    }

    /** The service that a task belongs to; null for one that was run by itself, or whose service is gone. */
    @Nullable
    ServiceState serviceOf(Task task) {
        for (ServiceState service : services.values()) {
            if (service.group().equals(task.group())
                    && service.declared().clusterArn().equals(task.clusterArn())) {
                return service;
            }
        }
        return null;
    }

    /** Changes a task as AWS would tell of it, and has the scheduler look. */
    synchronized void change(TaskState task, UnaryOperator<Task> step) {
        task.change(step);
        touch();
    }

    /** Notes what a task has done for its service's events. */
    synchronized void tally(TaskState task, Consumer<Tally> deed) {
        ServiceState service = serviceOf(task.task());
        if (service != null) {
            deed.accept(service.tally());
        }
    }

    /** Something has changed: it will be saved, and the scheduler looks. */
    synchronized void touch() {
        changed = true;
        waker.run();
    }

    synchronized void onTouch(Runnable look) {
        waker = look;
    }

    /** Saves what callers declared at once: an answer is given only for what is kept. */
    synchronized void save() {
        state.write(
                DOCUMENT,
                new Document(
                        clusters,
                        definitions,
                        services.values().stream().map(ServiceState::kept).toList()));
        state.write(
                TASKS_DOCUMENT,
                new TasksDocument(tasks.values().stream().map(TaskState::task).toList()));
        changed = false;
    }

    synchronized void saveIfChanged() {
        if (changed) {
            save();
        }
    }

    /** Forgets tasks that stopped over an hour ago. */
    synchronized void forgetOldTasks() {
        Instant oldest = now().minus(REMEMBERED);
        if (tasks.values()
                .removeIf(task -> task.isStopped()
                        && task.task().stoppedAt() != null
                        && task.task().stoppedAt().isBefore(oldest))) {
            changed = true;
        }
    }
}
