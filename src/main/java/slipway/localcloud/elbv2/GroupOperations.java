package slipway.localcloud.elbv2;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupIpAddressTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** What the API does with target groups. */
final class GroupOperations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?");

    private final Inventory inventory;

    GroupOperations(Inventory inventory) {
        this.inventory = inventory;
    }

    CreateTargetGroupResponse create(CreateTargetGroupRequest request) {
        TagOperations.check(request.tags());
        TargetGroup wanted = wanted(request);
        HealthCheck.validate(wanted);
        for (GroupEntry known : inventory.groups().values()) {
            if (known.model().targetGroupName().equals(wanted.targetGroupName())) {
                // Creating the same again succeeds, and answers what exists.
                TargetGroup same =
                        wanted.toBuilder().targetGroupArn(known.arn()).build();
                if (!known.model().equals(same)) {
                    throw ElbErrors.duplicateGroup(wanted.targetGroupName());
                }
                return CreateTargetGroupResponse.builder()
                        .targetGroups(described(known))
                        .build();
            }
        }
        GroupEntry created = inventory.newGroup(new GroupEntry.Kept(wanted, Attributes.groupDefaults()));
        inventory.groups().put(created.arn(), created);
        TagOperations.put(inventory, created.arn(), request.tags());
        inventory.changed();
        return CreateTargetGroupResponse.builder()
                .targetGroups(described(created))
                .build();
    }

    DescribeTargetGroupsResponse describe(DescribeTargetGroupsRequest request) {
        Stream<GroupEntry> found;
        if (request.hasTargetGroupArns()) {
            found = request.targetGroupArns().stream().map(inventory::group);
        } else if (request.hasNames()) {
            found = request.names().stream().map(name -> byName(name).orElseThrow(() -> ElbErrors.groupNotFound(name)));
        } else if (request.loadBalancerArn() != null) {
            inventory.balancer(request.loadBalancerArn());
            found = inventory.groups().values().stream()
                    .filter(group -> inventory.balancersOf(group.arn()).contains(request.loadBalancerArn()));
        } else {
            found = inventory.groups().values().stream();
        }
        Page<TargetGroup> page = Page.of(found.map(this::described).toList(), request.marker(), request.pageSize());
        return DescribeTargetGroupsResponse.builder()
                .targetGroups(page.items())
                .nextMarker(page.next())
                .build();
    }

    ModifyTargetGroupResponse modify(ModifyTargetGroupRequest request) {
        GroupEntry group = inventory.group(request.targetGroupArn());
        TargetGroup before = group.model();
        if (Boolean.FALSE.equals(request.healthCheckEnabled())) {
            throw ElbErrors.validation("Health checks of targets of type 'ip' cannot be disabled");
        }
        requireHttp(request.healthCheckProtocolAsString());
        TargetGroup after = before.toBuilder()
                .healthCheckPath(or(request.healthCheckPath(), before.healthCheckPath()))
                .healthCheckPort(or(request.healthCheckPort(), before.healthCheckPort()))
                .healthCheckIntervalSeconds(
                        or(request.healthCheckIntervalSeconds(), before.healthCheckIntervalSeconds()))
                .healthCheckTimeoutSeconds(or(request.healthCheckTimeoutSeconds(), before.healthCheckTimeoutSeconds()))
                .healthyThresholdCount(or(request.healthyThresholdCount(), before.healthyThresholdCount()))
                .unhealthyThresholdCount(or(request.unhealthyThresholdCount(), before.unhealthyThresholdCount()))
                .matcher(or(request.matcher(), before.matcher()))
                .build();
        HealthCheck.validate(after);
        group.setModel(after);
        inventory.changed();
        return ModifyTargetGroupResponse.builder()
                .targetGroups(described(group))
                .build();
    }

    DeleteTargetGroupResponse delete(DeleteTargetGroupRequest request) {
        GroupEntry group = inventory.groups().get(request.targetGroupArn());
        if (group != null) {
            if (!inventory.balancersOf(group.arn()).isEmpty()) {
                throw ElbErrors.groupInUse(group.arn());
            }
            inventory.remove(group);
            inventory.changed();
        }
        return DeleteTargetGroupResponse.builder().build();
    }

    DescribeTargetGroupAttributesResponse describeAttributes(DescribeTargetGroupAttributesRequest request) {
        return DescribeTargetGroupAttributesResponse.builder()
                .attributes(attributes(inventory.group(request.targetGroupArn())))
                .build();
    }

    ModifyTargetGroupAttributesResponse modifyAttributes(ModifyTargetGroupAttributesRequest request) {
        GroupEntry group = inventory.group(request.targetGroupArn());
        group.putAttributes(Attributes.ofGroup(request.attributes()));
        inventory.changed();
        return ModifyTargetGroupAttributesResponse.builder()
                .attributes(attributes(group))
                .build();
    }

    private TargetGroup wanted(CreateTargetGroupRequest request) {
        String name = request.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw ElbErrors.validation("Target group name '" + name
                    + "' must have 1 to 32 letters, digits and hyphens, and not begin or end with a hyphen");
        }
        if (request.targetType() != TargetTypeEnum.IP) {
            throw ElbErrors.validation("The local cloud has targets of type 'ip' only, not '"
                    + (request.targetType() == null ? "instance" : request.targetTypeAsString()) + "'");
        }
        if (request.protocol() != ProtocolEnum.HTTP) {
            throw ElbErrors.validation(
                    "The local cloud speaks HTTP to targets, not '" + request.protocolAsString() + "'");
        }
        requireHttp(request.healthCheckProtocolAsString());
        if (request.port() == null || request.port() < 1 || request.port() > 65535) {
            throw ElbErrors.validation("Target group port '" + request.port() + "' must be between 1 and 65535");
        }
        if (request.vpcId() == null) {
            throw ElbErrors.validation("A VPC ID must be specified");
        }
        String version = or(request.protocolVersion(), "HTTP1");
        if (!version.equals("HTTP1")) {
            throw ElbErrors.validation("The local cloud speaks HTTP1 to targets, not '" + version + "'");
        }
        return TargetGroup.builder()
                .targetGroupArn(inventory.arns().group(name))
                .targetGroupName(name)
                .protocol(ProtocolEnum.HTTP)
                .protocolVersion(version)
                .port(request.port())
                .vpcId(request.vpcId())
                .targetType(TargetTypeEnum.IP)
                .ipAddressType(TargetGroupIpAddressTypeEnum.IPV4)
                .healthCheckEnabled(true)
                .healthCheckProtocol(ProtocolEnum.HTTP)
                .healthCheckPort(or(request.healthCheckPort(), "traffic-port"))
                .healthCheckPath(or(request.healthCheckPath(), "/"))
                .healthCheckIntervalSeconds(or(request.healthCheckIntervalSeconds(), 30))
                .healthCheckTimeoutSeconds(or(request.healthCheckTimeoutSeconds(), 5))
                .healthyThresholdCount(or(request.healthyThresholdCount(), 5))
                .unhealthyThresholdCount(or(request.unhealthyThresholdCount(), 2))
                .matcher(matcher -> matcher.httpCode(
                        request.matcher() == null ? "200" : or(request.matcher().httpCode(), "200")))
                .build();
    }

    private TargetGroup described(GroupEntry group) {
        return group.model().toBuilder()
                .loadBalancerArns(inventory.balancersOf(group.arn()))
                .build();
    }

    private Optional<GroupEntry> byName(String name) {
        return inventory.groups().values().stream()
                .filter(group -> group.model().targetGroupName().equals(name))
                .findFirst();
    }

    private static void requireHttp(@org.jspecify.annotations.Nullable String protocol) {
        if (protocol != null && !protocol.equals("HTTP")) {
            throw ElbErrors.validation("The local cloud checks targets by HTTP, not '" + protocol + "'");
        }
    }

    private static List<TargetGroupAttribute> attributes(GroupEntry group) {
        return group.attributes().entrySet().stream()
                .map(entry -> TargetGroupAttribute.builder()
                        .key(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
    }

    private static <T> T or(@org.jspecify.annotations.Nullable T value, T fallback) {
        return Objects.requireNonNullElse(value, fallback);
    }
}
