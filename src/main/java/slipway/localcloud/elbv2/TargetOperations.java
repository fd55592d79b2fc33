package slipway.localcloud.elbv2;

import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** What the API does with targets. */
final class TargetOperations {
    /** Requests leave this machine for no target. */
    private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private final Inventory inventory;

    TargetOperations(Inventory inventory) {
        this.inventory = inventory;
    }

    RegisterTargetsResponse register(RegisterTargetsRequest request) {
        GroupEntry group = inventory.group(request.targetGroupArn());
        requireTargets(request.targets());
        for (TargetDescription target : request.targets()) {
            if (target.id() == null || !LOOPBACK.matcher(target.id()).matches()) {
                throw ElbErrors.invalidTarget("The local cloud has targets on this machine only: '" + target.id()
                        + "' is not an address of 127.0.0.0/8");
            }
        }
        group.targets()
                .register(request.targets().stream()
                        .map(target -> key(group, target))
                        .toList());
        return RegisterTargetsResponse.builder().build();
    }

    DeregisterTargetsResponse deregister(DeregisterTargetsRequest request) {
        GroupEntry group = inventory.group(request.targetGroupArn());
        requireTargets(request.targets());
        List<GroupTargets.Key> keys = request.targets().stream()
                .flatMap(target -> target.port() == null
                        ? group.targets().keys(target.id()).stream()
                        : List.of(key(group, target)).stream())
                .toList();
        group.targets().deregister(keys);
        return DeregisterTargetsResponse.builder().build();
    }

    DescribeTargetHealthResponse describe(DescribeTargetHealthRequest request) {
        GroupEntry group = inventory.group(request.targetGroupArn());
        List<GroupTargets.Described> found = request.hasTargets()
                ? request.targets().stream()
                        .map(target -> key(group, target))
                        .map(key ->
                                new GroupTargets.Described(key, group.targets().describe(key)))
                        .toList()
                : group.targets().describe();
        return DescribeTargetHealthResponse.builder()
                .targetHealthDescriptions(found.stream()
                        .map(target -> TargetHealthDescription.builder()
                                .target(description -> description
                                        .id(target.key().id())
                                        .port(target.key().port()))
                                .healthCheckPort(checkPort(group, target.key()))
                                .targetHealth(target.health())
                                .build())
                        .toList())
                .build();
    }

    private static String checkPort(GroupEntry group, GroupTargets.Key key) {
        String port = group.model().healthCheckPort();
        return port.equals("traffic-port") ? String.valueOf(key.port()) : port;
    }

    private static GroupTargets.Key key(GroupEntry group, TargetDescription target) {
        return new GroupTargets.Key(
                target.id(), target.port() == null ? group.model().port() : target.port());
    }

    private static void requireTargets(List<TargetDescription> targets) {
        if (targets.isEmpty()) {
            throw ElbErrors.validation("At least one target must be specified");
        }
    }
}
