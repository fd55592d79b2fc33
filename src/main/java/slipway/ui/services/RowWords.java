package slipway.ui.services;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import slipway.model.Colour;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.ServiceStatus;
import slipway.model.ServiceStatus.Deployment;
import slipway.model.StoppedTask;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.ServiceEventWords;
import slipway.ui.controls.StateIcon;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfStopped;
import slipway.ui.services.RowValues.OfTask;

/** What the columns say of a row. */
final class RowWords {
    /** An outline and the word beside it. */
    record Mark(StateIcon.State icon, String words) {}

    private RowWords() {}

    static String name(RowValues row) {
        return switch (row) {
            case OfService service -> service.shortName();
            case OfTask task -> Phrases.shortId(task.status().id());
            case OfStopped stopped -> Phrases.shortId(stopped.task().id());
        };
    }

    /** Whether a session can be opened there: Redis has no irb, and what has stopped has nothing. */
    static boolean takesSession(RowValues row) {
        return switch (row) {
            case OfService service ->
                service.status().tier().isPresent() && service.status().running() > 0;
            case OfTask task ->
                task.colour().isPresent() && task.status().stopping().isEmpty();
            case OfStopped _ -> false;
        };
    }

    static Optional<Colour> colour(RowValues row) {
        return switch (row) {
            case OfService service -> service.status().colour();
            case OfTask task -> task.colour();
            case OfStopped _ -> Optional.empty();
        };
    }

    static String version(RowValues row) {
        return switch (row) {
            case OfService service -> orNone(service.status().image());
            case OfTask task -> orDash(Phrases.version(task.status().image()));
            case OfStopped stopped -> orDash(Phrases.version(stopped.task().image()));
        };
    }

    private static String orNone(String image) {
        return image.isEmpty() ? "none" : Phrases.version(image);
    }

    private static String orDash(String words) {
        return words.isEmpty() ? "–" : words;
    }

    static Mark health(RowValues row) {
        return switch (row) {
            case OfService service -> health(service);
            case OfTask task -> health(task);
            case OfStopped stopped ->
                new Mark(
                        stopped.task().failed() ? StateIcon.State.WARNING : StateIcon.State.IDLE,
                        "stopped, " + exits(stopped.task()));
        };
    }

    private static Mark health(OfService row) {
        ServiceStatus service = row.status();
        String counts = service.healthy() + " of " + service.desired();
        long unhealthy = service.tasks().stream().filter(RowWords::unhealthy).count();
        int starting = starting(service);
        if (service.desired() == 0 && service.running() == 0 && service.pending() == 0) {
            return new Mark(StateIcon.State.IDLE, counts + ", idle");
        }
        if (unhealthy > 0) {
            return new Mark(StateIcon.State.WARNING, counts + ", " + unhealthy + " unhealthy");
        }
        if (starting > 0) {
            return new Mark(StateIcon.State.WORKING, counts + ", " + starting + " starting");
        }
        if (service.healthy() < service.desired()) {
            return new Mark(StateIcon.State.WORKING, counts + " healthy");
        }
        return new Mark(StateIcon.State.HEALTHY, counts + " healthy");
    }

    /** Tasks that shall run and are not judged, or not there, yet. */
    static int starting(ServiceStatus service) {
        if (service.tasks().isEmpty()) {
            return service.pending();
        }
        return (int) service.tasks().stream()
                .filter(task -> task.stopping().isEmpty()
                        && (!task.lastStatus().equals("RUNNING")
                                || task.health().equals("initial")
                                || (service.judged() && task.health().isEmpty())))
                .count();
    }

    static boolean unhealthy(TaskStatus task) {
        return task.stopping().isEmpty() && task.health().equals("unhealthy");
    }

