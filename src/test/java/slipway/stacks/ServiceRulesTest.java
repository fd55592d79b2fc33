package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import slipway.localcloud.cloudformation.template.TemplateException;

class ServiceRulesTest implements HoldsRules {
    private static final Map<String, String> CLIENT = Map.of("Tier", "client");
    private static final Map<String, String> API = Map.of("Tier", "api");
    private static final Map<String, String> PRODUCTION = Map.of("Profile", "production");
    private static final String CONTAINER = "ContainerDefinitions[0]";
    private static final String EXEC_LOG = " on arn:aws:logs:eu-west-1:000000000000:log-group:/dev/exec:*";
    private static final String REPOSITORY = " on arn:aws:ecr:eu-west-1:000000000000:repository/dev/client";

    @Override
    public Stream<Rule> rules() {
        return Stream.of(service(), count(), task(), roles(), scaling()).flatMap(group -> group);
    }

    private static Stream<Rule> service() {
        return Stream.of(
                rule(
                        "economy runs all but one task on Spot, production none",
                        shipped -> {
                            assertThat(shipped.stack("service").at("Service", "CapacityProviderStrategy"))
                                    .isEqualTo(List.of(
                                            Map.of("CapacityProvider", "FARGATE", "Base", "1", "Weight", "0"),
                                            Map.of("CapacityProvider", "FARGATE_SPOT", "Weight", "1")));
                            assertThat(shipped.stack("service", PRODUCTION).at("Service", "CapacityProviderStrategy"))
                                    .isEqualTo(
                                            List.of(Map.of("CapacityProvider", "FARGATE", "Base", "1", "Weight", "1")));
                            assertThat(shipped.stack("service").properties("Service"))
                                    .doesNotContainKey("LaunchType");
                        },
                        change("service", "Base: 1,", "Base: 0,"),
                        change("service", "Spot: 'false'", "Spot: 'true'")),
                rule(
                        "a rollout keeps every task, gives up on a broken image, and leaves the weights alone",
                        shipped -> assertThat(shipped.stack("service").at("Service", "DeploymentConfiguration"))
                                .isEqualTo(Map.of(
                                        "Strategy",
                                        "ROLLING",
                                        "MinimumHealthyPercent",
                                        "100",
                                        "MaximumPercent",
                                        "200",
                                        "DeploymentCircuitBreaker",
                                        Map.of("Enable", "true", "Rollback", "true"))),
                        change("service", "{Enable: true, Rollback: true}", "{Enable: true, Rollback: false}"),
                        change("service", "MinimumHealthyPercent: 100", "MinimumHealthyPercent: 50"),
                        change("service", "Strategy: ROLLING", "Strategy: BLUE_GREEN")),
                rule(
                        "a service has grace, sessions, tags for its tasks, balance over zones, and a platform that can",
                        shipped -> assertThat(shipped.stack("service").properties("Service"))
                                .containsEntry("HealthCheckGracePeriodSeconds", "60")
                                .containsEntry("EnableExecuteCommand", "true")
                                .containsEntry("PropagateTags", "SERVICE")
                                .containsEntry("EnableECSManagedTags", "true")
                                .containsEntry("AvailabilityZoneRebalancing", "ENABLED")
                                .containsEntry("PlatformVersion", "1.4.0"),
                        change("service", "EnableExecuteCommand: true", "EnableExecuteCommand: false"),
                        change("service", "HealthCheckGracePeriodSeconds: 60", "HealthCheckGracePeriodSeconds: 0")),
                rule(
                        "a service's tasks are its colour's targets, on 4567, in the tasks' subnets and tier's group",
                        shipped -> {
                            Stack api = shipped.stack("service", API);
                            assertThat(api.at("Service", "LoadBalancers"))
                                    .isEqualTo(List.of(Map.of(
                                            "ContainerName",
                                            "api",
                                            "ContainerPort",
                                            "4567",
                                            "TargetGroupArn",
                                            "TargetGroupArn")));
                            assertThat(api.at("Service", "NetworkConfiguration.AwsvpcConfiguration"))
                                    .isEqualTo(Map.of(
                                            "AssignPublicIp",
                                            "DISABLED",
                                            "Subnets",
                                            List.of("TaskSubnetIds-0", "TaskSubnetIds-1"),
                                            "SecurityGroups",
                                            List.of("SecurityGroupId")));
                        },
                        change("service", "ContainerPort: 4567, TargetGroupArn", "ContainerPort: 80, TargetGroupArn"),
                        change("service", "AssignPublicIp: !Ref AssignPublicIp", "AssignPublicIp: ENABLED")),
                rule(
                        "each tier must know whom to call",
                        shipped -> {
                            assertThatThrownBy(() ->
                                            checkRules(shipped, Map.of("Tier", "client", "RedisUrl", "redis://r")))
                                    .isInstanceOf(TemplateException.class)
                                    .hasMessageContaining("ApiUrl");
                            assertThatThrownBy(() -> checkRules(shipped, Map.of("Tier", "api", "ApiUrl", "http://a")))
                                    .isInstanceOf(TemplateException.class)
                                    .hasMessageContaining("RedisUrl");
                            assertThatCode(() -> checkRules(shipped, Map.of("Tier", "client", "ApiUrl", "http://a")))
                                    .doesNotThrowAnyException();
                            assertThatCode(() -> checkRules(shipped, Map.of("Tier", "api", "RedisUrl", "redis://r")))
                                    .doesNotThrowAnyException();
                        },
                        change(
                                "service",
                                "RuleCondition: !Equals [!Ref Tier, api]",
                                "RuleCondition: !Equals [!Ref Tier, x]")));
    }

