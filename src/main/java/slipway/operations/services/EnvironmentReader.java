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
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.EnvironmentStatus.VolumeStatus;
import slipway.model.Tier;
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
    private final ServiceReader services;
    private final GaugeReader gauges;

    public EnvironmentReader(Cloud cloud) {
        this(cloud, InstantSource.system());
    }

    /** @param clock real time */
    public EnvironmentReader(Cloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.ledger = new DeploymentLedger(cloud, clock);
        this.services = new ServiceReader(cloud);
        this.gauges = new GaugeReader(cloud, clock);
    }

    /**
     * The environment's state; one that does not exist has no stacks.
     *
     * @throws slipway.model.FailureException when the target does not answer or refuses
     */
    public EnvironmentStatus read(EnvironmentName environment) {
        return Failures.translated("read the environment " + environment, () -> {
            Map<EnvironmentStack, Stack> stacks = stacks(environment);
            Map<EnvironmentStack, Map<String, String>> outputs = outputs(stacks);
            Map<String, String> platform = outputs.getOrDefault(EnvironmentStack.PLATFORM, Map.of());
            Optional<String> cluster = Optional.ofNullable(platform.get("ClusterName"));
            Map<String, Service> found = cluster.map(name -> services.services(name, names(environment, stacks)))
                    .orElse(Map.of());
            return new EnvironmentStatus(
                    environment,
                    Optional.ofNullable(platform.get("ClientUrl")),
                    interrupted(environment),
                    stacks.values().stream().map(EnvironmentReader::status).toList(),
                    Vanishing.or(List.of(), () -> balancers(platform)),
                    Vanishing.or(List.of(), () -> colours(environment, stacks, outputs, found, cluster)),
                    redis(environment, stacks, found),
                    volume(outputs),
                    events(found.values()),
                    cloud.now());
        });
    }

    /** DescribeServices brings the newest hundred of each service with it. */
    private static List<ServiceEvent> events(Collection<Service> services) {
        return services.stream()
                .flatMap(service -> service.events().stream()
                        .map(event -> new ServiceEvent(event.createdAt(), service.serviceName(), event.message())))
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

    private Optional<Interrupted> interrupted(EnvironmentName environment) {
        return ledger.read(environment)
                .filter(record -> record.kind() == DeploymentRecord.Kind.DEPLOY
                        && record.state() != DeploymentRecord.State.FAILED
                        && !ledger.isAlive(record))
                .map(record -> new Interrupted(
                        record.finished().size(), record.stacks().size(), record.began()));
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

    private static BalancerStatus balancer(LoadBalancer balancer) {
        return new BalancerStatus(
                balancer.loadBalancerName(), balancer.scheme() == LoadBalancerSchemeEnum.INTERNAL, balancer.dnsName());
    }

    private static List<String> names(EnvironmentName environment, Map<EnvironmentStack, Stack> stacks) {
        List<String> names = new ArrayList<>();
        stacks.keySet().stream()
                .filter(stack -> stack.tier().isPresent())
                .forEach(stack -> names.add(stack.in(environment)));
        if (stacks.containsKey(EnvironmentStack.DATA)) {
            names.add(redisService(environment));
        }
        return names;
    }

    private static String redisService(EnvironmentName environment) {
        return environment + "-redis";
    }

    private List<ColourStatus> colours(
            EnvironmentName environment,
            Map<EnvironmentStack, Stack> stacks,
            Map<EnvironmentStack, Map<String, String>> outputs,
            Map<String, Service> found,
            Optional<String> cluster) {
        if (cluster.isEmpty() || found.isEmpty()) {
            return List.of();
        }
        LiveWeights weights = LiveWeights.read(cloud, outputs);
        Map<String, List<Task>> tasks = services.tasks(cluster.get());
        Map<String, ScalableTarget> bounds = services.bounds(cluster.get(), found.keySet());
        Map<String, OptionalDouble> cpu = gauges.cpu(cluster.get(), found.keySet());
        List<ColourStatus> colours = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            int sum = Arrays.stream(Colour.values())
                    .mapToInt(colour -> weights.weight(tier, colour))
                    .sum();
            for (Colour colour : Colour.values()) {
                EnvironmentStack stack = EnvironmentStack.service(tier, colour);
                Service service = found.get(stack.in(environment));
                Stack described = stacks.get(stack);
                if (service == null || described == null) {
                    continue;
                }
                int weight = weights.weight(tier, colour);
                Map<String, String> health = services.health(service);
                List<TaskStatus> ofService =
                        services.tasks(tasks.getOrDefault(service.serviceName(), List.of()), health);
                ScalableTarget bound = bounds.get(service.serviceName());
                colours.add(new ColourStatus(
                        tier,
                        colour,
                        service.serviceName(),
                        ImageReference.tag(parameter(described, "Image")),
                        ServiceReader.deployed(service),
                        service.desiredCount(),
                        service.runningCount(),
                        service.pendingCount(),
                        (int) health.values().stream().filter("healthy"::equals).count(),
                        weight,
                        sum == 0 ? 0 : (double) weight / sum,
                        bound == null ? 0 : bound.minCapacity(),
                        bound == null ? 0 : bound.maxCapacity(),
                        cpu.getOrDefault(service.serviceName(), OptionalDouble.empty()),
                        ofService));
            }
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
