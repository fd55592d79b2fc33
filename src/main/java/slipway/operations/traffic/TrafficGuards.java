package slipway.operations.traffic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.TrafficGuard;
import slipway.model.Weights;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Judges moves: what forbids one, and what warns. */
public final class TrafficGuards {
    private final Cloud cloud;
    private final EnvironmentName environment;

    public TrafficGuards(Cloud cloud, EnvironmentName environment) {
        this.cloud = cloud;
        this.environment = environment;
    }

    /** How a target group's tasks are; one that is leaving is none any more. */
    public record Health(int targets, int healthy) {}

    /** @param group ARN of a target group */
    public Health health(String group) {
        List<TargetHealthDescription> targets = Failures.translated(
                "read the health of the targets",
                () -> cloud.balancers()
                        .describeTargetHealth(request -> request.targetGroupArn(group))
                        .targetHealthDescriptions());
        int healthy = (int) targets.stream()
                .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                .count();
        int staying = (int) targets.stream()
                .filter(target -> target.targetHealth().state() != TargetHealthStateEnum.DRAINING)
                .count();
        return new Health(staying, healthy);
    }

    /** The services of both tiers that exist, in one call. */
    Map<EnvironmentStack, Service> services(TrafficTable table) {
        Map<EnvironmentStack, Service> services = new EnumMap<>(EnvironmentStack.class);
        Optional<String> cluster = table.output(EnvironmentStack.PLATFORM, "ClusterName");
        List<String> names = EnvironmentStack.all().stream()
                .filter(stack -> stack.tier().isPresent() && table.stacks().containsKey(stack))
                .map(stack -> stack.in(environment))
                .toList();
        if (cluster.isPresent() && !names.isEmpty()) {
            Failures.translatedRun(
                    "read the services",
                    () -> cloud.ecs()
                            .describeServices(
                                    request -> request.cluster(cluster.get()).services(names))
                            .services()
                            .forEach(service -> EnvironmentStack.named(environment, service.serviceName())
                                    .ifPresent(stack -> services.put(stack, service))));
        }
        return services;
    }

    /**
     * What stands in the way of this move. A colour whose share falls or stays may have no healthy target: taking requests away
     * from it is what helps.
     */
    List<TrafficGuard> ofMove(WeightedRule rule, Weights to, Map<EnvironmentStack, Service> services) {
        List<TrafficGuard> guards = new ArrayList<>();
        if (to.nothing()) {
            guards.add(new TrafficGuard.NothingWeighted(rule.tier()));
        }
        for (Colour colour : Colour.values()) {
            if (to.share(colour) > rule.weights().share(colour)) {
                unhealthy(rule, colour, health(rule.group(colour))).ifPresent(guards::add);
            }
        }
        guards.addAll(standing(rule, services));
        return guards;
    }

    static Optional<TrafficGuard> unhealthy(WeightedRule rule, Colour colour, Health health) {
        return health.healthy() > 0
                ? Optional.empty()
                : Optional.of(new TrafficGuard.NoHealthyTarget(rule.tier(), colour, health.targets()));
    }

    /** The warnings that do not depend on where the weights go. */
    List<TrafficGuard> standing(WeightedRule rule, Map<EnvironmentStack, Service> services) {
        List<TrafficGuard> guards = new ArrayList<>();
        if (rule.sticky()) {
            guards.add(new TrafficGuard.Sticky(rule.tier()));
        }
        for (Colour colour : Colour.values()) {
            Service service = services.get(EnvironmentStack.service(rule.tier(), colour));
            if (service != null && isDeploying(service)) {
                guards.add(new TrafficGuard.DeploymentRunning(rule.tier(), colour, service.serviceName()));
            }
        }
        return guards;
    }

    private static boolean isDeploying(Service service) {
        return service.deployments().stream()
                .anyMatch(deployment -> "PRIMARY".equals(deployment.status())
                        && deployment.rolloutState() == DeploymentRolloutState.IN_PROGRESS);
    }
}
