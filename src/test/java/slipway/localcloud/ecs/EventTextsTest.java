package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * What ECS says while a service is created, updated, rolled back and scaled: events, task states, stop codes and reasons
 * in AWS's words. Ids are replaced by the order in which they turn up: task-1, deployment-1.
 */
@NullMarked
class EventTextsTest {
    @TempDir
    Path folder;

    private EcsFixture cloud;
    private final Set<String> tasks = new LinkedHashSet<>();
    private final Set<String> deployments = new LinkedHashSet<>();
    private int told;

    @BeforeEach
    void open() {
        cloud = new EcsFixture(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void create_whenItGoesWell_tellsEveryStep() {
        create();

        assertThat(newEvents()).isEqualTo("""
                has started 1 tasks: (task task-1).
                registered 1 targets in (target-group GROUP)
                (deployment deployment-1) deployment completed.
                has reached a steady state.
                """);
        assertThat(cloud.service().deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.status()).isEqualTo("PRIMARY");
            assertThat(deployment.rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
            assertThat(deployment.rolloutStateReason()).isEqualTo("ECS deployment " + deployment.id() + " completed.");
        });
    }

    @Test
    void update_whenItGoesWell_tellsEveryStepAndWhyTheOldTaskStopped() {
        create();
        newEvents();

        cloud.ecs.updateService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").forceNewDeployment(true));
        Deployment begun = cloud.service().deployments().getFirst();
        assertThat(begun.rolloutStateReason()).isEqualTo("ECS deployment " + begun.id() + " in progress.");
        awaitSteadyAgain();

        assertThat(newEvents()).isEqualTo("""
                has started 1 tasks: (task task-2).
                registered 1 targets in (target-group GROUP)
                deregistered 1 targets in (target-group GROUP)
                has begun draining connections on 1 tasks.
                has stopped 1 running tasks: (task task-1).
                (deployment deployment-2) deployment completed.
                has reached a steady state.
                """);
        Task old = stopped(0);
        assertThat(old.stopCode()).isEqualTo(TaskStopCode.SERVICE_SCHEDULER_INITIATED);
        assertThat(old.stoppedReason()).isEqualTo("Scaling activity initiated by (deployment " + begun.id() + ")");
    }

    @Test
    void update_whenNoTaskStarts_tellsHowTheBreakerRollsBack() {
        create();
        newEvents();
        String missing = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/dev/api:missing";
        cloud.registry.createRepository(request -> request.repositoryName("dev/api"));
        String bad = cloud.define(container -> container.image(missing));

        cloud.ecs.updateService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").taskDefinition(bad));
        Service back = awaitSteadyAgain();

        assertThat(newEvents()).isEqualTo("""
                has started 1 tasks: (task task-2).
                has started 1 tasks: (task task-3).
                has started 1 tasks: (task task-4).
                is unable to consistently start tasks successfully. For more information, see the Troubleshooting\
                 section of the Amazon ECS Developer Guide.
                (deployment deployment-2) deployment failed: tasks failed to start.
                rolling back to deployment deployment-1.
                (deployment deployment-1) deployment completed.
                has reached a steady state.
                """);
        assertThat(back.deployments())
                .singleElement()
                .satisfies(
                        deployment -> assertThat(deployment.id()).isEqualTo(new ArrayList<>(deployments).getFirst()));
        Task dead = stopped(1);
        assertThat(dead.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(dead.stoppedReason())
                .startsWith(
                        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve"
                                + " ref " + missing);
    }

    @Test
    void update_whenTheNewTasksAreNeverHealthy_countsThemAndRollsBack() {
        create();
        newEvents();
        Task good = cloud.tasks("RUNNING").getFirst();
        String bad = cloud.define(container -> container.command("sleep", "300"));
        cloud.balancers.sickUnless = EcsFixture.address(good);
        cloud.ecs.updateService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").taskDefinition(bad));

        awaitSteadyAgain();

        String unhealthy =
                "(port 4567) is unhealthy in (target-group GROUP) due to (reason Health checks failed with these"
                        + " codes: [503])";
        // Between these the tasks that are replaced leave, each at its own pace.
        assertThat(newEvents().lines())
                .containsSubsequence(
                        "has started 1 tasks: (task task-2).",
                        unhealthy,
                        "has started 1 tasks: (task task-3).",
                        unhealthy,
                        "has started 1 tasks: (task task-4).",
                        unhealthy,
                        "(deployment deployment-2) deployment failed: tasks failed to start.",
                        "rolling back to deployment deployment-1.",
                        "(deployment deployment-1) deployment completed.",
                        "has reached a steady state.");
        assertThat(cloud.tasks("RUNNING")).extracting(Task::taskArn).containsExactly(good.taskArn());
        assertThat(cloud.tasks("STOPPED")).hasSize(3).allSatisfy(task -> {
            assertThat(task.stopCode()).isEqualTo(TaskStopCode.SERVICE_SCHEDULER_INITIATED);
            assertThat(task.stoppedReason())
                    .isEqualTo("Task failed ELB health checks in (target-group " + FakeBalancers.GROUP + ")");
        });
    }

    @Test
    void scale_whenUpAndDown_tellsEveryStep() {
        create();
        newEvents();

        scale(2);
        awaitSteadyAgain();
        assertThat(newEvents()).isEqualTo("""
                has started 1 tasks: (task task-2).
                registered 1 targets in (target-group GROUP)
                has reached a steady state.
                """);

        scale(1);
        awaitSteadyAgain();
        assertThat(newEvents()).isEqualTo("""
                deregistered 1 targets in (target-group GROUP)
                has begun draining connections on 1 tasks.
                has stopped 1 running tasks: (task task-2).
                has reached a steady state.
                """);
        assertThat(stopped(0).stoppedReason())
                .isEqualTo(
                        "Scaling activity initiated by (deployment " + new ArrayList<>(deployments).getFirst() + ")");
    }

    @Test
    void task_whenItLives_goesThroughAwsStates() {
        Set<String> seen = new CopyOnWriteArraySet<>();
        var looking = cloud.timer.every(Duration.ofMillis(1), () -> {
            List<Task> all = new ArrayList<>(cloud.tasks("RUNNING"));
            all.addAll(cloud.tasks("STOPPED"));
            all.forEach(task -> seen.add(task.lastStatus()));
        });
        create();
        cloud.balancers.drainsLong = true;
        cloud.ecs.stopTask(request -> request.cluster(EcsFixture.CLUSTER)
                .task(cloud.tasks("RUNNING").getFirst().taskArn()));
        cloud.await(() -> seen, states -> states.contains("DEACTIVATING"));
        // The replacement's states would mix with the first one's.
        looking.cancel();

        assertThat(seen)
                .isSubsetOf("PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING")
                .contains("RUNNING");
        cloud.balancers.draining.clear();
        Task stopped = stopped(0);
        assertThat(stopped.lastStatus()).isEqualTo("STOPPED");
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("Task stopped by user");
    }

    private void create() {
        cloud.create(cloud.define(container -> container.command("ruby", "-e", EcsFixture.SERVER)), 1, request -> {
            EcsFixture.BEHIND_BALANCER.accept(request);
            request.deploymentConfiguration(configuration -> configuration.deploymentCircuitBreaker(
                    breaker -> breaker.enable(true).rollback(true)));
        });
        awaitSteadyAgain();
    }

    /** The service, once it is steady and an event that was not told before says so. */
    private Service awaitSteadyAgain() {
        return cloud.await(service -> service.events().size() > told
                && service.events().getFirst().message().endsWith("has reached a steady state."));
    }

    private void scale(int desired) {
        cloud.ecs.updateService(request ->
                request.cluster(EcsFixture.CLUSTER).service("dev-api").desiredCount(desired));
    }

    private Task stopped(int index) {
        return cloud.await(
                        () -> cloud.tasks("STOPPED"),
                        all -> all.size() > index && all.get(index).lastStatus().equals("STOPPED"))
                .get(index);
    }

    /** The events since the last call, oldest first, without the service's name. */
    private String newEvents() {
        var events = cloud.service().events().reversed();
        var text = new StringBuilder();
        for (var event : events.subList(told, events.size())) {
            assertThat(event.message()).startsWith("(service dev-api) ");
            text.append(named(event.message().substring("(service dev-api) ".length())))
                    .append('\n');
        }
        told = events.size();
        return text.toString();
    }

    private String named(String message) {
        String plain = message.replace(FakeBalancers.GROUP, "GROUP");
        plain = Pattern.compile("[0-9a-f]{32}")
                .matcher(plain)
                .replaceAll(found -> number(tasks, found.group(), "task-"));
        return Pattern.compile("ecs-svc/[0-9]{19}")
                .matcher(plain)
                .replaceAll(found -> number(deployments, found.group(), "deployment-"));
    }

    private static String number(Set<String> known, String id, String word) {
        known.add(id);
        return word + (new ArrayList<>(known).indexOf(id) + 1);
    }
}
