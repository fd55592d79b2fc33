package slipway.localcloud.elbv2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;

/** What the API does with balancers. Subnets and security groups are metadata: nothing enforces them here. */
final class BalancerOperations {
    private static final Pattern NAME = Pattern.compile("(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?");

    private final Inventory inventory;

    BalancerOperations(Inventory inventory) {
        this.inventory = inventory;
    }

    CreateLoadBalancerResponse create(CreateLoadBalancerRequest request) {
        TagOperations.check(request.tags());
        LoadBalancer wanted = wanted(request);
        for (BalancerEntry known : inventory.balancers().values()) {
            if (known.model().loadBalancerName().equals(wanted.loadBalancerName())) {
                // Creating the same again succeeds, and answers what exists.
                if (!sameSettings(known.model(), wanted)) {
                    throw ElbErrors.duplicateBalancer(wanted.loadBalancerName());
                }
                return CreateLoadBalancerResponse.builder()
                        .loadBalancers(known.model())
                        .build();
            }
        }
        BalancerEntry created = inventory.add(wanted, Attributes.balancerDefaults());
        TagOperations.put(inventory, created.arn(), request.tags());
        inventory.changed();
        return CreateLoadBalancerResponse.builder()
                .loadBalancers(created.model())
                .build();
    }

    DescribeLoadBalancersResponse describe(DescribeLoadBalancersRequest request) {
        for (String arn : request.loadBalancerArns()) {
            inventory.balancer(arn);
        }
        List<LoadBalancer> all = inventory.balancers().values().stream()
                .map(BalancerEntry::model)
                .filter(model -> !request.hasLoadBalancerArns()
                        || request.loadBalancerArns().contains(model.loadBalancerArn()))
                .filter(model -> !request.hasNames() || request.names().contains(model.loadBalancerName()))
                .toList();
        for (String name : request.names()) {
            if (all.stream().noneMatch(model -> model.loadBalancerName().equals(name))) {
                throw ElbErrors.balancerNotFound(name);
            }
        }
        Page<LoadBalancer> page = Page.of(all, request.marker(), request.pageSize());
        return DescribeLoadBalancersResponse.builder()
                .loadBalancers(page.items())
                .nextMarker(page.next())
                .build();
    }

    DeleteLoadBalancerResponse delete(DeleteLoadBalancerRequest request) {
        BalancerEntry balancer = inventory.balancers().get(request.loadBalancerArn());
        if (balancer != null) {
            if (Boolean.parseBoolean(balancer.attributes().get("deletion_protection.enabled"))) {
                throw ElbErrors.notPermitted("Load balancer '" + balancer.arn()
                        + "' cannot be deleted because deletion protection is enabled");
            }
            inventory.remove(balancer);
            inventory.changed();
        }
        return DeleteLoadBalancerResponse.builder().build();
    }

    DescribeLoadBalancerAttributesResponse describeAttributes(DescribeLoadBalancerAttributesRequest request) {
        return DescribeLoadBalancerAttributesResponse.builder()
                .attributes(attributes(inventory.balancer(request.loadBalancerArn())))
                .build();
    }

    ModifyLoadBalancerAttributesResponse modifyAttributes(ModifyLoadBalancerAttributesRequest request) {
        BalancerEntry balancer = inventory.balancer(request.loadBalancerArn());
        balancer.attributes().putAll(Attributes.ofBalancer(request.attributes()));
        inventory.changed();
        return ModifyLoadBalancerAttributesResponse.builder()
                .attributes(attributes(balancer))
                .build();
    }

    SetSecurityGroupsResponse setSecurityGroups(SetSecurityGroupsRequest request) {
        BalancerEntry balancer = inventory.balancer(request.loadBalancerArn());
        balancer.setModel(balancer.model().toBuilder()
                .securityGroups(request.securityGroups())
                .build());
        inventory.changed();
        return SetSecurityGroupsResponse.builder()
                .securityGroupIds(request.securityGroups())
                .build();
    }

    SetSubnetsResponse setSubnets(SetSubnetsRequest request) {
        BalancerEntry balancer = inventory.balancer(request.loadBalancerArn());
        List<AvailabilityZone> zones = zones(subnets(request.subnets(), request.subnetMappings()));
        balancer.setModel(balancer.model().toBuilder().availabilityZones(zones).build());
        inventory.changed();
        return SetSubnetsResponse.builder().availabilityZones(zones).build();
    }

    private LoadBalancer wanted(CreateLoadBalancerRequest request) {
        String name = request.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw ElbErrors.validation(
                    "Load balancer name '" + name + "' must have 1 to 32 letters, digits and hyphens, "
                            + "not begin or end with a hyphen, and not begin with 'internal-'");
        }
        if (request.type() != null && request.type() != LoadBalancerTypeEnum.APPLICATION) {
            throw ElbErrors.validation("The local cloud runs load balancers of type 'application' only, not '"
                    + request.typeAsString() + "'");
        }
        if (request.scheme() == LoadBalancerSchemeEnum.UNKNOWN_TO_SDK_VERSION) {
            throw ElbErrors.validation("Scheme '" + request.schemeAsString() + "' is not valid");
        }
        return LoadBalancer.builder()
                .loadBalancerArn(inventory.arns().balancer(name))
                .loadBalancerName(name)
                .type(LoadBalancerTypeEnum.APPLICATION)
                .scheme(request.scheme() == null ? LoadBalancerSchemeEnum.INTERNET_FACING : request.scheme())
                .ipAddressType(request.ipAddressType() == null ? IpAddressType.IPV4 : request.ipAddressType())
                .securityGroups(request.securityGroups())
                .availabilityZones(zones(subnets(request.subnets(), request.subnetMappings())))
                .createdTime(inventory.clock().instant())
                .canonicalHostedZoneId("ZLOCAL")
                .state(state -> state.code(LoadBalancerStateEnum.ACTIVE))
                .build();
    }

    private static List<String> subnets(List<String> subnets, List<SubnetMapping> mappings) {
        List<String> ids = mappings.isEmpty()
                ? subnets
                : mappings.stream().map(SubnetMapping::subnetId).toList();
        if (ids.stream().distinct().count() < 2) {
            throw ElbErrors.validation(
                    "At least two subnets in two different Availability Zones must be specified; given: " + ids);
        }
        return ids;
    }

    private static List<AvailabilityZone> zones(List<String> subnets) {
        return subnets.stream()
                .map(subnet -> AvailabilityZone.builder().subnetId(subnet).build())
                .toList();
    }

    private static boolean sameSettings(LoadBalancer one, LoadBalancer other) {
        return one.scheme() == other.scheme()
                && one.ipAddressType() == other.ipAddressType()
                && one.securityGroups().equals(other.securityGroups())
                && one.availabilityZones().equals(other.availabilityZones());
    }

    private static List<LoadBalancerAttribute> attributes(BalancerEntry balancer) {
        Map<String, String> values = new LinkedHashMap<>(balancer.attributes());
        return values.entrySet().stream()
                .map(entry -> LoadBalancerAttribute.builder()
                        .key(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
    }
}
