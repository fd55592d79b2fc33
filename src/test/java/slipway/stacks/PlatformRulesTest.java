package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import slipway.localcloud.cloudformation.template.TemplateException;

class PlatformRulesTest implements HoldsRules {
    private static final Map<String, String> PRODUCTION = Map.of("Profile", "production");
    private static final Map<String, String> CERTIFICATE =
            Map.of("CertificateArn", "arn:aws:acm:eu-west-1:000000000000:certificate/x");
    private static final List<String> COLOURS = List.of("Blue", "Green");

    @Override
    public Stream<Rule> rules() {
        return Stream.of(balancers(), listeners(), targetGroups(), cluster(), watching())
                .flatMap(group -> group);
    }

    private static Stream<Rule> balancers() {
        return Stream.of(
                rule(
                        "the public balancer faces the internet, the internal one does not",
                        shipped -> {
                            Stack platform = shipped.stack("platform");
                            assertThat(platform.properties("PublicLoadBalancer"))
                                    .containsEntry("Scheme", "internet-facing")
                                    .containsEntry("Subnets", List.of("PublicSubnetIds-0", "PublicSubnetIds-1"))
                                    .containsEntry("SecurityGroups", List.of("PublicAlbSecurityGroupId"));
                            assertThat(platform.properties("InternalLoadBalancer"))
                                    .containsEntry("Scheme", "internal")
                                    .containsEntry("Subnets", List.of("PrivateSubnetIds-0", "PrivateSubnetIds-1"))
                                    .containsEntry("SecurityGroups", List.of("InternalAlbSecurityGroupId"));
                            assertThat(platform.ofType("AWS::ElasticLoadBalancingV2::LoadBalancer"))
                                    .hasSize(2);
                        },
                        change("platform", "Scheme: internal\n", "Scheme: internet-facing\n"),
                        change("platform", "[!Ref InternalAlbSecurityGroupId]", "[!Ref PublicAlbSecurityGroupId]")),
                rule(
                        "both balancers drop malformed headers",
                        shipped -> {
                            for (String id : List.of("PublicLoadBalancer", "InternalLoadBalancer")) {
                                assertThat(attributes(shipped.stack("platform"), id))
                                        .containsEntry("routing.http.drop_invalid_header_fields.enabled", "true");
                            }
                        },
                        change(
                                "platform",
                                "drop_invalid_header_fields.enabled, Value: 'true'",
                                "drop_invalid_header_fields.enabled, Value: 'false'")),
                rule(
                        "the inner balancer gives up before the outer one, and both after the longest sum",
                        shipped -> {
                            assertThat(attributes(shipped.stack("platform"), "PublicLoadBalancer"))
                                    .containsEntry("idle_timeout.timeout_seconds", "130");
                            assertThat(attributes(shipped.stack("platform"), "InternalLoadBalancer"))
                                    .containsEntry("idle_timeout.timeout_seconds", "120");
                        },
                        change("platform", "Value: '130'", "Value: '60'")),
                rule(
                        "production protects its balancers and keeps their logs, economy does not",
                        shipped -> {
                            for (String id : List.of("PublicLoadBalancer", "InternalLoadBalancer")) {
                                assertThat(attributes(shipped.stack("platform"), id))
                                        .containsEntry("deletion_protection.enabled", "false")
                                        .containsEntry("access_logs.s3.enabled", "false")
                                        .doesNotContainKey("access_logs.s3.bucket");
                                assertThat(attributes(shipped.stack("platform", PRODUCTION), id))
                                        .containsEntry("deletion_protection.enabled", "true")
                                        .containsEntry("access_logs.s3.enabled", "true")
                                        .containsEntry("access_logs.s3.bucket", "LogBucket");
                            }
                        },
                        change("platform", "AccessLogs: 'true'", "AccessLogs: 'false'"),
                        change("platform", "DeletionProtection: 'true'", "DeletionProtection: 'false'")),
                rule(
                        "a choice of one's own counts more than the profile",
                        shipped -> {
                            var protectedEconomy = Map.of("DeletionProtection", "true", "EnableWaf", "true");
                            Stack platform = shipped.stack("platform", protectedEconomy);
                            assertThat(attributes(platform, "PublicLoadBalancer"))
                                    .containsEntry("deletion_protection.enabled", "true");
                            assertThat(platform.ids()).contains("WebAcl", "WebAclAssociation");
                        },
                        change("platform", "- !Ref DeletionProtection\n", "- 'false'\n")),
                rule(
                        "the log bucket is closed, encrypted, expires, and the balancers alone may write",
                        PlatformRulesTest::logBucketIsClosed,
                        change("platform", "BlockPublicAcls: true", "BlockPublicAcls: false"),
                        change(
                                "platform",
                                "Principal: {Service: logdelivery.elasticloadbalancing.amazonaws.com}",
                                "Principal: '*'")),
                rule(
                        "production has the firewall before the public balancer, with a rate and the common rules",
                        shipped -> {
                            Stack production = shipped.stack("platform", PRODUCTION);
                            assertThat(shipped.stack("platform").ids()).doesNotContain("WebAcl", "WebAclAssociation");
                            assertThat(production.properties("WebAclAssociation"))
                                    .containsEntry("ResourceArn", "PublicLoadBalancer");
                            assertThat(production.at("WebAcl", "Scope")).isEqualTo("REGIONAL");
                            assertThat(production.at("WebAcl", "Rules[0].Statement.RateBasedStatement.Limit"))
                                    .isEqualTo("2000");
                            assertThat(production.at("WebAcl", "Rules[1].Statement.ManagedRuleGroupStatement.Name"))
                                    .isEqualTo("AWSManagedRulesCommonRuleSet");
                        },
                        change("platform", "Scope: REGIONAL", "Scope: CLOUDFRONT"),
                        change(
                                "platform",
                                "ResourceArn: !Ref PublicLoadBalancer",
                                "ResourceArn: !Ref InternalLoadBalancer")));
    }

