package slipway.localcloud.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.ecs.ServiceView.TaskCondition;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Says how a service's task is doing, from its containers' health checks and its balancers' verdicts. */
final class TaskJudge {
    private final CloudClock clock;
    private final BiFunction<LoadBalancer, String, @Nullable TargetHealth> verdicts;

    /** Real time: a process that boots and dies does so sooner (a). */
    private static final Duration PROOF = Duration.ofSeconds(10);

    /**
     * A judgement.
     *
     * @param checked whether a health check has found it healthy, when GOOD
     * @param reason for the stopped reason, when BAD
     * @param event for the service's events, when BAD by a balancer
     */
    record Judgement(TaskCondition condition, boolean checked, String reason, String event) {
        private static final Judgement HEALTHY = new Judgement(TaskCondition.GOOD, true, "", "");

        static Judgement of(TaskCondition condition) {
            return new Judgement(condition, false, "", "");
        }
    }

    /** @param verdicts what a balancer says of an address; null when it is no target (yet) */
    TaskJudge(CloudClock clock, BiFunction<LoadBalancer, String, @Nullable TargetHealth> verdicts) {
        this.clock = clock;
        this.verdicts = verdicts;
    }

    Judgement judge(TaskState state, ServiceState service, Fleet.@Nullable Definition definition) {
        Task task = state.task();
        if (!state.isWanted()) {
            return Judgement.of(state.isDraining() ? TaskCondition.DRAINING : TaskCondition.STOPPING);
        }
        if (!state.isRunning()) {
            return Judgement.of(TaskCondition.STARTING);
        }
        Judgement worst = Judgement.of(TaskCondition.GOOD);
        List<ContainerDefinition> containers =
                definition == null ? List.of() : definition.definition().containerDefinitions();
        for (ContainerDefinition container : containers) {
            if (container.healthCheck() != null) {
                worst = worse(worst, byContainer(task, container.name()));
            }
        }
        for (LoadBalancer balancer : service.declared().loadBalancers()) {
            worst = worse(worst, byBalancer(task, service, balancer));
        }
        return worst;
    }

    private static Judgement byContainer(Task task, String name) {
        for (Container container : task.containers()) {
            if (container.name().equals(name)) {
                if (container.healthStatus() == HealthStatus.HEALTHY) {
                    return Judgement.HEALTHY;
                }
                if (container.healthStatus() == HealthStatus.UNHEALTHY) {
                    return new Judgement(TaskCondition.BAD, false, "Task failed container health checks", "");
                }
            }
        }
        return Judgement.of(TaskCondition.WAITING);
    }

    private Judgement byBalancer(Task task, ServiceState service, LoadBalancer balancer) {
        TargetHealth health = verdicts.apply(balancer, TaskShapes.address(task));
        TargetHealthStateEnum state = health == null ? TargetHealthStateEnum.INITIAL : health.state();
        if (state == TargetHealthStateEnum.HEALTHY) {
            return Judgement.HEALTHY;
        }
        if (
        // Nothing judges these: a group that no rule names, and a group without health checks (a).
        state == TargetHealthStateEnum.UNUSED || state == TargetHealthStateEnum.UNAVAILABLE) {
            return Judgement.of(TaskCondition.GOOD);
        }
        if (health == null || state != TargetHealthStateEnum.UNHEALTHY || inGrace(task, service)) {
            return Judgement.of(TaskCondition.WAITING);
        }
        String group = "(target-group " + balancer.targetGroupArn() + ")";
        return new Judgement(
                TaskCondition.BAD,
                false,
                "Task failed ELB health checks in " + group,
                "(port " + balancer.containerPort() + ") is unhealthy in " + group + " due to (reason "
                        + (health.description() == null ? health.reasonAsString() : health.description()) + ")");
    }

    /** The grace period is real time: it is given to a process, which boots in real time. */
    private boolean inGrace(Task task, ServiceState service) {
        Integer seconds = service.declared().healthCheckGracePeriodSeconds();
        if (seconds == null || task.startedAt() == null) {
            return false;
        }
        Duration real = clock.toReal(Duration.between(task.startedAt(), clock.instant()));
        return real.compareTo(Duration.ofSeconds(seconds)) < 0;
    }

    /** Whether a task that is judged so has proved that it is no boot-and-die: checked, or up for a while. */
    boolean proves(TaskState task, Judgement judgement) {
        Instant started = task.task().startedAt();
        boolean lived = started != null
                && clock.toReal(Duration.between(started, clock.instant())).compareTo(PROOF) >= 0;
        return judgement.condition() == TaskCondition.GOOD && (judgement.checked() || lived);
    }

    private static Judgement worse(Judgement one, Judgement other) {
        int order = other.condition().compareTo(one.condition());
        return order < 0 || (order == 0 && other.checked()) ? other : one;
    }
}
