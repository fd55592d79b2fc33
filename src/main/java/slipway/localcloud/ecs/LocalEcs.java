package slipway.localcloud.ecs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.localcloud.agents.Agents;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.*;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Amazon ECS on this machine, as Fargate: tasks are real processes at loopback addresses of their own, in network mode
 * awsvpc. CPU and memory limits, users, security groups and read-only file systems are not enforced.
 */
public final class LocalEcs implements EcsClient {
    private static final Logger log = LoggerFactory.getLogger(LocalEcs.class);
    /** How long tasks may take to end when the whole cloud does: less than the two minutes that a template may grant. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(15);

    private final Fleet fleet;
    private final TaskRuntime runtime;
    private final Reconciler reconciler;
    private final Clusters clusters;
    private final TaskDefinitions definitions;
    private final Services services;
    private final Tasks tasks;
    private final ExecuteCommands executions;
    private final Tagging tagging;
    private final MetricPublisher publisher;

    /**
     * Takes up what the state folder holds: services start their tasks again.
     *
     * @param processes outlives this object
     * @param discovery gives tasks their names
     * @param volumes where EFS file systems lie
     * @param metrics takes the metrics of AWS's own namespaces
     * @param sessions opens terminals in containers
     * @param agents where containers that terminals can be opened in are told
     */
    public LocalEcs(
            Place place,
            CloudClock clock,
            StateFolder state,
            LoopbackAddresses addresses,
            ChildProcesses processes,
            Discovery discovery,
            VolumeFolders volumes,
            EcrClient registry,
            ElasticLoadBalancingV2Client balancers,
            CloudWatchLogsClient logs,
            CloudWatchClient metrics,
            SsmClient sessions,
            Agents agents) {
        fleet = new Fleet(place, clock, state);
        Path folder = state.folder("tasks");
        runtime = new TaskRuntime(
                clock,
                processes,
                new ImageStore(place, registry, processes::isInstalled, state),
                volumes,
                discovery,
                balancers,
                logs,
                agents,
                addresses,
                folder);
        new Comeback(fleet, runtime).run();
        reconciler = new Reconciler(fleet, runtime);
        var rules = new ServiceRules(fleet, balancers);
        clusters = new Clusters(fleet);
        definitions = new TaskDefinitions(fleet);
        services = new Services(fleet, rules);
        tasks = new Tasks(fleet, rules, reconciler);
        executions = new ExecuteCommands(fleet, sessions);
        tagging = new Tagging(fleet);
        publisher = new MetricPublisher(fleet, this::readings, clock, metrics);
    }

    /** What each running task uses now, and how often its containers were restarted. */
    List<TaskReading> readings() {
        return TaskReading.all(fleet, runtime.processes());
    }

    @Override
    public CreateClusterResponse createCluster(CreateClusterRequest request) {
        synchronized (fleet) {
            return CreateClusterResponse.builder()
                    .cluster(clusters.create(request))
                    .build();
        }
    }

    @Override
    public DescribeClustersResponse describeClusters(DescribeClustersRequest request) {
        synchronized (fleet) {
            return clusters.describe(request);
        }
    }

    @Override
    public DescribeCapacityProvidersResponse describeCapacityProviders(DescribeCapacityProvidersRequest request) {
        synchronized (fleet) {
            return clusters.describe(request);
        }
    }

    @Override
    public ListClustersResponse listClusters(ListClustersRequest request) {
        synchronized (fleet) {
            var page = Paging.of(clusters.arns(), request.nextToken(), request.maxResults(), 100);
            return ListClustersResponse.builder()
                    .clusterArns(page.items())
                    .nextToken(page.next())
                    .build();
        }
    }

    @Override
    public DeleteClusterResponse deleteCluster(DeleteClusterRequest request) {
        synchronized (fleet) {
            return DeleteClusterResponse.builder()
                    .cluster(clusters.delete(request.cluster()))
                    .build();
        }
    }

    @Override
    public UpdateClusterResponse updateCluster(UpdateClusterRequest request) {
        synchronized (fleet) {
            return UpdateClusterResponse.builder()
                    .cluster(clusters.update(request))
                    .build();
        }
    }

    @Override
    public UpdateClusterSettingsResponse updateClusterSettings(UpdateClusterSettingsRequest request) {
        synchronized (fleet) {
            return UpdateClusterSettingsResponse.builder()
                    .cluster(clusters.update(request))
                    .build();
        }
    }

    @Override
    public PutClusterCapacityProvidersResponse putClusterCapacityProviders(PutClusterCapacityProvidersRequest request) {
        synchronized (fleet) {
            return PutClusterCapacityProvidersResponse.builder()
                    .cluster(clusters.update(request))
                    .build();
        }
    }

    @Override
    public RegisterTaskDefinitionResponse registerTaskDefinition(RegisterTaskDefinitionRequest request) {
        synchronized (fleet) {
            var kept = definitions.register(request);
            return RegisterTaskDefinitionResponse.builder()
                    .taskDefinition(kept.definition())
                    .tags(kept.tags())
                    .build();
        }
    }

