package slipway.localcloud.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** Operations on services. The fleet's monitor is held. */
final class Services {
    private static final int MOST_DESCRIBED = 10;
    private static final int MINIMUM_HEALTHY_PERCENT = 100;
    private static final int MAXIMUM_PERCENT = 200;

    private final Fleet fleet;
    private final ServiceRules rules;

    Services(Fleet fleet, ServiceRules rules) {
        this.fleet = fleet;
        this.rules = rules;
    }

    Service create(CreateServiceRequest request) {
        Cluster cluster = fleet.cluster(request.cluster());
        String name = request.serviceName();
        if (name == null || !name.matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsErrors.invalid("Identifier contains invalid characters: '" + name + "'.");
        }
        ServiceState known = fleet.service(cluster, name);
        if (known != null && known.is(ServiceState.ACTIVE) && known.wasCreatedWith(request.clientToken())) {
            return describe(known, true);
        }
        if (known != null && known.is(ServiceState.ACTIVE)) {
            throw EcsErrors.invalid("Creation of service was not idempotent.");
        }
        if (known != null && known.is(ServiceState.DRAINING)) {
            throw EcsErrors.invalid("Unable to Start a service that is still Draining.");
        }
        refuseUnknown(
                request.serviceConnectConfiguration() != null
                        && Boolean.TRUE.equals(
                                request.serviceConnectConfiguration().enabled()),
                request.hasVolumeConfigurations(),
                request.hasVpcLatticeConfigurations());
        if (request.schedulingStrategy() == SchedulingStrategy.DAEMON) {
            throw EcsErrors.invalid("The DAEMON scheduling strategy is not supported on Fargate.");
        }
        var definition = rules.taskDefinition(request.taskDefinition()).definition();
        boolean strategy = request.hasCapacityProviderStrategy();
        boolean inherits = !strategy
                && request.launchType() == null
                && !cluster.defaultCapacityProviderStrategy().isEmpty();
        Service declared = Service.builder()
                .serviceName(name)
                .serviceArn(fleet.place().arn("ecs", "service/" + cluster.clusterName() + "/" + name))
                .clusterArn(cluster.clusterArn())
                .status(ServiceState.ACTIVE)
                .taskDefinition(definition.taskDefinitionArn())
                // AWS's console and CloudFormation create one task where no number is given (a for the API itself).
                .desiredCount(request.desiredCount() == null ? 1 : request.desiredCount())
                // EC2 where nothing is said, on AWS; here there is only Fargate (a: no harm in saying so).
                .launchType(strategy || inherits ? request.launchTypeAsString() : "FARGATE")
                .capacityProviderStrategy(
                        strategy
                                ? request.capacityProviderStrategy()
                                : inherits ? cluster.defaultCapacityProviderStrategy() : null)
                .platformVersion(platformVersion(request.platformVersion()))
                .platformFamily("Linux")
                .loadBalancers(request.loadBalancers())
                .serviceRegistries(request.serviceRegistries())
                .deploymentConfiguration(completed(request.deploymentConfiguration()))
                .deploymentController(
                        request.deploymentController() == null
                                ? DeploymentController.builder()
                                        .type(DeploymentControllerType.ECS)
                                        .build()
                                : request.deploymentController())
                .networkConfiguration(request.networkConfiguration())
                .healthCheckGracePeriodSeconds(request.healthCheckGracePeriodSeconds())
                .schedulingStrategy(SchedulingStrategy.REPLICA)
                .placementConstraints(request.placementConstraints())
                .placementStrategy(request.placementStrategy())
                .availabilityZoneRebalancing(
                        request.availabilityZoneRebalancing() == null
                                ? AvailabilityZoneRebalancing.DISABLED
                                : request.availabilityZoneRebalancing())
                .enableECSManagedTags(Boolean.TRUE.equals(request.enableECSManagedTags()))
                .enableExecuteCommand(Boolean.TRUE.equals(request.enableExecuteCommand()))
                .propagateTags(request.propagateTags() == null ? PropagateTags.NONE : request.propagateTags())
                .tags(request.tags())
                .createdAt(fleet.now())
                .createdBy(fleet.place().globalArn("iam", "root"))
                .build();
        rules.check(declared, cluster, definition);
        var service = new ServiceState(declared, request.clientToken());
        Rollout.begin(service, fleet.now());
        fleet.add(service);
        fleet.save();
        fleet.touch();
        return describe(service, true);
    }

