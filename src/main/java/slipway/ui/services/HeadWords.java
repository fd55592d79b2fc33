package slipway.ui.services;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import slipway.model.EnvironmentStatus;
import slipway.model.ServiceStatus;
import slipway.model.StoppedTask;
import slipway.ui.controls.Phrases;

/** The panel's answer: how many of the wanted tasks are healthy, and what happened to them lately. */
final class HeadWords {
    private static final Duration LATELY = Duration.ofHours(1);

    private HeadWords() {}

    static String headline(EnvironmentStatus status) {
        int desired =
                status.services().stream().mapToInt(ServiceStatus::desired).sum();
        int healthy = status.services().stream()
                .mapToInt(service -> Math.min(service.healthy(), service.desired()))
                .sum();
        int starting = status.services().stream().mapToInt(RowWords::starting).sum();
        long unhealthy = status.services().stream()
                .flatMap(service -> service.tasks().stream())
                .filter(RowWords::unhealthy)
                .count();
        if (desired == 0) {
            return "No tasks run";
        }
        String words = healthy == desired
                ? "All " + Phrases.count(desired, "task") + " healthy"
                : healthy + " of " + Phrases.count(desired, "task") + " healthy";
        if (unhealthy > 0) {
            words += ", " + unhealthy + " unhealthy";
        }
        return starting > 0 ? words + ", " + starting + " starting" : words;
    }

    static String lately(EnvironmentStatus status) {
        List<StoppedTask> crashed = status.stoppedWithin(LATELY).stream()
                .filter(StoppedTask::failed)
                .toList();
        int restarts = status.services().stream()
                .mapToInt(service -> service.restarts().orElse(0))
                .sum();
        List<String> parts = new ArrayList<>();
        if (!crashed.isEmpty()) {
            parts.add(Phrases.count(crashed.size(), "task") + " crashed in the last hour");
        }
        if (restarts > 0) {
            parts.add(Phrases.count(restarts, "restart") + " in place");
        }
        if (parts.isEmpty()) {
            return "nothing crashed in the last hour";
        }
        boolean recovered = status.services().stream().allMatch(service -> service.healthy() >= service.desired());
        return String.join(", ", parts) + (recovered ? ", all recovered" : "");
    }
}
