package slipway.localcloud.cloudformation.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** {@code AWS::ElasticLoadBalancingV2::TargetGroup}; the physical id is its ARN. Targets are registered by ECS. */
public final class TargetGroupType implements ResourceType {
    private static final String ATTRIBUTES = "TargetGroupAttributes";
    private static final Schema SCHEMA = Schema.of(
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            "HealthCheckEnabled:b HealthCheckIntervalSeconds:i HealthCheckPath HealthCheckPort HealthCheckProtocol"
                    + " HealthCheckTimeoutSeconds:i HealthyThresholdCount:i IpAddressType! Matcher:m Name! Port:i!"
                    + " Protocol! ProtocolVersion! Tags:l TargetGroupAttributes:l TargetType! Targets:l"
                    + " UnhealthyThresholdCount:i VpcId!",
            "LoadBalancerArns TargetGroupArn TargetGroupName TargetGroupFullName");

    private final ElasticLoadBalancingV2Client balancers;

    public TargetGroupType(ElasticLoadBalancingV2Client balancers) {
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
        PropertyCodec.fill(
                CreateTargetGroupRequest.builder(), PropertyCodec.without(properties, ATTRIBUTES, "Targets"));
        PropertyCodec.fillKnown(
                ModifyTargetGroupAttributesRequest.builder(),
                PropertyCodec.renamed(properties, Map.of(ATTRIBUTES, "Attributes")));
        PropertyCodec.fillKnown(RegisterTargetsRequest.builder(), properties);
    }

    private static String name(ResourceContext context, Map<String, Object> properties) {
        String name = PropertyReads.text(properties, "Name");
        return name.isEmpty() ? context.generatedName(32) : name;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        if (recover(context, properties).isPresent()) {
            // CreateTargetGroup itself answers an existing one with the same settings.
            throw new ResourceException("Resource of type '" + SCHEMA.type() + "' with identifier '"
                    + name(context, properties) + "' already exists.");
        }
        String arn = balancers
                .createTargetGroup(PropertyCodec.fill(
                                CreateTargetGroupRequest.builder(),
                                PropertyCodec.without(properties, ATTRIBUTES, "Targets"))
                        .name(name(context, properties))
                        .build())
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        context.initiated(arn);
        modifyAttributes(arn, properties);
        registerTargets(arn, properties);
        return new Created(arn, attributes(arn));
    }

    private void modifyAttributes(String arn, Map<String, Object> properties) {
        List<TargetGroupAttribute> attributes = PropertyReads.pairs(properties, ATTRIBUTES).entrySet().stream()
                .map(pair -> TargetGroupAttribute.builder()
                        .key(pair.getKey())
                        .value(pair.getValue())
                        .build())
                .toList();
        if (!attributes.isEmpty()) {
            balancers.modifyTargetGroupAttributes(
                    request -> request.targetGroupArn(arn).attributes(attributes));
        }
    }

    private void registerTargets(String arn, Map<String, Object> properties) {
        if (properties.containsKey("Targets")) {
            balancers.registerTargets(PropertyCodec.fillKnown(RegisterTargetsRequest.builder(), properties)
                    .targetGroupArn(arn)
                    .build());
        }
    }

    private Map<String, Object> attributes(String arn) {
        TargetGroup group = balancers
                .describeTargetGroups(request -> request.targetGroupArns(arn))
                .targetGroups()
                .getFirst();
        return Map.of(
                "TargetGroupArn",
                arn,
                "TargetGroupName",
                group.targetGroupName(),
                "TargetGroupFullName",
                arn.substring(arn.lastIndexOf(':') + 1),
                "LoadBalancerArns",
                List.copyOf(group.loadBalancerArns()));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        if (PropertyReads.differs(before, after, "Targets")) {
            throw new ResourceException("Targets of " + physicalId + " cannot be changed by a template here");
        }
        balancers.modifyTargetGroup(PropertyCodec.fillKnown(ModifyTargetGroupRequest.builder(), after)
                .targetGroupArn(physicalId)
                .build());
        if (PropertyReads.differs(before, after, ATTRIBUTES)) {
            modifyAttributes(physicalId, after);
        }
        BalancerTags.update(balancers, physicalId, before, after);
        return attributes(physicalId);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            balancers.deleteTargetGroup(request -> request.targetGroupArn(physicalId));
        } catch (TargetGroupNotFoundException gone) {
            // Nothing to delete.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        try {
            return balancers
                    .describeTargetGroups(request -> request.names(name(context, properties)))
                    .targetGroups()
                    .stream()
                    .map(TargetGroup::targetGroupArn)
                    .findFirst();
        } catch (TargetGroupNotFoundException none) {
            return Optional.empty();
        }
    }
}