    Service update(UpdateServiceRequest request) {
        Cluster cluster = fleet.cluster(request.cluster());
        ServiceState service = require(cluster, request.service());
        if (!service.is(ServiceState.ACTIVE)) {
            throw EcsErrors.serviceNotActive();
        }
        refuseUnknown(
                request.serviceConnectConfiguration() != null
                        && Boolean.TRUE.equals(
                                request.serviceConnectConfiguration().enabled()),
                request.hasVolumeConfigurations()
                        && !request.volumeConfigurations().isEmpty(),
                request.hasVpcLatticeConfigurations()
                        && !request.vpcLatticeConfigurations().isEmpty());
        Service before = service.declared();
        Service after = changed(before, request);
        var definition = request.taskDefinition() == null
                ? Objects.requireNonNull(fleet.definition(before.taskDefinition()), before.taskDefinition())
                : rules.taskDefinition(request.taskDefinition());
        rules.check(after, cluster, definition.definition());
        service.declare(after);
        if (Boolean.TRUE.equals(request.forceNewDeployment()) || needsDeployment(before, after)) {
            Rollout.begin(service, fleet.now());
        }
        fleet.save();
        fleet.touch();
        return describe(service, true);
    }

    private Service changed(Service before, UpdateServiceRequest request) {
        Service.Builder after = before.toBuilder();
        if (request.taskDefinition() != null) {
            after.taskDefinition(
                    rules.taskDefinition(request.taskDefinition()).definition().taskDefinitionArn());
        }
        if (request.desiredCount() != null) {
            after.desiredCount(request.desiredCount());
        }
        if (request.hasCapacityProviderStrategy()) {
            after.capacityProviderStrategy(request.capacityProviderStrategy()).launchType((String) null);
        }
        if (request.deploymentConfiguration() != null) {
            after.deploymentConfiguration(merged(before.deploymentConfiguration(), request.deploymentConfiguration()));
        }
        if (request.availabilityZoneRebalancing() != null) {
            after.availabilityZoneRebalancing(request.availabilityZoneRebalancing());
        }
        if (request.networkConfiguration() != null) {
            after.networkConfiguration(request.networkConfiguration());
        }
        if (request.platformVersion() != null) {
            after.platformVersion(platformVersion(request.platformVersion()));
        }
        if (request.hasLoadBalancers()) {
            after.loadBalancers(request.loadBalancers());
            if (request.loadBalancers().isEmpty()) {
                after.healthCheckGracePeriodSeconds(null);
            }
        }
        if (request.healthCheckGracePeriodSeconds() != null) {
            after.healthCheckGracePeriodSeconds(request.healthCheckGracePeriodSeconds());
        }
        if (request.enableExecuteCommand() != null) {
            after.enableExecuteCommand(request.enableExecuteCommand());
        }
        if (request.enableECSManagedTags() != null) {
            after.enableECSManagedTags(request.enableECSManagedTags());
        }
        if (request.propagateTags() != null) {
            after.propagateTags(request.propagateTags());
        }
        if (request.hasServiceRegistries()) {
            after.serviceRegistries(request.serviceRegistries());
        }
        if (request.hasPlacementConstraints()) {
            after.placementConstraints(request.placementConstraints());
        }
        if (request.hasPlacementStrategy()) {
            after.placementStrategy(request.placementStrategy());
        }
        return after.build();
    }

    /** These changes reach tasks only by new ones; counts, tags and deployment settings take effect as they are. */
    private static boolean needsDeployment(Service before, Service after) {
        return !before.taskDefinition().equals(after.taskDefinition())
                || !Objects.equals(before.networkConfiguration(), after.networkConfiguration())
                || !Objects.equals(before.platformVersion(), after.platformVersion())
                || !before.loadBalancers().equals(after.loadBalancers())
                || !before.serviceRegistries().equals(after.serviceRegistries());
    }

    Service delete(DeleteServiceRequest request) {
        Cluster cluster = fleet.cluster(request.cluster());
        ServiceState service = require(cluster, request.service());
        if (service.is(ServiceState.INACTIVE)) {
            throw EcsErrors.serviceNotFound();
        }
        if (service.is(ServiceState.DRAINING)) {
            return describe(service, true);
        }
        if (service.desired() > 0 && !Boolean.TRUE.equals(request.force())) {
            throw EcsErrors.invalid("The service cannot be stopped while it is scaled above 0.");
        }
        service.declare(service.declared().toBuilder()
                .status(ServiceState.DRAINING)
                .desiredCount(0)
                .build());
        // Nothing is to follow: who deletes a service does not wait for its balancers (a), not for those of tasks that
        // were ending before either.
        for (TaskState task : fleet.tasks(service)) {
            if (task.run() != null && !task.isStopped()) {
                task.run().hurry();
            }
        }
        fleet.save();
        fleet.touch();
        return describe(service, true);
    }

