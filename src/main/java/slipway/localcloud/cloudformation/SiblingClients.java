package slipway.localcloud.cloudformation;

import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The services in which stacks create things. */
public record SiblingClients(
        EcsClient ecs,
        ElasticLoadBalancingV2Client balancers,
        ApplicationAutoScalingClient autoScaling,
        CloudWatchClient cloudWatch,
        CloudWatchLogsClient logs,
        SsmClient ssm,
        EcrClient ecr) {}
