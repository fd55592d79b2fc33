package slipway.localcloud.ecs;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsServicesException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsTasksException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.TargetNotConnectedException;

/** ECS's errors, with its codes and texts. */
final class EcsErrors {
    private EcsErrors() {}

    static EcsException invalid(String message) {
        return built(InvalidParameterException.builder(), "InvalidParameterException", message);
    }

    static EcsException client(String message) {
        return built(ClientException.builder(), "ClientException", message);
    }

    static EcsException clusterNotFound() {
        return built(ClusterNotFoundException.builder(), "ClusterNotFoundException", "Cluster not found.");
    }

    static EcsException clusterContainsServices() {
        return built(
                ClusterContainsServicesException.builder(),
                "ClusterContainsServicesException",
                "The Cluster cannot be deleted while Services are active.");
    }

    static EcsException clusterContainsTasks() {
        return built(
                ClusterContainsTasksException.builder(),
                "ClusterContainsTasksException",
                "The Cluster cannot be deleted while Tasks are active.");
    }

    static EcsException targetNotConnected() {
        return built(
                TargetNotConnectedException.builder(),
                "TargetNotConnectedException",
                "The execute command failed due to an internal error. Try again later.");
    }

    static EcsException serviceNotFound() {
        return built(ServiceNotFoundException.builder(), "ServiceNotFoundException", "Service not found.");
    }

    static EcsException serviceNotActive() {
        return built(ServiceNotActiveException.builder(), "ServiceNotActiveException", "Service was not ACTIVE.");
    }

    private static EcsException built(EcsException.Builder builder, String code, String message) {
        return (EcsException) builder.message(message)
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Ecs")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
