package slipway.operations.services;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.operations.EnvironmentStack;
import slipway.operations.TaskEnd;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Counts restarts by what a booting process logs: Puma's first line or Redis's. The first such line of a task is its start, each
 * further one a restart in place. Only the environment's own services are looked at, each in one call a minute, and no further back
 * than a day.
 */
final class BootLines {
    private static final String PUMA = "Puma starting in";
    private static final String REDIS = "Redis is starting";
    private static final Duration FURTHEST = Duration.ofDays(1);
    /** Lines arrive late: so much is looked at again. */
    private static final Duration OVERLAP = Duration.ofMinutes(2);
    /** What remains of a long log is read the next time. */
    private static final int MOST_PAGES = 20;

    private final Cloud cloud;
    private final Revisions revisions;
    private final Map<Source, Reading> readings = new HashMap<>();

    private record Source(String group, String line) {}

    /** How far one group's lines of one kind have been read. */
    private static final class Reading {
        final Map<String, Integer> boots = new HashMap<>();
        final Set<String> seen = new HashSet<>();
        final Instant first;
        Instant from;
        Instant until;

        @Nullable
        String token;

        Reading(Instant first) {
            this.first = first;
            this.from = first;
            this.until = first;
        }
    }

    BootLines(Cloud cloud, Revisions revisions) {
        this.cloud = cloud;
        this.revisions = revisions;
    }

    /** Restarts in place by the task's id; a task whose log has not been read to its end yet is not among them. */
    Map<String, Integer> restarts(EnvironmentName environment, List<Task> running, Parts parts) {
        Map<Task, Source> sourceOf = new LinkedHashMap<>();
        Map<Source, Instant> oldest = new LinkedHashMap<>();
        for (Task task : running) {
            line(environment, TaskEnd.service(task)).ifPresent(line -> {
                String group = revisions.logGroup(task.taskDefinitionArn(), parts);
                if (!group.isEmpty()) {
                    var source = new Source(group, line);
                    sourceOf.put(task, source);
                    oldest.merge(source, created(task), (one, other) -> one.isBefore(other) ? one : other);
                }
            });
        }
        readings.keySet().retainAll(oldest.keySet());
        oldest.forEach((source, since) -> read(source, since, parts));
        Map<String, Integer> restarts = new LinkedHashMap<>();
        sourceOf.forEach((task, source) -> {
            Reading reading = readings.get(source);
            if (reading != null && reading.token == null) {
                int boots = reading.boots.getOrDefault(TaskEnd.id(task), 0);
                boolean sawStart = !created(task).isBefore(reading.first);
                restarts.put(TaskEnd.id(task), Math.max(0, sawStart ? boots - 1 : boots));
            }
        });
        return restarts;
    }

    private static Optional<String> line(EnvironmentName environment, String service) {
        return service.equals(environment + "-redis")
                ? Optional.of(REDIS)
                : EnvironmentStack.named(environment, service)
                        .flatMap(EnvironmentStack::tier)
                        .map(tier -> PUMA);
    }

    private void read(Source source, Instant oldest, Parts parts) {
        Instant now = cloud.now();
        Instant furthest = now.minus(FURTHEST);
        Reading reading =
                readings.computeIfAbsent(source, any -> new Reading(oldest.isBefore(furthest) ? furthest : oldest));
        if (reading.token == null) {
            Instant again = reading.until.minus(OVERLAP);
            reading.from = again.isBefore(reading.first) ? reading.first : again;
            reading.until = now;
        }
        for (int page = 0; page < MOST_PAGES; page++) {
            Optional<FilterLogEventsResponse> answer = parts.read(
                    "logs",
                    Optional.empty(),
                    () -> Optional.of(cloud.logs()
                            .filterLogEvents(request -> request.logGroupName(source.group())
                                    .filterPattern('"' + source.line() + '"')
                                    .startTime(reading.from.toEpochMilli())
                                    .endTime(reading.until.toEpochMilli())
                                    .nextToken(reading.token))));
            if (answer.isEmpty()) {
                // What may not be read is not known to be nothing.
                readings.remove(source);
                return;
            }
            for (FilteredLogEvent event : answer.get().events()) {
                if (reading.seen.add(event.eventId())) {
                    // PREFIX/CONTAINER/TASK
                    String stream = event.logStreamName();
                    reading.boots.merge(stream.substring(stream.lastIndexOf('/') + 1), 1, Integer::sum);
                }
            }
            reading.token = answer.get().nextToken();
            if (reading.token == null) {
                return;
            }
        }
    }

    private static Instant created(Task task) {
        return Objects.requireNonNullElse(task.createdAt(), task.startedAt());
    }
}
