package slipway.localcloud.ecs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** What balancers say of their targets at one moment. */
final class TargetVerdicts {
    private record Target(String group, String id, int port) {}

    private final Map<Target, TargetHealth> healths = new HashMap<>();

    /** Asks for each of the groups that a service with running tasks names. Called without the fleet's monitor. */
    static TargetVerdicts read(ElasticLoadBalancingV2Client balancers, Fleet fleet) {
        Set<String> groups = new HashSet<>();
        synchronized (fleet) {
            for (ServiceState service : fleet.services()) {
                if (!service.declared().loadBalancers().isEmpty()
                        && fleet.tasks(service).stream().anyMatch(TaskState::isRunning)) {
                    service.declared().loadBalancers().forEach(balancer -> groups.add(balancer.targetGroupArn()));
                }
            }
        }
        var verdicts = new TargetVerdicts();
        for (String group : groups) {
            verdicts.read(balancers, group);
        }
        return verdicts;
    }

    private void read(ElasticLoadBalancingV2Client balancers, String group) {
        try {
            for (TargetHealthDescription description : balancers
                    .describeTargetHealth(request -> request.targetGroupArn(group))
                    .targetHealthDescriptions()) {
                healths.put(
                        new Target(
                                group,
                                description.target().id(),
                                description.target().port()),
                        description.targetHealth());
            }
        } catch (SdkException gone) {
            // A group that was deleted under its service has no verdicts: its tasks wait, as targets that are new.
        }
    }

    /** Null when the task is no target of the group (yet). */
    @Nullable
    TargetHealth of(LoadBalancer balancer, String address) {
        return healths.get(new Target(balancer.targetGroupArn(), address, balancer.containerPort()));
    }
}
