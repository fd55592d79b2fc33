package slipway.operations.traffic;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.SystemTimer;
import slipway.cloud.Cloud;
import slipway.localcloud.cloudformation.LocalCloudFormation;
import slipway.localcloud.cloudformation.SiblingClients;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.elbv2.LocalElasticLoadBalancing;
import slipway.localcloud.ssm.Sessionless;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.volumes.Volumes;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.model.Weights;
import slipway.operations.FakeCloud;
import slipway.operations.FakeMetrics;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/**
 * The local cloud's own balancers, stacks and parameters with the shipped traffic stack on them, sixty times as fast as real time. The
 * targets' health and the metrics are what a test says.
 */
final class LocalTraffic implements AutoCloseable {
    static final EnvironmentName DEV = new EnvironmentName("dev");

    final SystemTimer timer = new SystemTimer();
    final FakeMetrics metrics = new FakeMetrics();
    final FakeCloud fake = new FakeCloud();
    final Cloud cloud;
    final Map<String, String> groups = new HashMap<>();
    /** Each call that writes to the balancers or to CloudFormation, by its name, in order. */
    final List<String> writes = Collections.synchronizedList(new ArrayList<>());
    /** Whether the next change of a rule by a stack fails, so that CloudFormation takes its update back. */
    final AtomicBoolean failNextUpdate = new AtomicBoolean();
    /** Told the name of each call after it was made. */
    volatile Consumer<String> after = call -> {};

    private final CloudClock clock;
    private final LocalElasticLoadBalancing balancers;
    private final LocalCloudFormation stacks;

    LocalTraffic(Path folder) throws Exception {
        var state = new StateFolder(folder);
        clock = new CloudClock(
                InstantSource.system(), timer, 60, InstantSource.system().instant());
        var addresses = new LoopbackAddresses(state);
        balancers = new LocalElasticLoadBalancing(Place.LOCAL, clock, state, addresses, metrics);
        var ssm = Sessionless.ssm(clock, state);
        stacks = new LocalCloudFormation(
                Place.LOCAL,
                clock,
                state,
                new SiblingClients(
                        fake.ecs(), failing(balancers), fake.autoScaling(), metrics, fake.logs(), ssm, fake.ecr()),
                new Volumes(state),
                new Discovery(state, addresses));
        var watchedBalancers = watched(ElasticLoadBalancingV2Client.class, balancers);
        var watchedStacks = watched(CloudFormationClient.class, stacks);
        cloud = (Cloud) Proxy.newProxyInstance(
                Cloud.class.getClassLoader(),
                new Class<?>[] {Cloud.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "balancers" -> watchedBalancers;
                    case "cloudFormation" -> watchedStacks;
                    case "ssm" -> ssm;
                    case "cloudWatch" -> metrics;
                    case "now" -> clock.instant();
                    case "clockFactor" -> clock.factor();
                    default -> method.invoke(fake, arguments);
                });
        deploy();
    }