    private static Mark health(OfTask row) {
        TaskStatus task = row.status();
        if (task.stopping().isPresent() || row.asked()) {
            return new Mark(StateIcon.State.WORKING, task.health().equals("draining") ? "draining, stops" : "stopping");
        }
        if (!task.lastStatus().equals("RUNNING")) {
            return new Mark(StateIcon.State.WORKING, "starting");
        }
        return switch (task.health()) {
            case "healthy" -> new Mark(StateIcon.State.HEALTHY, "healthy");
            case "unhealthy" -> new Mark(StateIcon.State.WARNING, "unhealthy");
            case "initial" -> new Mark(StateIcon.State.WORKING, "initial");
            case "" ->
                row.judged()
                        ? new Mark(StateIcon.State.WORKING, "not yet a target")
                        : new Mark(StateIcon.State.HEALTHY, "running");
            default -> new Mark(StateIcon.State.WAITING, task.health());
        };
    }

    /** A service's share of the traffic; a task's address. */
    static String traffic(RowValues row) {
        return switch (row) {
            case OfService service -> {
                OptionalDouble share = service.status().share();
                if (share.isPresent()) {
                    yield Math.round(share.getAsDouble() * 100) + " % of traffic";
                }
                yield service.redis() ? "one writer" : "no balancer";
            }
            case OfTask task -> {
                TaskStatus status = task.status();
                if (status.address().isEmpty()) {
                    yield "–";
                }
                yield status.port() == 0 ? status.address() : status.address() + ":" + status.port();
            }
            case OfStopped _ -> "";
        };
    }

    /** In percent of what is reserved. */
    static OptionalDouble cpu(RowValues row) {
        return switch (row) {
            case OfService service ->
                service.status().cpuPercent().isPresent()
                        ? service.status().cpuPercent()
                        : service.status().tasks().stream()
                                .map(task -> task.gauges().cpuPercent())
                                .filter(OptionalDouble::isPresent)
                                .mapToDouble(OptionalDouble::getAsDouble)
                                .average();
            case OfTask task -> task.status().gauges().cpuPercent();
            case OfStopped _ -> OptionalDouble.empty();
        };
    }

    static OptionalLong memory(RowValues row) {
        return switch (row) {
            case OfService service -> service.status().memoryBytes();
            case OfTask task -> task.status().gauges().memoryBytes();
            case OfStopped _ -> OptionalLong.empty();
        };
    }

    /** What the memory is measured against; 0 when unknown. */
    static long memoryLimit(RowValues row) {
        return switch (row) {
            case OfService service ->
                service.status().tasks().stream()
                        .mapToLong(TaskStatus::memoryLimitBytes)
                        .max()
                        .orElse(0);
            case OfTask task -> task.status().memoryLimitBytes();
            case OfStopped _ -> 0;
        };
    }

    /** Since when: a service's primary deployment, a task's start. Empty for a service without tasks. */
    static Optional<Instant> since(RowValues row) {
        return switch (row) {
            case OfService service ->
                service.status().desired() == 0 && service.status().running() == 0
                        ? Optional.empty()
                        : service.status().primary().map(Deployment::created);
            case OfTask task ->
                Optional.ofNullable(
                        task.status().started() == null
                                ? task.status().created()
                                : task.status().started());
            case OfStopped stopped -> Optional.of(stopped.task().stopped());
        };
    }

    static String age(RowValues row, Instant now) {
        Optional<Duration> age = since(row).map(since -> Duration.between(since, now));
        return row instanceof OfStopped
                ? age.map(Phrases::ago).orElse("")
                : age.map(Phrases::age).orElse("–");
    }

    static OptionalInt restarts(RowValues row) {
        return switch (row) {
            case OfService service -> service.status().restarts();
            case OfTask task -> task.status().gauges().restarts();
            case OfStopped _ -> OptionalInt.empty();
        };
    }

