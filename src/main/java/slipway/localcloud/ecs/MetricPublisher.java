package slipway.localcloud.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.ecs.model.Cluster;

/**
 * Tells CloudWatch, once a cloud minute, what services and their tasks use. {@code AWS/ECS} always; {@code
 * ECS/ContainerInsights} where the cluster's setting {@code containerInsights} is {@code enabled}, and its figures per task
 * where it is {@code enhanced}. Names and dimensions are AWS's ("Amazon ECS Container Insights with enhanced observability
 * metrics").
 */
final class MetricPublisher implements AutoCloseable {
    private static final String ECS = "AWS/ECS";
    private static final String INSIGHTS = "ECS/ContainerInsights";
    private static final double UNITS_PER_CORE = 1024;
    private static final double MEBIBYTE = 1 << 20;
    /** Cloud time. CPU time is counted in steps of 10 ms, which over a shorter time would look like peaks. */
    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(30);

    private final Fleet fleet;
    private final Supplier<List<TaskReading>> tasks;
    private final CloudClock clock;
    private final CloudWatchClient metrics;
    private final Cancellable ticking;
    /** By task, when it was last looked at. */
    private Map<String, Look> looks = new HashMap<>();
    /** By task, the restarts that were already told. */
    private final Map<String, Integer> told = new HashMap<>();

    private record Look(Instant at, Duration cpu) {}

    private record ServiceName(String cluster, String name) {}

    /** In percent of what the task reserves. */
    private record Load(String task, @Nullable Double cpu, double memory) {}

    private enum Insights {
        DISABLED,
        ENABLED,
        ENHANCED
    }

    MetricPublisher(Fleet fleet, Supplier<List<TaskReading>> tasks, CloudClock clock, CloudWatchClient metrics) {
        this.fleet = fleet;
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        ticking = clock.everyMinute(this::publish);
    }

    @Override
    public void close() {
        ticking.cancel();
    }

    private void publish(Instant minute) {
        var ecs = new MetricBatch(ECS, minute);
        var insights = new MetricBatch(INSIGHTS, minute);
        List<TaskReading> readings = tasks.get();
        loads(readings).forEach((service, loads) -> {
            utilisation(ecs, service, loads);
            if (insights(service.cluster()) == Insights.ENHANCED) {
                loads.forEach(load -> task(insights, service, load));
            }
        });
        counts(insights);
        restarts(insights, readings.stream().map(TaskReading::taskArn).collect(Collectors.toSet()));
        ecs.send(metrics);
        insights.send(metrics);
    }

    /** What the tasks of each service have used since the last look; a task that is seen for the first time has no CPU yet. */
    private Map<ServiceName, List<Load>> loads(List<TaskReading> readings) {
        Instant now = clock.instant();
        Map<String, Look> next = new HashMap<>();
        Map<ServiceName, List<Load>> loads = new LinkedHashMap<>();
        for (TaskReading reading : readings) {
            Look before = looks.get(reading.taskArn());
            if (before != null && Duration.between(before.at(), now).compareTo(SHORTEST_LOOK) < 0) {
                // A late look came just before: the next one sees what both would have seen.
                next.put(reading.taskArn(), before);
                before = null;
            } else {
                next.put(reading.taskArn(), new Look(now, reading.usage().cpu()));
            }
            if (reading.service() != null) {
                double memory = 100 * reading.usage().memoryBytes() / (reading.memoryMebibytes() * MEBIBYTE);
                loads.computeIfAbsent(new ServiceName(reading.cluster(), reading.service()), name -> new ArrayList<>())
                        .add(new Load(id(reading.taskArn()), cpu(reading, before, now), memory));
            }
        }
        looks = next;
        return loads;
    }

    /** CPU time per real second, in percent of the reserved share; at most 100, because Fargate grants no more. */
    private @Nullable Double cpu(TaskReading reading, @Nullable Look before, Instant now) {
        if (before == null) {
            return null;
        }
        Duration used = reading.usage().cpu().minus(before.cpu());
        if (used.isNegative()) {
            // A container was restarted and its process counts from zero: what the new one used is what is known.
            used = reading.usage().cpu();
        }
        double real = clock.toReal(Duration.between(before.at(), now)).toNanos();
        double granted = real * reading.cpuUnits() / UNITS_PER_CORE;
        return Math.min(100, 100 * used.toNanos() / granted);
    }