    private static Stream<Rule> listeners() {
        return Stream.of(
                rule(
                        "without a certificate there is port 80 alone, and it answers 503 until a rule says who serves",
                        shipped -> {
                            Stack platform = shipped.stack("platform");
                            assertThat(platform.ofType("AWS::ElasticLoadBalancingV2::Listener")
                                            .keySet())
                                    .containsExactlyInAnyOrder("ClientHttpListener", "ApiListener");
                            for (String id : List.of("ClientHttpListener", "ApiListener")) {
                                assertThat(platform.at(id, "Port")).isEqualTo("80");
                                answers503(platform, id);
                            }
                            assertThat(platform.at("ApiListener", "LoadBalancerArn"))
                                    .isEqualTo("InternalLoadBalancer");
                        },
                        change("platform", "StatusCode: '503'", "StatusCode: '200'"),
                        change(
                                "platform",
                                "LoadBalancerArn: !Ref InternalLoadBalancer",
                                "LoadBalancerArn: !Ref PublicLoadBalancer")),
                rule(
                        "with a certificate, port 443 speaks TLS 1.2 and 1.3 and is where the client's rules belong",
                        shipped -> {
                            Stack platform = shipped.stack("platform", CERTIFICATE);
                            assertThat(platform.properties("ClientHttpsListener"))
                                    .containsEntry("Port", "443")
                                    .containsEntry("Protocol", "HTTPS")
                                    .containsEntry("SslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06")
                                    .containsEntry("LoadBalancerArn", "PublicLoadBalancer");
                            answers503(platform, "ClientHttpsListener");
                            answers503(platform, "ClientHttpListener");
                            assertThat(platform.outputs())
                                    .containsEntry("ClientListenerArn", "ClientHttpsListener")
                                    .containsEntry("ClientUrl", "https://PublicLoadBalancer.DNSName");
                            assertThat(shipped.stack("platform").outputs())
                                    .containsEntry("ClientListenerArn", "ClientHttpListener")
                                    .containsEntry("ClientUrl", "http://PublicLoadBalancer.DNSName");
                        },
                        change("platform", "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"),
                        change(
                                "platform",
                                "!If [HasCertificate, !Ref ClientHttpsListener, !Ref ClientHttpListener]",
                                "!Ref ClientHttpListener")),
                rule(
                        "port 80 redirects when asked, for good",
                        shipped -> assertThat(Stack.within(
                                        shipped.stack(
                                                        "platform",
                                                        Map.of("HttpsRedirect", "true", "CertificateArn", "x"))
                                                .properties("ClientHttpListener"),
                                        "DefaultActions"))
                                .contains(List.of(Map.of(
                                        "Type",
                                        "redirect",
                                        "RedirectConfig",
                                        Map.of("Protocol", "HTTPS", "Port", "443", "StatusCode", "HTTP_301")))),
                        change("platform", "StatusCode: HTTP_301", "StatusCode: HTTP_302")),
                rule(
                        "a redirect without a certificate is refused",
                        shipped -> assertThatThrownBy(() -> shipped.stack("platform", Map.of("HttpsRedirect", "true"))
                                        .evaluator()
                                        .checkRules())
                                .isInstanceOf(TemplateException.class)
                                .hasMessageContaining("HttpsRedirect needs a CertificateArn"),
                        change(
                                "platform",
                                "RuleCondition: !Equals [!Ref HttpsRedirect, 'true']",
                                "RuleCondition: !Equals [!Ref HttpsRedirect, 'never']")),
                rule(
                        "the client finds the api at the internal balancer",
                        shipped -> assertThat(shipped.stack("platform").outputs())
                                .containsEntry("ApiUrl", "http://InternalLoadBalancer.DNSName"),
                        change(
                                "platform",
                                "!Sub http://${InternalLoadBalancer.DNSName}",
                                "!Sub http://${PublicLoadBalancer.DNSName}")));
    }

