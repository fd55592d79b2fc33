package slipway.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.FailureChain;
import slipway.operations.FakeCloud;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The chain, from answers as ECS, CloudWatch Logs and the balancer give them. */
class FailureReaderTest {
    private static final String ARN = "arn:aws:ecs:eu-west-1:1:service/dev/dev-api-blue";
    private static final String OLD = "arn:aws:ecs:eu-west-1:1:task-definition/dev-api-blue:6";
    private static final String NEW = "arn:aws:ecs:eu-west-1:1:task-definition/dev-api-blue:7";
    private static final String GROUP = "arn:targets";
    private static final Instant BEGAN = Instant.parse("2026-01-01T11:59:00Z");

    private final FakeCloud cloud = new FakeCloud();

    @BeforeEach
    void deploying() {
        service(failing(DeploymentRolloutState.IN_PROGRESS));
        for (String definition : List.of(OLD, NEW)) {
            cloud.taskDefinitions.put(
                    definition,
                    TaskDefinition.builder()
                            .containerDefinitions(ContainerDefinition.builder()
                                    .name("api")
                                    .logConfiguration(LogConfiguration.builder()
                                            .logDriver(LogDriver.AWSLOGS)
                                            .options(
                                                    Map.of("awslogs-group", "/dev/api", "awslogs-stream-prefix", "api"))
                                            .build())
                                    .build())
                            .build());
        }
    }

    @Test
    void cause_namesTheLine_whenAProcessDies() {
        stopped(
                "aa",
                "ecs-svc/2",
                10,
                TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                1);
        said("aa", "booting", "app.rb:1:in 'x': no colour (KeyError)", "\tfrom app.rb:9:in 'y'");

        FailureChain chain = read();

        assertThat(chain.cause())
                .isEqualTo("The process of dev-api-blue ended with exit code 1: app.rb:1:in 'x': no colour (KeyError)");
        assertThat(chain.lines()).hasSize(3);
        assertThat(chain.task()).hasValueSatisfying(task -> {
            assertThat(task.id()).isEqualTo("aa");
            assertThat(task.revision()).isEqualTo("dev-api-blue:7");
            assertThat(task.image()).isEqualTo("bad");
            assertThat(task.containers().getFirst().exitCode()).hasValue(1);
        });
    }

    @Test
    void taskThatDiedByItself_tells_whenALaterOneWasStoppedByTheScheduler() {
        stopped(
                "aa",
                "ecs-svc/2",
                10,
                TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                1);
        stopped("bb", "ecs-svc/2", 20, TaskStopCode.SERVICE_SCHEDULER_INITIATED, "Scaling activity initiated", 0);
        said("aa", "boom (RuntimeError)");
        said("bb", "terminated in peace");

        assertThat(read().task().orElseThrow().id()).isEqualTo("aa");
    }

    @Test
    void newestDeath_tells_whenSeveralDied() {
        stopped(
                "aa",
                "ecs-svc/2",
                10,
                TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                1);
        stopped(
                "bb",
                "ecs-svc/2",
                20,
                TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                2);
        said("aa", "first (RuntimeError)");
        said("bb", "second (RuntimeError)");

        assertThat(read().cause()).endsWith("exit code 2: second (RuntimeError)");
    }

    @Test
    void earlierDeath_tells_whileTheNewestOnesWordsAreOnTheirWay() {
        stopped(
                "aa",
                "ecs-svc/2",
                10,
                TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                1);
        stopped(
                "bb",
                "ecs-svc/2",
                20,
                TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                1);
        said("aa", "first (RuntimeError)");

        assertThat(read().cause()).endsWith("first (RuntimeError)");
    }

    @Test
    void tasksOfTheLastDeployment_areNoCause() {
        stopped(
                "aa",
                "ecs-svc/1",
                10,
                TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                1);
        said("aa", "boom (RuntimeError)");

        FailureChain chain = read();

        assertThat(chain.task()).isEmpty();
        assertThat(chain.cause()).isEmpty();
    }

    @Test
    void failedDeployment_tells_whenItIsRolledBackAlready() {
        service(
                Deployment.builder()
                        .id("ecs-svc/1")
                        .status("PRIMARY")
                        .taskDefinition(OLD)
                        .createdAt(BEGAN.minusSeconds(600))
                        .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                        .build(),
                failing(DeploymentRolloutState.FAILED).toBuilder()
                        .status("ACTIVE")
                        .build());
        stopped(
                "aa",
                "ecs-svc/2",
                10,
                TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                1);
        said("aa", "boom (RuntimeError)");

        assertThat(read().cause()).endsWith("boom (RuntimeError)");
    }

    @Test
    void cause_namesTheSignal_whenTheProcessWasKilled() {
        stopped(
                "aa",
                "ecs-svc/2",
                10,
                TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                "Essential container in task exited",
                137);

        assertThat(read().cause())
                .isEqualTo(
                        "The process of dev-api-blue ended with exit code 137 (signal 9), and there is nothing in its log");
    }

    @Test
    void cause_givesTheReason_whenNoTaskCouldStart() {
        stopped(
                "aa",
                "ecs-svc/2",
                10,
                TaskStopCode.TASK_FAILED_TO_START,
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): not found",
                null);

