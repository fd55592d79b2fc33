package slipway.localcloud.ecs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProvider;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStatus;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterConfiguration;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.ClusterSettingName;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;

/** Operations on clusters. The fleet's monitor is held. */
final class Clusters {
    private static final Set<String> PROVIDERS = Set.of("FARGATE", "FARGATE_SPOT");

    private final Fleet fleet;

    Clusters(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Creating a cluster that exists answers it as it is. */
    Cluster create(CreateClusterRequest request) {
        String name = request.clusterName() == null ? "default" : request.clusterName();
        if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsErrors.invalid("Identifier contains invalid characters: '" + name + "'.");
        }
        Cluster known = fleet.clusters().get(name);
        if (known != null && known.status().equals(ServiceState.ACTIVE)) {
            return describe(known, Set.of());
        }
        requireProviders(request.capacityProviders(), request.defaultCapacityProviderStrategy());
        if (request.serviceConnectDefaults() != null) {
            throw EcsErrors.invalid("The local cloud has no Service Connect: leave serviceConnectDefaults out.");
        }
        Cluster cluster = Cluster.builder()
                .clusterName(name)
                .clusterArn(fleet.place().arn("ecs", "cluster/" + name))
                .status(ServiceState.ACTIVE)
                .registeredContainerInstancesCount(0)
                .configuration(request.configuration())
                .settings(settings(List.of(), request.settings()))
                .capacityProviders(request.capacityProviders())
                .defaultCapacityProviderStrategy(request.defaultCapacityProviderStrategy())
                .tags(request.tags())
                .build();
        put(cluster);
        return describe(cluster, Set.of());
    }

    DescribeClustersResponse describe(DescribeClustersRequest request) {
        List<String> wanted = request.hasClusters() ? request.clusters() : List.of("default");
        List<Cluster> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String nameOrArn : wanted) {
            Cluster cluster = fleet.clusters().get(Fleet.clusterName(nameOrArn));
            if (cluster == null) {
                failures.add(Failure.builder()
                        .arn(fleet.place().arn("ecs", "cluster/" + Fleet.clusterName(nameOrArn)))
                        .reason("MISSING")
                        .build());
            } else {
                found.add(describe(cluster, Set.copyOf(request.include())));
            }
        }
        return DescribeClustersResponse.builder()
                .clusters(found)
                .failures(failures)
                .build();
    }

    List<String> arns() {
        return fleet.clusters().values().stream()
                .filter(cluster -> cluster.status().equals(ServiceState.ACTIVE))
                .map(Cluster::clusterArn)
                .toList();
    }

    Cluster delete(@Nullable String nameOrArn) {
        Cluster cluster = fleet.cluster(nameOrArn);
        if (services(cluster) > 0) {
            throw EcsErrors.clusterContainsServices();
        }
        if (fleet.tasks().stream()
                .anyMatch(task -> !task.isStopped() && task.task().clusterArn().equals(cluster.clusterArn()))) {
            throw EcsErrors.clusterContainsTasks();
        }
        Cluster gone = cluster.toBuilder().status(ServiceState.INACTIVE).build();
        put(gone);
        return describe(gone, Set.of());
    }

    Cluster update(UpdateClusterRequest request) {
        Cluster.Builder changed = fleet.cluster(request.cluster()).toBuilder();
        if (request.configuration() != null) {
            changed.configuration(request.configuration());
        }
        if (request.hasSettings()) {
            changed.settings(settings(fleet.cluster(request.cluster()).settings(), request.settings()));
        }
        return put(changed.build());
    }

    Cluster update(UpdateClusterSettingsRequest request) {
        Cluster cluster = fleet.cluster(request.cluster());
        return put(cluster.toBuilder()
                .settings(settings(cluster.settings(), request.settings()))
                .build());
    }

    Cluster update(PutClusterCapacityProvidersRequest request) {
        requireProviders(request.capacityProviders(), request.defaultCapacityProviderStrategy());
        return put(fleet.cluster(request.cluster()).toBuilder()
                .capacityProviders(request.capacityProviders())
                .defaultCapacityProviderStrategy(request.defaultCapacityProviderStrategy())
                .build());
    }

    /** Fargate's two: there are no others here, because there are no container instances. */
    DescribeCapacityProvidersResponse describe(DescribeCapacityProvidersRequest request) {
        List<String> wanted = request.hasCapacityProviders()
                ? request.capacityProviders()
                : PROVIDERS.stream().sorted().toList();
        List<CapacityProvider> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String nameOrArn : wanted) {
            String name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
            String arn = fleet.place().arn("ecs", "capacity-provider/" + name);
            if (PROVIDERS.contains(name)) {
                found.add(CapacityProvider.builder()
                        .name(name)
                        .capacityProviderArn(arn)
                        .status(CapacityProviderStatus.ACTIVE)
                        .build());
            } else {
                failures.add(Failure.builder().arn(arn).reason("MISSING").build());
            }
        }
        return DescribeCapacityProvidersResponse.builder()
                .capacityProviders(found)
                .failures(failures)
                .build();
    }

    private Cluster put(Cluster cluster) {
        fleet.clusters().put(cluster.clusterName(), cluster);
        fleet.save();
        return cluster;
    }

    private Cluster describe(Cluster cluster, Set<ClusterField> include) {
        int running = 0;
        int pending = 0;
        for (TaskState task : fleet.tasks()) {
            if (task.task().clusterArn().equals(cluster.clusterArn())) {
                running += task.isRunning() ? 1 : 0;
                pending += task.isPending() ? 1 : 0;
            }
        }
        Cluster.Builder told = cluster.toBuilder()
                .runningTasksCount(running)
                .pendingTasksCount(pending)
                .activeServicesCount(services(cluster));
        if (!include.contains(ClusterField.TAGS)) {
            told.tags(List.of());
        }
        if (!include.contains(ClusterField.SETTINGS)) {
            told.settings(List.of());
        }
        if (!include.contains(ClusterField.CONFIGURATIONS)) {
            told.configuration((ClusterConfiguration) null);
        }
        return told.build();
    }

    private int services(Cluster cluster) {
        return (int) fleet.services().stream()
                .filter(service ->
                        service.declared().clusterArn().equals(cluster.clusterArn()) && service.is(ServiceState.ACTIVE))
                .count();
    }

    private static List<ClusterSetting> settings(List<ClusterSetting> before, List<ClusterSetting> given) {
        Map<String, String> merged = new LinkedHashMap<>();
        merged.put(ClusterSettingName.CONTAINER_INSIGHTS.toString(), "disabled");
        before.forEach(setting -> merged.put(setting.nameAsString(), setting.value()));
        given.forEach(setting -> merged.put(setting.nameAsString(), setting.value()));
        return merged.entrySet().stream()
                .map(setting -> ClusterSetting.builder()
                        .name(setting.getKey())
                        .value(setting.getValue())
                        .build())
                .toList();
    }

    private static void requireProviders(List<String> providers, List<CapacityProviderStrategyItem> strategy) {
        for (String provider : providers) {
            if (!PROVIDERS.contains(provider)) {
                throw EcsErrors.invalid("The specified capacity provider '" + provider
                        + "' was not found. Specify a valid name or ARN and try again.");
            }
        }
        for (CapacityProviderStrategyItem item : strategy) {
            if (!providers.contains(item.capacityProvider())) {
                throw EcsErrors.invalid("The specified capacity provider '" + item.capacityProvider()
                        + "' is not associated with the cluster. Associate it and try again.");
            }
        }
    }
}
