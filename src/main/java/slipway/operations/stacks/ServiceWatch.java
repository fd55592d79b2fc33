package slipway.operations.stacks;

import java.util.List;
import java.util.Optional;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
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
     * @param words such as "1 of 2 healthy"
     * @param uneasy whether its tasks' words may soon be needed
     */
    record Remark(String words, boolean uneasy) {}

    /**
     * What can be said of the service now; empty when nothing can.
     *
     * @param serviceArn {@code arn:…:service/CLUSTER/NAME}
     */
    Optional<Remark> remark(String serviceArn) {
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
        return words(service).map(words -> {
            int failed = failedTasks(service);
            // Here a broken image is found out within half a second, and its logs are gone as soon.
            boolean starting =
                    cloud.target() instanceof Target.Local && service.runningCount() < service.desiredCount();
            return new Remark(failed == 0 ? words : words + ", " + failed + " failed", failed > 0 || starting);
        });
    }

    private Optional<String> words(Service service) {
        int desired = service.desiredCount();
        if (desired == 0) {
            return service.runningCount() == 0
                    ? Optional.empty()
                    : Optional.of(service.runningCount() + " still running");
        }
        Optional<String> group = service.loadBalancers().stream()
                .map(LoadBalancer::targetGroupArn)
                .filter(arn -> arn != null)
                .findFirst();
        if (group.isEmpty()) {
            return Optional.of(service.runningCount() + " of " + desired + " running");
        }
        if (service.runningCount() < desired) {
            return Optional.of(service.runningCount() + " of " + desired + " running");
        }
        List<TargetHealthDescription> targets = cloud.balancers()
                .describeTargetHealth(request -> request.targetGroupArn(group.get()))
                .targetHealthDescriptions();
        long healthy = targets.stream()
                .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                .count();
        return Optional.of(Math.min(healthy, desired) + " of " + desired + " healthy");
    }

    private static int failedTasks(Service service) {
        return service.deployments().stream()
                .filter(deployment -> "PRIMARY".equals(deployment.status()))
                .mapToInt(deployment -> deployment.failedTasks() == null ? 0 : deployment.failedTasks())
                .sum();
    }
}
