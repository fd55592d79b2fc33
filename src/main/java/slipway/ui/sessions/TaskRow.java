package slipway.ui.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.model.SessionTask;
import slipway.ui.controls.Phrases;

/**
 * A task in the list of those that a session can be opened on.
 *
 * @param words how old it is, or what it waits for
 * @param tab the place of the tab that has a session on it, from 1; 0 for none
 * @param obstacle why none can be opened; empty when one can
 */
record TaskRow(SessionTask task, String words, int tab, String obstacle) {
    /**
     * @param now the target's time; absent before anything was read
     * @param newest whether it is what is opened unless another is chosen
     */
    static TaskRow of(SessionTask task, @Nullable Instant now, boolean newest, int tab) {
        String age = age(task, now);
        String words = state(task).orElse(newest ? age.isEmpty() ? "newest" : "newest, " + age : age);
        return new TaskRow(task, words, tab, obstacle(task));
    }

    boolean openable() {
        return obstacle.isEmpty();
    }

    private static String age(SessionTask task, @Nullable Instant now) {
        Instant started = task.started();
        return started == null || now == null ? "" : Phrases.age(Duration.between(started, now));
    }

    private static Optional<String> state(SessionTask task) {
        if (task.stopping()) {
            return Optional.of("on its way out");
        }
        if (!task.execEnabled()) {
            return Optional.of("ECS Exec is off");
        }
        if (!task.lastStatus().equals("RUNNING")) {
            return Optional.of(task.lastStatus());
        }
        return switch (task.agent()) {
            case "RUNNING" -> task.healthy() ? Optional.empty() : Optional.of("not healthy");
            case "STOPPED" -> Optional.of("agent stopped");
            default -> Optional.of("agent starting");
        };
    }

    /** What no waiting helps against. */
    static String obstacle(SessionTask task) {
        if (task.stopping()) {
            return "This task is being stopped: choose another one.";
        }
        if (!task.execEnabled()) {
            return "ECS Exec was off when this task was started: switch it on for its service and redeploy.";
        }
        if (task.agent().equals("STOPPED")) {
            return "The agent of this task has stopped: stop the task, so that its service starts a new one.";
        }
        return "";
    }
}
