package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

class NetworkRulesTest implements HoldsRules {
    private static final String INGRESS = "AWS::EC2::SecurityGroupIngress";
    private static final String EGRESS = "AWS::EC2::SecurityGroupEgress";

    private static final Set<String> ALWAYS_IN = Set.of(
            "0.0.0.0/0 -> PublicAlb:80",
            "PublicAlb -> Client:4567",
            "Client -> InternalAlb:80",
            "InternalAlb -> Api:4567",
            "Api -> Redis:6379",
            "Redis -> Efs:2049");

    @Override
    public Stream<Rule> rules() {
        return Stream.of(
                rule(
                        "the network lets in exactly the arrows of the topology",
                        shipped ->
                                assertThat(arrowsIn(shipped.stack("network"))).isEqualTo(ALWAYS_IN),
                        change("network", "SourceSecurityGroupId: !Ref ApiSecurityGroup", "CidrIp: 0.0.0.0/0"),
                        change(
                                "network",
                                "From the api tasks\n      IpProtocol: tcp\n      FromPort: 6379",
                                "From the api tasks\n      IpProtocol: tcp\n      FromPort: 1"),
                        change("network", "SourceSecurityGroupId: !Ref PublicAlbSecurityGroup", "CidrIp: 10.0.0.0/8")),
                rule(
                        "with a certificate, and only then, the public balancer is open on 443 too",
                        shipped -> assertThat(arrowsIn(shipped.stack(
                                        "network",
                                        Map.of("CertificateArn", "arn:aws:acm:eu-west-1:000000000000:certificate/x"))))
                                .isEqualTo(plus(ALWAYS_IN, "0.0.0.0/0 -> PublicAlb:443")),
                        change(
                                "network",
                                "HasCertificate: !Not [!Equals",
                                "HasCertificate: !And [!Equals ['', ''], !Equals")),
                rule(
                        "the public balancer follows AllowedCidr on every port",
                        shipped -> assertThat(
                                        arrowsIn(shipped.stack("network", Map.of("AllowedCidr", "203.0.113.0/24"))))
                                .contains("203.0.113.0/24 -> PublicAlb:80")
                                .noneMatch(arrow -> arrow.startsWith("0.0.0.0/0")),
                        change("network", "CidrIp: !Ref AllowedCidr", "CidrIp: 0.0.0.0/0")),
                rule(
                        "tasks and balancers call out exactly as the topology says",
                        shipped -> assertThat(arrowsOut(shipped.stack("network")))
                                .isEqualTo(Set.of(
                                        "PublicAlb -> Client:4567",
                                        "Client -> InternalAlb:80",
                                        "Client -> 0.0.0.0/0:443",
                                        "InternalAlb -> Api:4567",
                                        "Api -> Redis:6379",
                                        "Api -> 0.0.0.0/0:443",
                                        "Redis -> Efs:2049",
                                        "Redis -> 0.0.0.0/0:443")),
                        change("network", "DestinationSecurityGroupId: !Ref RedisSecurityGroup", "CidrIp: 0.0.0.0/0")),
                rule(
                        "with endpoints, client, api and Redis reach them on 443, and nobody else",
                        shipped -> assertThat(arrowsIn(shipped.stack("network", Map.of("EgressMode", "Endpoints"))))
                                .isEqualTo(plus(
                                        ALWAYS_IN,
                                        "Client -> Endpoint:443",
                                        "Api -> Endpoint:443",
                                        "Redis -> Endpoint:443")),
                        change(
                                "network",
                                "Description: HTTPS from Redis\n      IpProtocol: tcp\n      FromPort: 443",
                                "Description: HTTPS from Redis\n      IpProtocol: tcp\n      FromPort: 80")),
                rule(
                        "no group is left with the egress that CloudFormation gives to one that names none",
                        shipped -> shipped.stack("network", Map.of("EgressMode", "Endpoints"))
                                .ofType("AWS::EC2::SecurityGroup")
                                .forEach((id, group) -> assertThat(Stack.within(group, "SecurityGroupEgress[0].CidrIp"))
                                        .as(id)
                                        .contains("127.0.0.1/32")),
                        change("network", "CidrIp: 127.0.0.1/32", "CidrIp: 0.0.0.0/0")),
                rule(
                        "every group and every rule of a group says what it is for",
                        NetworkRulesTest::everythingIsDescribed,
                        change("network", "      Description: From the api tasks\n", ""),
                        change("network", ", Description: Nothing by default}", "}")),
                rule(
                        "both kinds of names resolve in the VPC",
                        shipped -> {
                            Stack network = shipped.stack("network");
                            assertThat(network.at("Vpc", "EnableDnsSupport")).isEqualTo("true");
                            assertThat(network.at("Vpc", "EnableDnsHostnames")).isEqualTo("true");
                        },
                        change("network", "EnableDnsHostnames: true", "EnableDnsHostnames: false")),
                rule(
                        "two public and two private subnets lie in two zones and do not overlap",
                        shipped -> {
                            Stack network = shipped.stack("network");
                            assertThat(each(network, "AWS::EC2::Subnet", "CidrBlock"))
                                    .containsExactlyInAnyOrder(
                                            "10.20.0.0/20", "10.20.16.0/20", "10.20.32.0/20", "10.20.48.0/20");
                            assertThat(network.at("PublicSubnetA", "AvailabilityZone"))
                                    .isEqualTo(network.at("PrivateSubnetA", "AvailabilityZone"))
                                    .isNotEqualTo(network.at("PublicSubnetB", "AvailabilityZone"));
                            assertThat(network.at("PublicSubnetB", "AvailabilityZone"))
                                    .isEqualTo(network.at("PrivateSubnetB", "AvailabilityZone"));
                        },
                        change("network", "!Select [3, !Cidr", "!Select [2, !Cidr"),
                        change("network", "!Select [1, !GetAZs", "!Select [0, !GetAZs")),
                rule(
                        "an operator may choose the zones",
                        shipped -> assertThat(each(
                                        shipped.stack("network", Map.of("AvailabilityZones", "us-west-1b, us-west-1c")),
                                        "AWS::EC2::Subnet",
                                        "AvailabilityZone"))
                                .containsExactlyInAnyOrder("us-west-1b", "us-west-1c", "us-west-1b", "us-west-1c"),
                        change(
                                "network",
                                "!Select [1, !Ref AvailabilityZones]",
                                "!Select [0, !Ref AvailabilityZones]")),
                rule(
                        "no subnet gives public addresses by itself",
                        shipped -> assertThat(each(shipped.stack("network"), "AWS::EC2::Subnet", "MapPublicIpOnLaunch"))
                                .containsOnly("false"),
                        change("network", "MapPublicIpOnLaunch: false", "MapPublicIpOnLaunch: true")),
                rule(
                        "economy has one NAT, production one in each zone",
                        shipped -> {
                            assertThat(shipped.stack("network").ids())
                                    .contains("NatGatewayA", "PrivateRouteA", "PrivateRouteB")
                                    .doesNotContain("NatGatewayB");
                            assertThat(shipped.stack("network").at("PrivateRouteB", "NatGatewayId"))
                                    .isEqualTo("NatGatewayA");
                            Stack production = shipped.stack("network", Map.of("Profile", "production"));
                            assertThat(production.ids()).contains("NatGatewayA", "NatGatewayB");
                            assertThat(production.at("PrivateRouteB", "NatGatewayId"))
                                    .isEqualTo("NatGatewayB");
                        },
                        change("network", "production: {EgressMode: NatPerAz}", "production: {EgressMode: NatSingle}"),
                        change(
                                "network",
                                "!If [HasNatPerZone, !Ref NatGatewayB, !Ref NatGatewayA]",
                                "!Ref NatGatewayA")),
                rule(
                        "a way out of one's own choice counts more than the profile",
                        shipped -> assertThat(shipped.stack(
                                                "network", Map.of("Profile", "production", "EgressMode", "NatSingle"))
                                        .ids())
                                .contains("NatGatewayA")
                                .doesNotContain("NatGatewayB"),
                        change(
                                "network",
                                "- !Condition ProfileDecides\n      - !Equals [!FindInMap",
                                "- !Equals ['', '']\n      - !Equals [!FindInMap")),
                rule(
                        "tasks are private, except with PublicIp, where they need addresses of their own",
                        shipped -> {
                            for (String mode : List.of("NatSingle", "NatPerAz", "Endpoints")) {
                                assertThat(shipped.stack("network", Map.of("EgressMode", mode))
                                                .outputs())
                                        .containsEntry("AssignPublicIp", "DISABLED")
                                        .containsEntry("TaskSubnetIds", "PrivateSubnetA,PrivateSubnetB");
                            }
                            assertThat(shipped.stack("network", Map.of("EgressMode", "PublicIp"))
                                            .outputs())
                                    .containsEntry("AssignPublicIp", "ENABLED")
                                    .containsEntry("TaskSubnetIds", "PublicSubnetA,PublicSubnetB");
                        },
                        change("network", "!If [TasksArePublic, ENABLED, DISABLED]", "DISABLED")),
                rule(
                        "without NAT there is no private way to the internet",
                        shipped -> {
                            for (String mode : List.of("PublicIp", "Endpoints")) {
                                assertThat(shipped.stack("network", Map.of("EgressMode", mode))
                                                .ids())
                                        .doesNotContain("PrivateRouteA", "PrivateRouteB", "NatGatewayA", "NatAddressA");
                            }
                        },
                        change(
                                "network",
                                "PrivateRouteA:\n    Type: AWS::EC2::Route\n    Condition: HasNat\n",
                                "PrivateRouteA:\n    Type: AWS::EC2::Route\n")),
                rule(
                        "the endpoints are those that Fargate needs, and the key's where sessions use one",
                        shipped -> {
                            assertThat(interfaces(shipped, "economy"))
                                    .containsExactlyInAnyOrder("ecr.api", "ecr.dkr", "logs", "ssmmessages");
                            assertThat(interfaces(shipped, "production"))
                                    .containsExactlyInAnyOrder("ecr.api", "ecr.dkr", "logs", "ssmmessages", "kms");
                        },
                        change("network", "${AWS::Region}.ssmmessages", "${AWS::Region}.ec2messages")),
                rule(
                        "every interface endpoint answers by AWS's own name, in both private subnets",
                        shipped -> shipped
                                .stack("network", Map.of("EgressMode", "Endpoints", "Profile", "production"))
                                .ofType("AWS::EC2::VPCEndpoint")
                                .values()
                                .stream()
                                .filter(endpoint -> "Interface".equals(endpoint.get("VpcEndpointType")))
                                .forEach(endpoint -> assertThat(endpoint)
                                        .containsEntry("PrivateDnsEnabled", "true")
                                        .containsEntry("SubnetIds", List.of("PrivateSubnetA", "PrivateSubnetB"))
                                        .containsEntry("SecurityGroupIds", List.of("EndpointSecurityGroup"))),
                        change("network", "PrivateDnsEnabled: true", "PrivateDnsEnabled: false")),
                rule(
                        "image layers come through S3's free endpoint in every mode, from every subnet",
                        shipped -> {
                            for (String mode : List.of("PublicIp", "NatSingle", "NatPerAz", "Endpoints")) {
                                assertThat(shipped.stack("network", Map.of("EgressMode", mode))
                                                .properties("S3Endpoint"))
                                        .containsEntry("VpcEndpointType", "Gateway")
                                        .containsEntry("ServiceName", "com.amazonaws.eu-west-1.s3")
                                        .containsEntry(
                                                "RouteTableIds",
                                                List.of(
                                                        "PublicRouteTable",
                                                        "PrivateRouteTableA",
                                                        "PrivateRouteTableB"));
                            }
                        },
                        change(
                                "network",
                                "[!Ref PublicRouteTable, !Ref PrivateRouteTableA, !Ref PrivateRouteTableB]",
                                "[!Ref PrivateRouteTableA]")),
                rule(
                        "what needs the gateway waits for it",
                        shipped -> {
                            Stack network = shipped.stack("network");
                            assertThat(network.resource("PublicRoute").dependsOn())
                                    .containsKey("GatewayAttachment");
                            assertThat(network.resource("NatAddressA").dependsOn())
                                    .containsKey("GatewayAttachment");
                            assertThat(network.resource("NatGatewayA").dependsOn())
                                    .containsKey("PublicRoute");
                        },
                        change("network", "    DependsOn: PublicRoute\n", "")));
    }

