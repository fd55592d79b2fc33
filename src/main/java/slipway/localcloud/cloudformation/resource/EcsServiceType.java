package slipway.localcloud.cloudformation.resource;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/**
 * {@code AWS::ECS::Service}; the physical id is the service's ARN. A create or update ends when its deployment is
 * complete and as many tasks run as are desired; it fails when the circuit breaker ends the deployment. A service of 0
 * tasks is complete at once.
 */
public final class EcsServiceType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ECS::Service",
            "AvailabilityZoneRebalancing CapacityProviderStrategy:l Cluster! DeploymentConfiguration:m"
                    + " DeploymentController:m DesiredCount:i EnableECSManagedTags:b EnableExecuteCommand:b"
                    + " HealthCheckGracePeriodSeconds:i LaunchType! LoadBalancers:l NetworkConfiguration:m"
                    + " PlacementConstraints:l PlacementStrategies:l PlatformVersion PropagateTags Role!"
                    + " SchedulingStrategy! ServiceConnectConfiguration:m ServiceName! ServiceRegistries:l Tags:l"
                    + " TaskDefinition VolumeConfigurations:l VpcLatticeConfigurations:l",
            "ServiceArn Name");
    private static final Map<String, String> NAMES = Map.of("PlacementStrategies", "placementStrategy");
    private static final String BREAKER =
            "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.";
    private static final Duration POLL = Duration.ofMillis(100);
    /** Without a circuit breaker CloudFormation gives up after about three hours, of cloud time here. */
    private static final Duration PATIENCE = Duration.ofHours(3);
    /** Lists that an update must empty when the template no longer has them. */
    private static final List<String> LISTS = List.of(
            "LoadBalancers",
            "ServiceRegistries",
            "CapacityProviderStrategy",
            "PlacementConstraints",
            "PlacementStrategies");

    private final EcsClient ecs;
    private final CloudClock clock;

    public EcsServiceType(EcsClient ecs, CloudClock clock) {
        this.ecs = ecs;
        this.clock = clock;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("ServiceName");
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(CreateServiceRequest.builder(), PropertyCodec.renamed(properties, NAMES));
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        var wanted = new LinkedHashMap<>(properties);
        wanted.putIfAbsent("DesiredCount", "1");
        Service service = ecs.createService(
                        PropertyCodec.fill(CreateServiceRequest.builder(), PropertyCodec.renamed(wanted, NAMES))
                                .serviceName(name(context, properties))
                                .clientToken(context.token())
                                .build())
                .service();
        context.initiated(service.serviceArn());
        awaitDeployment(context, service);
        return new Created(service.serviceArn(), attributes(service));
    }

    private static String name(ResourceContext context, Map<String, Object> properties) {
        String name = PropertyReads.text(properties, "ServiceName");
        return name.isEmpty() ? context.generatedName(255) : name;
    }

    private static Map<String, Object> attributes(Service service) {
        return Map.of("ServiceArn", service.serviceArn(), "Name", service.serviceName());
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        Service service = find(physicalId, after)
                .orElseThrow(() -> new ResourceException("Service " + physicalId + " does not exist any more"));
        if (!PropertyCodec.without(before, "Tags").equals(PropertyCodec.without(after, "Tags"))) {
            // A service name and cluster are what the request is about; the others cannot change.
            var wanted = PropertyCodec.without(
                    after, "Cluster", "ServiceName", "LaunchType", "Role", "SchedulingStrategy", "Tags");
            LISTS.stream().filter(before::containsKey).forEach(name -> wanted.putIfAbsent(name, List.of()));
            service = ecs.updateService(PropertyCodec.fillKnown(
                                    UpdateServiceRequest.builder(), PropertyCodec.renamed(wanted, NAMES))
                            .cluster(cluster(after))
                            .service(physicalId)
                            .build())
                    .service();
            awaitDeployment(context, service);
        }
        EcsTags.update(ecs, physicalId, before, after);
        return attributes(service);
    }

    /** Waits for the deployment that is the service's primary one now. */
    private void awaitDeployment(ResourceContext context, Service begun) {
        String deployment = primary(begun).map(Deployment::id).orElse("");
        String definition = primary(begun).map(Deployment::taskDefinition).orElse("");
        var giveUp = clock.instant().plus(PATIENCE);
        while (true) {
            Service now = find(begun.serviceArn(), Map.of("Cluster", begun.clusterArn()))
                    .orElseThrow(() -> new ResourceException(
                            "Service " + begun.serviceName() + " was deleted while it was waited for"));
            if (now.desiredCount() == 0) {
                return;
            }
            String followed = deployment;
            Optional<Deployment> own = now.deployments().stream()
                    .filter(each -> each.id().equals(followed))
                    .findFirst()
                    // Someone forced a new deployment of the same: that is the one to wait for.
                    .or(() ->
                            primary(now).filter(other -> other.taskDefinition().equals(definition)));
            deployment = own.map(Deployment::id).orElse(deployment);
            if (own.isEmpty() || own.get().rolloutState() == DeploymentRolloutState.FAILED) {
                // ECS forgets a failed deployment once it has rolled back to another task definition.
                throw new ResourceException(BREAKER);
            }
            if (own.get().rolloutState() == DeploymentRolloutState.COMPLETED
                    && now.runningCount().equals(now.desiredCount())) {
                return;
            }
            if (clock.instant().isAfter(giveUp)) {
                throw new ResourceException("Exceeded attempts to wait");
            }
            context.pause(POLL);
        }
    }

    private static Optional<Deployment> primary(Service service) {
        return service.deployments().stream()
                .filter(deployment -> "PRIMARY".equals(deployment.status()))
                .findFirst();
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            ecs.deleteService(request ->
                    request.cluster(cluster(properties)).service(physicalId).force(true));
        } catch (ServiceNotFoundException | ClusterNotFoundException gone) {
            return;
        }
        // Until its tasks have left, what they use (target groups, names, volumes) cannot go.
        while (find(physicalId, properties)
                .filter(service -> !"INACTIVE".equals(service.status()) || service.runningCount() > 0)
                .isPresent()) {
            context.pause(POLL);
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        return find(name(context, properties), properties)
                .filter(service -> !"INACTIVE".equals(service.status()))
                .map(Service::serviceArn);
    }

    private Optional<Service> find(String service, Map<String, Object> properties) {
        try {
            return ecs
                    .describeServices(
                            request -> request.cluster(cluster(properties)).services(service))
                    .services()
                    .stream()
                    .findFirst();
        } catch (ClusterNotFoundException gone) {
            return Optional.empty();
        }
    }

    private static String cluster(Map<String, Object> properties) {
        String cluster = PropertyReads.text(properties, "Cluster");
        return cluster.isEmpty() ? "default" : cluster;
    }
}
