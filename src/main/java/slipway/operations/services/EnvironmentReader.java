package slipway.operations.services;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.BalancerStatus;
import slipway.model.EnvironmentStatus.ColourStatus;
import slipway.model.EnvironmentStatus.Interrupted;
import slipway.model.EnvironmentStatus.RedisStatus;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.EnvironmentStatus.StackStatus;
import slipway.model.EnvironmentStatus.VolumeStatus;
import slipway.model.ServiceStatus;
import slipway.model.TaskGauges;
import slipway.model.Tier;
import slipway.operations.ClientUrl;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import slipway.operations.ImageReference;
import slipway.operations.LiveWeights;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;

/** Reads an environment as it is now, in as few calls as the APIs' batches allow. */
public final class EnvironmentReader {
    private static final int EVENTS_KEPT = 50;

    private final Cloud cloud;
    private final DeploymentLedger ledger;
    private final Revisions revisions;
    private final ClusterReader clusters;
    private final GaugeReader gauges;
    private final TaskGaugeReader taskGauges;

    public EnvironmentReader(Cloud cloud) {
        this(cloud, InstantSource.system());
    }

    /** @param clock real time */
    public EnvironmentReader(Cloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.ledger = new DeploymentLedger(cloud, clock);
        this.revisions = new Revisions(cloud);
        this.clusters = new ClusterReader(cloud, revisions);
        this.gauges = new GaugeReader(cloud, clock);
        this.taskGauges = new TaskGaugeReader(cloud, revisions, clock);
    }

    /**
     * The environment's state; one that does not exist has no stacks. Parts that may not be read are named in it.
     *
     * @throws slipway.model.FailureException when the target does not answer, or refuses to tell even the stacks
     */
    public EnvironmentStatus read(EnvironmentName environment) {
        return Failures.translated("read the environment " + environment, () -> {
            var parts = new Parts();
            Map<EnvironmentStack, Stack> stacks = stacks(environment);
            Map<EnvironmentStack, Map<String, String>> outputs = outputs(stacks);
            Map<String, String> platform = outputs.getOrDefault(EnvironmentStack.PLATFORM, Map.of());
            Optional<String> cluster = Optional.ofNullable(platform.get("ClusterName"));
            Map<String, Service> found = cluster.map(
                            name -> parts.read("services", Map.<String, Service>of(), () -> clusters.services(name)))
                    .orElse(Map.of());
            ClusterReader.Tasks tasks = cluster.map(
                            name -> parts.read("tasks", ClusterReader.Tasks.NONE, () -> clusters.tasks(name, parts)))
                    .orElse(ClusterReader.Tasks.NONE);
            LiveWeights weights = parts.read("weights", LiveWeights.none(), () -> LiveWeights.read(cloud, outputs));
            List<ServiceStatus> services = cluster.map(
                            name -> services(environment, name, found, tasks, weights, parts))
                    .orElse(List.of());
            List<BalancerStatus> balancers = parts.read("balancers", List.of(), () -> balancers(platform));
            DeploymentLedger.Memory memory = parts.read(
                    "the deployment's record",
                    new DeploymentLedger.Memory(Optional.empty(), Optional.empty()),
                    () -> ledger.memory(environment));
            return new EnvironmentStatus(
                    environment,
                    stacks.values().stream()
                            .map(Stack::creationTime)
                            .filter(Objects::nonNull)
                            .min(Instant::compareTo),
                    ClientUrl.of(platform, () -> publicBalancer(balancers)),
                    memory.deployment().flatMap(this::interrupted),
                    memory.failure(),
                    stacks.values().stream().map(EnvironmentReader::status).toList(),
                    balancers,
                    cluster.map(name -> colours(name, stacks, services, weights, parts))
                            .orElse(List.of()),
                    redis(environment, stacks, found),
                    volume(outputs),
                    services,
                    tasks.stopped(),
                    events(found.values()),
                    parts.unread(),
                    cloud.now());
        });
    }

