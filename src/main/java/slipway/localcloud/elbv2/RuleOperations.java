package slipway.localcloud.elbv2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;

/** What the API does with rules. A change is whole (lists are replaced, not merged) and the next request obeys it. */
final class RuleOperations {
    private final Inventory inventory;

    RuleOperations(Inventory inventory) {
        this.inventory = inventory;
    }

    CreateRuleResponse create(CreateRuleRequest request) {
        TagOperations.check(request.tags());
        ListenerEntry listener = inventory.listener(request.listenerArn());
        String priority = requirePriority(request.priority());
        if (listener.rules().stream().anyMatch(known -> known.priority().equals(priority))) {
            throw ElbErrors.priorityInUse(priority);
        }
        var rule = Rule.builder()
                .ruleArn(inventory.arns().rule(listener.arn()))
                .priority(priority)
                .isDefault(false)
                .conditions(Conditions.normalise(request.conditions()))
                .actions(checked(request.actions(), listener.model().loadBalancerArn()))
                .build();
        listener.put(rule);
        TagOperations.put(inventory, rule.ruleArn(), request.tags());
        inventory.changed();
        return CreateRuleResponse.builder().rules(rule).build();
    }

    DescribeRulesResponse describe(DescribeRulesRequest request) {
        List<Rule> found;
        if (request.hasRuleArns()) {
            found = request.ruleArns().stream().map(inventory::rule).toList();
        } else if (request.listenerArn() != null) {
            found = inventory.listener(request.listenerArn()).rules();
        } else {
            throw ElbErrors.validation("You must specify either a listener ARN or rule ARNs");
        }
        Page<Rule> page = Page.of(found, request.marker(), request.pageSize());
        return DescribeRulesResponse.builder()
                .rules(page.items())
                .nextMarker(page.next())
                .build();
    }

    ModifyRuleResponse modify(ModifyRuleRequest request) {
        Rule before = inventory.rule(request.ruleArn());
        if (Boolean.TRUE.equals(before.isDefault())) {
            throw ElbErrors.notPermitted(
                    "Default rule '" + before.ruleArn() + "' cannot be modified; modify its listener instead");
        }
        ListenerEntry listener = inventory.listener(Arns.listenerOfRule(before.ruleArn()));
        Rule.Builder after = before.toBuilder();
        if (request.hasConditions()) {
            after.conditions(Conditions.normalise(request.conditions()));
        }
        if (request.hasActions()) {
            after.actions(checked(request.actions(), listener.model().loadBalancerArn()));
        }
        Rule rule = after.build();
        listener.put(rule);
        inventory.changed();
        return ModifyRuleResponse.builder().rules(rule).build();
    }

    DeleteRuleResponse delete(DeleteRuleRequest request) {
        Rule rule = inventory.rule(request.ruleArn());
        if (Boolean.TRUE.equals(rule.isDefault())) {
            throw ElbErrors.notPermitted("Default rule '" + rule.ruleArn() + "' cannot be deleted");
        }
        inventory.listener(Arns.listenerOfRule(rule.ruleArn())).remove(rule.ruleArn());
        inventory.tags().remove(rule.ruleArn());
        inventory.changed();
        return DeleteRuleResponse.builder().build();
    }

    SetRulePrioritiesResponse setPriorities(SetRulePrioritiesRequest request) {
        Map<String, Rule> changed = new LinkedHashMap<>();
        for (RulePriorityPair pair : request.rulePriorities()) {
            Rule rule = inventory.rule(pair.ruleArn());
            if (Boolean.TRUE.equals(rule.isDefault())) {
                throw ElbErrors.notPermitted("The priority of default rule '" + rule.ruleArn() + "' cannot be set");
            }
            changed.put(
                    rule.ruleArn(),
                    rule.toBuilder().priority(requirePriority(pair.priority())).build());
        }
        for (Rule rule : changed.values()) {
            boolean taken = inventory.listener(Arns.listenerOfRule(rule.ruleArn())).rules().stream()
                    .filter(other -> !other.ruleArn().equals(rule.ruleArn()))
                    .map(other -> changed.getOrDefault(other.ruleArn(), other))
                    .anyMatch(other -> other.priority().equals(rule.priority()));
            if (taken) {
                throw ElbErrors.priorityInUse(rule.priority());
            }
        }
        changed.values()
                .forEach(rule ->
                        inventory.listener(Arns.listenerOfRule(rule.ruleArn())).put(rule));
        inventory.changed();
        return SetRulePrioritiesResponse.builder().rules(changed.values()).build();
    }

    /** The actions as they are kept; their groups exist and serve no other balancer. */
    List<Action> checked(List<Action> actions, String balancerArn) {
        List<Action> normal = Actions.normalise(actions);
        Set<String> groups = Actions.groups(normal).collect(Collectors.toSet());
        for (String arn : groups) {
            inventory.group(arn);
            if (inventory.balancersOf(arn).stream().anyMatch(other -> !other.equals(balancerArn))) {
                throw ElbErrors.groupAssociated(arn);
            }
        }
        return normal;
    }

    private static String requirePriority(@org.jspecify.annotations.Nullable Integer priority) {
        if (priority == null || priority < 1 || priority > 50000) {
            throw ElbErrors.validation("Rule priority '" + priority + "' must be between 1 and 50000");
        }
        return String.valueOf(priority);
    }
}