    private static Stream<Rule> count() {
        return Stream.of(
                rule(
                        "without an image there is no task, whatever number is asked for",
                        shipped -> {
                            Stack none = shipped.stack("service", Map.of("DesiredCount", "2"));
                            assertThat(none.at("Service", "DesiredCount")).isEqualTo("0");
                            assertThat(none.at("TaskDefinition", CONTAINER + ".Image"))
                                    .isEqualTo("RepositoryUri:none");
                        },
                        change("service", "        - 0\n", "        - 1\n"),
                        change("service", "${RepositoryUri}:none", "${RepositoryUri}:latest")),
                rule(
                        "with an image the number is sent when one is given, and left alone at -1",
                        shipped -> {
                            Stack given = shipped.stack("service", Map.of("Image", "x/api:1", "DesiredCount", "2"));
                            assertThat(given.at("Service", "DesiredCount")).isEqualTo("2");
                            assertThat(given.at("TaskDefinition", CONTAINER + ".Image"))
                                    .isEqualTo("x/api:1");
                            assertThat(shipped.stack("service", Map.of("Image", "x/api:1"))
                                            .find("Service", "DesiredCount"))
                                    .isEmpty();
                        },
                        change(
                                "service",
                                "LeavesCountAlone: !Equals [!Ref DesiredCount, '-1']",
                                "LeavesCountAlone: !Equals [!Ref DesiredCount, '-2']"),
                        change("service", "Default: -1", "Default: 0")));
    }

