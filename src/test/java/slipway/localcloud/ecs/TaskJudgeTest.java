package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.async.ManualTimer;
import slipway.localcloud.ecs.ServiceView.TaskCondition;
import slipway.localcloud.ecs.TaskJudge.Judgement;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

@NullMarked
class TaskJudgeTest {
    private final ManualTimer timer = new ManualTimer();
    private final CloudClock clock = new CloudClock(timer, timer, 10, timer.instant());

    @ParameterizedTest
    @CsvSource({
        "STOPPED, RUNNING, STOPPING",
        "STOPPED, DEACTIVATING, DRAINING",
        "STOPPED, STOPPING, STOPPING",
        "RUNNING, PROVISIONING, STARTING",
        "RUNNING, ACTIVATING, STARTING",
        "RUNNING, RUNNING, GOOD"
    })
    void judge_whenNothingJudges_followsTheStatus(String desired, String last, TaskCondition expected) {
        var task = new TaskState(
                Task.builder().desiredStatus(desired).lastStatus(last).build());

        assertThat(new TaskJudge(clock, (balancer, address) -> null)
                        .judge(task, service(null), null)
                        .condition())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"HEALTHY, GOOD", "UNKNOWN, WAITING", "UNHEALTHY, BAD"})
    void judge_whenTheContainerHasAHealthCheck_followsIt(String health, TaskCondition expected) {
        var task = running(health);
        var definition = new Fleet.Definition(
                TaskDefinition.builder()
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("api")
                                .healthCheck(check -> check.command("CMD-SHELL", "true"))
                                .build())
                        .build(),
                List.of());

        assertThat(new TaskJudge(clock, (balancer, address) -> null)
                        .judge(task, service(null), definition)
                        .condition())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "initial, WAITING",
        "healthy, GOOD",
        "unused, GOOD",
        "unavailable, GOOD",
        "draining, WAITING",
        "unhealthy, BAD",
        ", WAITING"
    })
    void judge_whenThereIsABalancer_followsItsVerdict(@Nullable String state, TaskCondition expected) {
        assertThat(judge(state, null).condition()).isEqualTo(expected);
    }

    @Test
    void judge_whenTheBalancerFindsItUnhealthy_saysWhy() {
        assertThat(judge("unhealthy", null).event())
                .isEqualTo("(port 4567) is unhealthy in (target-group arn:group) due to (reason Request timed out)");
    }

    @Test
    void judge_whenItIsInItsGracePeriod_waitsInRealTime() {
        TaskState task = running("UNKNOWN");

        timer.advance(Duration.ofSeconds(59));
        assertThat(judge(task, "unhealthy", 60).condition()).isEqualTo(TaskCondition.WAITING);
        timer.advance(Duration.ofSeconds(1));
        assertThat(judge(task, "unhealthy", 60).condition()).isEqualTo(TaskCondition.BAD);
    }

    @Test
    void proves_whenABalancerFindsItHealthy_isSoAtOnce() {
        assertThat(new TaskJudge(clock, (balancer, address) -> null).proves(running("UNKNOWN"), judge("healthy", null)))
                .isTrue();
    }

    @Test
    void proves_whenNothingChecksIt_waitsTenRealSeconds() {
        TaskState task = running("UNKNOWN");
        var judge = new TaskJudge(clock, (balancer, address) -> null);

        timer.advance(Duration.ofMillis(9900));
        assertThat(judge.proves(task, judge.judge(task, service(null), null))).isFalse();
        timer.advance(Duration.ofMillis(100));
        assertThat(judge.proves(task, judge.judge(task, service(null), null))).isTrue();
    }

    private Judgement judge(@Nullable String state, @Nullable Integer grace) {
        return judge(running("UNKNOWN"), state, grace);
    }

    private Judgement judge(TaskState task, @Nullable String state, @Nullable Integer grace) {
        var service = service(grace);
        service.declare(service.declared().toBuilder()
                .loadBalancers(LoadBalancer.builder()
                        .targetGroupArn("arn:group")
                        .containerName("api")
                        .containerPort(4567)
                        .build())
                .build());
        TargetHealth health = state == null
                ? null
                : TargetHealth.builder()
                        .state(state)
                        .description("Request timed out")
                        .build();
        return new TaskJudge(clock, (balancer, address) -> health).judge(task, service, null);
    }

    private TaskState running(String health) {
        return new TaskState(Task.builder()
                .desiredStatus("RUNNING")
                .lastStatus("RUNNING")
                .startedAt(clock.instant())
                .containers(Container.builder().name("api").healthStatus(health).build())
                .build());
    }

    private static ServiceState service(@Nullable Integer grace) {
        return new ServiceState(
                Service.builder()
                        .serviceName("dev-api")
                        .healthCheckGracePeriodSeconds(grace)
                        .build(),
                null);
    }
}
