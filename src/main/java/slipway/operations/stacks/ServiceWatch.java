package slipway.operations.stacks;

import java.util.List;
import java.util.Optional;
import slipway.cloud.Cloud;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Says what a service that is being created or updated waits for. */
final class ServiceWatch {
    private final Cloud cloud;

    ServiceWatch(Cloud cloud) {
        this.cloud = cloud;
    }

    /**
     * Such as "1 of 2 healthy"; empty when nothing can be said.
     *
     * @param serviceArn {@code arn:…:service/CLUSTER/NAME}
     */
    Optional<String> words(String serviceArn) {
        String[] parts = serviceArn.split("/", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        List<Service> services = cloud.ecs()
                .describeServices(request -> request.cluster(parts[1]).services(serviceArn))
                .services();
        if (services.isEmpty()) {
            return Optional.empty();
        }
        Service service = services.getFirst();
        int desired = service.desiredCount();
        Optional<String> group = service.loadBalancers().stream()
                .map(LoadBalancer::targetGroupArn)
                .filter(arn -> arn != null)
                .findFirst();
        if (group.isEmpty()) {
            return Optional.of(service.runningCount() + " of " + desired + " running");
        }
        if (service.runningCount() < desired) {
            return Optional.of(service.runningCount() + " of " + desired + " running" + failed(service));
        }
        List<TargetHealthDescription> targets = cloud.balancers()
                .describeTargetHealth(request -> request.targetGroupArn(group.get()))
                .targetHealthDescriptions();
        long healthy = targets.stream()
                .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                .count();
        return Optional.of(Math.min(healthy, desired) + " of " + desired + " healthy" + failed(service));
    }

    private static String failed(Service service) {
        int failures = service.deployments().stream()
                .filter(deployment -> "PRIMARY".equals(deployment.status()))
                .mapToInt(deployment -> deployment.failedTasks() == null ? 0 : deployment.failedTasks())
                .sum();
        return failures == 0 ? "" : ", " + failures + " failed";
    }
}
