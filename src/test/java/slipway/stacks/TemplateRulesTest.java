package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import slipway.localcloud.cloudformation.template.Parameters;
import slipway.localcloud.cloudformation.template.Template;
import slipway.localcloud.cloudformation.template.TemplateException;

/** What holds for every template. */
class TemplateRulesTest implements HoldsRules {
    private static final int MOST_BYTES = 40_000;
    private static final int LONGEST_DESCRIPTION = 60;

    /** The names that others rely on: metrics, ARNs, images, people. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("AWS::ECS::Cluster", "ClusterName"),
            Map.entry("AWS::ECS::Service", "ServiceName"),
            Map.entry("AWS::ECS::TaskDefinition", "Family"),
            Map.entry("AWS::ECR::Repository", "RepositoryName"),
            Map.entry("AWS::Logs::LogGroup", "LogGroupName"),
            Map.entry("AWS::CloudWatch::Alarm", "AlarmName"),
            Map.entry("AWS::CloudWatch::CompositeAlarm", "AlarmName"),
            Map.entry("AWS::CloudWatch::Dashboard", "DashboardName"),
            Map.entry("AWS::SNS::Topic", "TopicName"),
            Map.entry("AWS::ServiceDiscovery::PrivateDnsNamespace", "Name"),
            Map.entry("AWS::WAFv2::WebACL", "Name"),
            Map.entry("AWS::ApplicationAutoScaling::ScalingPolicy", "PolicyName"));

    /** Short names that block replacement. */
    private static final Map<String, String> UNNAMED = Map.of(
            "AWS::ElasticLoadBalancingV2::LoadBalancer", "Name",
            "AWS::ElasticLoadBalancingV2::TargetGroup", "Name",
            "AWS::IAM::Role", "RoleName",
            "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
            "AWS::S3::Bucket", "BucketName");