        assertThat(read().cause())
                .isEqualTo("No task of dev-api-blue could start: CannotPullContainerError: pull image manifest has been"
                        + " retried 1 time(s): not found");
    }

    @Test
    void cause_givesTheBalancersReason_whenNoTaskGotHealthy() {
        stopped(
                "aa",
                "ecs-svc/2",
                10,
                TaskStopCode.SERVICE_SCHEDULER_INITIATED,
                "Task failed ELB health checks in (target-group " + GROUP + ")",
                0);
        said("aa", "warming up failed: no greeting", "GET /healthcheck 500");
        event(
                12,
                "(service dev-api-blue) (port 4567) is unhealthy in (target-group " + GROUP
                        + ") due to (reason Health checks failed with these codes: [500])");

        FailureChain chain = read();

        assertThat(chain.cause())
                .isEqualTo("No task of dev-api-blue got healthy: Health checks failed with these codes: [500]; its log"
                        + " says: warming up failed: no greeting");
        assertThat(chain.lines()).containsExactly("warming up failed: no greeting", "GET /healthcheck 500");
    }

    @Test
    void cause_givesTheTargetsReason_whileTheTasksStillRun() {
        cloud.health.put(
                GROUP,
                List.of(TargetHealthDescription.builder()
                        .targetHealth(TargetHealth.builder()
                                .state(TargetHealthStateEnum.UNHEALTHY)
                                .description("Request timed out")
                                .build())
                        .build()));

        assertThat(read().cause()).isEqualTo("No task of dev-api-blue is healthy: Request timed out");
    }

    @Test
    void cause_isEmpty_whileNothingSpeaksAgainstTheService() {
        assertThat(read().cause()).isEmpty();
    }

    @Test
    void events_areThoseOfTroubleSinceTheDeploymentBegan_oldestFirst() {
        event(-5, "(service dev-api-blue) is unable to consistently start tasks successfully. Long ago.");
        event(1, "(service dev-api-blue) has started 2 tasks: (task aa) (task bb).");
        event(5, "(service dev-api-blue) is unable to consistently start tasks successfully.");
        event(9, "(service dev-api-blue) (deployment ecs-svc/2) deployment failed: tasks failed to start.");

        assertThat(read().events())
                .extracting(ServiceEvent::message)
                .containsExactly(
                        "(service dev-api-blue) is unable to consistently start tasks successfully.",
                        "(service dev-api-blue) (deployment ecs-svc/2) deployment failed: tasks failed to start.");
    }

    @Test
    void nothing_isKnown_ofAServiceThatIsGoneOrNone() {
        assertThat(new FailureReader(cloud).ofService("arn:aws:ecs:eu-west-1:1:service/dev/other"))
                .isEmpty();
        assertThat(new FailureReader(cloud).ofService("")).isEmpty();
    }

    private FailureChain read() {
        return new FailureReader(cloud).ofService(ARN).orElseThrow();
    }

    private void service(Deployment... deployments) {
        cloud.services.put(
                "dev-api-blue",
                Service.builder()
                        .serviceName("dev-api-blue")
                        .serviceArn(ARN)
                        .createdAt(BEGAN.minusSeconds(3600))
                        .deployments(deployments)
                        .loadBalancers(
                                LoadBalancer.builder().targetGroupArn(GROUP).build())
                        .build());
    }

    private static Deployment failing(DeploymentRolloutState state) {
        return Deployment.builder()
                .id("ecs-svc/2")
                .status("PRIMARY")
                .taskDefinition(NEW)
                .createdAt(BEGAN)
                .rolloutState(state)
                .build();
    }

    private void event(int second, String message) {
        Service service = cloud.services.get("dev-api-blue");
        var events = new ArrayList<>(service.events());
        events.addFirst(software.amazon.awssdk.services.ecs.model.ServiceEvent.builder()
                .createdAt(BEGAN.plusSeconds(second))
                .message(message)
                .build());
        cloud.services.put("dev-api-blue", service.toBuilder().events(events).build());
    }

    private void stopped(
            String id, String deployment, int second, TaskStopCode code, String reason, @Nullable Integer exitCode) {
        cloud.tasks.add(Task.builder()
                .taskArn("arn:aws:ecs:eu-west-1:1:task/dev/" + id)
                .taskDefinitionArn(deployment.equals("ecs-svc/2") ? NEW : OLD)
                .group("service:dev-api-blue")
                .startedBy(deployment)
                .desiredStatus("STOPPED")
                .lastStatus("STOPPED")
                .createdAt(BEGAN.plusSeconds(second - 5))
                .stoppedAt(BEGAN.plusSeconds(second))
                .stopCode(code)
                .stoppedReason(reason)
                .containers(Container.builder()
                        .name("api")
                        .image("1.dkr.ecr.eu-west-1.amazonaws.com/dev/api:bad")
                        .exitCode(exitCode)
                        .build())
                .build());
    }

    private void said(String task, String... lines) {
        cloud.logLines.put("/dev/api:api/api/" + task, List.of(lines));
    }
}
