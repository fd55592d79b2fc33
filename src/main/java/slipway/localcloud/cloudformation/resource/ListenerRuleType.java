package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;

/** {@code AWS::ElasticLoadBalancingV2::ListenerRule}; the physical id is its ARN. */
public final class ListenerRuleType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ElasticLoadBalancingV2::ListenerRule",
            "Actions:l* Conditions:l* ListenerArn*! Priority:i* Tags:l",
            "RuleArn IsDefault");

    private final ElasticLoadBalancingV2Client balancers;

    public ListenerRuleType(ElasticLoadBalancingV2Client balancers) {
        this.balancers = balancers;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(CreateRuleRequest.builder(), properties);
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String arn = balancers
                .createRule(PropertyCodec.fill(CreateRuleRequest.builder(), properties)
                        .build())
                .rules()
                .getFirst()
                .ruleArn();
        return new Created(arn, attributes(arn));
    }

    private static Map<String, Object> attributes(String arn) {
        return Map.of("RuleArn", arn, "IsDefault", "false");
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        if (PropertyReads.anyDiffers(before, after, "Actions", "Conditions")) {
            balancers.modifyRule(PropertyCodec.fillKnown(ModifyRuleRequest.builder(), after)
                    .ruleArn(physicalId)
                    .build());
        }
        if (PropertyReads.differs(before, after, "Priority")) {
            var pair = RulePriorityPair.builder()
                    .ruleArn(physicalId)
                    .priority(Integer.valueOf(PropertyReads.text(after, "Priority")))
                    .build();
            balancers.setRulePriorities(request -> request.rulePriorities(pair));
        }
        BalancerTags.update(balancers, physicalId, before, after);
        return attributes(physicalId);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            balancers.deleteRule(request -> request.ruleArn(physicalId));
        } catch (RuleNotFoundException gone) {
            // Nothing to delete; it goes with its listener, too.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        try {
            return balancers
                    .describeRules(request -> request.listenerArn(PropertyReads.text(properties, "ListenerArn")))
                    .rules()
                    .stream()
                    .filter(rule -> PropertyReads.text(properties, "Priority").equals(rule.priority()))
                    .map(Rule::ruleArn)
                    .findFirst();
        } catch (ListenerNotFoundException gone) {
            return Optional.empty();
        }
    }
}
