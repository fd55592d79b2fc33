package slipway.operations.exposure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.model.Exposure.Rule;
import slipway.operations.DeclaredResource;
import slipway.operations.DeclaredResource.Unresolved;

/** What keeps the internet out: routes of subnets, and rules of security groups. */
final class Walls {
    private final Map<String, DeclaredResource> subnets = new HashMap<>();
    private final Set<String> publicSubnets = new HashSet<>();
    private final Map<String, DeclaredResource> groups = new LinkedHashMap<>();
    private final List<Ingress> ingress = new ArrayList<>();
    private int routes;

    Walls(List<DeclaredResource> resources) {
        Set<String> gateways = new HashSet<>();
        Set<String> publicTables = new HashSet<>();
        for (DeclaredResource resource : resources) {
            switch (resource.type()) {
                case "AWS::EC2::InternetGateway" -> gateways.add(resource.id());
                case "AWS::EC2::Subnet" -> subnets.put(resource.id(), resource);
                case "AWS::EC2::SecurityGroup" -> readGroup(resource);
                case "AWS::EC2::SecurityGroupIngress" ->
                    resource.text("GroupId").ifPresent(group -> read(resource, group, resource.properties(), ""));
                default -> {}
            }
        }
        for (DeclaredResource resource : resources) {
            if (resource.type().equals("AWS::EC2::Route")) {
                routes++;
                resource.text("GatewayId")
                        .filter(gateway -> gateways.contains(gateway) || gateway.startsWith("igw-"))
                        .flatMap(gateway -> resource.text("RouteTableId"))
                        .ifPresent(publicTables::add);
            }
        }
        for (DeclaredResource resource : resources) {
            if (resource.type().equals("AWS::EC2::SubnetRouteTableAssociation")
                    && resource.text("RouteTableId")
                            .filter(publicTables::contains)
                            .isPresent()) {
                resource.text("SubnetId").ifPresent(publicSubnets::add);
            }
        }
    }

    private void readGroup(DeclaredResource group) {
        groups.put(group.id(), group);
        List<Object> inline = group.items("SecurityGroupIngress");
        for (int i = 0; i < inline.size(); i++) {
            read(group, group.id(), inline.get(i), "SecurityGroupIngress[" + i + "].");
        }
    }

    private void read(DeclaredResource holder, String group, Object rule, String prefix) {
        String protocol = DeclaredResource.text(DeclaredResource.member(rule, "IpProtocol"))
                .orElse("-1");
        boolean all = protocol.equals("-1");
        if (!all && !protocol.equals("tcp") && !protocol.equals("6")) {
            return;
        }
        int first = all ? 0 : port(rule, "FromPort", 0);
        int last = all ? 65_535 : port(rule, "ToPort", 65_535);
        for (String property : List.of("CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourcePrefixListId")) {
            Object value = DeclaredResource.member(rule, property);
            if (value == null) {
                continue;
            }
            String said = value instanceof Unresolved(String why) ? "not known: " + why : String.valueOf(value);
            Ingress.Source source = value instanceof String text && !property.equals("SourcePrefixListId")
                    ? property.equals("SourceSecurityGroupId") ? new Ingress.Members(text) : new Ingress.Block(text)
                    : new Ingress.Elsewhere(said);
            ingress.add(new Ingress(
                    group, source, first, last, new Rule(holder.stack(), holder.logicalId(), prefix + property, said)));
        }
    }

    private static int port(Object rule, String property, int otherwise) {
        return DeclaredResource.text(DeclaredResource.member(rule, property))
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }

    /** How many lines were read. */
    int size() {
        return ingress.size() + routes;
    }

    boolean isPublic(List<String> some) {
        return some.stream().anyMatch(publicSubnets::contains);
    }

    /** The first subnet or group that no template declares, in words. */
    Optional<String> undeclared(List<String> someSubnets, List<String> someGroups) {
        return someSubnets.stream()
                .filter(id -> !subnets.containsKey(id))
                .map(id -> "the subnet " + id)
                .findFirst()
                .or(() -> someGroups.stream()
                        .filter(id -> !groups.containsKey(id))
                        .map(id -> "the security group " + id)
                        .findFirst());
    }

    List<Ingress> of(List<String> someGroups) {
        return ingress.stream()
                .filter(rule -> someGroups.contains(rule.group()))
                .toList();
    }

    /** The rules by which members of some groups may send to a port of members of others; any port when none is known. */
    List<Ingress> between(List<String> senders, List<String> receivers, Set<Integer> ports) {
        return of(receivers).stream()
                .filter(rule -> ports.isEmpty() || ports.stream().anyMatch(rule::covers))
                .filter(rule -> switch (rule.source()) {
                    case Ingress.Members(String group) -> senders.contains(group);
                    // A block that the network's own addresses may lie in.
                    case Ingress.Block _ -> true;
                    case Ingress.Elsewhere _ -> false;
                })
                .toList();
    }

    /** A group's logical id; the id itself when no template declares it. */
    String name(String group) {
        @Nullable DeclaredResource declared = groups.get(group);
        return declared == null ? group : declared.logicalId();
    }
}
