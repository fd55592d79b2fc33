package slipway.localcloud.ecs;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import slipway.async.SystemTimer;
import slipway.localcloud.agents.Agents;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.ecr.LocalEcr;
import slipway.localcloud.elbv2.LocalElasticLoadBalancing;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.volumes.Volumes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.Volume;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** An ECS with real processes, a real registry, real names, and stand-ins for balancers and logs. Clock: 60 times. */
@NullMarked
final class EcsFixture implements AutoCloseable {
    static final String CLUSTER = "dev";
    /** A server of a few lines at the task's own address; {@code /} answers its process id. */
    static final String SERVER = """
            require 'socket'
            trap('TERM') { puts 'bye'; exit 0 }
            server = TCPServer.new(ENV.fetch('BIND'), Integer(ENV.fetch('PORT')))
            puts "listening"
            $stdout.flush
            loop do
              client = server.accept
              line = client.gets.to_s
              exit!(1) if line.include?('crash')
              client.write("HTTP/1.0 200 OK\\r\\n\\r\\n#{$$} #{Dir.pwd}")
              client.close
            end
            """;

    static final Consumer<CreateServiceRequest.Builder> BEHIND_BALANCER =
            request -> request.loadBalancers(LoadBalancer.builder()
                    .targetGroupArn(FakeBalancers.GROUP)
                    .containerName("api")
                    .containerPort(4567)
                    .build());
    static final Consumer<RegisterTaskDefinitionRequest.Builder> WITH_VOLUME =
            definition -> definition.volumes(Volume.builder()
                    .name("data")
                    .efsVolumeConfiguration(efs -> efs.fileSystemId("fs-1"))
                    .build());

    final StateFolder state;
    final SystemTimer timer = new SystemTimer();
    final CloudClock clock;
    final FakeBalancers balancers;
    final ElasticLoadBalancingV2Client elb;
    final FakeLogs logs = new FakeLogs();
    final FakeMetrics metrics = new FakeMetrics();
    final FakeSessions sessions = new FakeSessions();
    final Agents agents = new Agents();
    final Path volume;
    final Volumes volumes;
    final ChildProcesses processes;
    final Discovery discovery;
    final EcrClient registry;
    final LocalEcs ecs;

    EcsFixture(Path folder) {
        this(folder, 60, new FakeBalancers(), false);
    }

    /** With the balancers and volumes of the local cloud instead of stand-ins. */
    static EcsFixture withRealBalancers(Path folder, double clockFactor) {
        return new EcsFixture(folder, clockFactor, new FakeBalancers(), true);
    }

    /** Next to balancers that an earlier one used. */
    static EcsFixture behind(Path folder, FakeBalancers balancers) {
        return new EcsFixture(folder, 60, balancers, false);
    }

    private EcsFixture(Path folder, double clockFactor, FakeBalancers balancers, boolean real) {
        this.balancers = balancers;
        state = new StateFolder(folder);
        volume = state.folder("volume");
        volumes = new Volumes(state);
        clock = new CloudClock(InstantSource.system(), timer, clockFactor, Instant.now());
        var addresses = new LoopbackAddresses(state);
        elb = real ? new LocalElasticLoadBalancing(Place.LOCAL, clock, state, addresses, metrics) : balancers;
        processes = new ChildProcesses(state, timer);
        discovery = new Discovery(state, addresses);
        registry = new LocalEcr(Place.LOCAL, clock, state);
        ecs = new LocalEcs(
                Place.LOCAL,
                clock,
                state,
                addresses,
                processes,
                discovery,
                real ? volumes::folder : (fileSystem, accessPoint) -> volume,
                registry,
                elb,
                logs,
                metrics,
                sessions,
                agents);
        ecs.createCluster(request -> request.clusterName(CLUSTER).capacityProviders("FARGATE", "FARGATE_SPOT"));
    }

    @Override
    public void close() {
        ecs.close();
        elb.close();
        discovery.close();
        processes.close();
        timer.close();
    }

