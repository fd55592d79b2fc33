package slipway.operations.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.Failure;
import slipway.model.ServiceStatus;
import slipway.model.StoppedTask;
import slipway.model.Tier;
import slipway.operations.FakeCloud;
import slipway.operations.WatchedCloud;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** What is read of services and tasks, and in how many calls. */
@SuppressWarnings("unchecked") // the SDK's builders take their consumers as an array
class EnvironmentReaderTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String DEFINITIONS = "arn:aws:ecs:eu-west-1:123456789012:task-definition/";

    private final FakeCloud fake = new FakeCloud(new Target.Local(), noRegistry());
    private final WatchedCloud cloud = new WatchedCloud(fake);
    private final ManualTimer clock = new ManualTimer(NOW);
    private final EnvironmentReader reader = new EnvironmentReader(cloud, clock);

    private static EcrClient noRegistry() {
        return new EcrClient() {
            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    @BeforeEach
    void giveStacks() throws IOException {
        for (String name : List.of("platform", "data")) {
            fake.cloudFormation.given(
                    "dev-" + name,
                    "CREATE_COMPLETE",
                    Files.readString(Path.of(System.getProperty("slipway.home", "."), "stacks", name + ".yaml")),
                    Map.of());
        }
    }

    private void service(String name, int tasks) {
        fake.services.put(
                name,
                Service.builder()
                        .serviceName(name)
                        .status("ACTIVE")
                        .taskDefinition(DEFINITIONS + name + ":3")
                        .desiredCount(tasks)
                        .runningCount(tasks)
                        .pendingCount(0)
                        .loadBalancers(balancer ->
                                balancer.targetGroupArn("group/" + name).containerPort(4567))
                        .deploymentConfiguration(configuration -> configuration.deploymentCircuitBreaker(
                                breaker -> breaker.enable(true).rollback(true)))
                        .deployments(deployment -> deployment
                                .id("ecs-svc/1")
                                .status("PRIMARY")
                                .rolloutState("COMPLETED")
                                .taskDefinition(DEFINITIONS + name + ":3")
                                .desiredCount(tasks)
                                .runningCount(tasks)
                                .pendingCount(0)
                                .createdAt(NOW.minusSeconds(900)))
                        .events(event -> event.createdAt(NOW.minusSeconds(60))
                                .message("(service " + name + ") has reached a steady state."))
                        .build());
        for (int number = 0; number < tasks; number++) {
            fake.tasks.add(task(name, name + "-" + number, "RUNNING").build());
        }
    }

    private static Task.Builder task(String service, String id, String status) {
        return Task.builder()
                .taskArn("arn:aws:ecs:eu-west-1:123456789012:task/dev/" + id)
                .group("service:" + service)
                .taskDefinitionArn(DEFINITIONS + service + ":3")
                .lastStatus(status)
                .desiredStatus(status.equals("RUNNING") ? "RUNNING" : "STOPPED")
                .memory("512")
                .createdAt(NOW.minusSeconds(600))
                .startedAt(NOW.minusSeconds(590))
                .attachments(attachment -> attachment.details(
                        detail -> detail.name("privateIPv4Address").value("10.0.0." + Math.abs(id.hashCode() % 250))))
                .containers(container -> container.name("app").image("registry/dev/api:3f2c1ab"));
    }

    private void stop(String service, String id, Instant stopped) {
        fake.tasks.add(task(service, id, "STOPPED")
                .stoppedAt(stopped)
                .stopCode("EssentialContainerExited")
                .stoppedReason("Essential container in task exited")
                .containers(container -> container
                        .name("app")
                        .image("registry/dev/api:3f2c1ab")
                        .exitCode(137)
                        .reason("OutOfMemory"))
                .build());
    }

    @Test
    void read_asksOnlyWhatTheBatchesForce_forAThousandServices() {
        for (int number = 0; number < 1000; number++) {
            service("s%04d".formatted(number), 10);
        }

        EnvironmentStatus status = reader.read(DEV);

        assertThat(status.services()).hasSize(1000);
        assertThat(status.services().stream()
                        .mapToInt(service -> service.tasks().size()))
                .allMatch(size -> size == 10);
        assertThat(cloud.calls)
                .containsEntry("listServices", 10)
                .containsEntry("describeServices", 100)
                .containsEntry("listTasks", 101)
                .containsEntry("describeTasks", 100)
                .containsEntry("describeTargetHealth", 1000)
                .doesNotContainKey("describeTaskDefinition");
    }

    @Test
    void read_describesAStoppedTaskOnce() {
        service("dev-api-blue", 1);
        stop("dev-api-blue", "gone", NOW.minusSeconds(30));
        reader.read(DEV);
        fake.tasks.removeFirst();
        cloud.calls.clear();

        EnvironmentStatus status = reader.read(DEV);

        assertThat(status.stopped()).extracting(StoppedTask::id).containsExactly("gone");
        assertThat(cloud.calls).doesNotContainKey("describeTasks");
    }

    @Test
    void read_asksForATaskDefinitionOnce_whenNoTaskTellsItsImage() {
        service("dev-api-green", 0);
        fake.taskDefinitions.put(
                DEFINITIONS + "dev-api-green:3",
                TaskDefinition.builder()
                        .containerDefinitions(container ->
                                container.name("app").essential(true).image("registry/dev/api:7d90e4c"))
                        .build());
        reader.read(DEV);

        EnvironmentStatus status = reader.read(DEV);

        assertThat(status.services().getFirst().image()).isEqualTo("7d90e4c");
        assertThat(cloud.calls).containsEntry("describeTaskDefinition", 1);
    }

    @Test
    void stopped_tellsExitAndReason() {
        service("dev-api-blue", 0);
        stop("dev-api-blue", "older", NOW.minusSeconds(300));
        stop("dev-api-blue", "newer", NOW.minusSeconds(30));

        List<StoppedTask> stopped = reader.read(DEV).stopped();

        assertThat(stopped).extracting(StoppedTask::id).containsExactly("newer", "older");
        StoppedTask newest = stopped.getFirst();
        assertThat(newest.service()).isEqualTo("dev-api-blue");
        assertThat(newest.image()).isEqualTo("3f2c1ab");
        assertThat(newest.stopCode()).isEqualTo("EssentialContainerExited");
        assertThat(newest.containers().getFirst().exitCode()).hasValue(137);
        assertThat(newest.containers().getFirst().reason()).isEqualTo("OutOfMemory");
    }

    @Test
    void task_onItsWayOut_isAmongTheTasks() {
        service("dev-api-blue", 1);
        fake.tasks.add(task("dev-api-blue", "leaving", "DEACTIVATING")
                .stoppedReason("Scaling activity initiated by (deployment ecs-svc/1)")
                .build());

        List<TaskStatus> tasks = reader.read(DEV).services().getFirst().tasks();

        assertThat(tasks).extracting(TaskStatus::id).containsExactlyInAnyOrder("dev-api-blue-0", "leaving");
        assertThat(tasks.stream().map(TaskStatus::stopping))
                .contains(Optional.of("Scaling activity initiated by (deployment ecs-svc/1)"));
    }

    @Test
    void task_tellsTheBalancersWordAndReason() {
        service("dev-api-blue", 1);
        String address = "10.0.0." + Math.abs("dev-api-blue-0".hashCode() % 250);
        fake.health.put(
                "group/dev-api-blue",
                List.of(TargetHealthDescription.builder()
                        .target(target -> target.id(address).port(4567))
                        .targetHealth(health -> health.state("unhealthy")
                                .reason("Target.Timeout")
                                .description("Request timed out"))
                        .build()));

        ServiceStatus service = reader.read(DEV).services().getFirst();

        assertThat(service.tier()).contains(Tier.API);
        assertThat(service.colour()).contains(Colour.BLUE);
        assertThat(service.healthy()).isZero();
        TaskStatus task = service.tasks().getFirst();
        assertThat(task.health()).isEqualTo("unhealthy");
        assertThat(task.healthReason()).isEqualTo("Target.Timeout: Request timed out");
        assertThat(task.address() + ":" + task.port()).isEqualTo(address + ":4567");
        assertThat(task.memoryLimitBytes()).isEqualTo(536_870_912L);
    }

    @Test
    void breaker_endsAfterHalfOfTheDesiredTasks_butNotBeforeThree() {
        service("dev-api-blue", 2);
        service("dev-client-blue", 9);

        List<ServiceStatus> services = reader.read(DEV).services();

        assertThat(services)
                .extracting(service -> service.breaker().orElseThrow().threshold())
                .containsExactly(5, 3);
    }

    @Test
    void read_leavesOutWhatIsDenied_andNamesThePermission() {
        service("dev-api-blue", 2);
        cloud.denied.add("listTasks");
        cloud.denied.add("describeTargetHealth");

        EnvironmentStatus status = reader.read(DEV);

        assertThat(status.services()).extracting(ServiceStatus::running).containsExactly(2);
        assertThat(status.services().getFirst().tasks()).isEmpty();
        assertThat(status.unread())
                .extracting(EnvironmentStatus.Unread::part)
                .contains("tasks", "the balancers' health");
        assertThat(status.unread().stream().map(EnvironmentStatus.Unread::failure))
                .anySatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                Failure.Denied.class,
                                denied -> assertThat(denied.permission()).isEqualTo("ecs:ListTasks")));
    }

    @Test
    void stoppedWithin_leavesOutOlderOnes() {
        service("dev-api-blue", 0);
        stop("dev-api-blue", "recent", NOW.minusSeconds(300));
        stop("dev-api-blue", "older", NOW.minusSeconds(3700));

        assertThat(reader.read(DEV).stoppedWithin(Duration.ofHours(1)))
                .extracting(StoppedTask::id)
                .containsExactly("recent");
    }
}
