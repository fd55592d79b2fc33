package slipway.localcloud.autoscaling;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;

/** Reads and sets the desired counts of ECS services. */
final class DesiredCounts {
    private final EcsClient ecs;

    DesiredCounts(EcsClient ecs) {
        this.ecs = ecs;
    }

    /** The service's desired count; nothing when there is no such service. */
    Optional<Integer> read(Scalable scalable) {
        try {
            DescribeServicesResponse found = ecs.describeServices(
                    request -> request.cluster(scalable.cluster()).services(scalable.service()));
            return found.services().stream()
                    .filter(service -> !"INACTIVE".equals(service.status()))
                    .findFirst()
                    .map(Service::desiredCount);
        } catch (AwsServiceException refused) {
            if ("ClusterNotFoundException".equals(refused.awsErrorDetails().errorCode())) {
                return Optional.empty();
            }
            throw AutoScalingErrors.access(
                    "ECS does not describe " + scalable.resourceId() + ": " + refused.getMessage(), refused);
        }
    }

    void set(Scalable scalable, int count) {
        try {
            ecs.updateService(request -> request.cluster(scalable.cluster())
                    .service(scalable.service())
                    .desiredCount(count));
        } catch (AwsServiceException refused) {
            throw AutoScalingErrors.access(
                    "ECS does not set the desired count of " + scalable.resourceId() + ": " + refused.getMessage(),
                    refused);
        }
    }
}
