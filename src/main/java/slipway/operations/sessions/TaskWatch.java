package slipway.operations.sessions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.FailureException;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import slipway.model.SessionTaskNews.State;
import slipway.operations.Failures;
import slipway.operations.TaskEnd;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Looks what becomes of the tasks that sessions are on, in one call for all of them, every few seconds while there are any; and
 * at once when a channel ends, as most end with their task.
 */
final class TaskWatch {
    private static final Duration PACE = Duration.ofSeconds(5);
    /** A call to the local cloud costs nothing. */
    private static final Duration LOCAL_PACE = Duration.ofSeconds(1);
    /** After a channel's end somebody waits for the answer. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private static final int TASKS_PER_CALL = 100;

    private final Cloud cloud;
    private final Timer timer;
    private final TaskFinder finder;
    private final Map<Object, Watched> watched = new LinkedHashMap<>();
    private @Nullable Cancellable repetition;

    TaskWatch(Cloud cloud, Timer timer, TaskFinder finder) {
        this.cloud = cloud;
        this.timer = timer;
        this.finder = finder;
    }

    /** A session's task, and what was told of it last. */
    private static final class Watched {
        private final SessionTask task;
        private final Consumer<SessionTaskNews> listener;
        private @Nullable State told;

        Watched(SessionTask task, Consumer<SessionTaskNews> listener) {
            this.task = task;
            this.listener = listener;
        }

        synchronized boolean isNews(State state) {
            boolean news = told != state;
            told = state;
            return news;
        }
    }

    /** What ECS says of a task that is not as it was. */
    private record Change(State state, String reason) {}

    /** Watches until the registration is cancelled. */
    Cancellable watch(SessionTask task, Consumer<SessionTaskNews> listener) {
        var key = new Object();
        synchronized (this) {
            watched.put(key, new Watched(task, listener));
            if (repetition == null) {
                boolean local = cloud.target() instanceof Target.Local;
                repetition = timer.every(local ? LOCAL_PACE : PACE, this::look);
            }
        }
        return () -> forget(key);
    }

    private synchronized void forget(Object key) {
        watched.remove(key);
        if (watched.isEmpty() && repetition != null) {
            repetition.cancel();
            repetition = null;
        }
    }

    private synchronized List<Watched> all() {
        return List.copyOf(watched.values());
    }

    private void look() {
        Map<String, List<Watched>> byCluster = new HashMap<>();
        all().forEach(each -> byCluster
                .computeIfAbsent(each.task.cluster(), cluster -> new ArrayList<>())
                .add(each));
        byCluster.forEach((cluster, sessions) -> {
            List<String> ids = sessions.stream()
                    .map(each -> each.task.id())
                    .distinct()
                    .limit(TASKS_PER_CALL)
                    .toList();
            Map<String, Task> tasks;
            try {
                tasks = described(cluster, ids);
            } catch (FailureException unknown) {
                // The next look is soon, and the session itself tells when the target is gone.
                return;
            }
            sessions.stream()
                    .filter(each -> ids.contains(each.task.id()))
                    .forEach(each -> judge(each.task, tasks)
                            .filter(change -> each.isNews(change.state()))
                            .ifPresent(change -> each.listener.accept(news(each.task, change))));
        });
    }

    /** What has become of a task whose session has just ended; empty when it is as it was, or that cannot be found out. */
    Optional<SessionTaskNews> lookAt(SessionTask task) {
        try {
            Map<String, Task> tasks = described(task.cluster(), List.of(task.id()));
            return judge(task, tasks)
                    .filter(change -> change.state() != State.DRAINING)
                    .or(() -> ended(task, tasks))
                    .or(() -> judge(task, tasks))
                    .map(change -> news(task, change));
        } catch (FailureException unknown) {
            return Optional.empty();
        }
    }

    private Map<String, Task> described(String cluster, List<String> ids) {
        return Failures.translated("look at the tasks of the sessions", () -> {
            Map<String, Task> tasks = new HashMap<>();
            cloud.ecs()
                    .describeTasks(request -> request.cluster(cluster)
                            .tasks(ids)
                            .overrideConfiguration(call -> call.apiCallTimeout(LONGEST)))
                    .tasks()
                    .forEach(task -> tasks.put(TaskEnd.id(task), task));
            return tasks;
        });
    }

    private static Optional<Change> judge(SessionTask task, Map<String, Task> tasks) {
        Task now = tasks.get(task.id());
        if (now == null) {
            return Optional.of(new Change(State.GONE, ""));
        }
        String reason = Objects.requireNonNullElse(now.stoppedReason(), "");
        switch (Objects.requireNonNullElse(now.lastStatus(), "")) {
            case "STOPPING", "DEPROVISIONING", "STOPPED", "DELETED" -> {
                return Optional.of(new Change(State.STOPPED, reason));
            }
            default -> {
                if ("STOPPED".equals(now.desiredStatus())) {
                    return Optional.of(new Change(State.DRAINING, reason));
                }
            }
        }
        Container container = TaskFinder.application(now, task.tier());
        boolean same = task.runtimeId().isEmpty() || task.runtimeId().equals(container.runtimeId());
        return same
                ? Optional.empty()
                : Optional.of(new Change(State.RESTARTED, Objects.requireNonNullElse(container.reason(), "")));
    }

    /**
     * A container that has ended took the session along. For a moment ECS tells that by its agent alone: it is neither restarted
     * yet nor is its task stopped.
     */
    private static Optional<Change> ended(SessionTask task, Map<String, Task> tasks) {
        return Optional.ofNullable(tasks.get(task.id()))
                .map(now -> TaskFinder.application(now, task.tier()))
                .filter(container -> "STOPPED".equals(container.lastStatus())
                        || TaskFinder.agent(container)
                                .filter(agent -> "STOPPED".equals(agent.lastStatus()))
                                .isPresent())
                .map(container -> new Change(State.ENDED, Objects.requireNonNullElse(container.reason(), "")));
    }

    private SessionTaskNews news(SessionTask task, Change change) {
        Optional<SessionTask> replica;
        try {
            replica = finder.replica(task);
        } catch (FailureException unknown) {
            replica = Optional.empty();
        }
        return new SessionTaskNews(task.id(), change.state(), change.reason(), replica);
    }
}
