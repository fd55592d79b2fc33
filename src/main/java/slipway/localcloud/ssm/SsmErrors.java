package slipway.localcloud.ssm;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DoesNotExistException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.InvalidParametersException;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.TargetNotConnectedException;
import software.amazon.awssdk.services.ssm.model.UnsupportedParameterTypeException;

/** Systems Manager's refusals, with its own codes and texts. */
final class SsmErrors {
    private SsmErrors() {}

    static RuntimeException notFound(String name) {
        return ParameterNotFoundException.builder()
                .awsErrorDetails(details("ParameterNotFound", ""))
                .statusCode(400)
                .message("Parameter " + name + " not found.")
                .build();
    }

    static RuntimeException exists() {
        String text =
                "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
        return ParameterAlreadyExistsException.builder()
                .awsErrorDetails(details("ParameterAlreadyExists", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    static RuntimeException secureStringUnsupported() {
        String text = "SecureString needs a key of KMS, which the local cloud does not have; use String.";
        return UnsupportedParameterTypeException.builder()
                .awsErrorDetails(details("UnsupportedParameterType", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    static RuntimeException targetNotConnected(String target) {
        String text = target + " is not connected.";
        return TargetNotConnectedException.builder()
                .awsErrorDetails(details("TargetNotConnected", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    static RuntimeException invalidDocument(String text) {
        return InvalidDocumentException.builder()
                .awsErrorDetails(details("InvalidDocument", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    static RuntimeException invalidParameters(String text) {
        return InvalidParametersException.builder()
                .awsErrorDetails(details("InvalidParameters", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    static RuntimeException sessionUnknown(String id) {
        String text = "Session " + id + " does not exist.";
        return DoesNotExistException.builder()
                .awsErrorDetails(details("DoesNotExistException", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    static RuntimeException invalidFilterKey(String text) {
        return InvalidFilterKeyException.builder()
                .awsErrorDetails(details("InvalidFilterKey", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    static RuntimeException invalidNextToken(String text) {
        return InvalidNextTokenException.builder()
                .awsErrorDetails(details("InvalidNextToken", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    static RuntimeException validation(String text) {
        return SsmException.builder()
                .awsErrorDetails(details("ValidationException", text))
                .statusCode(400)
                .message(text)
                .build();
    }

    private static AwsErrorDetails details(String code, String text) {
        return AwsErrorDetails.builder()
                .serviceName(SsmClient.SERVICE_NAME)
                .errorCode(code)
                .errorMessage(text)
                .build();
    }
}