    /** What is worth knowing beside the figures; no words when nothing is. A warning has its outline. */
    static Mark note(RowValues row, Instant now) {
        return switch (row) {
            case OfService service -> note(service, now);
            case OfTask task -> note(task);
            case OfStopped stopped ->
                new Mark(
                        stopped.task().failed() ? StateIcon.State.WARNING : StateIcon.State.WAITING,
                        reason(stopped.task()));
        };
    }

    private static Mark note(OfService row, Instant now) {
        ServiceStatus service = row.status();
        if (row.asked()) {
            return plain("redeploy asked for");
        }
        Optional<Deployment> failed = service.deployments().stream()
                .filter(deployment -> deployment.rolloutState().equals("FAILED"))
                .findFirst();
        if (failed.isPresent()) {
            return warning("deployment failed: " + failed.get().rolloutReason());
        }
        if (service.desired() == 0 && service.running() == 0) {
            return plain("ready for a release");
        }
        boolean troubled = !service.events().isEmpty()
                && ServiceEventWords.trouble(service.events().getFirst());
        Optional<Deployment> primary = service.primary();
        if (primary.isPresent() && primary.get().rolloutState().equals("IN_PROGRESS")) {
            int failures = primary.get().failed();
            String words = "deploying, " + primary.get().running() + " of "
                    + primary.get().desired() + " running";
            return failures > 0 ? warning(words + ", " + failures + " failed") : plain(words);
        }
        if (troubled) {
            return warning(ServiceEventWords.of(service.events().getFirst()));
        }
        if (service.running() < service.desired()) {
            return plain("starting tasks, " + service.running() + " → " + service.desired());
        }
        if (service.running() > service.desired()) {
            return plain("stopping tasks, " + service.running() + " → " + service.desired());
        }
        if (row.redis() && row.heldBytes().isPresent()) {
            return plain("append-only file, " + Phrases.bytes(row.heldBytes().getAsLong()));
        }
        return service.events().stream()
                .filter(event -> event.message().contains("has reached a steady state"))
                .findFirst()
                .map(event -> plain("steady for " + Phrases.span(Duration.between(event.at(), now))))
                .orElse(plain(""));
    }

    private static Mark note(OfTask row) {
        TaskStatus task = row.status();
        if (task.stopping().isPresent()) {
            return plain(task.stopping().get());
        }
        if (row.asked()) {
            return plain("stop asked for");
        }
        if (!task.lastStatus().equals("RUNNING")) {
            return plain(task.lastStatus());
        }
        int restarts = task.gauges().restarts().orElse(0);
        if (!task.healthReason().isEmpty()) {
            // The balancer's code says the same as its description.
            String reason = task.healthReason()
                    .substring(task.healthReason().indexOf(": ") + 1)
                    .strip();
            return task.health().equals("unhealthy") ? warning(reason) : plain(reason);
        }
        return restarts > 0 ? warning("restarted in place, " + Phrases.count(restarts, "time")) : plain("");
    }

    private static Mark plain(String words) {
        return new Mark(StateIcon.State.WAITING, words);
    }

    private static Mark warning(String words) {
        return new Mark(StateIcon.State.WARNING, words);
    }

    /** {@code exit 1}; where nobody saw it exit, whether it ran at all. */
    static String exits(StoppedTask task) {
        String codes = task.containers().stream()
                .filter(container -> container.exitCode().isPresent())
                .map(container -> String.valueOf(container.exitCode().getAsInt()))
                .distinct()
                .collect(Collectors.joining(", "));
        if (codes.isEmpty()) {
            return task.started() == null ? "never ran" : "exit not known";
        }
        return "exit " + codes;
    }

    static String reason(StoppedTask task) {
        String containers = task.containers().stream()
                .map(StoppedTask.ContainerExit::reason)
                .filter(words -> !words.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        if (containers.isEmpty() || Objects.equals(containers, task.reason())) {
            return task.reason().isEmpty() ? task.stopCode() : task.reason();
        }
        return task.reason().isEmpty() ? containers : task.reason() + ": " + containers;
    }
}
