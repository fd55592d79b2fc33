package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.GuardReading;
import slipway.model.ImageVersion;
import slipway.model.NextAction;
import slipway.model.NextAction.Kind;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.ReleaseStatus;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord.Runner;
import slipway.operations.FakeCloud;
import slipway.operations.WatchedCloud;
import slipway.operations.stacks.StackReader;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** The api of an environment whose blue has everything, unless a test says otherwise. */
class ReleaseReaderTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final ImageVersion V1 = version("v1");
    private static final ImageVersion V2 = version("v2");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final FakeCloud fake = new FakeCloud();
    private final WatchedCloud cloud = new WatchedCloud(fake);
    private final ManualTimer time = new ManualTimer(NOON);
    private final ReleaseReader reader = new ReleaseReader(cloud, time);
    private final ReleaseLedger ledger = new ReleaseLedger(fake, time, DEV, Tier.API);
    private StateValue guards = StateValue.OK;

    private static ImageVersion version(String tag) {
        return new ImageVersion("r/dev/api:" + tag, tag);
    }

    @BeforeEach
    void environment() {
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

    private void stack(String name, String status, Map<String, String> parameters, String... outputs) {
        fake.cloudFormation.given(
                name,
                status,
                "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\nOutputs:\n"
                        + Arrays.stream(outputs)
                                .map(output -> "  " + output + ":\n    Value: x\n")
                                .collect(Collectors.joining()),
                parameters);
    }

    private void colour(Colour colour, String status, String image, int desired, int most) {
        String name = "dev-api-" + colour.label();
        fake.cloudFormation.remove(name);
        stack(name, status, Map.of("Image", image, "MaxCapacity", String.valueOf(most)), "GuardAlarmName");
        fake.services.put(
                name,
                Service.builder()
                        .serviceName(name)
                        .status("ACTIVE")
                        .desiredCount(desired)
                        .build());
    }

    private void weights(int blue, int green) {
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
    private void release(Phase phase, boolean underWay) {
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

    private TierRelease api() {
        return reader.read(DEV).tier(Tier.API).orElseThrow();
    }

    private Kind next() {
        return api().next().kind();
    }

    @Test
    void read_of_a_tier_without_a_release_tells_the_live_guard_and_nothing_to_do() {
        ReleaseStatus status = reader.read(DEV);

        assertThat(status.environment()).isEqualTo(DEV);
        assertThat(status.unread()).isEmpty();
        assertThat(status.readAt()).isEqualTo(fake.now());
        assertThat(status.tiers()).singleElement().satisfies(api -> {
            assertThat(api.tier()).isEqualTo(Tier.API);
            assertThat(api.release()).isEmpty();
            assertThat(api.guard().map(GuardReading::alarm)).hasValue("dev-api-blue-guard");
            assertThat(api.rollbackTo()).isEmpty();
            assertThat(api.next()).isEqualTo(NextAction.NONE);
        });
    }

    @Test
    void read_of_no_environment_has_no_tiers() {
        assertThat(reader.read(new EnvironmentName("other")).tiers()).isEmpty();
    }

    @Test
    void read_of_a_release_on_its_way_tells_the_guard_of_its_colour() {
        colour(Colour.GREEN, "CREATE_COMPLETE", V2.image(), 2, 6);
        release(Phase.SHIFTING, true);
        guards = StateValue.ALARM;

        TierRelease api = api();

        assertThat(api.release().map(Release::phase)).hasValue(Phase.SHIFTING);
        assertThat(api.release().map(Release::underWay)).hasValue(true);
        assertThat(api.guard()).hasValueSatisfying(guard -> {
            assertThat(guard.alarm()).isEqualTo("dev-api-green-guard");
            assertThat(guard.firing()).isTrue();
        });
        assertThat(api.next()).isEqualTo(NextAction.NONE);
    }

    @Test
    void read_after_a_return_tells_the_guard_of_the_live_colour_again() {
        release(Phase.RETURNED, false);

        assertThat(api().guard().map(GuardReading::alarm)).hasValue("dev-api-blue-guard");
    }

    @Test
    void rollbackTo_is_what_served_before_the_live_version() {
        release(Phase.DONE, false);
        colour(Colour.GREEN, "CREATE_COMPLETE", V2.image(), 2, 6);
        colour(Colour.BLUE, "CREATE_COMPLETE", V1.image(), 0, 0);
        weights(0, 100);

        assertThat(api().rollbackTo()).hasValue(V1);
        assertThat(api().next()).isEqualTo(NextAction.NONE);
    }

    @Test
    void next_of_two_weighted_colours_finishes_the_move() {
        colour(Colour.GREEN, "CREATE_COMPLETE", V2.image(), 2, 6);
        weights(70, 30);

        assertThat(next()).isEqualTo(Kind.FINISH_MOVE);
        assertThat(api().next().words()).contains("blue 70, green 30");
    }

    @Test
    void next_of_a_live_colour_without_an_image_deploys() {
        colour(Colour.BLUE, "CREATE_COMPLETE", "", 0, 0);

        assertThat(next()).isEqualTo(Kind.DEPLOY);
    }

    @Test
    void next_of_a_half_retired_colour_retires_it() {
        colour(Colour.GREEN, "CREATE_COMPLETE", V2.image(), 2, 0);
        assertThat(api().next().words()).contains("still runs 2 tasks");

        colour(Colour.GREEN, "CREATE_COMPLETE", V2.image(), 0, 6);
        assertThat(next()).isEqualTo(Kind.RETIRE);

        release(Phase.KEEPING, true);
        assertThat(next()).isEqualTo(Kind.NONE);
    }

    @Test
    void next_of_a_stuck_colour_repairs_it() {
        colour(Colour.GREEN, "UPDATE_ROLLBACK_FAILED", V2.image(), 0, 0);

        NextAction next = api().next();

        assertThat(next.kind()).isEqualTo(Kind.REPAIR);
        assertThat(next.stack()).isEqualTo("dev-api-green");
        assertThat(next.words()).contains("slipway repair dev-api-green");
    }

    @Test
    void next_of_a_colour_that_is_being_updated_waits() {
        colour(Colour.GREEN, "UPDATE_IN_PROGRESS", V2.image(), 2, 6);

        assertThat(next()).isEqualTo(Kind.NONE);
    }

    @Test
    void next_of_a_release_whose_runner_is_gone_continues_it() {
        release(Phase.SHIFTING, false);

        assertThat(api().release().map(Release::isInterrupted)).hasValue(true);
        assertThat(next()).isEqualTo(Kind.CONTINUE);
    }

    @Test
    void next_of_a_paused_release_continues_it() {
        release(Phase.PAUSED, false);

        assertThat(next()).isEqualTo(Kind.CONTINUE);
    }

    @Test
    void read_when_releases_are_denied_names_it_and_gives_no_advice() {
        colour(Colour.GREEN, "CREATE_COMPLETE", V2.image(), 2, 6);
        cloud.denied.add("getParameters");
        cloud.denied.add("getParameter");

        ReleaseStatus status = reader.read(DEV);

        assertThat(status.tier(Tier.API).orElseThrow().next()).isEqualTo(NextAction.NONE);
        assertThat(status.unread()).extracting(Unread::part).contains("the release of the api");
        assertThat(status.unread()).extracting(Unread::failure).allMatch(Failure.Denied.class::isInstance);
    }

    @Test
    void read_when_alarms_are_denied_leaves_the_guard_out() {
        cloud.denied.add("describeAlarms");

        ReleaseStatus status = reader.read(DEV);

        assertThat(status.tier(Tier.API).orElseThrow().guard()).isEmpty();
        assertThat(status.unread()).extracting(Unread::part).containsExactly("the guard of api-blue");
    }

    @Test
    void probe_headers_choose_the_colour_by_the_word_of_the_traffic_stack() {
        var stacks = new StackReader(fake);

        assertThat(ProbeHeaders.read(stacks, DEV, Tier.API, Colour.GREEN))
                .containsExactly(Map.entry("X-Api-Colour", "green-word"));
        assertThat(ProbeHeaders.read(stacks, DEV, Tier.CLIENT, Colour.BLUE))
                .containsExactly(Map.entry("X-Colour", "blue-word"));
    }

    @Test
    void probe_headers_of_a_traffic_stack_without_the_word_name_the_way_out() {
        fake.cloudFormation.remove("dev-traffic");
        stack("dev-traffic", "CREATE_COMPLETE", Map.of(), "ApiRuleArn");

        assertThatThrownBy(() -> ProbeHeaders.read(new StackReader(fake), DEV, Tier.API, Colour.GREEN))
                .isInstanceOfSatisfying(FailureException.class, refused -> {
                    assertThat(refused.failure()).isInstanceOf(Failure.NotFound.class);
                    assertThat(refused.failure().message()).contains("dev-traffic", "ProbeToken", "deploy dev");
                });
    }
}
