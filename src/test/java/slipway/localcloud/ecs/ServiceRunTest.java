package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** Services with real processes. */
@NullMarked
class ServiceRunTest {
    private static final String CONFIG =
            "{\"config\":{\"Cmd\":[\"ruby\",\"server.rb\"],\"Env\":[\"APP_ENV=production\"],\"WorkingDir\":\"/app\"}}";

    @TempDir
    Path folder;

    private EcsFixture cloud;

    @BeforeEach
    void open() {
        cloud = new EcsFixture(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void service_whenCreated_runsItsTasksFromTheirImageBehindTheBalancer() throws Exception {
        String image =
                new ImagePush(cloud.registry, "dev/api").push("1", Map.of("app/server.rb", EcsFixture.SERVER), CONFIG);
        cloud.create(cloud.define(container -> container.image(image)), 2, EcsFixture.BEHIND_BALANCER);

        Service service = cloud.awaitSteady();

        assertThat(service.runningCount()).isEqualTo(2);
        assertThat(service.deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
            assertThat(deployment.runningCount()).isEqualTo(2);
        });
        assertThat(cloud.tasks("RUNNING")).hasSize(2).allSatisfy(task -> {
            assertThat(task.lastStatus()).isEqualTo("RUNNING");
            assertThat(get(task)).contains("/app");
        });
        assertThat(events(service))
                .contains("(service dev-api) has started 2 tasks: (task "
                        + id(cloud.tasks("RUNNING").get(0)) + ") (task "
                        + id(cloud.tasks("RUNNING").get(1)) + ").")
                .anyMatch(event -> event.matches(
                        "\\(service dev-api\\) registered [12] targets in \\(target-group .*/api-blue/.*\\)"));
    }

    @Test
    void service_whenATaskDies_replacesIt() {
        cloud.create(cloud.shell("trap 'exit 0' TERM; echo up; while :; do sleep 0.1; done"), 2, request -> {});
        cloud.awaitSteady();
        Task victim = cloud.tasks("RUNNING").getFirst();
        long pid = Long.parseLong(victim.containers().getFirst().runtimeId().replaceFirst(".*-", ""));

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        Task dead = cloud.await(
                        () -> cloud.tasks("STOPPED"), stopped -> stopped.size() == 1 && isStopped(stopped.getFirst()))
                .getFirst();
        assertThat(dead.taskArn()).isEqualTo(victim.taskArn());
        assertThat(dead.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(dead.stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(EcsFixture.exitCode(dead)).isEqualTo(137);
        assertThat(cloud.awaitSteady().runningCount()).isEqualTo(2);
    }

    @Test
    void task_whenItsContainerMayBeRestarted_keepsItsAddress() throws Exception {
        cloud.create(
                cloud.define(container -> container
                        .command("ruby", "-e", EcsFixture.SERVER)
                        .restartPolicy(policy -> policy.enabled(true).restartAttemptPeriod(60))),
                1,
                request -> {});
        Task task = cloud.await(() -> cloud.tasks("RUNNING"), tasks -> tasks.size() == 1 && answers(tasks.getFirst()))
                .getFirst();
        String before = get(task);
        // 60 s on the cloud's clock are one second here.
        cloud.await(cloud.clock::instant, now -> now.isAfter(task.createdAt().plusSeconds(120)));

        crash(task);

        String after = cloud.await(() -> answers(task) ? get(task) : before, answer -> !answer.equals(before));
        assertThat(after).isNotEqualTo(before);
        assertThat(cloud.tasks("RUNNING")).extracting(Task::taskArn).containsExactly(task.taskArn());
        assertThat(cloud.ecs.readings()).singleElement().satisfies(reading -> {
            assertThat(reading.taskArn()).isEqualTo(task.taskArn());
            assertThat(reading.service()).isEqualTo("dev-api");
            assertThat(reading.family()).isEqualTo("dev-api");
            assertThat(reading.cpuUnits()).isEqualTo(256);
            assertThat(reading.restarts()).containsExactly(Map.entry("api", 1));
            assertThat(reading.usage().memoryBytes()).isPositive();
        });
    }

    @ParameterizedTest(name = "period {0} s, ignoring {1}")
    @CsvSource({"1800, 0", "60, 1"})
    void task_whenItsContainerMayNotBeRestarted_isReplaced(int period, int ignored) {
        cloud.create(
                cloud.define(container -> container
                        .command("ruby", "-e", EcsFixture.SERVER)
                        .restartPolicy(policy -> policy.enabled(true)
                                .restartAttemptPeriod(period)
                                .ignoredExitCodes(ignored))),
                1,
                request -> {});
        Task task = cloud.await(() -> cloud.tasks("RUNNING"), tasks -> tasks.size() == 1 && answers(tasks.getFirst()))
                .getFirst();
        cloud.await(cloud.clock::instant, now -> now.isAfter(task.createdAt().plusSeconds(120)));

        crash(task);

        Task dead = cloud.await(
                        () -> cloud.tasks("STOPPED"), stopped -> stopped.size() == 1 && isStopped(stopped.getFirst()))
                .getFirst();
        assertThat(dead.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(EcsFixture.exitCode(dead)).isEqualTo(1);
        Task next = cloud.await(() -> cloud.tasks("RUNNING"), tasks -> tasks.size() == 1 && answers(tasks.getFirst()))
                .getFirst();
        assertThat(EcsFixture.address(next)).isNotEqualTo(EcsFixture.address(task));
    }

    @Test
    void stopTask_whenItDoesNotObey_isKilledAfterItsStopTimeout() {
        cloud.create(cloud.shell("trap '' TERM; echo up; while :; do sleep 1; done"), 1, request -> {});
        cloud.awaitSteady();
        Task running = cloud.tasks("RUNNING").getFirst();
        String task = running.taskArn();
        cloud.await(
                () -> cloud.logs.lines.getOrDefault("api/api/" + id(running), List.of()), told -> told.contains("up"));

        cloud.ecs.stopTask(request -> request.cluster(EcsFixture.CLUSTER).task(task));

        Task dead = cloud.await(
                        () -> cloud.tasks("STOPPED"), stopped -> stopped.size() == 1 && isStopped(stopped.getFirst()))
                .getFirst();
        assertThat(EcsFixture.exitCode(dead)).isEqualTo(137);
        // The stop timeout is real time: two seconds, which are two minutes of this cloud.
        assertThat(Duration.between(dead.stoppingAt(), dead.stoppedAt())).isGreaterThan(Duration.ofMinutes(2));
    }

    @Test
    void service_whenTheImageIsMissing_failsItsTasksWithTheReason() {
        cloud.registry.createRepository(request -> request.repositoryName("dev/api"));
        String missing = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/dev/api:none";
        cloud.create(
                cloud.define(container -> container.image(missing)),
                1,
                request -> request.deploymentConfiguration(configuration -> configuration.deploymentCircuitBreaker(
                        breaker -> breaker.enable(true).rollback(true))));

        Service service =
                cloud.await(now -> now.deployments().getFirst().rolloutState() == DeploymentRolloutState.FAILED);

        assertThat(service.deployments().getFirst().failedTasks()).isEqualTo(3);
        assertThat(service.deployments().getFirst().rolloutStateReason())
                .isEqualTo("ECS deployment circuit breaker: tasks failed to start.");
        assertThat(cloud.await(
                        () -> cloud.tasks("STOPPED"), tasks -> tasks.stream().allMatch(ServiceRunTest::isStopped)))
                .hasSize(3)
                .allSatisfy(task -> {
                    assertThat(task.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
                    assertThat(task.stoppedReason())
                            .startsWith("CannotPullContainerError: ")
                            .contains(missing);
                });
    }

    @Test
    void service_whenNothingIsWanted_isSteadyWithoutAnImage() {
        cloud.create(
                cloud.define(container -> container.image("000000000000.dkr.ecr.eu-west-1.amazonaws.com/dev/api:none")),
                0,
                request -> {});

        assertThat(cloud.awaitSteady().deployments().getFirst().rolloutState())
                .isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    @Test
    void update_whenTheNewDefinitionWorks_replacesTheTasksOneByOne() {
        cloud.create(cloud.shell("echo one; exec sleep 300"), 2, request -> {});
        cloud.awaitSteady();
        String newer = cloud.shell("echo two; exec sleep 300");

        cloud.ecs.updateService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").taskDefinition(newer));

        Service service = cloud.await(now -> now.deployments().size() == 1
                && now.deployments().getFirst().rolloutState() == DeploymentRolloutState.COMPLETED);
        assertThat(service.taskDefinition()).isEqualTo(newer);
        assertThat(cloud.tasks("RUNNING"))
                .hasSize(2)
                .allSatisfy(task -> assertThat(task.taskDefinitionArn()).isEqualTo(newer));
        assertThat(cloud.await(
                        () -> cloud.tasks("STOPPED"),
                        tasks -> tasks.size() == 2 && tasks.stream().allMatch(ServiceRunTest::isStopped)))
                .allSatisfy(task -> assertThat(task.stoppedReason())
                        .isEqualTo("Scaling activity initiated by (deployment "
                                + service.deployments().getFirst().id() + ")"));
    }

    @Test
    void update_whenTheNewDefinitionFails_rollsBackToTheTasksThatRun() {
        String good = cloud.shell("exec sleep 300");
        cloud.create(good, 1, ServiceRunTest::breaker);
        cloud.awaitSteady();
        List<Task> before = cloud.tasks("RUNNING");
        String bad = cloud.define(container -> container.command("no-such-program"));

        cloud.ecs.updateService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").taskDefinition(bad));

        Service service = cloud.await(
                now -> now.events().stream().anyMatch(event -> event.message().contains("rolling back to deployment"))
                        && now.deployments().size() == 1
                        && now.deployments().getFirst().rolloutState() == DeploymentRolloutState.COMPLETED);
        assertThat(service.taskDefinition()).isEqualTo(good);
        assertThat(cloud.tasks("RUNNING"))
                .extracting(Task::taskArn)
                .containsExactly(before.getFirst().taskArn());
        assertThat(cloud.tasks("STOPPED").getFirst().stoppedReason())
                .isEqualTo("CannotStartContainerError: exec: \"no-such-program\": executable file not found in $PATH;"
                        + " it has to be installed on this machine");
    }

    @Test
    void task_whenItsHealthCheckFails_isReplaced() throws Exception {
        Path sick = folder.resolve("sick");
        cloud.create(
                cloud.define(container -> container
                        .command("sleep", "300")
                        .healthCheck(check -> check.command("CMD-SHELL", "test ! -e " + sick)
                                .interval(10)
                                .retries(2))),
                1,
                request -> {});
        cloud.awaitSteady();
        Task first = cloud.tasks("RUNNING").getFirst();

        Files.createFile(sick);
        Task stopped = cloud.await(
                        () -> cloud.tasks("STOPPED"),
                        tasks -> tasks.stream()
                                .anyMatch(task -> task.taskArn().equals(first.taskArn()) && isStopped(task)))
                .getFirst();
        Files.delete(sick);

        assertThat(stopped.stoppedReason()).isEqualTo("Task failed container health checks");
        assertThat(cloud.awaitSteady().runningCount()).isEqualTo(1);
    }

    @Test
    void task_whenTheBalancerFindsItUnhealthy_isReplacedAndSaysWhy() {
        cloud.create(
                cloud.define(container -> container.command("ruby", "-e", EcsFixture.SERVER)),
                1,
                EcsFixture.BEHIND_BALANCER);
        cloud.awaitSteady();
        Task first = cloud.tasks("RUNNING").getFirst();

        cloud.balancers.sick.add(EcsFixture.address(first));

        Task stopped = cloud.await(
                        () -> cloud.tasks("STOPPED"), tasks -> tasks.size() == 1 && isStopped(tasks.getFirst()))
                .getFirst();
        assertThat(stopped.stoppedReason())
                .isEqualTo("Task failed ELB health checks in (target-group " + FakeBalancers.GROUP + ")");
        assertThat(events(cloud.awaitSteady()))
                .contains("(service dev-api) (port 4567) is unhealthy in (target-group " + FakeBalancers.GROUP
                        + ") due to (reason Health checks failed with these codes: [503])");
        assertThat(cloud.balancers.targets).extracting("id").doesNotContain(EcsFixture.address(first));
    }

    @Test
    void task_whenItRuns_hasExactlyItsEnvironmentAndItsLog() {
        var name = cloud.discovery.createService("redis", cloud.discovery.createNamespace("dev.internal"));
        cloud.create(
                cloud.define(container -> container
                        .command("sh", "-c", "env | sort; exec sleep 300")
                        .environment(KeyValuePair.builder()
                                .name("REDIS_URL")
                                .value("redis://redis.dev.internal:6379")
                                .build())),
                1,
                request -> {});
        cloud.awaitSteady();
        Task task = cloud.tasks("RUNNING").getFirst();

        List<String> lines = cloud.await(
                () -> cloud.logs.lines.getOrDefault("api/api/" + id(task), List.of()), told -> told.size() >= 5);

        assertThat(lines)
                .contains(
                        "BIND=" + EcsFixture.address(task),
                        "PORT=4567",
                        "REDIS_URL=redis://" + name.address() + ":6379")
                .allMatch(line -> line.matches("(BIND|PORT|REDIS_URL|PATH|HOME|LANG|PWD|SLIPWAY_TASK)=.*"));
    }

    @Test
    void task_whenAVolumeIsMountedAtItsFolder_worksInIt() {
        cloud.create(
                cloud.define(
                        container -> container
                                .command("sh", "-c", "echo kept > file; exec sleep 300")
                                .workingDirectory("/data")
                                .mountPoints(EcsFixture.mount("/data")),
                        EcsFixture.WITH_VOLUME),
                1,
                request -> {});
        cloud.awaitSteady();

        cloud.await(() -> Files.exists(cloud.volume.resolve("file")), exists -> exists);
        assertThat(cloud.volume.resolve("file")).hasContent("kept");
    }

    @Test
    void task_whenAVolumeIsMountedElsewhere_failsWithTheReason() {
        cloud.create(
                cloud.define(
                        container -> container
                                .command("sleep", "300")
                                .workingDirectory("/app")
                                .mountPoints(EcsFixture.mount("/var/lib/x")),
                        EcsFixture.WITH_VOLUME),
                1,
                request -> {});

        assertThat(cloud.await(() -> cloud.tasks("STOPPED"), tasks -> !tasks.isEmpty())
                        .getFirst()
                        .stoppedReason())
                .startsWith("ResourceInitializationError: ")
                .contains("/var/lib/x");
    }

    @Test
    void task_whenItsPortIsTaken_failsWithTheReason() throws Exception {
        cloud.create(cloud.define(container -> container.command("sleep", "300")), 1, request -> {});
        cloud.awaitSteady();
        String address = EcsFixture.address(cloud.tasks("RUNNING").getFirst());
        int last = Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
        String next = address.substring(0, address.lastIndexOf('.') + 1) + (last + 1);

        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(next, 4567));
            cloud.ecs.updateService(request ->
                    request.cluster(EcsFixture.CLUSTER).service("dev-api").desiredCount(2));

            assertThat(failedToStart().stoppedReason())
                    .isEqualTo("CannotStartContainerError: failed to bind host port for " + next
                            + ":4567: Address already in use. Another program has port 4567 on this machine: end it"
                            + " (ss -ltnp 'sport = :4567' names it)");
        }
    }

    @Test
    void task_whenItsImageWasUnpackedAndThatWasDeleted_unpacksItAgain() throws Exception {
        String image =
                new ImagePush(cloud.registry, "dev/api").push("1", Map.of("app/server.rb", EcsFixture.SERVER), CONFIG);
        cloud.create(cloud.define(container -> container.image(image)), 1, request -> {});
        cloud.awaitSteady();

        LayerArchive.delete(folder.resolve("images"));
        Files.createDirectory(folder.resolve("images"));
        cloud.ecs.updateService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").desiredCount(2));

        cloud.await(service -> service.runningCount() == 2);
    }

    @Test
    void task_whenItsImageWasDeletedFromTheRegistry_failsWithTheRemedy() throws Exception {
        String image =
                new ImagePush(cloud.registry, "dev/api").push("1", Map.of("app/server.rb", EcsFixture.SERVER), CONFIG);
        try (var layers = Files.newDirectoryStream(folder.resolve("registry/layers"))) {
            for (Path layer : layers) {
                Files.delete(layer);
            }
        }

        cloud.create(cloud.define(container -> container.image(image)), 1, request -> {});

        assertThat(failedToStart().stoppedReason())
                .startsWith("CannotPullContainerError: failed to copy " + image + ": The layer with digest 'sha256:")
                .endsWith("; publish the image again: slipway deploy");
    }

    @Test
    void task_whenItsLogGroupDoesNotExist_failsWithTheReason() {
        cloud.create(
                cloud.define(container -> container
                        .command("sleep", "300")
                        .logConfiguration(log -> log.logDriver("awslogs")
                                .options(Map.of("awslogs-group", "/absent", "awslogs-stream-prefix", "x")))),
                1,
                request -> {});

        assertThat(cloud.await(() -> cloud.tasks("STOPPED"), tasks -> !tasks.isEmpty())
                        .getFirst()
                        .stoppedReason())
                .startsWith("ResourceInitializationError: ")
                .contains("The specified log group does not exist.");
    }

    @Test
    void stopTask_whenTheTaskRuns_deregistersItBeforeItEnds() {
        cloud.create(
                cloud.define(container -> container.command("ruby", "-e", EcsFixture.SERVER)),
                1,
                EcsFixture.BEHIND_BALANCER);
        cloud.awaitSteady();
        Task first = cloud.tasks("RUNNING").getFirst();

        cloud.ecs.stopTask(request ->
                request.cluster(EcsFixture.CLUSTER).task(first.taskArn()).reason("tried out"));

        Task stopped = cloud.await(
                        () -> cloud.tasks("STOPPED"), tasks -> tasks.size() == 1 && isStopped(tasks.getFirst()))
                .getFirst();
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("tried out");
        assertThat(EcsFixture.exitCode(stopped)).isEqualTo(0);
        assertThat(cloud.logs.lines.get("api/api/" + id(stopped))).contains("bye");
        assertThat(cloud.balancers.targets).extracting("id").doesNotContain(EcsFixture.address(first));
    }

    @Test
    void stopTask_whenTheBalancerDrainsIt_lastsUntilItHasLetGo() throws Exception {
        cloud.create(
                cloud.define(container -> container.command("ruby", "-e", EcsFixture.SERVER)),
                1,
                EcsFixture.BEHIND_BALANCER);
        cloud.awaitSteady();
        Task first = cloud.tasks("RUNNING").getFirst();
        cloud.balancers.drainsLong = true;

        cloud.ecs.stopTask(request -> request.cluster(EcsFixture.CLUSTER).task(first.taskArn()));
        cloud.await(service -> events(service).contains("(service dev-api) has begun draining connections on 1 tasks.")
                && service.runningCount() == 1);

        assertThat(cloud.tasks("STOPPED"))
                .singleElement()
                .satisfies(task -> assertThat(task.lastStatus()).isEqualTo("DEACTIVATING"));
        assertThat(get(first)).isNotEmpty();
        cloud.balancers.draining.clear();
        cloud.await(() -> cloud.tasks("STOPPED"), tasks -> isStopped(tasks.getFirst()));
        assertThat(answers(first)).isFalse();
    }

    @Test
    void update_whenTheOldTasksDrain_completesOnlyThen() {
        cloud.create(
                cloud.define(container -> container.command("ruby", "-e", EcsFixture.SERVER)),
                1,
                EcsFixture.BEHIND_BALANCER);
        cloud.awaitSteady();
        cloud.balancers.drainsLong = true;

        cloud.ecs.updateService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").forceNewDeployment(true));
        Service draining = cloud.await(
                service -> events(service).contains("(service dev-api) has begun draining connections on 1 tasks."));

        assertThat(draining.deployments()).extracting("status").containsExactly("PRIMARY", "ACTIVE");
        assertThat(draining.deployments().getFirst().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        cloud.balancers.draining.clear();
        cloud.await(service -> service.deployments().size() == 1
                && service.deployments().getFirst().rolloutState() == DeploymentRolloutState.COMPLETED);
    }

    @Test
    void close_whenATaskDrains_doesNotWaitForIt() {
        cloud.create(
                cloud.define(container -> container.command("ruby", "-e", EcsFixture.SERVER)),
                1,
                EcsFixture.BEHIND_BALANCER);
        cloud.awaitSteady();
        cloud.balancers.drainsLong = true;
        Task first = cloud.tasks("RUNNING").getFirst();
        cloud.ecs.stopTask(request -> request.cluster(EcsFixture.CLUSTER).task(first.taskArn()));

        cloud.ecs.close();

        assertThat(cloud.processes.usageByOwner()).isEmpty();
    }

    @Test
    void deleteService_whenForced_doesNotWaitForItsBalancer() {
        cloud.create(
                cloud.define(container -> container.command("ruby", "-e", EcsFixture.SERVER)),
                1,
                EcsFixture.BEHIND_BALANCER);
        cloud.awaitSteady();
        cloud.balancers.drainsLong = true;

        cloud.ecs.deleteService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").force(true));

        cloud.await(service -> service.status().equals("INACTIVE"));
    }

    @Test
    void deleteService_whenForcedWhileATaskDrains_doesNotWaitForItsBalancer() {
        cloud.create(
                cloud.define(container -> container.command("ruby", "-e", EcsFixture.SERVER)),
                1,
                EcsFixture.BEHIND_BALANCER);
        cloud.awaitSteady();
        cloud.balancers.drainsLong = true;
        cloud.ecs.updateService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").desiredCount(0));
        cloud.await(() -> cloud.tasks("STOPPED"), tasks -> !tasks.isEmpty());

        cloud.ecs.deleteService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").force(true));

        cloud.await(service -> service.status().equals("INACTIVE"));
    }

    @Test
    void service_whenItsTasksBootAndDie_isBrakedAndSaysSo() {
        cloud.create(cloud.shell("echo gone"), 1, request -> {});

        Service braked = cloud.await(service -> events(service).stream().anyMatch(event -> event.contains("paused: ")));

        // Others may have followed before it was looked at.
        assertThat(events(braked))
                .anyMatch(event -> event.matches(
                        "\\(service dev-api\\) paused: 3 tasks in a row ended soon after they had started\\. The next"
                                + " one is started at 20[0-9T:-]+Z; a new deployment is not paused\\. This is the local cloud's"
                                + " brake: AWS would start the next task at once\\."));
        cloud.await(() -> cloud.tasks("STOPPED"), tasks -> tasks.size() >= 4);
    }

    @Test
    void deleteService_whenForced_drainsAndIsInactive() {
        cloud.create(cloud.shell("exec sleep 300"), 2, request -> {});
        cloud.awaitSteady();

        Service draining = cloud.ecs
                .deleteService(request ->
                        request.cluster(EcsFixture.CLUSTER).service("dev-api").force(true))
                .service();

        assertThat(draining.status()).isEqualTo("DRAINING");
        cloud.await(service -> service.status().equals("INACTIVE"));
        assertThat(cloud.tasks("RUNNING")).isEmpty();
        assertThat(cloud.processes.usageByOwner()).isEmpty();
        assertThat(cloud.ecs
                        .listServices(request -> request.cluster(EcsFixture.CLUSTER))
                        .serviceArns())
                .isEmpty();
    }

    @Test
    void open_whenTheCloudWasStopped_startsTheTasksAgain() {
        cloud.create(cloud.shell("exec sleep 300"), 2, request -> {});
        cloud.awaitSteady();
        List<Task> before = cloud.tasks("RUNNING");
        cloud.close();

        cloud = new EcsFixture(folder);

        Service service = cloud.awaitSteady();
        assertThat(service.runningCount()).isEqualTo(2);
        assertThat(cloud.tasks("RUNNING"))
                .extracting(Task::taskArn)
                .doesNotContain(before.getFirst().taskArn());
        assertThat(events(service))
                .contains("(service dev-api) had its tasks stopped with the local cloud; it starts them again.");
        assertThat(cloud.tasks("STOPPED"))
                .hasSize(2)
                .allSatisfy(task -> assertThat(task.stoppedReason()).isEqualTo("The local cloud was stopped"));
    }

    @Test
    void open_whenTheCloudWasKilled_takesItsTasksBackAndStartsNewOnes(@TempDir Path copy) throws Exception {
        cloud.create(
                cloud.define(container -> container.command("ruby", "-e", EcsFixture.SERVER)),
                1,
                EcsFixture.BEHIND_BALANCER);
        cloud.awaitSteady();
        Task before = cloud.tasks("RUNNING").getFirst();
        // What a kill leaves is what is written at that moment.
        for (String document : List.of("ecs", "ecs-tasks", "addresses")) {
            Files.copy(folder.resolve(document + ".json"), copy.resolve(document + ".json"));
        }

        try (var next = EcsFixture.behind(copy, cloud.balancers)) {
            next.await(service -> service.runningCount() == 1);

            assertThat(events(next.service()))
                    .contains("(service dev-api) lost its tasks, because the local cloud ended without being stopped;"
                            + " it starts them again.");
            assertThat(next.tasks("STOPPED")).singleElement().satisfies(lost -> {
                assertThat(lost.taskArn()).isEqualTo(before.taskArn());
                assertThat(lost.stoppedReason()).isEqualTo("The local cloud ended without being stopped");
            });
            assertThat(next.balancers.targets).extracting("id").doesNotContain(EcsFixture.address(before));
        }
    }

    @Test
    void close_whenTasksRun_leavesNoProcess() {
        cloud.create(cloud.shell("sleep 300 & sleep 300"), 1, request -> {});
        cloud.awaitSteady();
        long pid = Long.parseLong(cloud.tasks("RUNNING")
                .getFirst()
                .containers()
                .getFirst()
                .runtimeId()
                .replaceFirst(".*-", ""));

        cloud.ecs.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(cloud.processes.usageByOwner()).isEmpty();
    }

    @Test
    void close_whenNothingCanBeWritten_endsTasksAllTheSame() throws Exception {
        cloud.create(cloud.shell("exec sleep 300"), 1, request -> {});
        cloud.awaitSteady();
        String task = cloud.tasks("RUNNING").getFirst().taskArn();
        // A folder that is in the way of a document stands for a full disk.
        Files.createDirectories(folder.resolve("addresses.json.new/inside"));
        Files.createDirectories(folder.resolve("ecs.json.new/inside"));

        cloud.ecs.stopTask(request -> request.cluster(EcsFixture.CLUSTER).task(task));

        cloud.await(
                () -> cloud.tasks("STOPPED"),
                tasks -> tasks.stream().anyMatch(stopped -> stopped.taskArn().equals(task) && isStopped(stopped)));
        cloud.ecs.close();
        assertThat(cloud.processes.usageByOwner()).isEmpty();
    }

    private static void breaker(CreateServiceRequest.Builder request) {
        request.deploymentConfiguration(configuration -> configuration.deploymentCircuitBreaker(
                breaker -> breaker.enable(true).rollback(true)));
    }

    private Task failedToStart() {
        return cloud.await(
                        () -> cloud.tasks("STOPPED"),
                        tasks -> !tasks.isEmpty() && tasks.getFirst().stopCode() == TaskStopCode.TASK_FAILED_TO_START)
                .getFirst();
    }

    private static List<String> events(Service service) {
        return service.events().stream().map(ServiceEvent::message).toList();
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }

    private static boolean isStopped(Task task) {
        return task.lastStatus().equals("STOPPED");
    }

    private static boolean answers(Task task) {
        try {
            return !EcsFixture.address(task).isEmpty() && !get(task).isEmpty();
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private static String get(Task task) {
        return request(task, "/");
    }

    private static void crash(Task task) {
        try {
            request(task, "/crash");
        } catch (IllegalStateException asWanted) {
            assertThat(asWanted).hasCauseInstanceOf(IOException.class);
        }
    }

    private static String request(Task task, String path) {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://" + EcsFixture.address(task) + ":4567" + path);
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException refused) {
            throw new IllegalStateException(refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
