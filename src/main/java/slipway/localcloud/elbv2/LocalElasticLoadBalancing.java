package slipway.localcloud.elbv2;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import slipway.localcloud.http.AccessLog;
import slipway.localcloud.http.ProxyServer;
import slipway.localcloud.http.Traffic;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.waiters.ElasticLoadBalancingV2Waiter;

/**
 * Elastic Load Balancing of the local cloud: application load balancers that really proxy. The first internet-facing one
 * is at localhost:7777, an internal one at a loopback address of its own; a balancer's DNS name carries its port, and
 * its listener on port 80 is served there.
 */
public final class LocalElasticLoadBalancing implements ElasticLoadBalancingV2Client {
    private static final int PUBLIC_PORT = 7777;

    private final ProxyServer proxies;
    private final Inventory inventory;
    private final BalancerOperations balancers;
    private final ListenerOperations listeners;
    private final RuleOperations rules;
    private final GroupOperations groups;
    private final TargetOperations targets;
    private final TagOperations tags;
    private final TrafficPublisher publisher;

    /**
     * Takes up what the state folder holds: balancers listen again, targets are registered anew by whoever has them.
     *
     * @param metrics what it measures is published there, once a cloud minute
     */
    public LocalElasticLoadBalancing(
            Place place, CloudClock clock, StateFolder state, LoopbackAddresses loopback, CloudWatchClient metrics) {
        this(
                place,
                clock,
                state,
                loopback,
                metrics,
                bound -> ThreadLocalRandom.current().nextInt(bound),
                PUBLIC_PORT);
    }

    LocalElasticLoadBalancing(
            Place place,
            CloudClock clock,
            StateFolder state,
            LoopbackAddresses loopback,
            CloudWatchClient metrics,
            IntUnaryOperator random,
            int publicPort) {
        proxies = new ProxyServer(clock.realTimer(), new AccessLog(state.root()));
        inventory = new Inventory(place, clock, state, loopback, proxies, random, publicPort);
        balancers = new BalancerOperations(inventory);
        rules = new RuleOperations(inventory);
        listeners = new ListenerOperations(inventory, rules);
        groups = new GroupOperations(inventory);
        targets = new TargetOperations(inventory);
        tags = new TagOperations(inventory);
        publisher = new TrafficPublisher(inventory, clock, metrics);
    }

    /** The running totals of a balancer or target group, by its ARN; nothing when there is no such thing. */
    public Optional<Traffic.Reading> traffic(String arn) {
        return alone(() -> {
            BalancerEntry balancer = inventory.balancers().get(arn);
            if (balancer != null) {
                return Optional.of(balancer.traffic().read());
            }
            return Optional.ofNullable(inventory.groups().get(arn))
                    .map(group -> group.traffic().read());
        });
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public ElasticLoadBalancingV2Waiter waiter() {
        return ElasticLoadBalancingV2Waiter.builder().client(this).build();
    }

    /** Ends the checks and the proxies. What exists stays in the state folder. */
    @Override
    public void close() {
        publisher.close();
        synchronized (inventory) {
            inventory.close();
        }
        proxies.close();
    }

    private <T> T alone(Supplier<T> operation) {
        synchronized (inventory) {
            return operation.get();
        }
    }

    @Override
    public CreateLoadBalancerResponse createLoadBalancer(CreateLoadBalancerRequest request) {
        return alone(() -> balancers.create(request));
    }

    @Override
    public DescribeLoadBalancersResponse describeLoadBalancers(DescribeLoadBalancersRequest request) {
        return alone(() -> balancers.describe(request));
    }

    @Override
    public DeleteLoadBalancerResponse deleteLoadBalancer(DeleteLoadBalancerRequest request) {
        return alone(() -> balancers.delete(request));
    }

    @Override
    public DescribeLoadBalancerAttributesResponse describeLoadBalancerAttributes(
            DescribeLoadBalancerAttributesRequest request) {
        return alone(() -> balancers.describeAttributes(request));
    }

    @Override
    public ModifyLoadBalancerAttributesResponse modifyLoadBalancerAttributes(
            ModifyLoadBalancerAttributesRequest request) {
        return alone(() -> balancers.modifyAttributes(request));
    }

    @Override
    public SetSecurityGroupsResponse setSecurityGroups(SetSecurityGroupsRequest request) {
        return alone(() -> balancers.setSecurityGroups(request));
    }

    @Override
    public SetSubnetsResponse setSubnets(SetSubnetsRequest request) {
        return alone(() -> balancers.setSubnets(request));
    }

    @Override
    public CreateListenerResponse createListener(CreateListenerRequest request) {
        return alone(() -> listeners.create(request));
    }

    @Override
    public DescribeListenersResponse describeListeners(DescribeListenersRequest request) {
        return alone(() -> listeners.describe(request));
    }

    @Override
    public DescribeListenerAttributesResponse describeListenerAttributes(DescribeListenerAttributesRequest request) {
        return alone(() -> listeners.describeAttributes(request));
    }

    @Override
    public ModifyListenerResponse modifyListener(ModifyListenerRequest request) {
        return alone(() -> listeners.modify(request));
    }

    @Override
    public DeleteListenerResponse deleteListener(DeleteListenerRequest request) {
        return alone(() -> listeners.delete(request));
    }

    @Override
    public CreateRuleResponse createRule(CreateRuleRequest request) {
        return alone(() -> rules.create(request));
    }

    @Override
    public DescribeRulesResponse describeRules(DescribeRulesRequest request) {
        return alone(() -> rules.describe(request));
    }

    @Override
    public ModifyRuleResponse modifyRule(ModifyRuleRequest request) {
        return alone(() -> rules.modify(request));
    }

    @Override
    public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
        return alone(() -> rules.delete(request));
    }

    @Override
    public SetRulePrioritiesResponse setRulePriorities(SetRulePrioritiesRequest request) {
        return alone(() -> rules.setPriorities(request));
    }

    @Override
    public CreateTargetGroupResponse createTargetGroup(CreateTargetGroupRequest request) {
        return alone(() -> groups.create(request));
    }

    @Override
    public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
        return alone(() -> groups.describe(request));
    }

    @Override
    public ModifyTargetGroupResponse modifyTargetGroup(ModifyTargetGroupRequest request) {
        return alone(() -> groups.modify(request));
    }

    @Override
    public DeleteTargetGroupResponse deleteTargetGroup(DeleteTargetGroupRequest request) {
        return alone(() -> groups.delete(request));
    }

    @Override
    public DescribeTargetGroupAttributesResponse describeTargetGroupAttributes(
            DescribeTargetGroupAttributesRequest request) {
        return alone(() -> groups.describeAttributes(request));
    }

    @Override
    public ModifyTargetGroupAttributesResponse modifyTargetGroupAttributes(ModifyTargetGroupAttributesRequest request) {
        return alone(() -> groups.modifyAttributes(request));
    }

    @Override
    public RegisterTargetsResponse registerTargets(RegisterTargetsRequest request) {
        return alone(() -> targets.register(request));
    }

    @Override
    public DeregisterTargetsResponse deregisterTargets(DeregisterTargetsRequest request) {
        return alone(() -> targets.deregister(request));
    }

    @Override
    public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
        return alone(() -> targets.describe(request));
    }

    @Override
    public AddTagsResponse addTags(AddTagsRequest request) {
        return alone(() -> tags.add(request));
    }

    @Override
    public RemoveTagsResponse removeTags(RemoveTagsRequest request) {
        return alone(() -> tags.remove(request));
    }

    @Override
    public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
        return alone(() -> tags.describe(request));
    }
}