    DescribeServicesResponse describe(DescribeServicesRequest request) {
        if (request.services().isEmpty()) {
            throw EcsErrors.invalid("Services cannot be empty.");
        }
        if (request.services().size() > MOST_DESCRIBED) {
            throw EcsErrors.invalid("Services cannot have more than " + MOST_DESCRIBED + " elements.");
        }
        Cluster cluster = fleet.cluster(request.cluster());
        List<Service> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String nameOrArn : request.services()) {
            ServiceState service = fleet.service(cluster, nameOrArn);
            if (service == null) {
                String name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
                failures.add(Failure.builder()
                        .arn(fleet.place().arn("ecs", "service/" + cluster.clusterName() + "/" + name))
                        .reason("MISSING")
                        .build());
            } else {
                found.add(describe(service, request.include().contains(ServiceField.TAGS)));
            }
        }
        return DescribeServicesResponse.builder()
                .services(found)
                .failures(failures)
                .build();
    }

    List<String> arns(ListServicesRequest request) {
        Cluster cluster = fleet.cluster(request.cluster());
        return fleet.services().stream()
                .filter(service -> service.declared().clusterArn().equals(cluster.clusterArn()))
                .filter(service -> !service.is(ServiceState.INACTIVE))
                .filter(service -> request.launchType() == null
                        || request.launchType() == service.declared().launchType())
                .filter(service -> request.schedulingStrategy() == null
                        || request.schedulingStrategy() == service.declared().schedulingStrategy())
                .map(ServiceState::arn)
                .toList();
    }

    ServiceState require(Cluster cluster, String nameOrArn) {
        ServiceState service = nameOrArn == null ? null : fleet.service(cluster, nameOrArn);
        if (service == null) {
            throw EcsErrors.serviceNotFound();
        }
        return service;
    }

    private Service describe(ServiceState service, boolean withTags) {
        List<TaskState> tasks = fleet.tasks(service);
        List<Deployment> deployments = new ArrayList<>();
        for (Deployment deployment : service.deployments()) {
            List<TaskState> own = tasks.stream()
                    .filter(task -> deployment.id().equals(task.task().startedBy()))
                    .toList();
            boolean primary = deployments.isEmpty();
            deployments.add(deployment.toBuilder()
                    .desiredCount(primary ? service.desired() : 0)
                    .runningCount(
                            (int) own.stream().filter(TaskState::isRunning).count())
                    .pendingCount(
                            (int) own.stream().filter(TaskState::isPending).count())
                    .build());
        }
        return service.declared().toBuilder()
                .runningCount((int) tasks.stream().filter(TaskState::isRunning).count())
                .pendingCount((int) tasks.stream().filter(TaskState::isPending).count())
                .deployments(deployments)
                .events(service.events())
                .tags(withTags ? service.declared().tags() : List.<Tag>of())
                .build();
    }

    private static DeploymentConfiguration completed(DeploymentConfiguration given) {
        var empty = DeploymentConfiguration.builder()
                .minimumHealthyPercent(MINIMUM_HEALTHY_PERCENT)
                .maximumPercent(MAXIMUM_PERCENT)
                .deploymentCircuitBreaker(breaker -> breaker.enable(false).rollback(false))
                .build();
        return given == null ? empty : merged(empty, given);
    }

    private static DeploymentConfiguration merged(DeploymentConfiguration before, DeploymentConfiguration given) {
        DeploymentConfiguration.Builder merged = before.toBuilder();
        if (given.minimumHealthyPercent() != null) {
            merged.minimumHealthyPercent(given.minimumHealthyPercent());
        }
        if (given.maximumPercent() != null) {
            merged.maximumPercent(given.maximumPercent());
        }
        if (given.deploymentCircuitBreaker() != null) {
            merged.deploymentCircuitBreaker(given.deploymentCircuitBreaker());
        }
        if (given.strategy() != null) {
            merged.strategy(given.strategy());
        }
        if (given.alarms() != null) {
            merged.alarms(given.alarms());
        }
        return merged.build();
    }

    private static String platformVersion(@Nullable String given) {
        return given == null || given.equals("LATEST") ? "1.4.0" : given;
    }

    private static void refuseUnknown(boolean serviceConnect, boolean volumes, boolean lattice) {
        if (serviceConnect || volumes || lattice) {
            throw EcsErrors.invalid("The local cloud knows no "
                    + (serviceConnect ? "Service Connect" : volumes ? "managed EBS volumes" : "VPC Lattice")
                    + ": leave its configuration out.");
        }
    }
}
