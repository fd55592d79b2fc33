package slipway.operations.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.EnvironmentName;
import slipway.model.TaskGauges;
import slipway.operations.FakeCloud;
import slipway.operations.FakeMetrics;
import slipway.operations.WatchedCloud;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

class TaskGaugeReaderTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    /** The fake target's now. */
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final String API = "dev-api-blue";
    private static final String DEFINITION = "arn:aws:ecs:eu-west-1:123456789012:task-definition/dev-api-blue:1";

    private final FakeCloud fake = new FakeCloud();
    private final WatchedCloud cloud = new WatchedCloud(fake);
    private final FakeMetrics metrics = new FakeMetrics();
    private final ManualTimer clock = new ManualTimer(NOW);
    private final TaskGaugeReader reader = new TaskGaugeReader(cloud, new Revisions(cloud), clock);

    @BeforeEach
    void give() {
        fake.cloudWatch = Optional.of(metrics);
        fake.taskDefinitions.put(
                DEFINITION,
                TaskDefinition.builder()
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("app")
                                .essential(true)
                                .logConfiguration(LogConfiguration.builder()
                                        .logDriver("awslogs")
                                        .options(Map.of("awslogs-group", "/dev/api-blue"))
                                        .build())
                                .build())
                        .build());
    }

    @Test
    void read_when_insights_is_enhanced_tells_cpu_memory_and_restarts() {
        fake.containerInsights = "enhanced";
        given("TaskCpuUtilization", "a", 42.0, 7.0);
        given("TaskMemoryUtilization", "a", 25.0);
        given("RestartCount", "a", 1.0, 2.0);

        assertThat(read(task("a", Duration.ofHours(30))))
                .containsEntry(
                        "a", new TaskGauges(OptionalDouble.of(42), OptionalLong.of(128L << 20), OptionalInt.of(3)));
    }

    @Test
    void read_when_there_are_no_points_yet_knows_nothing() {
        fake.containerInsights = "enhanced";

        assertThat(read(task("a", Duration.ofMinutes(1)))).containsEntry("a", TaskGauges.NONE);
    }

    @Test
    void read_when_restarts_are_added_up_asks_from_the_day_of_the_start_on() {
        fake.containerInsights = "enhanced";

        read(task("a", Duration.ofHours(30)));

        assertThat(metrics.calls.getLast().startTime()).isEqualTo(Instant.parse("2025-12-31T00:00:00Z"));
        assertThat(metrics.calls.getLast().metricDataQueries()).singleElement().satisfies(query -> {
            assertThat(query.metricStat().stat()).isEqualTo("Sum");
            assertThat(query.metricStat().period()).isEqualTo(86_400);
        });
    }

    @Test
    void read_when_there_are_many_tasks_asks_for_500_metrics_a_call() {
        fake.containerInsights = "enhanced";
        Task[] tasks = IntStream.range(0, 600)
                .mapToObj(i -> task("t" + i, Duration.ofMinutes(5)))
                .toArray(Task[]::new);
        given("RestartCount", "t599", 4.0);

        assertThat(read(tasks).get("t599").restarts()).hasValue(4);
        assertThat(metrics.calls)
                .allSatisfy(call -> assertThat(call.metricDataQueries()).hasSizeLessThanOrEqualTo(500));
        assertThat(metrics.calls.stream().filter(call -> call.nextToken() == null))
                .hasSize(3 + 2);
    }

    @Test
    void read_when_asked_again_within_a_minute_makes_no_call() {
        fake.containerInsights = "enhanced";
        read(task("a", Duration.ofMinutes(5)));
        int calls = metrics.calls.size();
        // The target's clock is ten times as fast: its minute takes six seconds.
        clock.advance(Duration.ofSeconds(5));

        read(task("a", Duration.ofMinutes(5)));
        assertThat(metrics.calls).hasSize(calls);

        clock.advance(Duration.ofSeconds(1));
        read(task("a", Duration.ofMinutes(5)));
        assertThat(metrics.calls).hasSize(2 * calls);
    }

    @Test
    void read_when_metrics_are_denied_knows_nothing() {
        fake.containerInsights = "enhanced";
        cloud.denied.add("getMetricData");

        assertThat(read(task("a", Duration.ofMinutes(5)))).containsEntry("a", TaskGauges.NONE);
    }

    @Test
    void read_when_insights_is_off_counts_boots_after_the_first() {
        logs(
                boot("a", 1, NOW.minusSeconds(290)),
                boot("a", 2, NOW.minusSeconds(90)),
                boot("b", 3, NOW.minusSeconds(80)));

        Map<String, TaskGauges> gauges = read(task("a", Duration.ofMinutes(5)), task("b", Duration.ofMinutes(5)));

        assertThat(gauges.get("a").restarts()).hasValue(1);
        assertThat(gauges.get("b").restarts()).hasValue(0);
        assertThat(gauges.get("a").cpuPercent()).isEmpty();
        assertThat(metrics.calls).isEmpty();
    }

    @Test
    void read_when_a_line_is_seen_twice_counts_it_once() {
        logs(boot("a", 1, NOW.minusSeconds(290)), boot("a", 2, NOW.minusSeconds(30)));
        read(task("a", Duration.ofMinutes(5)));
        clock.advance(Duration.ofMinutes(1));

        assertThat(read(task("a", Duration.ofMinutes(5))).get("a").restarts()).hasValue(1);
    }

    @Test
    void read_when_a_task_is_older_than_the_window_counts_every_boot_in_it() {
        logs(boot("a", 1, NOW.minusSeconds(30)));

        assertThat(read(task("a", Duration.ofDays(3))).get("a").restarts()).hasValue(1);
    }

    @Test
    void read_when_logs_are_denied_knows_no_restarts() {
        logs();
        cloud.denied.add("filterLogEvents");
        var parts = new Parts();

        assertThat(reader.read(DEV, "dev", Map.of(API, List.of(task("a", Duration.ofMinutes(5)))), parts))
                .isEmpty();
        assertThat(parts.unread()).extracting(unread -> unread.part()).containsExactly("logs");
    }

    private Map<String, TaskGauges> read(Task... tasks) {
        return reader.read(DEV, "dev", Map.of(API, List.of(tasks)), new Parts());
    }

    private void given(String metric, String task, Double... newestFirst) {
        metrics.given(
                "ECS/ContainerInsights/" + metric,
                List.of(newestFirst),
                "ClusterName",
                "dev",
                "ServiceName",
                API,
                "TaskId",
                task);
    }

    private static Task task(String id, Duration age) {
        return Task.builder()
                .taskArn("arn:aws:ecs:eu-west-1:123456789012:task/dev/" + id)
                .group("service:" + API)
                .taskDefinitionArn(DEFINITION)
                .lastStatus("RUNNING")
                .memory("512")
                .createdAt(NOW.minus(age).minusSeconds(5))
                .startedAt(NOW.minus(age))
                .build();
    }

    private static FilteredLogEvent boot(String task, int number, Instant at) {
        return FilteredLogEvent.builder()
                .logStreamName("api/app/" + task)
                .eventId("event-" + number)
                .timestamp(at.toEpochMilli())
                .message("Puma starting in single mode...")
                .build();
    }

    /** A log whose pages hold one event. */
    private void logs(FilteredLogEvent... events) {
        fake.logs = Optional.of(new CloudWatchLogsClient() {
            @Override
            public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
                assertThat(request.logGroupName()).isEqualTo("/dev/api-blue");
                assertThat(request.filterPattern()).isEqualTo("\"Puma starting in\"");
                List<FilteredLogEvent> found = new ArrayList<>();
                for (FilteredLogEvent event : events) {
                    if (event.timestamp() >= request.startTime() && event.timestamp() < request.endTime()) {
                        found.add(event);
                    }
                }
                int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
                return FilterLogEventsResponse.builder()
                        .events(page < found.size() ? List.of(found.get(page)) : List.of())
                        .nextToken(page + 1 < found.size() ? String.valueOf(page + 1) : null)
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
    }
}