    private static void utilisation(MetricBatch ecs, ServiceName service, List<Load> loads) {
        Map<String, String> dimensions = dimensions(service);
        List<Double> cpu = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (Load load : loads) {
            memory.add(load.memory());
            if (load.cpu() != null) {
                cpu.add(load.cpu());
            }
        }
        ecs.add("CPUUtilization", dimensions, StandardUnit.PERCENT, cpu);
        ecs.add("MemoryUtilization", dimensions, StandardUnit.PERCENT, memory);
    }

    private static void task(MetricBatch insights, ServiceName service, Load load) {
        Map<String, String> dimensions = dimensions(service, load.task());
        if (load.cpu() != null) {
            insights.add("TaskCpuUtilization", dimensions, StandardUnit.PERCENT, List.of(load.cpu()));
        }
        insights.add("TaskMemoryUtilization", dimensions, StandardUnit.PERCENT, List.of(load.memory()));
    }

    private void counts(MetricBatch insights) {
        synchronized (fleet) {
            for (ServiceState service : fleet.services()) {
                String cluster = Fleet.clusterName(service.declared().clusterArn());
                if (service.is(ServiceState.INACTIVE) || insights(cluster) == Insights.DISABLED) {
                    continue;
                }
                int running = 0;
                int pending = 0;
                for (TaskState task : fleet.tasks(service)) {
                    running += task.isRunning() ? 1 : 0;
                    pending += task.isPending() ? 1 : 0;
                }
                Map<String, String> dimensions = dimensions(new ServiceName(cluster, service.name()));
                insights.add("DesiredTaskCount", dimensions, service.desired());
                insights.add("RunningTaskCount", dimensions, running);
                insights.add("PendingTaskCount", dimensions, pending);
                insights.add(
                        "DeploymentCount", dimensions, service.deployments().size());
                // Task sets belong to external deployment controllers, which are not here.
                insights.add("TaskSetCount", dimensions, 0);
            }
        }
    }

    /**
     * Restarts in place since the last look, as ECS's own agent counts them; only of tasks with a restart policy. A task that
     * ended meanwhile is told for its last time.
     */
    private void restarts(MetricBatch insights, Set<String> living) {
        Map<ServiceName, Integer> ofServices = new LinkedHashMap<>();
        synchronized (fleet) {
            Set<String> known = fleet.tasks().stream().map(TaskState::arn).collect(Collectors.toSet());
            told.keySet().retainAll(known);
            for (TaskState task : fleet.tasks()) {
                ServiceState service = fleet.serviceOf(task.task());
                TaskRun run = task.run();
                if (service == null || run == null || run.restarts().isEmpty()) {
                    continue;
                }
                var name = new ServiceName(Fleet.clusterName(task.task().clusterArn()), service.name());
                int all = run.restarts().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
                int fresh = all - told.getOrDefault(task.arn(), 0);
                Insights level = insights(name.cluster());
                if (level == Insights.DISABLED || (fresh == 0 && !living.contains(task.arn()))) {
                    continue;
                }
                told.put(task.arn(), all);
                ofServices.merge(name, fresh, Integer::sum);
                if (level == Insights.ENHANCED) {
                    insights.add("RestartCount", dimensions(name, task.id()), fresh);
                }
            }
        }
        ofServices.forEach((service, count) -> insights.add("RestartCount", dimensions(service), count));
    }

    private Insights insights(String clusterName) {
        synchronized (fleet) {
            Cluster cluster = fleet.clusters().get(clusterName);
            if (cluster == null) {
                return Insights.DISABLED;
            }
            return cluster.settings().stream()
                    .filter(setting -> "containerInsights".equals(setting.nameAsString()))
                    .map(setting -> switch (setting.value()) {
                        case "enabled" -> Insights.ENABLED;
                        case "enhanced" -> Insights.ENHANCED;
                        default -> Insights.DISABLED;
                    })
                    .findFirst()
                    .orElse(Insights.DISABLED);
        }
    }

    private static Map<String, String> dimensions(ServiceName service) {
        Map<String, String> dimensions = new TreeMap<>();
        dimensions.put("ClusterName", service.cluster());
        dimensions.put("ServiceName", service.name());
        return dimensions;
    }

    private static Map<String, String> dimensions(ServiceName service, String task) {
        Map<String, String> dimensions = dimensions(service);
        dimensions.put("TaskId", task);
        return dimensions;
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