    private static Stream<Rule> targetGroups() {
        return Stream.of(
                rule(
                        "every target group is for tasks on 4567 and checks /healthcheck with patience",
                        shipped -> {
                            Stack platform = shipped.stack("platform");
                            for (String id : groups()) {
                                assertThat(platform.properties(id))
                                        .as(id)
                                        .containsEntry("TargetType", "ip")
                                        .containsEntry("Protocol", "HTTP")
                                        .containsEntry("Port", "4567")
                                        .containsEntry("HealthCheckPath", "/healthcheck")
                                        .containsEntry("Matcher", Map.of("HttpCode", "200"))
                                        .containsEntry("HealthCheckIntervalSeconds", "15")
                                        .containsEntry("HealthCheckTimeoutSeconds", "10")
                                        .containsEntry("HealthyThresholdCount", "2")
                                        .containsEntry("UnhealthyThresholdCount", "5");
                            }
                            assertThat(platform.ofType("AWS::ElasticLoadBalancingV2::TargetGroup")
                                            .keySet())
                                    .containsExactlyInAnyOrderElementsOf(groups());
                        },
                        change("platform", "HealthCheckPath: /healthcheck", "HealthCheckPath: /"),
                        change("platform", "UnhealthyThresholdCount: 5", "UnhealthyThresholdCount: 2"),
                        change("platform", "TargetType: ip", "TargetType: instance")),
                rule(
                        "a leaving client has 30 seconds, a leaving api the length of the longest sum",
                        shipped -> {
                            for (String colour : COLOURS) {
                                assertThat(delay(shipped, "Client" + colour)).isEqualTo("30");
                                assertThat(delay(shipped, "Api" + colour)).isEqualTo("120");
                            }
                        },
                        change(
                                "platform",
                                "deregistration_delay.timeout_seconds, Value: '120'",
                                "deregistration_delay.timeout_seconds, Value: '300'")),
                rule(
                        "requests go where the fewest wait, at once, and no cookie outranks the weights",
                        shipped -> {
                            for (String id : groups()) {
                                assertThat(shipped.stack("platform").pairs(id, "TargetGroupAttributes"))
                                        .as(id)
                                        .containsEntry("load_balancing.algorithm.type", "least_outstanding_requests")
                                        .containsEntry("slow_start.duration_seconds", "0")
                                        .containsEntry("stickiness.enabled", "false");
                            }
                        },
                        change("platform", "Value: least_outstanding_requests", "Value: round_robin"),
                        change("platform", "stickiness.enabled, Value: 'false'", "stickiness.enabled, Value: 'true'")));
    }