    /** The balancers as stacks call them: one change of a rule fails when a test wishes it. */
    private ElasticLoadBalancingV2Client failing(ElasticLoadBalancingV2Client real) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (arguments != null && arguments.length == 1 && arguments[0] instanceof Consumer) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            if (arguments != null
                    && arguments[0] instanceof ModifyRuleRequest
                    && failNextUpdate.compareAndSet(true, false)) {
                throw ElasticLoadBalancingV2Exception.builder()
                        .message("not now")
                        .build();
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        };
        return (ElasticLoadBalancingV2Client) Proxy.newProxyInstance(
                Cloud.class.getClassLoader(), new Class<?>[] {ElasticLoadBalancingV2Client.class}, handler);
    }

    private <T> T watched(Class<T> type, T real) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (arguments == null
                    || arguments.length != 1
                    || !(arguments[0] instanceof SdkRequest)
                    || method.getName().endsWith("Paginator")) {
                return method.isDefault()
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : method.invoke(real, arguments);
            }
            if (arguments[0] instanceof DescribeTargetHealthRequest asked) {
                return DescribeTargetHealthResponse.builder()
                        .targetHealthDescriptions(fake.health.getOrDefault(asked.targetGroupArn(), List.of()))
                        .build();
            }
            if (!method.getName().startsWith("describe")) {
                writes.add(method.getName());
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            } finally {
                after.accept(method.getName());
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private void deploy() throws Exception {
        List<String> parameters = new ArrayList<>();
        var platform = new StringBuilder("Resources:\n  Topic: {Type: AWS::SNS::Topic}\nOutputs:\n");
        for (Tier tier : Tier.values()) {
            String name = TrafficTable.capital(tier);
            String balancer = balancers
                    .createLoadBalancer(request -> request.name(tier.label())
                            .scheme(LoadBalancerSchemeEnum.INTERNAL)
                            .subnets("subnet-a", "subnet-b")
                            .securityGroups("sg-1"))
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
            String listener = balancers
                    .createListener(request -> request.loadBalancerArn(balancer)
                            .port(80)
                            .protocol(ProtocolEnum.HTTP)
                            .defaultActions(Action.builder()
                                    .type(ActionTypeEnum.FIXED_RESPONSE)
                                    .fixedResponseConfig(fixed -> fixed.statusCode("503"))
                                    .build()))
                    .listeners()
                    .getFirst()
                    .listenerArn();
            parameters.add(name + "ListenerArn=" + listener);
            output(platform, (tier == Tier.CLIENT ? "Public" : "Internal") + "LoadBalancerFullName", "app/" + name);
            for (Colour colour : Colour.values()) {
                String group = balancers
                        .createTargetGroup(request -> request.name(tier.label() + "-" + colour.label())
                                .protocol(ProtocolEnum.HTTP)
                                .port(4567)
                                .targetType(TargetTypeEnum.IP)
                                .vpcId("vpc-1"))
                        .targetGroups()
                        .getFirst()
                        .targetGroupArn();
                String which = name + TrafficTable.capital(colour);
                groups.put(which, group);
                parameters.add(which + "TargetGroupArn=" + group);
                output(platform, which + "TargetGroupArn", group);
                output(platform, which + "TargetGroupFullName", "targetgroup/" + which);
            }
            healthy(tier, Colour.BLUE, 2);
        }
        create("dev-platform", platform.toString(), List.of());
        create("dev-traffic", Files.readString(Path.of("stacks/traffic.yaml")), parameters);
        writes.clear();
    }

    private static void output(StringBuilder template, String name, String value) {
        template.append("  ").append(name).append(": {Value: '").append(value).append("'}\n");
    }

    private void create(String name, String template, List<String> parameters) {
        stacks.createStack(request -> request.stackName(name)
                .templateBody(template)
                .parameters(parameters.stream()
                        .map(each -> Parameter.builder()
                                .parameterKey(each.substring(0, each.indexOf('=')))
                                .parameterValue(each.substring(each.indexOf('=') + 1))
                                .build())
                        .toList()));
        until(() -> Optional.of(status(name)).filter(status -> status.equals("CREATE_COMPLETE")));
    }

    String status(String stack) {
        return stacks.describeStacks(request -> request.stackName(stack))
                .stacks()
                .getFirst()
                .stackStatusAsString();
    }

    /** Waits for the cloud, which works on threads of its own. */
    <T> T until(Supplier<Optional<T>> step) {
        return new Poller(timer, new Cancellation())
                .until(step, () -> Duration.ofMillis(10))
                .orElseThrow();
    }

    void healthy(Tier tier, Colour colour, int targets) {
        targets(tier, colour, TargetHealthStateEnum.HEALTHY, targets);
    }

    void targets(Tier tier, Colour colour, TargetHealthStateEnum state, int targets) {
        fake.health.put(
                groups.get(TrafficTable.capital(tier) + TrafficTable.capital(colour)),
                Collections.nCopies(
                        targets,
                        TargetHealthDescription.builder()
                                .targetHealth(health -> health.state(state))
                                .build()));
    }

    Weights live(Tier tier) {
        return table().rule(DEV, tier).weights();
    }

    Weights recorded(Tier tier) {
        return table().recorded(tier).orElseThrow();
    }

    private TrafficTable table() {
        return TrafficTable.read(cloud, DEV);
    }

    /** Moves the rule as somebody does who knows nothing of the lock. */
    void moveBehind(Tier tier, Weights to) {
        WeightedRule rule = table().rule(DEV, tier);
        balancers.modifyRule(request -> request.ruleArn(rule.arn()).actions(rule.with(to)));
    }

    @Override
    public void close() {
        stacks.close();
        balancers.close();
        timer.close();
    }
}
