package slipway.localcloud.cloudformation;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.TokenAlreadyExistsException;

/** CloudFormation's errors, with AWS's codes, statuses and sentences. */
final class CloudFormationErrors {
    private CloudFormationErrors() {}

    static CloudFormationException validation(String message) {
        return (CloudFormationException) CloudFormationException.builder()
                .awsErrorDetails(details("ValidationError", message))
                .statusCode(400)
                .message(message)
                .build();
    }

    /** As DescribeStacks, GetTemplate and others say it. */
    static CloudFormationException noStackWithId(String name) {
        return validation("Stack with id " + name + " does not exist");
    }

    /** As the operations that change something say it. */
    static CloudFormationException noStack(String name) {
        return validation("Stack [" + name + "] does not exist");
    }

    static CloudFormationException notUpdatable(Stack stack) {
        return validation("Stack:" + stack.id() + " is in " + stack.status() + " state and can not be updated.");
    }

    static AlreadyExistsException alreadyExists(String name) {
        String message = "Stack [" + name + "] already exists";
        return AlreadyExistsException.builder()
                .awsErrorDetails(details("AlreadyExistsException", message))
                .statusCode(400)
                .message(message)
                .build();
    }

    static AlreadyExistsException changeSetExists(String name) {
        String message = "ChangeSet " + name + " already exists";
        return AlreadyExistsException.builder()
                .awsErrorDetails(details("AlreadyExistsException", message))
                .statusCode(400)
                .message(message)
                .build();
    }

    static ChangeSetNotFoundException noChangeSet(String name) {
        String message = "ChangeSet [" + name + "] does not exist";
        return ChangeSetNotFoundException.builder()
                .awsErrorDetails(details("ChangeSetNotFound", message))
                .statusCode(404)
                .message(message)
                .build();
    }

    static InvalidChangeSetStatusException changeSetStatus(String id, String status) {
        String message = "ChangeSet [" + id + "] cannot be executed in its current status of [" + status + "]";
        return InvalidChangeSetStatusException.builder()
                .awsErrorDetails(details("InvalidChangeSetStatus", message))
                .statusCode(400)
                .message(message)
                .build();
    }

    static InsufficientCapabilitiesException capabilities(String wanted) {
        String message = "Requires capabilities : [" + wanted + "]";
        return InsufficientCapabilitiesException.builder()
                .awsErrorDetails(details("InsufficientCapabilitiesException", message))
                .statusCode(400)
                .message(message)
                .build();
    }

    static TokenAlreadyExistsException tokenUsed(String token) {
        String message = "ClientRequestToken [" + token + "] was used for another operation on this stack";
        return TokenAlreadyExistsException.builder()
                .awsErrorDetails(details("TokenAlreadyExistsException", message))
                .statusCode(400)
                .message(message)
                .build();
    }

    private static AwsErrorDetails details(String code, String message) {
        return AwsErrorDetails.builder()
                .serviceName("CloudFormation")
                .errorCode(code)
                .errorMessage(message)
                .build();
    }
}
