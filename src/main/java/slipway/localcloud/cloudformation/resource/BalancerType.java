package slipway.localcloud.cloudformation.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;

/** {@code AWS::ElasticLoadBalancingV2::LoadBalancer}; the physical id is its ARN. */
public final class BalancerType implements ResourceType {
    private static final String ATTRIBUTES = "LoadBalancerAttributes";
    private static final Schema SCHEMA = Schema.of(
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "IpAddressType! LoadBalancerAttributes:l Name! Scheme! SecurityGroups:l SubnetMappings:l Subnets:l Tags:l"
                    + " Type!",
            "LoadBalancerName LoadBalancerFullName CanonicalHostedZoneID LoadBalancerArn DNSName SecurityGroups");

    private final ElasticLoadBalancingV2Client balancers;

    public BalancerType(ElasticLoadBalancingV2Client balancers) {
        this.balancers = balancers;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("Name");
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(CreateLoadBalancerRequest.builder(), PropertyCodec.without(properties, ATTRIBUTES));
        PropertyCodec.fillKnown(
                ModifyLoadBalancerAttributesRequest.builder(),
                PropertyCodec.renamed(properties, Map.of(ATTRIBUTES, "Attributes")));
    }

    private static String name(ResourceContext context, Map<String, Object> properties) {
        String name = PropertyReads.text(properties, "Name");
        return name.isEmpty() ? context.generatedName(32) : name;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        if (recover(context, properties).isPresent()) {
            // CreateLoadBalancer itself answers an existing one with the same settings.
            throw new ResourceException("Resource of type '" + SCHEMA.type() + "' with identifier '"
                    + name(context, properties) + "' already exists.");
        }
        LoadBalancer balancer = balancers
                .createLoadBalancer(PropertyCodec.fill(
                                CreateLoadBalancerRequest.builder(), PropertyCodec.without(properties, ATTRIBUTES))
                        .name(name(context, properties))
                        .build())
                .loadBalancers()
                .getFirst();
        context.initiated(balancer.loadBalancerArn());
        modifyAttributes(balancer.loadBalancerArn(), properties);
        return new Created(balancer.loadBalancerArn(), attributes(balancer.loadBalancerArn()));
    }

    private void modifyAttributes(String arn, Map<String, Object> properties) {
        List<LoadBalancerAttribute> attributes = PropertyReads.pairs(properties, ATTRIBUTES).entrySet().stream()
                .map(pair -> LoadBalancerAttribute.builder()
                        .key(pair.getKey())
                        .value(pair.getValue())
                        .build())
                .toList();
        if (!attributes.isEmpty()) {
            balancers.modifyLoadBalancerAttributes(
                    request -> request.loadBalancerArn(arn).attributes(attributes));
        }
    }

    private Map<String, Object> attributes(String arn) {
        LoadBalancer balancer = balancers
                .describeLoadBalancers(request -> request.loadBalancerArns(arn))
                .loadBalancers()
                .getFirst();
        return Map.of(
                "LoadBalancerArn",
                arn,
                "LoadBalancerName",
                balancer.loadBalancerName(),
                "LoadBalancerFullName",
                PropertyReads.after(arn, ":loadbalancer/"),
                "DNSName",
                balancer.dnsName(),
                "CanonicalHostedZoneID",
                String.valueOf(balancer.canonicalHostedZoneId()),
                "SecurityGroups",
                List.copyOf(balancer.securityGroups()));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        if (PropertyReads.differs(before, after, "SecurityGroups")) {
            balancers.setSecurityGroups(
                    PropertyCodec.fillKnown(SetSecurityGroupsRequest.builder().securityGroups(List.of()), after)
                            .loadBalancerArn(physicalId)
                            .build());
        }
        if (PropertyReads.anyDiffers(before, after, "Subnets", "SubnetMappings")) {
            balancers.setSubnets(
                    PropertyCodec.fillKnown(SetSubnetsRequest.builder(), PropertyCodec.without(after, "IpAddressType"))
                            .loadBalancerArn(physicalId)
                            .build());
        }
        if (PropertyReads.differs(before, after, ATTRIBUTES)) {
            modifyAttributes(physicalId, after);
        }
        BalancerTags.update(balancers, physicalId, before, after);
        return attributes(physicalId);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            balancers.deleteLoadBalancer(request -> request.loadBalancerArn(physicalId));
        } catch (LoadBalancerNotFoundException gone) {
            // Nothing to delete.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        try {
            return balancers
                    .describeLoadBalancers(request -> request.names(name(context, properties)))
                    .loadBalancers()
                    .stream()
                    .map(LoadBalancer::loadBalancerArn)
                    .findFirst();
        } catch (LoadBalancerNotFoundException none) {
            return Optional.empty();
        }
    }
}
