package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.ecs.FakeMetrics.Point;
import slipway.localcloud.process.Usage;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.ClusterSettingName;

/** A cloud minute is a second here. */
@NullMarked
class MetricPublisherTest {
    private static final Map<String, String> SERVICE =
            Map.of("ClusterName", EcsFixture.CLUSTER, "ServiceName", "dev-api");

    @TempDir
    Path folder;

    private EcsFixture fixture;

    @BeforeEach
    void start() {
        fixture = new EcsFixture(folder);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void cpu_when_a_task_is_busy_is_at_most_all_that_it_reserves() {
        fixture.create(fixture.shell("while :; do :; done"), 1, request -> {});

        Point busy = await("CPUUtilization");

        assertThat(busy.namespace()).isEqualTo("AWS/ECS");
        assertThat(busy.dimensions()).isEqualTo(SERVICE);
        assertThat(busy.values())
                .singleElement()
                .satisfies(percent -> assertThat(percent).isBetween(20.0, 100.0));
    }

    @Test
    void cpu_when_a_look_comes_late_is_not_told_of_the_short_rest_of_the_minute() {
        var start = Instant.parse("2026-01-01T12:00:00Z");
        var timer = new ManualTimer(start);
        var clock = new CloudClock(timer, timer, 1, start);
        var metrics = new FakeMetrics();
        List<Duration> used = new ArrayList<>(
                List.of(Duration.ZERO, Duration.ofSeconds(11), Duration.ofSeconds(18), Duration.ofSeconds(18)));
        Supplier<List<TaskReading>> readings = () -> {
            if (used.size() == 3) {
                timer.advance(Duration.ofSeconds(50));
            }
            var usage = new Usage(used.removeFirst(), 1);
            return List.of(new TaskReading("arn/task", "dev", "dev-api", "dev-api", 1024, 512, Map.of(), usage));
        };

        try (var publisher = new MetricPublisher(
                new Fleet(Place.LOCAL, clock, new StateFolder(folder.resolve("late"))), readings, clock, metrics)) {
            assertThat(publisher).isNotNull();
            timer.advance(Duration.ofMinutes(2));
            timer.advance(Duration.ofMinutes(2));
        }

        // 11 s of 110 s; then, 10 s later, nothing; then 7 s of 70 s.
        assertThat(used).isEmpty();
        assertThat(metrics.named("MemoryUtilization")).hasSize(4);
        assertThat(metrics.named("CPUUtilization"))
                .extracting(Point::values)
                .containsExactly(List.of(10.0), List.of(10.0));
    }

    @Test
    void cpu_when_tasks_are_idle_tells_each_of_them() {
        fixture.create(fixture.shell("exec sleep 60"), 2, request -> {});

        Point idle = fixture.await(
                () -> fixture.metrics.named("CPUUtilization").stream()
                        .filter(point -> point.values().size() == 2)
                        .findFirst()
                        .orElse(null),
                point -> point != null);

        assertThat(idle.values()).allSatisfy(percent -> assertThat(percent).isLessThan(20));
    }

    @Test
    void memory_when_a_task_runs_is_a_share_of_what_it_reserves() {
        fixture.create(fixture.shell("exec sleep 60"), 1, request -> {});

        Point memory = await("MemoryUtilization");

        assertThat(memory.dimensions()).isEqualTo(SERVICE);
        // A sleeping process holds a megabyte or two of the 512.
        assertThat(memory.values())
                .singleElement()
                .satisfies(percent -> assertThat(percent).isBetween(0.01, 5.0));
    }

    @Test
    void insights_when_disabled_has_no_metrics() {
        fixture.create(fixture.shell("exec sleep 60"), 1, request -> {});
        await("CPUUtilization");

        assertThat(fixture.metrics.in("ECS/ContainerInsights")).isEmpty();
    }

    @Test
    void insights_when_enabled_counts_tasks_by_service_only() {
        insights("enabled");
        fixture.create(fixture.shell("exec sleep 60"), 2, request -> {});

        fixture.await(
                () -> fixture.metrics.named("RunningTaskCount"),
                points -> points.stream().anyMatch(point -> point.sum() == 2));
        assertThat(await("DesiredTaskCount").sum()).isEqualTo(2);
        assertThat(await("PendingTaskCount").dimensions()).isEqualTo(SERVICE);
        assertThat(await("DeploymentCount").sum()).isEqualTo(1);
        assertThat(await("TaskSetCount").sum()).isZero();
        await("CPUUtilization");
        assertThat(fixture.metrics.named("TaskCpuUtilization")).isEmpty();
    }

    @Test
    void insights_when_enhanced_tells_of_each_task() {
        insights("enhanced");
        fixture.create(fixture.shell("exec sleep 60"), 1, request -> {});

        Point cpu = await("TaskCpuUtilization");
        Point memory = await("TaskMemoryUtilization");

        String task = fixture.tasks("RUNNING").getFirst().taskArn();
        assertThat(cpu.dimensions()).containsAllEntriesOf(SERVICE).containsKey("TaskId");
        assertThat(task).endsWith(cpu.dimensions().get("TaskId"));
        assertThat(memory.dimensions()).isEqualTo(cpu.dimensions());
    }

    @Test
    void restarts_when_a_container_is_restarted_in_place_are_counted_once() {
        insights("enhanced");
        String definition = fixture.define(container -> container
                .command("sh", "-c", "[ -e been ] && exec sleep 60; touch been; sleep 2; exit 1")
                .restartPolicy(policy -> policy.enabled(true).restartAttemptPeriod(60)));
        fixture.create(definition, 1, request -> {});

        fixture.await(
                () -> fixture.metrics.named("RestartCount"),
                points -> points.stream().anyMatch(point -> point.sum() == 1));
        int told = fixture.metrics.named("TaskMemoryUtilization").size();
        fixture.await(() -> fixture.metrics.named("TaskMemoryUtilization"), points -> points.size() > told + 1);

        assertThat(fixture.metrics.named("RestartCount").stream()
                        .filter(point -> point.dimensions().equals(SERVICE))
                        .mapToDouble(Point::sum)
                        .sum())
                .isEqualTo(1);
        assertThat(fixture.metrics.named("RestartCount").stream()
                        .filter(point -> point.dimensions().containsKey("TaskId"))
                        .mapToDouble(Point::sum)
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void restarts_when_there_is_no_restart_policy_are_not_told() {
        insights("enhanced");
        fixture.create(fixture.shell("exec sleep 60"), 1, request -> {});
        await("TaskCpuUtilization");

        assertThat(fixture.metrics.named("RestartCount")).isEmpty();
    }

    private void insights(String value) {
        fixture.ecs.updateClusterSettings(request -> request.cluster(EcsFixture.CLUSTER)
                .settings(ClusterSetting.builder()
                        .name(ClusterSettingName.CONTAINER_INSIGHTS)
                        .value(value)
                        .build()));
    }

    private Point await(String metric) {
        return fixture.await(() -> fixture.metrics.named(metric), points -> !points.isEmpty())
                .getLast();
    }
}
