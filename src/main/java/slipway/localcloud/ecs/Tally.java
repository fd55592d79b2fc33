package slipway.localcloud.ecs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tasks have done since the service's events were last written: one event tells of all of a kind, as on AWS. */
final class Tally {
    private final Map<String, Integer> registered = new LinkedHashMap<>();
    private final Map<String, Integer> deregistered = new LinkedHashMap<>();
    private final List<String> stopped = new ArrayList<>();
    private int draining;

    void registered(String targetGroup) {
        registered.merge(targetGroup, 1, Integer::sum);
    }

    void deregistered(String targetGroup) {
        deregistered.merge(targetGroup, 1, Integer::sum);
    }

    void draining() {
        draining++;
    }

    /** The scheduler has stopped a task, and its targets have drained. */
    void stopped(String taskId) {
        stopped.add(taskId);
    }

    /** The events that are due, oldest first, without the service's name. */
    List<String> take() {
        List<String> events = new ArrayList<>();
        registered.forEach(
                (group, count) -> events.add("registered " + count + " targets in (target-group " + group + ")"));
        deregistered.forEach(
                (group, count) -> events.add("deregistered " + count + " targets in (target-group " + group + ")"));
        if (draining > 0) {
            events.add("has begun draining connections on " + draining + " tasks.");
        }
        if (!stopped.isEmpty()) {
            events.add("has stopped " + stopped.size() + " running tasks: (task " + String.join(") (task ", stopped)
                    + ").");
        }
        registered.clear();
        deregistered.clear();
        draining = 0;
        stopped.clear();
        return events;
    }
}
