package slipway.operations.exposure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slipway.model.Exposure.Rule;
import slipway.operations.DeclaredResource;

/** A load balancer as a way in: its scheme, its walls, its listeners, and which target groups it sends to. */
final class Entrance {
    private final DeclaredResource declared;
    private final List<String> groups;
    private final boolean wallFree;
    private final Set<Integer> ports = new TreeSet<>();
    /** Target group to the line that sends there. */
    private final Map<String, Rule> sends = new LinkedHashMap<>();

    Entrance(DeclaredResource declared, List<DeclaredResource> resources) {
        this.declared = declared;
        groups = texts(declared.items("SecurityGroups"));
        // A network balancer may have no group at all, and then admits everybody.
        wallFree = groups.isEmpty()
                && declared.text("Type").filter("network"::equals).isPresent();
        for (DeclaredResource listener : resources) {
            if (listener.type().equals("AWS::ElasticLoadBalancingV2::Listener")
                    && listener.text("LoadBalancerArn")
                            .filter(declared.id()::equals)
                            .isPresent()) {
                listener.text("Port")
                        .filter(port -> port.matches("\\d{1,5}"))
                        .ifPresent(port -> ports.add(Integer.valueOf(port)));
                forwards(listener, "DefaultActions");
                for (DeclaredResource rule : resources) {
                    if (rule.type().equals("AWS::ElasticLoadBalancingV2::ListenerRule")
                            && rule.text("ListenerArn")
                                    .filter(listener.id()::equals)
                                    .isPresent()) {
                        forwards(rule, "Actions");
                    }
                }
            }
        }
    }

    private void forwards(DeclaredResource holder, String property) {
        List<Object> actions = holder.items(property);
        for (int i = 0; i < actions.size(); i++) {
            String place = property + "[" + i + "]";
            Object action = actions.get(i);
            DeclaredResource.text(DeclaredResource.member(action, "TargetGroupArn"))
                    .ifPresent(group -> send(holder, place + ".TargetGroupArn", group));
            List<Object> tuples =
                    DeclaredResource.items(DeclaredResource.member(action, "ForwardConfig", "TargetGroups"));
            for (int tuple = 0; tuple < tuples.size(); tuple++) {
                String where = place + ".ForwardConfig.TargetGroups[" + tuple + "].TargetGroupArn";
                DeclaredResource.text(DeclaredResource.member(tuples.get(tuple), "TargetGroupArn"))
                        .ifPresent(group -> send(holder, where, group));
            }
        }
    }

    private void send(DeclaredResource holder, String property, String group) {
        sends.putIfAbsent(group, new Rule(holder.stack(), holder.logicalId(), property, group));
    }

    static List<String> texts(List<Object> values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> DeclaredResource.text(value).ifPresent(texts::add));
        return texts;
    }

    List<String> groups() {
        return groups;
    }

    List<String> subnets() {
        List<String> subnets = texts(declared.items("Subnets"));
        declared.items("SubnetMappings")
                .forEach(mapping -> DeclaredResource.text(DeclaredResource.member(mapping, "SubnetId"))
                        .ifPresent(subnets::add));
        return subnets;
    }

    /** AWS takes internet-facing where nothing is said. */
    boolean isInternetFacing() {
        return !declared.text("Scheme").orElse("internet-facing").equals("internal");
    }

    Rule scheme() {
        return new Rule(
                declared.stack(),
                declared.logicalId(),
                "Scheme",
                declared.text("Scheme").orElse("left out, which means internet-facing"));
    }

    /** The rules that admit the internet to one of its listeners. */
    List<Ingress> open(Walls walls) {
        return walls.of(groups).stream()
                .filter(rule ->
                        rule.isOpen() && (ports.isEmpty() || ports.stream().anyMatch(rule::covers)))
                .toList();
    }

    boolean admitsInternet(Walls walls) {
        return wallFree || !open(walls).isEmpty();
    }

    Set<Integer> ports() {
        return ports;
    }

    Map<String, Rule> sends() {
        return sends;
    }

    String name() {
        return isInternetFacing() ? "the public balancer" : "the internal balancer";
    }
}