    private static Stream<Rule> cluster() {
        return Stream.of(
                rule(
                        "the cluster has the environment's name and both kinds of Fargate",
                        shipped -> assertThat(shipped.stack("platform").properties("Cluster"))
                                .containsEntry("ClusterName", "dev")
                                .containsEntry("CapacityProviders", List.of("FARGATE", "FARGATE_SPOT")),
                        change(
                                "platform",
                                "CapacityProviders: [FARGATE, FARGATE_SPOT]",
                                "CapacityProviders: [FARGATE]")),
                rule(
                        "what is typed in terminal sessions is kept in /E/exec, in production encrypted with a key",
                        shipped -> {
                            String path = "Configuration.ExecuteCommandConfiguration";
                            assertThat(shipped.stack("platform").at("ExecLogGroup", "LogGroupName"))
                                    .isEqualTo("/dev/exec");
                            assertThat(shipped.stack("platform").at("Cluster", path))
                                    .isEqualTo(Map.of(
                                            "Logging",
                                            "OVERRIDE",
                                            "LogConfiguration",
                                            Map.of(
                                                    "CloudWatchLogGroupName",
                                                    "ExecLogGroup",
                                                    "CloudWatchEncryptionEnabled",
                                                    "false")));
                            Stack production = shipped.stack("platform", PRODUCTION);
                            assertThat(production.at("Cluster", path + ".KmsKeyId"))
                                    .isEqualTo("Key.Arn");
                            assertThat(production.at("Cluster", path + ".LogConfiguration.CloudWatchEncryptionEnabled"))
                                    .isEqualTo("true");
                            assertThat(production.at("ExecLogGroup", "KmsKeyId"))
                                    .isEqualTo("Key.Arn");
                        },
                        change("platform", "Logging: OVERRIDE", "Logging: NONE"),
                        change(
                                "platform",
                                "CloudWatchEncryptionEnabled: !If [HasKey, true, false]",
                                "CloudWatchEncryptionEnabled: false")),
                rule(
                        "Container Insights is off in economy and enhanced in production",
                        shipped -> {
                            assertThat(insights(shipped.stack("platform"))).isEqualTo("disabled");
                            assertThat(insights(shipped.stack("platform", PRODUCTION)))
                                    .isEqualTo("enhanced");
                        },
                        change("platform", "ContainerInsights: enhanced", "ContainerInsights: disabled")),
                rule(
                        "economy has no key of its own, production's rotates",
                        shipped -> {
                            assertThat(shipped.stack("platform").ids()).doesNotContain("Key");
                            assertThat(shipped.stack("platform").outputs()).doesNotContainKey("KeyArn");
                            assertThat(shipped.stack("platform", PRODUCTION).at("Key", "EnableKeyRotation"))
                                    .isEqualTo("true");
                            assertThat(shipped.stack("platform", PRODUCTION).outputs())
                                    .containsEntry("KeyArn", "Key.Arn");
                        },
                        change("platform", "EnableKeyRotation: true", "EnableKeyRotation: false"),
                        change("platform", "    Condition: HasKey\n    Metadata", "    Metadata")),
                rule(
                        "a developer opens sessions in client and api of this cluster, and otherwise forwards ports",
                        PlatformRulesTest::developersMay,
                        change(
                                "platform",
                                "StringEquals: {ecs:container-name: [client, api]}",
                                "StringEquals: {ecs:container-name: [client, api, redis]}"),
                        change(
                                "platform",
                                "BoolIfExists: {ssm:SessionDocumentAccessCheck: 'true'}",
                                "BoolIfExists: {ssm:SessionDocumentAccessCheck: 'false'}"),
                        change("platform", "document/AWS-StartPortForwardingSession\n", "document/*\n")));
    }

