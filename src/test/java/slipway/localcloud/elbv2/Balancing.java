package slipway.localcloud.elbv2;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import slipway.async.ManualTimer;
import slipway.localcloud.cloudwatch.LocalCloudWatch;
import slipway.localcloud.http.RawTarget;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** A service on a state folder, at a clock of ten that the test moves, with the few steps that most tests begin with. */
final class Balancing implements AutoCloseable {
    final ManualTimer timer = new ManualTimer();
    final int publicPort;
    final LocalElasticLoadBalancing elb;
    final LocalCloudWatch cloudWatch;
    private final HttpClient http = HttpClient.newHttpClient();

    Balancing(Path folder) {
        this(folder, freePort());
    }

    Balancing(Path folder, int publicPort) {
        this.publicPort = publicPort;
        var state = new StateFolder(folder);
        var clock = new CloudClock(timer, timer, 10, timer.instant());
        cloudWatch = new LocalCloudWatch(Place.LOCAL, clock, state);
        elb = new LocalElasticLoadBalancing(
                Place.LOCAL,
                clock,
                state,
                new LoopbackAddresses(state),
                cloudWatch.publisher(),
                new Random(42)::nextInt,
                publicPort);
    }

    @Override
    public void close() {
        elb.close();
        cloudWatch.close();
        http.close();
    }

    LoadBalancer createBalancer(String name, LoadBalancerSchemeEnum scheme) {
        CreateLoadBalancerResponse created = elb.createLoadBalancer(request -> request.name(name)
                .scheme(scheme)
                .subnets("subnet-a", "subnet-b")
                .securityGroups("sg-1"));
        return created.loadBalancers().getFirst();
    }

    /** An internal balancer with a listener on port 80 that answers 503 by itself. */
    Site createSite(String name) {
        LoadBalancer balancer = createBalancer(name, LoadBalancerSchemeEnum.INTERNAL);
        return new Site(balancer, createListener(balancer.loadBalancerArn(), 80));
    }

    String createListener(String balancerArn, int port) {
        CreateListenerResponse created = elb.createListener(request -> request.loadBalancerArn(balancerArn)
                .port(port)
                .protocol(ProtocolEnum.HTTP)
                .defaultActions(fixed("503", "not yet")));
        return created.listeners().getFirst().listenerArn();
    }

    /** Checks every 15 s, two successes or three failures flip. */
    String createGroup(String name) {
        CreateTargetGroupResponse created = elb.createTargetGroup(request -> request.name(name)
                .protocol(ProtocolEnum.HTTP)
                .port(4567)
                .targetType(TargetTypeEnum.IP)
                .vpcId("vpc-1")
                .healthCheckPath("/healthcheck")
                .healthCheckIntervalSeconds(15)
                .healthCheckTimeoutSeconds(10)
                .healthyThresholdCount(2)
                .unhealthyThresholdCount(3));
        return created.targetGroups().getFirst().targetGroupArn();
    }

    Rule createRule(String listenerArn, int priority, RuleCondition condition, Action action) {
        return elb.createRule(request -> request.listenerArn(listenerArn)
                        .priority(priority)
                        .conditions(condition)
                        .actions(action))
                .rules()
                .getFirst();
    }

    void setAttribute(String groupArn, String key, String value) {
        elb.modifyTargetGroupAttributes(request -> request.targetGroupArn(groupArn)
                .attributes(TargetGroupAttribute.builder().key(key).value(value).build()));
    }

    void register(String groupArn, RawTarget... targets) {
        for (RawTarget target : targets) {
            elb.registerTargets(request -> request.targetGroupArn(groupArn).targets(target(target)));
        }
    }

    TargetHealth health(String groupArn, RawTarget target) {
        return elb.describeTargetHealth(
                        request -> request.targetGroupArn(groupArn).targets(target(target)))
                .targetHealthDescriptions()
                .getFirst()
                .targetHealth();
    }

    String state(String groupArn, RawTarget target) {
        return health(groupArn, target).stateAsString();
    }

    /** Lets every check that is due run, and those of so many intervals of 15 s after it. */
    void check(int intervals) {
        timer.advance(Duration.ZERO);
        for (int interval = 0; interval < intervals; interval++) {
            timer.advance(Duration.ofMillis(1500));
        }
    }

    HttpResponse<String> get(String address, String pathAndQuery, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + pathAndQuery));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    record Site(LoadBalancer balancer, String listenerArn) {
        String address() {
            return balancer.dnsName();
        }
    }

    static TargetDescription target(RawTarget target) {
        return TargetDescription.builder()
                .id(target.backend().host())
                .port(target.port())
                .build();
    }

    static Action fixed(String status, String body) {
        return Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(config ->
                        config.statusCode(status).contentType("text/plain").messageBody(body))
                .build();
    }

    static Action forward(TargetGroupTuple... tuples) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(config -> config.targetGroups(tuples))
                .build();
    }

    static TargetGroupTuple weight(String groupArn, int weight) {
        return TargetGroupTuple.builder()
                .targetGroupArn(groupArn)
                .weight(weight)
                .build();
    }

    static RuleCondition path(String... patterns) {
        return RuleCondition.builder()
                .field("path-pattern")
                .pathPatternConfig(config -> config.values(List.of(patterns)))
                .build();
    }

    static RuleCondition header(String name, String... values) {
        return RuleCondition.builder()
                .field("http-header")
                .httpHeaderConfig(config -> config.httpHeaderName(name).values(List.of(values)))
                .build();
    }

    static int freePort() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
