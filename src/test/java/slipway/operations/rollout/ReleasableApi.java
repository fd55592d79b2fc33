package slipway.operations.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.async.ManualTimer;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.ImageVersion;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord.Runner;
import slipway.operations.FakeCloud;
import slipway.operations.WatchedCloud;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** The api of an environment whose blue has everything, unless a test says otherwise. */
final class ReleasableApi {
    static final EnvironmentName DEV = new EnvironmentName("dev");
    static final ImageVersion V1 = version("v1");
    static final ImageVersion V2 = version("v2");
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final FakeCloud fake;
    final WatchedCloud cloud;
    final ManualTimer time = new ManualTimer(NOON);
    /** What both guards say. */
    StateValue guards = StateValue.OK;

    private final ReleaseLedger ledger;
    private final Map<String, String> registry;

    private static ImageVersion version(String tag) {
        return new ImageVersion("r/dev/api:" + tag, tag);
    }

    ReleasableApi() {
        this(new FakeCloud(), Map.of());
    }

    /** @param images whose repository {@code dev/api} the api's images are in */
    ReleasableApi(EcrClient images) {
        this(new FakeCloud(new Target.Local(), images), Map.of("RepositoryUri", "r/dev/api"));
    }

    private ReleasableApi(FakeCloud fake, Map<String, String> registry) {
        this.fake = fake;
        this.cloud = new WatchedCloud(fake);
        this.ledger = new ReleaseLedger(fake, time, DEV, Tier.API);
        this.registry = registry;
        fake.cloudFormation.outputs = name -> Optional.ofNullable(Map.of(
                        "dev-platform.ClusterName", "dev",
                        "dev-platform.ApiBlueTargetGroupArn", "blue",
                        "dev-platform.ApiGreenTargetGroupArn", "green",
                        "dev-traffic.ApiRuleArn", "rule",
                        "dev-traffic.ProbeToken", "word",
                        "dev-api-blue.GuardAlarmName", "dev-api-blue-guard",
                        "dev-api-green.GuardAlarmName", "dev-api-green-guard")
                .get(name));
        stack(
                "dev-platform",
                "CREATE_COMPLETE",
                Map.of(),
                "ClusterName",
                "ApiBlueTargetGroupArn",
                "ApiGreenTargetGroupArn");
        stack("dev-traffic", "CREATE_COMPLETE", Map.of(), "ApiRuleArn", "ProbeToken");
        colour(Colour.BLUE, "CREATE_COMPLETE", V1.image(), 2, 6);
        colour(Colour.GREEN, "CREATE_COMPLETE", "", 0, 0);
        weights(100, 0);
        fake.cloudWatch = Optional.of(new Alarms());
    }

    /** Both guards, without parts. */
    private final class Alarms implements CloudWatchClient {
        @Override
        public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
            return DescribeAlarmsResponse.builder()
                    .compositeAlarms(request.alarmNames().stream()
                            .filter(name -> name.endsWith("-guard"))
                            .map(name -> CompositeAlarm.builder()
                                    .alarmName(name)
                                    .alarmRule("FALSE")
                                    .stateValue(guards)
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    void stack(String name, String status, Map<String, String> parameters, String... outputs) {
        fake.cloudFormation.given(
                name,
                status,
                "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\nOutputs:\n"
                        + Arrays.stream(outputs)
                                .map(output -> "  " + output + ":\n    Value: x\n")
                                .collect(Collectors.joining()),
                parameters);
    }

    void colour(Colour colour, String status, String image, int desired, int most) {
        String name = "dev-api-" + colour.label();
        fake.cloudFormation.remove(name);
        Map<String, String> parameters = new HashMap<>(registry);
        parameters.put("Image", image);
        parameters.put("MaxCapacity", String.valueOf(most));
        stack(name, status, parameters, "GuardAlarmName");
        fake.services.put(
                name,
                Service.builder()
                        .serviceName(name)
                        .status("ACTIVE")
                        .desiredCount(desired)
                        .build());
    }

    void weights(int blue, int green) {
        ForwardActionConfig forward = ForwardActionConfig.builder()
                .targetGroups(tuple("blue", blue), tuple("green", green))
                .build();
        Action action = Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(forward)
                .build();
        fake.rules.put("rule", Rule.builder().ruleArn("rule").actions(action).build());
    }

    private static TargetGroupTuple tuple(String group, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
    }

    /** A release of v2 to green, by a process that is gone, or by this one. */
    void release(Phase phase, boolean underWay) {
        var release = new Release(
                "r1",
                Tier.API,
                Release.Kind.RELEASE,
                Colour.GREEN,
                V2,
                V1,
                new ReleaseTerms(List.of(100), Duration.ofMinutes(3), Duration.ofMinutes(10), true),
                List.of(new Step(100, Optional.of(NOON), Optional.empty(), 0)),
                phase,
                "kim@desk, command line",
                underWay,
                NOON,
                NOON,
                Optional.empty(),
                "",
                0,
                0);
        Runner runner = DeploymentLedger.thisProcess();
        ledger.write(new ReleaseLedger.Entry(release, List.of(V2, V1), runner, underWay));
        if (underWay) {
            DeploymentLedger.works("r1");
        } else {
            DeploymentLedger.leaves("r1");
        }
    }
}