    private static void everythingIsDescribed(Shipped shipped) {
        Stack network = shipped.stack(
                "network",
                Map.of(
                        "EgressMode",
                        "Endpoints",
                        "CertificateArn",
                        "arn:aws:acm:eu-west-1:000000000000:certificate/x"));
        network.ofType("AWS::EC2::SecurityGroup").forEach((id, group) -> {
            assertThat(group).as(id).containsKey("GroupDescription");
            assertThat(Stack.within(group, "SecurityGroupEgress[0].Description"))
                    .as(id)
                    .isPresent();
        });
        network.ofType(INGRESS).forEach((id, rule) -> assertThat(rule).as(id).containsKey("Description"));
        network.ofType(EGRESS).forEach((id, rule) -> assertThat(rule).as(id).containsKey("Description"));
    }

    private static Set<String> arrowsIn(Stack network) {
        var arrows = new TreeSet<String>();
        network.ofType(INGRESS)
                .values()
                .forEach(rule -> arrows.add(end(rule, "CidrIp", "SourceSecurityGroupId") + " -> "
                        + group(rule.get("GroupId")) + port(rule)));
        return arrows;
    }

    private static Set<String> arrowsOut(Stack network) {
        var arrows = new TreeSet<String>();
        network.ofType(EGRESS)
                .values()
                .forEach(rule -> arrows.add(group(rule.get("GroupId")) + " -> "
                        + end(rule, "CidrIp", "DestinationSecurityGroupId") + port(rule)));
        return arrows;
    }

