package slipway.localcloud.logs;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** CloudWatch Logs' refusals, with its own codes and texts. */
final class LogErrors {
    private LogErrors() {}

    static RuntimeException noGroup() {
        return notFound("The specified log group does not exist.");
    }

    static RuntimeException noStream() {
        return notFound("The specified log stream does not exist.");
    }

    static RuntimeException groupExists() {
        return exists("The specified log group already exists");
    }

    static RuntimeException streamExists() {
        return exists("The specified log stream already exists");
    }

    static RuntimeException invalid(String text) {
        return InvalidParameterException.builder()
                .awsErrorDetails(details("InvalidParameterException", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    private static RuntimeException notFound(String text) {
        return ResourceNotFoundException.builder()
                .awsErrorDetails(details("ResourceNotFoundException", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    private static RuntimeException exists(String text) {
        return ResourceAlreadyExistsException.builder()
                .awsErrorDetails(details("ResourceAlreadyExistsException", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    private static AwsErrorDetails details(String code, String text) {
        return AwsErrorDetails.builder()
                .serviceName(CloudWatchLogsClient.SERVICE_NAME)
                .errorCode(code)
                .errorMessage(text)
                .build();
    }
}