    /** Actions that AWS lets nobody limit to a resource, or that only read. */
    private static final Set<String> UNLIMITED = Set.of(
            "application-autoscaling:DescribeScalableTargets",
            "application-autoscaling:DescribeScalingPolicies",
            "application-autoscaling:DescribeScheduledActions",
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetMetricData",
            "ecr:GetAuthorizationToken",
            "ecs:DeregisterTaskDefinition",
            "ecs:DescribeServices",
            "ecs:DescribeTaskDefinition",
            "ecs:DescribeTasks",
            "ecs:ListTasks",
            "ecs:RegisterTaskDefinition",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
            "logs:DescribeLogGroups",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel");

    @Override
    public Stream<Rule> rules() {
        return Stream.of(text(), parameters(), resources(), security()).flatMap(group -> group);
    }

    private static Stream<Rule> text() {
        return Stream.of(
                rule(
                        "a template travels in the request: less than 40,000 bytes",
                        each((name, template) -> assertThat(template.body().getBytes(StandardCharsets.UTF_8).length)
                                .as(name)
                                .isLessThan(MOST_BYTES)),
                        change("traffic", "# The weighted rules", "# " + "x".repeat(MOST_BYTES))),
                rule(
                        "a template is ASCII",
                        each((name, template) ->
                                assertThat(template.body()).as(name).matches("\\p{ASCII}*")),
                        change("data", "Description: volume and Redis", "Description: volume \u2013 Redis")),
                rule(
                        "a template has its format's version and a subtitle",
                        each((name, template) -> {
                            assertThat(template.version()).as(name).contains("2010-09-09");
                            assertThat(template.description().orElse(""))
                                    .as(name)
                                    .isNotBlank()
                                    .hasSizeLessThan(60);
                        }),
                        change("data", "Description: volume and Redis\n", "")),
                rule(
                        "there is no transform, no nested stack and no export",
                        each((name, template) -> {
                            assertThat(template.body())
                                    .as(name)
                                    .doesNotContain("Transform:", "Fn::Transform", "ImportValue");
                            assertThat(template.resourceTypes()).as(name).doesNotContain("AWS::CloudFormation::Stack");
                            template.outputs()
                                    .forEach((output, declaration) -> assertThat(declaration.exportName())
                                            .as(output)
                                            .isEmpty());
                        }),
                        change(
                                "traffic",
                                "    Value: !Ref ApiRule\n",
                                "    Value: !Ref ApiRule\n    Export: {Name: rule}\n"),
                        change("data", "AWS::EFS::AccessPoint", "AWS::CloudFormation::Stack")));
    }

    private static Stream<Rule> parameters() {
        return Stream.of(
                rule(
                        "every parameter says what it is",
                        each((name, template) -> template.parameters()
                                .forEach((parameter, declaration) -> assertThat(
                                                declaration.description().orElse(""))
                                        .as(name + " " + parameter)
                                        .isNotBlank())),
                        change("network", "    Description: Addresses that may call the public balancer.\n", "")),
                rule(
                        "every pattern is explained in words",
                        each((name, template) -> template.parameters().values().stream()
                                .filter(parameter -> parameter.allowedPattern().isPresent())
                                .forEach(parameter -> assertThat(parameter.constraintDescription())
                                        .as(name + " " + parameter.name())
                                        .isPresent())),
                        change("data", "    ConstraintDescription: an image reference\n", "")),
                rule(
                        "every default is allowed",
                        each((name, template) -> assertThatCode(() -> Parameters.resolve(
                                        template, Wiring.withStandIns(template, Map.of()), ssm -> Optional.empty()))
                                .as(name)
                                .doesNotThrowAnyException()),
                        change("service", "    Default: 60\n    MinValue: 10", "    Default: 5\n    MinValue: 10")),
                rule(
                        "every parameter stands in one group of the form, and has a label",
                        each((name, template) -> {
                            assertThat(grouped(template))
                                    .as(name)
                                    .containsExactlyInAnyOrderElementsOf(
                                            template.parameters().keySet());
                            assertThat(labelled(template))
                                    .as(name)
                                    .isEqualTo(template.parameters().keySet());
                        }),
                        change(
                                "service",
                                "[Image, DesiredCount, MinCapacity, MaxCapacity]",
                                "[Image, DesiredCount, MinCapacity]"),
                        change("service", "      RedisUrl: {default: Where Redis is}\n", "")),
                rule(
                        "an environment's name fits registries, parameter stores and everything else",
                        each((name, template) -> {
                            if (template.parameters().containsKey("EnvironmentName")) {
                                environmentNames(name, template);
                            }
                        }),
                        change("delivery", "^(?!aws|ssm)[a-z]", "^[a-z]"),
                        change("data", "(-[a-z0-9]+)*$", "[a-z0-9-]*$"),
                        change("service", "MaxLength: 12", "MaxLength: 13")),
                rule(
                        "a parameter of one name has one type and one meaning in every template",
                        TemplateRulesTest::sameNameSameParameter,
                        change(
                                "network",
                                "  Profile:\n    Type: String\n    Description: economy costs least",
                                "  Profile:\n    Type: String\n    Description: economy is cheap")));
    }

    private static Stream<Rule> resources() {
        return Stream.of(
                rule(
                        "every resource says in a few words what it is for",
                        each((name, template) -> template.resources()
                                .forEach((id, resource) -> assertThat(
                                                description(resource.metadata().plain()))
                                        .as(name + " " + id)
                                        .isNotBlank()
                                        .hasSizeLessThanOrEqualTo(LONGEST_DESCRIPTION))),
                        change("data", "      Description: keeps Redis's append-only file\n", "      Note: x\n"),
                        change("data", "keeps Redis's append-only file", "x".repeat(61))),
                rule(
                        "whatever is named starts with the environment's name",
                        shipped -> shipped.stacks()
                                .forEach(stack -> NAMES.forEach((type, property) -> stack.ofType(type)
                                        .forEach(
                                                (id, properties) -> assertThat(String.valueOf(properties.get(property)))
                                                        .as(id)
                                                        .matches("/?dev([-/.].+)?")))),
                        change("data", "ServiceName: !Sub ${EnvironmentName}-redis", "ServiceName: redis"),
                        change("platform", "TopicName: !Sub ${EnvironmentName}-alarms\n", "DisplayName: alarms\n")),
                rule(
                        "balancers, target groups, roles, policies and buckets are left unnamed",
                        shipped -> shipped.stacks()
                                .forEach(stack -> UNNAMED.forEach((type, property) -> stack.ofType(type)
                                        .forEach((id, properties) ->
                                                assertThat(properties).as(id).doesNotContainKey(property)))),
                        change("platform", "      TargetType: ip\n", "      TargetType: ip\n      Name: client-blue\n"),
                        change(
                                "data",
                                "      AssumeRolePolicyDocument:\n",
                                "      RoleName: redis\n      AssumeRolePolicyDocument:\n")),
                rule(
                        "logs are kept for 7 days, in production for 90, or for as long as is chosen",
                        shipped -> {
                            for (String name : List.of("platform", "data", "service")) {
                                assertThat(retention(shipped, name, Map.of()))
                                        .as(name)
                                        .containsOnly("7");
                                assertThat(retention(shipped, name, Map.of("Profile", "production")))
                                        .as(name)
                                        .containsOnly("90");
                                assertThat(retention(shipped, name, Map.of("LogRetentionDays", "30")))
                                        .as(name)
                                        .containsOnly("30");
                            }
                        },
                        change("data", "Memory: '1024', LogRetentionDays: 90", "Memory: '1024', LogRetentionDays: 7"),
                        change("service", "        - !Ref LogRetentionDays\n", "        - 7\n")),
                rule(
                        "the shipped templates are sound in both profiles: every Ref, map, condition and rule resolves",
                        shipped -> shipped.stacks()
                                .forEach(stack -> assertThatCode(() -> {
                                            stack.evaluator().conditions();
                                            stack.ids().forEach(stack::properties);
                                            stack.outputs();
                                        })
                                        .doesNotThrowAnyException()),
                        change("data", "!Ref RedisImage", "!Ref Image"),
                        change(
                                "service",
                                "!FindInMap [Tiers, !Ref Tier, UrlVariable]",
                                "!FindInMap [Tiers, !Ref Tier, Url]")));
    }

    private static Stream<Rule> security() {
        return Stream.of(
                rule(
                        "no policy of a role allows everything of a service, or an action on anything that could be limited",
                        shipped -> shipped.stacks()
                                .flatMap(Policies::identityPolicies)
                                .forEach(policy -> Policies.allowed(policy.getValue())
                                        .forEach(allowed -> {
                                            String action = allowed.substring(0, allowed.indexOf(" on "));
                                            assertThat(action)
                                                    .as(policy.getKey())
                                                    .doesNotMatch("\\*|[^:]+:\\*");
                                            if (allowed.endsWith(" on *")) {
                                                assertThat(UNLIMITED)
                                                        .as(policy.getKey())
                                                        .contains(action);
                                            }
                                        })),
                        change("service", "Resource: !GetAtt LogGroup.Arn", "Resource: '*'"),
                        change("service", "Action: ['logs:CreateLogStream', 'logs:PutLogEvents']", "Action: logs:*")),
                rule(
                        "a role that a service of AWS takes on is for this account's resources only",
                        shipped -> shipped.stacks()
                                .forEach(stack -> stack.ofType("AWS::IAM::Role").keySet().stream()
                                        .filter(id -> stack.find(
                                                        id, "AssumeRolePolicyDocument.Statement[0].Principal.Service")
                                                .isPresent())
                                        .forEach(id -> assertThat(stack.find(
                                                        id, "AssumeRolePolicyDocument.Statement[0].Condition"))
                                                .as(id)
                                                .contains(Map.of(
                                                        "StringEquals", Map.of("aws:SourceAccount", "000000000000"))))),
                        change(
                                "data",
                                "            Condition:\n              StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}\n",
                                "")),
                rule(
                        "an exception from a security rule names the rule and gives a reason",
                        each((name, template) -> template.resources()
                                .forEach((id, resource) -> exceptions(
                                                resource.metadata().plain())
                                        .forEach(exception -> {
                                            assertThat(Stack.within(exception, "id")
                                                            .map(Object::toString))
                                                    .as(name + " " + id)
                                                    .hasValueSatisfying(rule ->
                                                            assertThat(rule).matches("CKV2?_AWS_\\d+"));
                                            assertThat(Stack.within(exception, "comment")
                                                            .map(Object::toString))
                                                    .as(name + " " + id)
                                                    .hasValueSatisfying(reason ->
                                                            assertThat(reason).hasSizeGreaterThan(10));
                                        }))),
                        change(
                                "network",
                                ", comment: the public entrance; without a certificate there is no other port}",
                                "}")));
    }

    private static Consumer<Shipped> each(BiConsumer<String, Template> check) {
        return shipped -> Shipped.ORDER.forEach(name -> check.accept(name, shipped.template(name)));
    }

    private static void environmentNames(String name, Template template) {
        for (String good : List.of("dev", "a1", "prod-eu-2", "abcdefghijkl")) {
            assertThatCode(() -> withName(template, good)).as(name + " " + good).doesNotThrowAnyException();
        }
        for (String bad : List.of("d", "dev-", "a--b", "aws1", "ssm", "1a", "Dev", "de_v", "abcdefghijklm")) {
            assertThatThrownBy(() -> withName(template, bad))
                    .as(name + " " + bad)
                    .isInstanceOf(TemplateException.class);
        }
    }

    private static void withName(Template template, String environment) {
        Parameters.resolve(
                template,
                Wiring.withStandIns(template, Map.of("EnvironmentName", environment)),
                ssm -> Optional.empty());
    }

    /** {@code Cpu}, {@code Memory} and {@code Profile} and their like: told apart only by a stack, never by a word. */
    private static void sameNameSameParameter(Shipped shipped) {
        for (String shared : List.of("EnvironmentName", "Profile", "LogRetentionDays")) {
            assertThat(Shipped.ORDER.stream()
                            .map(shipped::template)
                            .flatMap(template ->
                                    Stream.ofNullable(template.parameters().get(shared)))
                            .map(parameter -> parameter.type()
                                    + parameter.description()
                                    + parameter.defaultValue()
                                    + parameter.allowedValues()
                                    + parameter.allowedPattern().map(Object::toString))
                            .distinct())
                    .as(shared)
                    .hasSize(1);
        }
    }

    private static List<String> grouped(Template template) {
        var names = new ArrayList<String>();
        Object groups = Stack.within(userInterface(template), "ParameterGroups").orElse(List.of());
        for (Object group : (List<?>) groups) {
            assertThat(Stack.within(group, "Label.default")).isPresent();
            ((List<?>) Stack.within(group, "Parameters").orElse(List.of())).forEach(name -> names.add(name.toString()));
        }
        return names;
    }

    private static Set<String> labelled(Template template) {
        var names = new TreeSet<String>();
        Object labels = Stack.within(userInterface(template), "ParameterLabels").orElse(Map.of());
        ((Map<?, ?>) labels).forEach((name, label) -> {
            assertThat(Stack.within(label, "default")).as(name.toString()).isPresent();
            names.add(name.toString());
        });
        return names;
    }

    private static Object userInterface(Template template) {
        Object found = ((Map<?, ?>) template.metadata().plain()).get("AWS::CloudFormation::Interface");
        return found == null ? Map.of() : found;
    }

    private static String description(Object metadata) {
        return Stack.within(metadata, "Description").map(Object::toString).orElse("");
    }

    private static List<?> exceptions(Object metadata) {
        return (List<?>) Stack.within(metadata, "checkov.skip").orElse(List.of());
    }

    private static List<Object> retention(Shipped shipped, String template, Map<String, String> parameters) {
        return shipped.stack(template, parameters).ofType("AWS::Logs::LogGroup").values().stream()
                .map(group -> Stack.within(group, "RetentionInDays").orElse("for ever"))
                .toList();
    }
}