    private static List<ServiceEvent> events(Collection<Service> services) {
        return services.stream()
                .flatMap(ServiceReading::events)
                .sorted(Comparator.comparing(ServiceEvent::at).reversed())
                .limit(EVENTS_KEPT)
                .toList();
    }

    private Map<EnvironmentStack, Stack> stacks(EnvironmentName environment) {
        Map<EnvironmentStack, Stack> stacks = new EnumMap<>(EnvironmentStack.class);
        cloud.cloudFormation()
                .describeStacksPaginator(request -> {})
                .stacks()
                .forEach(stack -> EnvironmentStack.named(environment, stack.stackName())
                        .ifPresent(known -> stacks.put(known, stack)));
        return stacks;
    }

    private static Map<EnvironmentStack, Map<String, String>> outputs(Map<EnvironmentStack, Stack> stacks) {
        Map<EnvironmentStack, Map<String, String>> outputs = new EnumMap<>(EnvironmentStack.class);
        stacks.forEach((known, stack) -> {
            Map<String, String> values = new LinkedHashMap<>();
            for (Output output : stack.outputs()) {
                values.put(output.outputKey(), output.outputValue());
            }
            outputs.put(known, values);
        });
        return outputs;
    }

    private static StackStatus status(Stack stack) {
        Instant changed = stack.lastUpdatedTime() == null ? stack.creationTime() : stack.lastUpdatedTime();
        return new StackStatus(
                stack.stackName(),
                stack.stackStatusAsString(),
                Objects.requireNonNullElse(stack.stackStatusReason(), ""),
                Objects.requireNonNullElse(changed, Instant.EPOCH));
    }

