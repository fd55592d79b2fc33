package slipway.localcloud.ecs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** A balancer as far as ECS knows it: a target is healthy when its port accepts a connection, unless said otherwise. */
@NullMarked
final class FakeBalancers implements ElasticLoadBalancingV2Client {
    static final String GROUP =
            "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/api-blue/0123456789abcdef";
    static final String LONELY_GROUP =
            "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/lonely/0123456789abcdef";

    final List<TargetDescription> targets = new CopyOnWriteArrayList<>();
    final Set<String> sick = ConcurrentHashMap.newKeySet();
    /** Targets that drain; they do so until they are taken out, where {@link #drainsLong} is set. */
    final List<TargetDescription> draining = new CopyOnWriteArrayList<>();

    volatile boolean drainsLong;
    /** Where set, every target but this one is unhealthy. */
    volatile String sickUnless = "";

    @Override
    public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
        String arn = request.targetGroupArns().getFirst();
        if (!arn.equals(GROUP) && !arn.equals(LONELY_GROUP)) {
            throw TargetGroupNotFoundException.builder()
                    .message("One or more target groups not found")
                    .build();
        }
        var balancers = arn.equals(GROUP)
                ? List.of("arn:aws:elasticloadbalancing:x:y:loadbalancer/app/a/1")
                : List.<String>of();
        return DescribeTargetGroupsResponse.builder()
                .targetGroups(TargetGroup.builder()
                        .targetGroupArn(arn)
                        .loadBalancerArns(balancers)
                        .build())
                .build();
    }

    @Override
    public RegisterTargetsResponse registerTargets(RegisterTargetsRequest request) {
        targets.addAll(request.targets());
        return RegisterTargetsResponse.builder().build();
    }

    @Override
    public DeregisterTargetsResponse deregisterTargets(DeregisterTargetsRequest request) {
        targets.removeAll(request.targets());
        if (drainsLong) {
            draining.addAll(request.targets());
        }
        return DeregisterTargetsResponse.builder().build();
    }

    @Override
    public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
        List<TargetHealthDescription> descriptions = new ArrayList<>();
        for (TargetDescription target : targets) {
            descriptions.add(TargetHealthDescription.builder()
                    .target(target)
                    .targetHealth(health(target))
                    .build());
        }
        for (TargetDescription target : draining) {
            descriptions.add(TargetHealthDescription.builder()
                    .target(target)
                    .targetHealth(health -> health.state(TargetHealthStateEnum.DRAINING))
                    .build());
        }
        return DescribeTargetHealthResponse.builder()
                .targetHealthDescriptions(descriptions)
                .build();
    }

    private TargetHealth health(TargetDescription target) {
        if (sick.contains(target.id()) || (!sickUnless.isEmpty() && !sickUnless.equals(target.id()))) {
            return TargetHealth.builder()
                    .state(TargetHealthStateEnum.UNHEALTHY)
                    .description("Health checks failed with these codes: [503]")
                    .build();
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.id(), target.port()), 500);
            return TargetHealth.builder().state(TargetHealthStateEnum.HEALTHY).build();
        } catch (IOException notYet) {
            return TargetHealth.builder().state(TargetHealthStateEnum.INITIAL).build();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing runs.
    }
}