    private static Stream<Rule> task() {
        return Stream.of(
                rule(
                        "each tier is told by its own variable whom to call",
                        shipped -> {
                            assertThat(environment(shipped, "client")).isEqualTo(Map.of("SERVER_URL", "http://a"));
                            assertThat(environment(shipped, "api")).isEqualTo(Map.of("REDIS_URL", "redis://r"));
                        },
                        change("service", "!If [IsClient, !Ref ApiUrl, !Ref RedisUrl]", "!Ref ApiUrl"),
                        change("service", "api: {UrlVariable: REDIS_URL}", "api: {UrlVariable: SERVER_URL}")),
                rule(
                        "a task is small: one Ruby process uses one core",
                        shipped -> {
                            assertThat(shipped.stack("service").properties("TaskDefinition"))
                                    .containsEntry("Cpu", "256")
                                    .containsEntry("Memory", "512")
                                    .containsEntry("NetworkMode", "awsvpc");
                            assertThat(shipped.stack("service", PRODUCTION).properties("TaskDefinition"))
                                    .containsEntry("Cpu", "512")
                                    .containsEntry("Memory", "1024");
                            assertThat(shipped.template("service").parameters().get("Cpu"))
                                    .extracting(cpu -> cpu == null ? List.of() : cpu.allowedValues())
                                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                                    .doesNotContain("2048");
                        },
                        change("service", "economy: {Cpu: '256'", "economy: {Cpu: '1024'")),
                rule(
                        "a crashed container comes back in place, and a stopped one may finish its sum",
                        shipped -> {
                            Stack stack = shipped.stack("service");
                            assertThat(stack.at("TaskDefinition", CONTAINER + ".Essential"))
                                    .isEqualTo("true");
                            assertThat(stack.at("TaskDefinition", CONTAINER + ".RestartPolicy"))
                                    .isEqualTo(Map.of("Enabled", "true", "RestartAttemptPeriod", "60"));
                            assertThat(stack.at("TaskDefinition", CONTAINER + ".StopTimeout"))
                                    .isEqualTo("120");
                            assertThat(stack.at("TaskDefinition", CONTAINER + ".LinuxParameters.InitProcessEnabled"))
                                    .isEqualTo("true");
                        },
                        change("service", "RestartAttemptPeriod: 60}", "RestartAttemptPeriod: 300}"),
                        change(
                                "service",
                                "RestartAttemptPeriod: 60}",
                                "RestartAttemptPeriod: 60, IgnoredExitCodes: [1]}"),
                        change("service", "StopTimeout: 120", "StopTimeout: 30")),
                rule(
                        "the balancer alone judges health, and sessions may write",
                        shipped -> {
                            assertThat(shipped.stack("service").find("TaskDefinition", CONTAINER + ".HealthCheck"))
                                    .isEmpty();
                            assertThat(shipped.stack("service")
                                            .find("TaskDefinition", CONTAINER + ".ReadonlyRootFilesystem"))
                                    .isEmpty();
                        },
                        change(
                                "service",
                                "          StopTimeout: 120\n",
                                "          StopTimeout: 120\n          ReadonlyRootFilesystem: true\n")),
                rule(
                        "container, log group and stream carry the tier's name, and logs never block",
                        shipped -> {
                            Stack api = shipped.stack("service", Map.of("Tier", "api", "Colour", "green"));
                            assertThat(api.at("TaskDefinition", CONTAINER + ".Name"))
                                    .isEqualTo("api");
                            assertThat(api.at("LogGroup", "LogGroupName")).isEqualTo("/dev/api-green");
                            assertThat(api.at("TaskDefinition", CONTAINER + ".LogConfiguration"))
                                    .isEqualTo(Map.of(
                                            "LogDriver",
                                            "awslogs",
                                            "Options",
                                            Map.of(
                                                    "awslogs-group",
                                                    "LogGroup",
                                                    "awslogs-region",
                                                    "eu-west-1",
                                                    "awslogs-stream-prefix",
                                                    "api",
                                                    "mode",
                                                    "non-blocking",
                                                    "max-buffer-size",
                                                    "4m")));
                        },
                        change("service", "mode: non-blocking", "mode: blocking"),
                        change("service", "/${EnvironmentName}/${Tier}-${Colour}", "/${EnvironmentName}/${Tier}")));
    }