    /** Registers a definition of one container that runs a shell script. */
    String shell(String script) {
        return define(container -> container.command("sh", "-c", script));
    }

    /** Registers a definition of one container, {@code api}, of Redis's image unless said otherwise. */
    String define(Consumer<ContainerDefinition.Builder> container) {
        return define(container, definition -> {});
    }

    String define(
            Consumer<ContainerDefinition.Builder> container,
            Consumer<RegisterTaskDefinitionRequest.Builder> definition) {
        var built = ContainerDefinition.builder()
                .name("api")
                .image("public.ecr.aws/docker/library/redis:7.4-alpine")
                .portMappings(PortMapping.builder().containerPort(4567).build())
                .stopTimeout(2)
                .logConfiguration(log -> log.logDriver("awslogs")
                        .options(Map.of("awslogs-group", FakeLogs.GROUP, "awslogs-stream-prefix", "api")));
        container.accept(built);
        var request = RegisterTaskDefinitionRequest.builder()
                .family("dev-api")
                .requiresCompatibilitiesWithStrings("FARGATE")
                .networkMode("awsvpc")
                .cpu("256")
                .memory("512")
                .executionRoleArn("arn:aws:iam::000000000000:role/execution")
                .taskRoleArn("arn:aws:iam::000000000000:role/task")
                .containerDefinitions(built.build());
        definition.accept(request);
        return ecs.registerTaskDefinition(request.build()).taskDefinition().taskDefinitionArn();
    }

    Service create(String definition, int desired, Consumer<CreateServiceRequest.Builder> more) {
        return ecs.createService(request -> {
                    request.cluster(CLUSTER)
                            .serviceName("dev-api")
                            .taskDefinition(definition)
                            .desiredCount(desired)
                            .networkConfiguration(
                                    network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a", "subnet-b")));
                    more.accept(request);
                })
                .service();
    }

    Service service() {
        return ecs.describeServices(request -> request.cluster(CLUSTER).services("dev-api"))
                .services()
                .getFirst();
    }

    /** The service, once it is as wanted. */
    Service await(Predicate<Service> wanted) {
        return await(this::service, wanted);
    }

    /** The service, once it has been steady since it last started or stopped tasks. */
    Service awaitSteady() {
        return await(service -> service.events().stream()
                .filter(event ->
                        event.message().matches(".* (has started|has stopped|has reached|had its|lost its) .*"))
                .findFirst()
                .filter(event -> event.message().endsWith("has reached a steady state."))
                .isPresent());
    }

    List<Task> tasks(String desiredStatus) {
        List<String> arns = ecs.listTasks(request -> request.cluster(CLUSTER).desiredStatus(desiredStatus))
                .taskArns();
        return arns.isEmpty()
                ? List.of()
                : ecs.describeTasks(request -> request.cluster(CLUSTER).tasks(arns))
                        .tasks();
    }

    /** Looks every few milliseconds until what is found is as wanted; fails after 30 s, showing the last state. */
    <T> T await(Supplier<T> look, Predicate<T> wanted) {
        var found = new CompletableFuture<T>();
        var looking = timer.every(Duration.ofMillis(20), () -> {
            try {
                T now = look.get();
                if (wanted.test(now)) {
                    found.complete(now);
                }
            } catch (RuntimeException broken) {
                found.completeExceptionally(broken);
            }
        });
        try {
            return found.get(30, TimeUnit.SECONDS);
        } catch (TimeoutException never) {
            throw new AssertionError("not within 30 s; now: " + look.get(), never);
        } catch (ExecutionException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        } finally {
            looking.cancel();
        }
    }

    static MountPoint mount(String path) {
        return MountPoint.builder().sourceVolume("data").containerPath(path).build();
    }

    static String address(Task task) {
        return TaskShapes.address(task);
    }

    static @Nullable Integer exitCode(Task task) {
        return task.containers().getFirst().exitCode();
    }
}
