package slipway.localcloud.cloudformation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.*;

/** An ECS without tasks: a deployment ends after a number of looks at it, in success or failure as its image says. */
@NullMarked
final class FakeEcs implements EcsClient {
    /** How often a service is described before its deployment ends. */
    static final int LOOKS = 3;

    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<String, TaskDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, Running> services = new LinkedHashMap<>();
    final List<UpdateServiceRequest> updates = new ArrayList<>();
    private int deployments;

    private static final class Running {
        private Service service;
        private int looks;

        Running(Service service) {
            this.service = service;
        }
    }

    synchronized List<String> serviceNames() {
        return services.values().stream()
                .filter(running -> !running.service.status().equals("INACTIVE"))
                .map(running -> running.service.serviceName())
                .toList();
    }

    synchronized List<String> clusterNames() {
        return List.copyOf(clusters.keySet());
    }

    /** ARNs of the revisions that are registered. */
    synchronized List<String> definitions() {
        return List.copyOf(definitions.keySet());
    }

    private static String arn(String resource) {
        return "arn:aws:ecs:eu-west-1:000000000000:" + resource;
    }

    @Override
    public synchronized CreateClusterResponse createCluster(CreateClusterRequest request) {
        Cluster cluster = Cluster.builder()
                .clusterName(request.clusterName())
                .clusterArn(arn("cluster/" + request.clusterName()))
                .status("ACTIVE")
                .settings(request.settings())
                .build();
        clusters.put(request.clusterName(), cluster);
        return CreateClusterResponse.builder().cluster(cluster).build();
    }

    @Override
    public synchronized DescribeClustersResponse describeClusters(DescribeClustersRequest request) {
        return DescribeClustersResponse.builder()
                .clusters(request.clusters().stream()
                        .filter(clusters::containsKey)
                        .map(clusters::get)
                        .toList())
                .build();
    }

    @Override
    public synchronized DeleteClusterResponse deleteCluster(DeleteClusterRequest request) {
        if (clusters.remove(request.cluster()) == null) {
            throw ClusterNotFoundException.builder()
                    .message("Cluster not found.")
                    .build();
        }
        return DeleteClusterResponse.builder().build();
    }

    @Override
    public synchronized RegisterTaskDefinitionResponse registerTaskDefinition(RegisterTaskDefinitionRequest request) {
        String arn = arn("task-definition/" + request.family() + ":" + (definitions.size() + 1));
        TaskDefinition definition = TaskDefinition.builder()
                .family(request.family())
                .taskDefinitionArn(arn)
                .containerDefinitions(request.containerDefinitions())
                .build();
        definitions.put(arn, definition);
        return RegisterTaskDefinitionResponse.builder()
                .taskDefinition(definition)
                .build();
    }

    @Override
    public synchronized DeregisterTaskDefinitionResponse deregisterTaskDefinition(
            DeregisterTaskDefinitionRequest request) {
        definitions.remove(request.taskDefinition());
        return DeregisterTaskDefinitionResponse.builder().build();
    }

    @Override
    public synchronized CreateServiceResponse createService(CreateServiceRequest request) {
        Service service = Service.builder()
                .serviceName(request.serviceName())
                .serviceArn(arn("service/" + request.cluster() + "/" + request.serviceName()))
                .clusterArn(arn("cluster/" + request.cluster()))
                .status("ACTIVE")
                .desiredCount(request.desiredCount())
                .runningCount(0)
                .taskDefinition(request.taskDefinition())
                .deployments(deployment(request.taskDefinition()))
                .build();
        services.put(service.serviceArn(), new Running(service));
        return CreateServiceResponse.builder().service(service).build();
    }

    private Deployment deployment(String definition) {
        deployments++;
        return Deployment.builder()
                .id("ecs-svc/" + deployments)
                .status("PRIMARY")
                .taskDefinition(definition)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .build();
    }

    @Override
    public synchronized UpdateServiceResponse updateService(UpdateServiceRequest request) {
        updates.add(request);
        Running running = require(request.service());
        Service.Builder changed = running.service.toBuilder();
        if (request.desiredCount() != null) {
            changed.desiredCount(request.desiredCount());
        }
        if (request.taskDefinition() != null && !request.taskDefinition().equals(running.service.taskDefinition())) {
            changed.taskDefinition(request.taskDefinition())
                    .deployments(deployment(request.taskDefinition()))
                    .runningCount(0);
        }
        running.service = changed.build();
        running.looks = 0;
        return UpdateServiceResponse.builder().service(running.service).build();
    }

    private Running require(String arnOrName) {
        return services.values().stream()
                .filter(running -> running.service.serviceArn().equals(arnOrName)
                        || running.service.serviceName().equals(arnOrName))
                .findFirst()
                .orElseThrow(() -> ServiceNotFoundException.builder()
                        .message("Service not found.")
                        .build());
    }

    @Override
    public synchronized DescribeServicesResponse describeServices(DescribeServicesRequest request) {
        var found = new ArrayList<Service>();
        for (Running running : services.values()) {
            if (request.services().contains(running.service.serviceArn())
                    || request.services().contains(running.service.serviceName())) {
                running.looks++;
                if (running.looks >= LOOKS) {
                    end(running);
                }
                found.add(running.service);
            }
        }
        return DescribeServicesResponse.builder().services(found).build();
    }

    private void end(Running running) {
        if (running.service.status().equals("DRAINING")) {
            running.service = running.service.toBuilder()
                    .status("INACTIVE")
                    .runningCount(0)
                    .build();
            return;
        }
        TaskDefinition definition = definitions.get(running.service.taskDefinition());
        boolean broken = definition != null
                && definition.containerDefinitions().getFirst().image().endsWith(":broken");
        Deployment ended = running.service.deployments().getFirst().toBuilder()
                .rolloutState(broken ? DeploymentRolloutState.FAILED : DeploymentRolloutState.COMPLETED)
                .build();
        running.service = running.service.toBuilder()
                .deployments(ended)
                .runningCount(broken ? 0 : running.service.desiredCount())
                .build();
    }

    @Override
    public synchronized DeleteServiceResponse deleteService(DeleteServiceRequest request) {
        Running running = require(request.service());
        running.service = running.service.toBuilder().status("DRAINING").build();
        running.looks = 0;
        return DeleteServiceResponse.builder().service(running.service).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
