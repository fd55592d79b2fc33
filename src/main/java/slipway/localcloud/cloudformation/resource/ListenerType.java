package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;

/** {@code AWS::ElasticLoadBalancingV2::Listener}; the physical id is its ARN. */
public final class ListenerType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ElasticLoadBalancingV2::Listener",
            "AlpnPolicy:l Certificates:l DefaultActions:l* LoadBalancerArn*! MutualAuthentication:m Port:i Protocol"
                    + " SslPolicy",
            "ListenerArn");

    private final ElasticLoadBalancingV2Client balancers;

    public ListenerType(ElasticLoadBalancingV2Client balancers) {
        this.balancers = balancers;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(CreateListenerRequest.builder(), properties);
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String arn = balancers
                .createListener(PropertyCodec.fill(CreateListenerRequest.builder(), properties)
                        .build())
                .listeners()
                .getFirst()
                .listenerArn();
        return new Created(arn, Map.of("ListenerArn", arn));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        balancers.modifyListener(PropertyCodec.fillKnown(ModifyListenerRequest.builder(), after)
                .listenerArn(physicalId)
                .build());
        return Map.of("ListenerArn", physicalId);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            balancers.deleteListener(request -> request.listenerArn(physicalId));
        } catch (ListenerNotFoundException gone) {
            // Nothing to delete; it goes with its balancer, too.
        }
    }

    @Override
    public Optional<String> recover(ResourceContext context, Map<String, Object> properties) {
        try {
            return balancers
                    .describeListeners(
                            request -> request.loadBalancerArn(PropertyReads.text(properties, "LoadBalancerArn")))
                    .listeners()
                    .stream()
                    .filter(listener -> String.valueOf(listener.port()).equals(PropertyReads.text(properties, "Port")))
                    .map(Listener::listenerArn)
                    .findFirst();
        } catch (LoadBalancerNotFoundException gone) {
            return Optional.empty();
        }
    }
}