    private static Stream<Rule> watching() {
        return Stream.of(
                rule(
                        "alarms are mailed to whom it was asked, and to nobody else",
                        shipped -> {
                            assertThat(shipped.stack("platform").ids()).doesNotContain("AlarmSubscription");
                            assertThat(shipped.stack("platform", Map.of("AlarmEmail", "ops@example.com"))
                                            .properties("AlarmSubscription"))
                                    .containsEntry("Endpoint", "ops@example.com")
                                    .containsEntry("TopicArn", "AlarmTopic");
                        },
                        change("platform", "    Condition: HasAlarmEmail\n", "")),
                rule(
                        "each balancer's own errors raise an alarm of their own",
                        shipped -> {
                            for (String side : List.of("Public", "Internal")) {
                                assertThat(shipped.stack("platform").properties(side + "BalancerErrorAlarm"))
                                        .containsEntry("MetricName", "HTTPCode_ELB_5XX_Count")
                                        .containsEntry("Statistic", "Sum")
                                        .containsEntry("Period", "60")
                                        .containsEntry(
                                                "Dimensions",
                                                List.of(Map.of(
                                                        "Name",
                                                        "LoadBalancer",
                                                        "Value",
                                                        side + "LoadBalancer.LoadBalancerFullName")));
                            }
                        },
                        change(
                                "platform",
                                "Value: !GetAtt InternalLoadBalancer.LoadBalancerFullName}\n      Statistic",
                                "Value: !GetAtt PublicLoadBalancer.LoadBalancerFullName}\n      Statistic")));
    }

    private static void answers503(Stack platform, String listener) {
        assertThat(platform.at(listener, "DefaultActions[0].Type")).as(listener).isEqualTo("fixed-response");
        assertThat(platform.at(listener, "DefaultActions[0].FixedResponseConfig.StatusCode"))
                .as(listener)
                .isEqualTo("503");
    }

    private static void logBucketIsClosed(Shipped shipped) {
        Stack production = shipped.stack("platform", PRODUCTION);
        assertThat(production.at("LogBucket", "PublicAccessBlockConfiguration"))
                .isEqualTo(Map.of(
                        "BlockPublicAcls",
                        "true",
                        "BlockPublicPolicy",
                        "true",
                        "IgnorePublicAcls",
                        "true",
                        "RestrictPublicBuckets",
                        "true"));
        assertThat(production.find("LogBucket", "BucketEncryption")).isPresent();
        assertThat(production.at("LogBucket", "LifecycleConfiguration.Rules[0].ExpirationInDays"))
                .isEqualTo("90");
        assertThat(Policies.allowed(production.at("LogBucketPolicy", "PolicyDocument")))
                .containsExactly("s3:PutObject on LogBucket.Arn/internal/AWSLogs/000000000000/*, "
                        + "LogBucket.Arn/public/AWSLogs/000000000000/*");
        assertThat(production.at("LogBucketPolicy", "PolicyDocument.Statement[0].Principal"))
                .isEqualTo(Map.of("Service", "logdelivery.elasticloadbalancing.amazonaws.com"));
    }

    private static void developersMay(Shipped shipped) {
        String tasks = "arn:aws:ecs:eu-west-1:000000000000:task/dev/*";
        Object document = shipped.stack("platform").at("DeveloperPolicy", "PolicyDocument");
        assertThat(Policies.allowed(document))
                .containsExactlyInAnyOrder(
                        "ecs:ExecuteCommand on Cluster.Arn, " + tasks,
                        "ecs:DescribeServices on *",
                        "ecs:DescribeTasks on *",
                        "ecs:ListTasks on *",
                        "ssm:StartSession on " + tasks
                                + ", arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSession"
                                + ", arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSessionToRemoteHost");
        assertThat(Stack.within(document, "Statement[0].Condition"))
                .contains(Map.of(
                        "ArnEquals",
                        Map.of("ecs:cluster", "Cluster.Arn"),
                        "StringEquals",
                        Map.of("ecs:container-name", List.of("client", "api"))));
        assertThat(Stack.within(document, "Statement[2].Condition.BoolIfExists"))
                .contains(Map.of("ssm:SessionDocumentAccessCheck", "true"));
    }

    private static Map<String, Object> attributes(Stack platform, String balancer) {
        return platform.pairs(balancer, "LoadBalancerAttributes");
    }

    private static Object insights(Stack platform) {
        return platform.pairs("Cluster", "ClusterSettings").getOrDefault("containerInsights", "none");
    }

    private static Object delay(Shipped shipped, String group) {
        return shipped.stack("platform")
                .pairs(group + "TargetGroup", "TargetGroupAttributes")
                .getOrDefault("deregistration_delay.timeout_seconds", "none");
    }

    private static List<String> groups() {
        return Stream.of("Client", "Api")
                .flatMap(tier -> COLOURS.stream().map(colour -> tier + colour + "TargetGroup"))
                .toList();
    }
}
