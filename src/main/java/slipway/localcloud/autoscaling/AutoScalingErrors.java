package slipway.localcloud.autoscaling;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.model.FailedResourceAccessException;
import software.amazon.awssdk.services.applicationautoscaling.model.InvalidNextTokenException;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ResourceNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;

/** The service's refusals, with its codes. */
final class AutoScalingErrors {
    private AutoScalingErrors() {}

    static AwsServiceException validation(String text) {
        return error(ValidationException.builder(), "ValidationException", text);
    }

    static AwsServiceException targetNotFound(Scalable scalable) {
        return error(
                ObjectNotFoundException.builder(),
                "ObjectNotFoundException",
                "No scalable target registered for service namespace: ecs, resource ID: " + scalable.resourceId()
                        + ", scalable dimension: " + Scalable.DIMENSION);
    }

    static AwsServiceException policyNotFound(Scalable scalable, @Nullable String name) {
        return error(
                ObjectNotFoundException.builder(),
                "ObjectNotFoundException",
                "No scaling policy found for service namespace: ecs, resource ID: " + scalable.resourceId()
                        + ", scalable dimension: " + Scalable.DIMENSION + ": " + name);
    }

    static AwsServiceException resourceNotFound(String arn) {
        return error(
                ResourceNotFoundException.builder(),
                "ResourceNotFoundException",
                "The scalable target '" + arn + "' does not exist");
    }

    static AwsServiceException access(String text, Throwable cause) {
        return FailedResourceAccessException.builder()
                .awsErrorDetails(details("FailedResourceAccessException", text))
                .statusCode(400)
                .message(text)
                .cause(cause)
                .build();
    }

    static AwsServiceException nextToken(String token) {
        return error(
                InvalidNextTokenException.builder(),
                "InvalidNextTokenException",
                "The token '" + token + "' is not one that this operation gave");
    }

    private static AwsServiceException error(AwsServiceException.Builder builder, String code, String text) {
        return builder.awsErrorDetails(details(code, text))
                .statusCode(400)
                .message(text)
                .build();
    }

    private static AwsErrorDetails details(String code, String text) {
        return AwsErrorDetails.builder()
                .serviceName("ApplicationAutoScaling")
                .errorCode(code)
                .errorMessage(text)
                .build();
    }
}
