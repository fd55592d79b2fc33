package slipway.localcloud.cloudwatch;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardInvalidInputErrorException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardNotFoundErrorException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;

/** The service's refusals, with its codes. */
final class CloudWatchErrors {
    private CloudWatchErrors() {}

    static AwsServiceException validation(String text) {
        return error(CloudWatchException.builder(), "ValidationError", text, 400);
    }

    static AwsServiceException missing(String parameter) {
        return error(
                MissingRequiredParameterException.builder(),
                "MissingParameter",
                "The parameter " + parameter + " is required.",
                400);
    }

    static AwsServiceException invalid(String value, String parameter) {
        return parameter("The value " + value + " for parameter " + parameter + " is invalid.");
    }

    static AwsServiceException parameter(String text) {
        return error(InvalidParameterValueException.builder(), "InvalidParameterValue", text, 400);
    }

    static AwsServiceException combination(String text) {
        return error(InvalidParameterCombinationException.builder(), "InvalidParameterCombination", text, 400);
    }

    /** For a part of an operation that is not here, as the endpoint answers for a whole one. */
    static AwsServiceException notImplemented(String operation, String what) {
        return error(
                CloudWatchException.builder(),
                "NotImplemented",
                operation + " is not supported by the local cloud with " + what + ".",
                501);
    }

    static AwsServiceException alarmNotFound(String name) {
        return error(
                ResourceNotFoundException.builder(), "ResourceNotFoundException", "Unknown alarm '" + name + "'", 404);
    }

    static AwsServiceException resourceNotFound(String arn) {
        return error(
                ResourceNotFoundException.builder(),
                "ResourceNotFoundException",
                "The resource '" + arn + "' does not exist",
                404);
    }

    static AwsServiceException dashboardNotFound(String name) {
        return error(
                DashboardNotFoundErrorException.builder(),
                "ResourceNotFound",
                "Dashboard " + name + " does not exist",
                404);
    }

    static AwsServiceException dashboardInvalid(String text) {
        return error(DashboardInvalidInputErrorException.builder(), "InvalidParameterInput", text, 400);
    }

    static AwsServiceException nextToken(String token) {
        return error(
                InvalidNextTokenException.builder(),
                "InvalidNextToken",
                "The token '" + token + "' is not one that this operation gave",
                400);
    }

    private static AwsServiceException error(
            AwsServiceException.Builder builder, String code, String text, int status) {
        return builder.awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("CloudWatch")
                        .errorCode(code)
                        .errorMessage(text)
                        .build())
                .statusCode(status)
                .message(text)
                .build();
    }
}
