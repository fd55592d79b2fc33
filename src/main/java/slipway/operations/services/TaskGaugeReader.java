package slipway.operations.services;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.TaskGauges;
import slipway.operations.MetricCalls;
import slipway.operations.MetricCalls.Query;
import slipway.operations.TaskEnd;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterSettingName;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * What is measured on each running task, read once a minute of the target's time. Container Insights with enhanced observability
 * tells CPU, memory and restarts per task. On a cluster without it nobody measures CPU and memory per task; restarts are then
 * counted by the lines that a booting process logs.
 */
final class TaskGaugeReader {
    private static final String INSIGHTS = "ECS/ContainerInsights";
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MINUTE = 60;
    /** Restarts are added up since the task's start: by the day, so that a task of two weeks is a few points. */
    private static final int DAY = 86_400;

    private static final double MEBIBYTE = 1 << 20;

    private final Cloud cloud;
    private final MetricCalls metrics;
    private final BootLines boots;
    private final MinutePace pace;
    private Map<String, TaskGauges> gauges = Map.of();

    /** @param clock real time */
    TaskGaugeReader(Cloud cloud, Revisions revisions, InstantSource clock) {
        this.cloud = cloud;
        this.metrics = new MetricCalls(cloud);
        this.boots = new BootLines(cloud, revisions);
        this.pace = new MinutePace(cloud, clock);
    }

    private record Queries(Query cpu, Query memory, Query restarts) {}

    /**
     * Gauges by the task's id; a task that nothing is known of is not among them.
     *
     * @param tasks by service
     */
    synchronized Map<String, TaskGauges> read(
            EnvironmentName environment, String cluster, Map<String, List<Task>> tasks, Parts parts) {
        if (pace.take()) {
            List<Task> running = tasks.values().stream()
                    .flatMap(List::stream)
                    .filter(task -> "RUNNING".equals(task.lastStatus()) && task.startedAt() != null)
                    .toList();
            gauges = running.isEmpty()
                    ? Map.of()
                    : isEnhanced(cluster, parts) ? measured(cluster, running) : counted(environment, running, parts);
        }
        return gauges;
    }

    private boolean isEnhanced(String cluster, Parts parts) {
        return parts.read(
                "the cluster's settings",
                false,
                () -> cloud
                        .ecs()
                        .describeClusters(request -> request.clusters(cluster).include(ClusterField.SETTINGS))
                        .clusters()
                        .stream()
                        .flatMap(found -> found.settings().stream())
                        .anyMatch(setting -> setting.name() == ClusterSettingName.CONTAINER_INSIGHTS
                                && "enhanced".equals(setting.value())));
    }

    private Map<String, TaskGauges> measured(String cluster, List<Task> running) {
        Map<Task, Queries> queries = new LinkedHashMap<>();
        List<Query> now = new ArrayList<>();
        List<Query> sinceStart = new ArrayList<>();
        Instant earliest = cloud.now();
        for (Task task : running) {
            Map<String, String> dimensions =
                    Map.of("ClusterName", cluster, "ServiceName", TaskEnd.service(task), "TaskId", TaskEnd.id(task));
            var asked = new Queries(
                    new Query(INSIGHTS, "TaskCpuUtilization", dimensions, "Average", MINUTE),
                    new Query(INSIGHTS, "TaskMemoryUtilization", dimensions, "Average", MINUTE),
                    new Query(INSIGHTS, "RestartCount", dimensions, "Sum", DAY));
            queries.put(task, asked);
            now.add(asked.cpu());
            now.add(asked.memory());
            sinceStart.add(asked.restarts());
            earliest = task.startedAt().isBefore(earliest) ? task.startedAt() : earliest;
        }
        Instant end = cloud.now().truncatedTo(ChronoUnit.MINUTES);
        Map<Query, OptionalDouble> newest = metrics.newest(now, end.minus(WINDOW), end);
        Map<Query, List<Double>> restarts =
                metrics.read(sinceStart, earliest.truncatedTo(ChronoUnit.DAYS), end.plusSeconds(MINUTE));
        Map<String, TaskGauges> found = new LinkedHashMap<>();
        queries.forEach((task, asked) -> found.put(
                TaskEnd.id(task),
                new TaskGauges(
                        newest.getOrDefault(asked.cpu(), OptionalDouble.empty()),
                        bytes(task, newest.getOrDefault(asked.memory(), OptionalDouble.empty())),
                        sum(Optional.ofNullable(restarts.get(asked.restarts()))))));
        return found;
    }

    /** The metric is a share of what the task reserves. */
    private static OptionalLong bytes(Task task, OptionalDouble percent) {
        if (percent.isEmpty() || task.memory() == null || !task.memory().matches("\\d{1,9}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.round(percent.getAsDouble() / 100 * Integer.parseInt(task.memory()) * MEBIBYTE));
    }

    /** Each point tells how many restarts there were in it; a task without a restart policy has none. */
    private static OptionalInt sum(Optional<List<Double>> points) {
        return points.map(values -> OptionalInt.of((int) Math.round(
                        values.stream().mapToDouble(Double::doubleValue).sum())))
                .orElse(OptionalInt.empty());
    }

    private Map<String, TaskGauges> counted(EnvironmentName environment, List<Task> running, Parts parts) {
        Map<String, TaskGauges> found = new LinkedHashMap<>();
        boots.restarts(environment, running, parts)
                .forEach((task, count) -> found.put(
                        task, new TaskGauges(OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.of(count))));
        return found;
    }
}