    private static String end(Map<String, Object> rule, String cidr, String group) {
        Object range = rule.get(cidr);
        return range == null ? group(rule.get(group)) : range.toString();
    }

    private static String group(@Nullable Object id) {
        return String.valueOf(id).replace("SecurityGroup", "");
    }

    private static String port(Map<String, Object> rule) {
        assertThat(rule).containsEntry("IpProtocol", "tcp");
        Object from = rule.get("FromPort");
        return ":" + (String.valueOf(from).equals(rule.get("ToPort")) ? from : from + "-" + rule.get("ToPort"));
    }

    private static Set<String> plus(Set<String> some, String... more) {
        var all = new TreeSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private static List<Object> each(Stack stack, String type, String property) {
        return stack.ofType(type).values().stream()
                .map(properties -> Stack.within(properties, property).orElse("none"))
                .toList();
    }

    private static List<String> interfaces(Shipped shipped, String profile) {
        return shipped
                .stack("network", Map.of("EgressMode", "Endpoints", "Profile", profile))
                .ofType("AWS::EC2::VPCEndpoint")
                .values()
                .stream()
                .filter(endpoint -> "Interface".equals(endpoint.get("VpcEndpointType")))
                .map(endpoint -> String.valueOf(endpoint.get("ServiceName")).replace("com.amazonaws.eu-west-1.", ""))
                .toList();
    }
}
