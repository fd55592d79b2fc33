package slipway.localcloud.elbv2;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** What the API does with listeners. */
final class ListenerOperations {
    private final Inventory inventory;
    private final RuleOperations rules;

    ListenerOperations(Inventory inventory, RuleOperations rules) {
        this.inventory = inventory;
        this.rules = rules;
    }

    CreateListenerResponse create(CreateListenerRequest request) {
        TagOperations.check(request.tags());
        BalancerEntry balancer = inventory.balancer(request.loadBalancerArn());
        requireHttp(request.protocolAsString(), request.certificates());
        int port = requirePort(request.port());
        requireFree(balancer, port, null);
        List<Action> actions = rules.checked(request.defaultActions(), balancer.arn());
        String arn = inventory.arns().listener(balancer.arn());
        var listener = Listener.builder()
                .listenerArn(arn)
                .loadBalancerArn(balancer.arn())
                .port(port)
                .protocol(ProtocolEnum.HTTP)
                .defaultActions(actions)
                .build();
        var entry = new ListenerEntry(
                listener,
                List.of(defaultRule(inventory.arns().rule(arn), actions)),
                inventory.door(balancer, port, Inventory.localPort(port)));
        inventory.listeners().put(arn, entry);
        TagOperations.put(inventory, arn, request.tags());
        inventory.changed();
        return CreateListenerResponse.builder().listeners(listener).build();
    }

    DescribeListenersResponse describe(DescribeListenersRequest request) {
        List<Listener> found;
        if (request.hasListenerArns()) {
            found = request.listenerArns().stream()
                    .map(arn -> inventory.listener(arn).model())
                    .toList();
        } else if (request.loadBalancerArn() != null) {
            inventory.balancer(request.loadBalancerArn());
            found = inventory
                    .listenersOf(request.loadBalancerArn())
                    .map(ListenerEntry::model)
                    .toList();
        } else {
            throw ElbErrors.validation("You must specify either listener ARNs or a load balancer ARN");
        }
        Page<Listener> page = Page.of(found, request.marker(), request.pageSize());
        return DescribeListenersResponse.builder()
                .listeners(page.items())
                .nextMarker(page.next())
                .build();
    }

    DescribeListenerAttributesResponse describeAttributes(DescribeListenerAttributesRequest request) {
        inventory.listener(request.listenerArn());
        return DescribeListenerAttributesResponse.builder()
                .attributes(ListenerAttribute.builder()
                        .key("routing.http.response.server.enabled")
                        .value("true")
                        .build())
                .build();
    }

    ModifyListenerResponse modify(ModifyListenerRequest request) {
        ListenerEntry entry = inventory.listener(request.listenerArn());
        Listener before = entry.model();
        BalancerEntry balancer = inventory.balancer(before.loadBalancerArn());
        if (request.protocolAsString() != null || request.hasCertificates()) {
            requireHttp(request.protocolAsString(), request.certificates());
        }
        Listener.Builder after = before.toBuilder();
        if (request.hasDefaultActions()) {
            List<Action> actions = rules.checked(request.defaultActions(), balancer.arn());
            after.defaultActions(actions);
            Rule known = entry.rules().getLast();
            entry.put(defaultRule(known.ruleArn(), actions));
        }
        if (request.port() != null && !request.port().equals(before.port())) {
            int port = requirePort(request.port());
            requireFree(balancer, port, entry);
            inventory.release(entry);
            entry.setDoor(inventory.door(balancer, port, Inventory.localPort(port)));
            after.port(port);
        }
        entry.setModel(after.build());
        inventory.changed();
        return ModifyListenerResponse.builder().listeners(entry.model()).build();
    }

    DeleteListenerResponse delete(DeleteListenerRequest request) {
        inventory.remove(inventory.listener(request.listenerArn()));
        inventory.changed();
        return DeleteListenerResponse.builder().build();
    }

    private void requireFree(BalancerEntry balancer, int port, @Nullable ListenerEntry except) {
        boolean taken = inventory
                .listenersOf(balancer.arn())
                .anyMatch(other -> !other.equals(except) && other.model().port() == port);
        if (taken) {
            throw ElbErrors.duplicateListener(port, balancer.arn());
        }
    }

    private static int requirePort(@Nullable Integer port) {
        if (port == null || port < 1 || port > 65535) {
            throw ElbErrors.validation("Listener port '" + port + "' must be between 1 and 65535");
        }
        return port;
    }

    private static void requireHttp(@Nullable String protocol, List<Certificate> certificates) {
        if ("HTTPS".equals(protocol) || !certificates.isEmpty()) {
            throw ElbErrors.unsupportedProtocol("The local cloud does not terminate TLS: an HTTPS listener cannot be "
                    + "created there. Leave the certificate parameter empty for the local cloud");
        }
        if (!"HTTP".equals(protocol)) {
            throw ElbErrors.unsupportedProtocol("Listener protocol '" + protocol + "' must be HTTP");
        }
    }

    private static Rule defaultRule(String arn, List<Action> actions) {
        return Rule.builder()
                .ruleArn(arn)
                .priority("default")
                .isDefault(true)
                .conditions(List.of())
                .actions(actions)
                .build();
    }
}
