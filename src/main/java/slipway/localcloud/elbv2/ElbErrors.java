package slipway.localcloud.elbv2;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateListenerException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateLoadBalancerNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTargetGroupNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidConfigurationRequestException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAssociationLimitException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.UnsupportedProtocolException;

/** The service's refusals, with its codes. */
final class ElbErrors {
    private ElbErrors() {}

    static AwsServiceException validation(String text) {
        return error(ElasticLoadBalancingV2Exception.builder(), "ValidationError", text);
    }

    static AwsServiceException balancerNotFound(String nameOrArn) {
        return error(
                LoadBalancerNotFoundException.builder(),
                "LoadBalancerNotFound",
                "Load balancers '[" + nameOrArn + "]' not found");
    }

    static AwsServiceException listenerNotFound(String arn) {
        return error(
                ListenerNotFoundException.builder(),
                "ListenerNotFound",
                "One or more listeners not found: '" + arn + "'");
    }

    static AwsServiceException ruleNotFound(String arn) {
        return error(RuleNotFoundException.builder(), "RuleNotFound", "One or more rules not found: '" + arn + "'");
    }

    static AwsServiceException groupNotFound(String nameOrArn) {
        return error(
                TargetGroupNotFoundException.builder(),
                "TargetGroupNotFound",
                "One or more target groups not found: '" + nameOrArn + "'");
    }

    static AwsServiceException duplicateBalancer(String name) {
        return error(
                DuplicateLoadBalancerNameException.builder(),
                "DuplicateLoadBalancerName",
                "A load balancer with the same name '" + name + "' exists, but with different settings");
    }

    static AwsServiceException duplicateGroup(String name) {
        return error(
                DuplicateTargetGroupNameException.builder(),
                "DuplicateTargetGroupName",
                "A target group with the same name '" + name + "' exists, but with different settings");
    }

    static AwsServiceException duplicateListener(int port, String balancerArn) {
        return error(
                DuplicateListenerException.builder(),
                "DuplicateListener",
                "A listener already exists on port " + port + " for this load balancer '" + balancerArn + "'");
    }

    static AwsServiceException priorityInUse(String priority) {
        return error(
                PriorityInUseException.builder(), "PriorityInUse", "Priority '" + priority + "' is currently in use");
    }

    static AwsServiceException groupInUse(String arn) {
        return error(
                ResourceInUseException.builder(),
                "ResourceInUse",
                "Target group '" + arn + "' is currently in use by a listener or a rule");
    }

    static AwsServiceException groupAssociated(String arn) {
        return error(
                TargetGroupAssociationLimitException.builder(),
                "TargetGroupAssociationLimit",
                "The following target groups cannot be associated with more than one load balancer: " + arn);
    }

    static AwsServiceException notPermitted(String text) {
        return error(OperationNotPermittedException.builder(), "OperationNotPermitted", text);
    }

    static AwsServiceException invalidTarget(String text) {
        return error(InvalidTargetException.builder(), "InvalidTarget", text);
    }

    static AwsServiceException invalidConfiguration(String text) {
        return error(InvalidConfigurationRequestException.builder(), "InvalidConfigurationRequest", text);
    }

    static AwsServiceException unsupportedProtocol(String text) {
        return error(UnsupportedProtocolException.builder(), "UnsupportedProtocol", text);
    }

    private static AwsServiceException error(AwsServiceException.Builder builder, String code, String text) {
        return builder.awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("ElasticLoadBalancingV2")
                        .errorCode(code)
                        .errorMessage(text)
                        .build())
                .statusCode(400)
                .message(text)
                .build();
    }
}