    private static Stream<Rule> roles() {
        return Stream.of(
                rule(
                        "a task may do what a terminal session needs, nothing else",
                        shipped -> {
                            assertThat(Policies.allowed(policy(shipped, Map.of(), "TaskRole")))
                                    .containsExactly(
                                            "ssmmessages:CreateControlChannel on *",
                                            "ssmmessages:CreateDataChannel on *",
                                            "ssmmessages:OpenControlChannel on *",
                                            "ssmmessages:OpenDataChannel on *",
                                            "logs:DescribeLogGroups on *",
                                            "logs:CreateLogStream" + EXEC_LOG,
                                            "logs:DescribeLogStreams" + EXEC_LOG,
                                            "logs:PutLogEvents" + EXEC_LOG);
                            assertThat(Policies.allowed(policy(shipped, Map.of("KeyArn", "arn:key"), "TaskRole")))
                                    .endsWith("kms:Decrypt on arn:key")
                                    .hasSize(9);
                        },
                        change("service", "- ssmmessages:OpenDataChannel\n", "- ssmmessages:*\n"),
                        change("service", "log-group:/${EnvironmentName}/exec:*", "*")),
                rule(
                        "Fargate may pull the tier's images and write its log, nothing else",
                        shipped -> assertThat(Policies.allowed(policy(shipped, CLIENT, "ExecutionRole")))
                                .containsExactly(
                                        "ecr:GetAuthorizationToken on *",
                                        "ecr:BatchCheckLayerAvailability" + REPOSITORY,
                                        "ecr:BatchGetImage" + REPOSITORY,
                                        "ecr:GetDownloadUrlForLayer" + REPOSITORY,
                                        "logs:CreateLogStream on LogGroup.Arn",
                                        "logs:PutLogEvents on LogGroup.Arn"),
                        change("service", "repository/${EnvironmentName}/${Tier}", "repository/*")));
    }

    private static Stream<Rule> scaling() {
        return Stream.of(
                rule(
                        "autoscaling moves the number of this service between the bounds given",
                        shipped -> {
                            Stack stack = shipped.stack("service", Map.of("MinCapacity", "2", "MaxCapacity", "6"));
                            assertThat(stack.properties("ScalableTarget"))
                                    .isEqualTo(Map.of(
                                            "ServiceNamespace",
                                            "ecs",
                                            "ScalableDimension",
                                            "ecs:service:DesiredCount",
                                            "ResourceId",
                                            "service/ClusterName/Service.Name",
                                            "MinCapacity",
                                            "2",
                                            "MaxCapacity",
                                            "6"));
                            assertThat(shipped.stack("service").properties("ScalableTarget"))
                                    .containsEntry("MinCapacity", "0")
                                    .containsEntry("MaxCapacity", "0");
                        },
                        change("service", "MaxCapacity: !Ref MaxCapacity", "MaxCapacity: 6"),
                        change("service", "service/${ClusterName}/${Service.Name}", "service/${Service.Name}")),
                rule(
                        "the policy holds CPU at 60 %, quick to add, slow to remove",
                        shipped -> {
                            Stack stack = shipped.stack("service");
                            assertThat(stack.at("CpuPolicy", "PolicyType")).isEqualTo("TargetTrackingScaling");
                            assertThat(stack.at("CpuPolicy", "TargetTrackingScalingPolicyConfiguration"))
                                    .isEqualTo(Map.of(
                                            "PredefinedMetricSpecification",
                                            Map.of("PredefinedMetricType", "ECSServiceAverageCPUUtilization"),
                                            "TargetValue",
                                            "60",
                                            "ScaleOutCooldown",
                                            "60",
                                            "ScaleInCooldown",
                                            "300"));
                        },
                        change("service", "ScaleInCooldown: 300", "ScaleInCooldown: 0"),
                        change("service", "Default: 60", "Default: 90")));
    }

    private static void checkRules(Shipped shipped, Map<String, String> parameters) {
        shipped.stack("service", parameters).evaluator().checkRules();
    }

    private static Map<String, Object> environment(Shipped shipped, String tier) {
        return shipped.stack("service", Map.of("Tier", tier, "ApiUrl", "http://a", "RedisUrl", "redis://r"))
                .pairs("TaskDefinition", CONTAINER + ".Environment");
    }

    private static Object policy(Shipped shipped, Map<String, String> parameters, String role) {
        return shipped.stack("service", parameters).at(role, "Policies[0].PolicyDocument");
    }
}