    private static String parameter(Stack stack, String name) {
        return stack.parameters().stream()
                .filter(parameter -> name.equals(parameter.parameterKey()))
                .map(Parameter::parameterValue)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private Optional<Interrupted> interrupted(DeploymentRecord record) {
        boolean left = record.kind() == DeploymentRecord.Kind.DEPLOY
                && record.state() != DeploymentRecord.State.FAILED
                && !ledger.isAlive(record);
        return left
                ? Optional.of(new Interrupted(
                        record.finished().size(), record.stacks().size(), record.began()))
                : Optional.empty();
    }

    private List<BalancerStatus> balancers(Map<String, String> platform) {
        List<String> names = new ArrayList<>();
        for (String output : List.of("PublicLoadBalancerFullName", "InternalLoadBalancerFullName")) {
            // app/NAME/ID
            String[] parts = platform.getOrDefault(output, "").split("/", -1);
            if (parts.length == 3) {
                names.add(parts[1]);
            }
        }
        if (names.isEmpty()) {
            return List.of();
        }
        return cloud.balancers().describeLoadBalancers(request -> request.names(names)).loadBalancers().stream()
                .map(EnvironmentReader::balancer)
                .toList();
    }

    private static Optional<String> publicBalancer(List<BalancerStatus> balancers) {
        return balancers.stream()
                .filter(balancer -> !balancer.internal())
                .map(BalancerStatus::address)
                .findFirst();
    }

    private static BalancerStatus balancer(LoadBalancer balancer) {
        return new BalancerStatus(
                balancer.loadBalancerName(), balancer.scheme() == LoadBalancerSchemeEnum.INTERNAL, balancer.dnsName());
    }

    private static String redisService(EnvironmentName environment) {
        return environment + "-redis";
    }

    private List<ServiceStatus> services(
            EnvironmentName environment,
            String cluster,
            Map<String, Service> found,
            ClusterReader.Tasks tasks,
            LiveWeights weights,
            Parts parts) {
        Map<String, OptionalDouble> cpu = gauges.cpu(cluster, found.keySet());
        Map<String, TaskGauges> ofTasks = taskGauges.read(environment, cluster, tasks.current(), parts);
        var reading = new ServiceReading(revisions, parts);
        List<ServiceStatus> services = new ArrayList<>();
        for (Service service : found.values()) {
            List<Task> ofService = tasks.current().getOrDefault(service.serviceName(), List.of());
            services.add(reading.status(
                    environment,
                    service,
                    ofService,
                    parts.read(
                            "the balancers' health",
                            Map.of(),
                            () -> clusters.health(service, !ofService.isEmpty() || service.runningCount() > 0)),
                    ofTasks,
                    share(environment, service, weights),
                    cpu.getOrDefault(service.serviceName(), OptionalDouble.empty())));
        }
        services.sort(Comparator.comparing((ServiceStatus service) ->
                        service.tier().map(Tier::ordinal).orElse(9))
                .thenComparing(service -> service.colour().map(Colour::ordinal).orElse(9))
                .thenComparing(service -> !service.name().equals(redisService(environment)))
                .thenComparing(ServiceStatus::name));
        return services;
    }

    private static OptionalDouble share(EnvironmentName environment, Service service, LiveWeights weights) {
        EnvironmentStack stack =
                EnvironmentStack.named(environment, service.serviceName()).orElse(null);
        if (stack == null || stack.tier().isEmpty() || stack.colour().isEmpty()) {
            return OptionalDouble.empty();
        }
        Tier tier = stack.tier().get();
        int sum = Arrays.stream(Colour.values())
                .mapToInt(colour -> weights.weight(tier, colour))
                .sum();
        return OptionalDouble.of(
                sum == 0 ? 0 : (double) weights.weight(tier, stack.colour().get()) / sum);
    }

    private List<ColourStatus> colours(
            String cluster,
            Map<EnvironmentStack, Stack> stacks,
            List<ServiceStatus> services,
            LiveWeights weights,
            Parts parts) {
        List<ServiceStatus> coloured = services.stream()
                .filter(service ->
                        service.tier().isPresent() && service.colour().isPresent())
                .toList();
        if (coloured.isEmpty()) {
            return List.of();
        }
        Map<String, ScalableTarget> bounds = parts.read(
                "the bounds of scaling",
                Map.of(),
                () -> clusters.bounds(
                        cluster, coloured.stream().map(ServiceStatus::name).toList()));
        List<ColourStatus> colours = new ArrayList<>();
        for (ServiceStatus service : coloured) {
            Tier tier = service.tier().orElseThrow();
            Colour colour = service.colour().orElseThrow();
            Stack stack = stacks.get(EnvironmentStack.service(tier, colour));
            if (stack == null) {
                continue;
            }
            ScalableTarget bound = bounds.get(service.name());
            colours.add(new ColourStatus(
                    tier,
                    colour,
                    service.name(),
                    ImageReference.tag(parameter(stack, "Image")),
                    service.primary().map(ServiceStatus.Deployment::created).orElse(null),
                    service.desired(),
                    service.running(),
                    service.pending(),
                    service.healthy(),
                    weights.weight(tier, colour),
                    service.share().orElse(0),
                    bound == null ? 0 : bound.minCapacity(),
                    bound == null ? 0 : bound.maxCapacity(),
                    service.cpuPercent(),
                    // One on its way out counts as long as the balancer still knows it.
                    service.tasks().stream()
                            .filter(task ->
                                    task.stopping().isEmpty() || task.health().equals("draining"))
                            .toList()));
        }
        return colours;
    }

    private static Optional<RedisStatus> redis(
            EnvironmentName environment, Map<EnvironmentStack, Stack> stacks, Map<String, Service> found) {
        Service service = found.get(redisService(environment));
        Stack data = stacks.get(EnvironmentStack.DATA);
        if (service == null || data == null) {
            return Optional.empty();
        }
        return Optional.of(new RedisStatus(
                service.serviceName(), service.desiredCount(), service.runningCount(), parameter(data, "RedisImage")));
    }

    private Optional<VolumeStatus> volume(Map<EnvironmentStack, Map<String, String>> outputs) {
        return Optional.ofNullable(
                        outputs.getOrDefault(EnvironmentStack.DATA, Map.of()).get("FileSystemId"))
                .map(id -> new VolumeStatus(id, gauges.volume(id)));
    }
}
