package slipway.localcloud.ecs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** What CreateService and UpdateService refuse. */
final class ServiceRules {
    private final Fleet fleet;
    private final ElasticLoadBalancingV2Client balancers;

    ServiceRules(Fleet fleet, ElasticLoadBalancingV2Client balancers) {
        this.fleet = fleet;
        this.balancers = balancers;
    }

    /** The active task definition that a service shall run. */
    Fleet.Definition taskDefinition(@Nullable String reference) {
        Fleet.Definition definition = fleet.definition(reference);
        if (definition == null) {
            throw EcsErrors.client("TaskDefinition not found.");
        }
        if (definition.definition().status() != TaskDefinitionStatus.ACTIVE) {
            throw EcsErrors.client("TaskDefinition is inactive");
        }
        return definition;
    }

    /** A service as it would be: everything that AWS checks before it takes it. */
    void check(Service service, Cluster cluster, TaskDefinition definition) {
        checkCapacity(service, cluster);
        checkDeployment(service);
        if (definition.networkMode() == NetworkMode.AWSVPC
                && (service.networkConfiguration() == null
                        || service.networkConfiguration().awsvpcConfiguration() == null)) {
            throw EcsErrors.invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }
        if (definition.networkMode() != NetworkMode.AWSVPC) {
            throw EcsErrors.invalid("The local cloud runs tasks in network mode awsvpc only; " + definition.family()
                    + ":" + definition.revision() + " declares " + definition.networkModeAsString() + ".");
        }
        if (Boolean.TRUE.equals(service.enableExecuteCommand()) && definition.taskRoleArn() == null) {
            throw EcsErrors.invalid("The service couldn't be created because a valid taskRoleArn is not being used."
                    + " Specify a valid task role in your task definition and try again.");
        }
        if (service.healthCheckGracePeriodSeconds() != null
                && service.loadBalancers().isEmpty()) {
            throw EcsErrors.invalid(
                    "Health check grace period is only valid for services configured to use load balancers");
        }
        for (LoadBalancer balancer : service.loadBalancers()) {
            checkBalancer(balancer, definition);
        }
    }

    private static void checkCapacity(Service service, Cluster cluster) {
        if (service.desiredCount() != null && service.desiredCount() < 0) {
            throw EcsErrors.invalid("The desired count cannot be negative.");
        }
        if (service.launchType() != null && service.hasCapacityProviderStrategy()) {
            throw EcsErrors.invalid("Specifying both a launch type and capacity provider strategy is not supported."
                    + " Remove one and try again.");
        }
        if (service.launchType() != null && service.launchType() != LaunchType.FARGATE) {
            throw EcsErrors.invalid("The local cloud runs tasks as FARGATE, not as " + service.launchTypeAsString()
                    + ": it has no container instances.");
        }
        for (CapacityProviderStrategyItem item : service.capacityProviderStrategy()) {
            if (!cluster.capacityProviders().contains(item.capacityProvider())) {
                throw EcsErrors.invalid("The specified capacity provider '" + item.capacityProvider()
                        + "' was not found. Specify a valid name or ARN and try again.");
            }
        }
    }

    private static void checkDeployment(Service service) {
        DeploymentController controller = service.deploymentController();
        if (controller != null && controller.type() != DeploymentControllerType.ECS) {
            throw EcsErrors.invalid(
                    "The local cloud knows the deployment controller ECS, not " + controller.typeAsString() + ".");
        }
        DeploymentConfiguration configuration = service.deploymentConfiguration();
        if (configuration.strategy() != null && configuration.strategy() != DeploymentStrategy.ROLLING) {
            throw EcsErrors.invalid("The local cloud knows the deployment strategy ROLLING, not "
                    + configuration.strategyAsString() + ".");
        }
        int least = configuration.minimumHealthyPercent();
        int most = configuration.maximumPercent();
        if (least < 0 || least > most) {
            throw EcsErrors.invalid(
                    "The minimumHealthyPercent " + least + " must be between 0 and the maximumPercent, " + most + ".");
        }
        if (least == 100 && most == 100) {
            throw EcsErrors.invalid(
                    "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block" + " deployments.");
        }
        if (service.availabilityZoneRebalancing() == AvailabilityZoneRebalancing.ENABLED && most <= 100) {
            throw EcsErrors.invalid("The maximumPercent of a service with Availability Zone rebalancing must be above"
                    + " 100, not " + most + ".");
        }
    }

    private void checkBalancer(LoadBalancer balancer, TaskDefinition definition) {
        ContainerDefinition container = definition.containerDefinitions().stream()
                .filter(candidate -> candidate.name().equals(balancer.containerName()))
                .findFirst()
                .orElseThrow(() -> EcsErrors.invalid(
                        "The container " + balancer.containerName() + " does not exist in the task definition."));
        if (container.portMappings().stream()
                .noneMatch(mapping -> mapping.containerPort().equals(balancer.containerPort()))) {
            throw EcsErrors.invalid("The container " + balancer.containerName() + " did not have a container port "
                    + balancer.containerPort() + " defined.");
        }
        if (balancer.targetGroupArn() == null) {
            throw EcsErrors.invalid(
                    "The load balancer of container " + balancer.containerName() + " names no targetGroupArn.");
        }
        if (loadBalancersOf(balancer.targetGroupArn()).isEmpty()) {
            throw EcsErrors.invalid("The target group with targetGroupArn " + balancer.targetGroupArn()
                    + " does not have an associated load balancer.");
        }
    }

    private List<String> loadBalancersOf(String group) {
        try {
            return balancers.describeTargetGroups(request -> request.targetGroupArns(group)).targetGroups().stream()
                    .flatMap(found -> found.loadBalancerArns().stream())
                    .toList();
        } catch (TargetGroupNotFoundException unknown) {
            throw EcsErrors.invalid("The target group " + group + " does not exist.");
        } catch (SdkException refused) {
            throw EcsErrors.invalid("The target group " + group + " cannot be used: " + refused.getMessage());
        }
    }
}