    @Override
    public DescribeTaskDefinitionResponse describeTaskDefinition(DescribeTaskDefinitionRequest request) {
        synchronized (fleet) {
            var kept = definitions.describe(request.taskDefinition());
            return DescribeTaskDefinitionResponse.builder()
                    .taskDefinition(kept.definition())
                    .tags(request.include().contains(TaskDefinitionField.TAGS) ? kept.tags() : List.of())
                    .build();
        }
    }

    @Override
    public DeregisterTaskDefinitionResponse deregisterTaskDefinition(DeregisterTaskDefinitionRequest request) {
        synchronized (fleet) {
            return DeregisterTaskDefinitionResponse.builder()
                    .taskDefinition(
                            definitions.deregister(request.taskDefinition()).definition())
                    .build();
        }
    }

    @Override
    public ListTaskDefinitionsResponse listTaskDefinitions(ListTaskDefinitionsRequest request) {
        synchronized (fleet) {
            var page = Paging.of(definitions.arns(request), request.nextToken(), request.maxResults(), 100);
            return ListTaskDefinitionsResponse.builder()
                    .taskDefinitionArns(page.items())
                    .nextToken(page.next())
                    .build();
        }
    }

    @Override
    public ListTaskDefinitionFamiliesResponse listTaskDefinitionFamilies(ListTaskDefinitionFamiliesRequest request) {
        synchronized (fleet) {
            var page = Paging.of(definitions.families(request), request.nextToken(), request.maxResults(), 100);
            return ListTaskDefinitionFamiliesResponse.builder()
                    .families(page.items())
                    .nextToken(page.next())
                    .build();
        }
    }

    @Override
    public CreateServiceResponse createService(CreateServiceRequest request) {
        synchronized (fleet) {
            return CreateServiceResponse.builder()
                    .service(services.create(request))
                    .build();
        }
    }

    @Override
    public UpdateServiceResponse updateService(UpdateServiceRequest request) {
        synchronized (fleet) {
            return UpdateServiceResponse.builder()
                    .service(services.update(request))
                    .build();
        }
    }

    @Override
    public DeleteServiceResponse deleteService(DeleteServiceRequest request) {
        synchronized (fleet) {
            return DeleteServiceResponse.builder()
                    .service(services.delete(request))
                    .build();
        }
    }

    @Override
    public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
        synchronized (fleet) {
            return services.describe(request);
        }
    }

    @Override
    public ListServicesResponse listServices(ListServicesRequest request) {
        synchronized (fleet) {
            var page = Paging.of(services.arns(request), request.nextToken(), request.maxResults(), 10);
            return ListServicesResponse.builder()
                    .serviceArns(page.items())
                    .nextToken(page.next())
                    .build();
        }
    }

    @Override
    public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
        synchronized (fleet) {
            return tasks.describe(request);
        }
    }

    @Override
    public ListTasksResponse listTasks(ListTasksRequest request) {
        synchronized (fleet) {
            var page = Paging.of(tasks.arns(request), request.nextToken(), request.maxResults(), 100);
            return ListTasksResponse.builder()
                    .taskArns(page.items())
                    .nextToken(page.next())
                    .build();
        }
    }

    @Override
    public RunTaskResponse runTask(RunTaskRequest request) {
        synchronized (fleet) {
            return RunTaskResponse.builder().tasks(tasks.run(request)).build();
        }
    }

    @Override
    public StopTaskResponse stopTask(StopTaskRequest request) {
        synchronized (fleet) {
            return StopTaskResponse.builder().task(tasks.stop(request)).build();
        }
    }

    @Override
    public ExecuteCommandResponse executeCommand(ExecuteCommandRequest request) {
        return executions.execute(request);
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        synchronized (fleet) {
            tagging.add(request.resourceArn(), request.tags());
            return TagResourceResponse.builder().build();
        }
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        synchronized (fleet) {
            tagging.remove(request.resourceArn(), request.tagKeys());
            return UntagResourceResponse.builder().build();
        }
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        synchronized (fleet) {
            return ListTagsForResourceResponse.builder()
                    .tags(tagging.of(request.resourceArn()))
                    .build();
        }
    }

    @Override
    public EcsWaiter waiter() {
        return EcsWaiter.builder().client(this).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** Ends every task; services keep their desired counts and start again with the next run. */
    @Override
    public void close() {
        publisher.close();
        reconciler.close();
        List<CompletableFuture<?>> ends = new ArrayList<>();
        synchronized (fleet) {
            for (TaskState task : fleet.tasks()) {
                if (task.run() != null && !task.isStopped()) {
                    task.run().stop(TaskStopCode.TERMINATION_NOTICE, "The local cloud was stopped");
                    task.run().hurry(LAST_PATIENCE);
                    ends.add(task.run().stopped());
                }
            }
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
        try {
            fleet.save();
        } catch (UncheckedIOException failed) {
            // The others are closed all the same; what was written last is taken up as after a kill.
            log.error("the state of services and tasks cannot be written", failed);
        }
        try {
            LayerArchive.delete(runtime.folder());
        } catch (IOException failed) {
            log.warn("{} cannot be deleted: {}", runtime.folder(), failed.toString());
        }
    }
}
