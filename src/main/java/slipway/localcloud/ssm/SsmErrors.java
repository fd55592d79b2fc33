package slipway.localcloud.ssm;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;
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
