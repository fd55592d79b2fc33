package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.GuardReading;
import slipway.model.NextAction;
import slipway.model.NextAction.Kind;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.ReleaseStatus;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.Tier;
import slipway.operations.stacks.StackReader;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

class ReleaseReaderTest {
    private final ReleasableApi world = new ReleasableApi();
    private final ReleaseReader reader = new ReleaseReader(world.cloud, world.time);

    private TierRelease api() {
        return reader.read(ReleasableApi.DEV).tier(Tier.API).orElseThrow();
    }

    private Kind next() {
        return api().next().kind();
    }

    @Test
    void read_of_a_tier_without_a_release_tells_the_live_guard_and_nothing_to_do() {
        ReleaseStatus status = reader.read(ReleasableApi.DEV);

        assertThat(status.environment()).isEqualTo(ReleasableApi.DEV);
        assertThat(status.unread()).isEmpty();
        assertThat(status.readAt()).isEqualTo(world.fake.now());
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
        world.colour(Colour.GREEN, "CREATE_COMPLETE", ReleasableApi.V2.image(), 2, 6);
        world.release(Phase.SHIFTING, true);
        world.guards = StateValue.ALARM;

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
        world.release(Phase.RETURNED, false);

        assertThat(api().guard().map(GuardReading::alarm)).hasValue("dev-api-blue-guard");
    }

    @Test
    void rollbackTo_is_what_served_before_the_live_version() {
        world.release(Phase.DONE, false);
        world.colour(Colour.GREEN, "CREATE_COMPLETE", ReleasableApi.V2.image(), 2, 6);
        world.colour(Colour.BLUE, "CREATE_COMPLETE", ReleasableApi.V1.image(), 0, 0);
        world.weights(0, 100);

        assertThat(api().rollbackTo()).hasValue(ReleasableApi.V1);
        assertThat(api().next()).isEqualTo(NextAction.NONE);
    }

    @Test
    void next_of_two_weighted_colours_finishes_the_move() {
        world.colour(Colour.GREEN, "CREATE_COMPLETE", ReleasableApi.V2.image(), 2, 6);
        world.weights(70, 30);

        assertThat(next()).isEqualTo(Kind.FINISH_MOVE);
        assertThat(api().next().words()).contains("blue 70, green 30");
    }

    @Test
    void next_of_a_live_colour_without_an_image_deploys() {
        world.colour(Colour.BLUE, "CREATE_COMPLETE", "", 0, 0);

        assertThat(next()).isEqualTo(Kind.DEPLOY);
    }

    @Test
    void next_of_a_half_retired_colour_retires_it() {
        world.colour(Colour.GREEN, "CREATE_COMPLETE", ReleasableApi.V2.image(), 2, 0);
        assertThat(api().next().words()).contains("still runs 2 tasks");

        world.colour(Colour.GREEN, "CREATE_COMPLETE", ReleasableApi.V2.image(), 0, 6);
        assertThat(next()).isEqualTo(Kind.RETIRE);

        world.release(Phase.KEEPING, true);
        assertThat(next()).isEqualTo(Kind.NONE);
    }

    @Test
    void next_of_a_stuck_colour_repairs_it() {
        world.colour(Colour.GREEN, "UPDATE_ROLLBACK_FAILED", ReleasableApi.V2.image(), 0, 0);

        NextAction next = api().next();

        assertThat(next.kind()).isEqualTo(Kind.REPAIR);
        assertThat(next.stack()).isEqualTo("dev-api-green");
        assertThat(next.words()).contains("slipway repair dev-api-green");
    }

    @Test
    void next_of_a_colour_that_is_being_updated_waits() {
        world.colour(Colour.GREEN, "UPDATE_IN_PROGRESS", ReleasableApi.V2.image(), 2, 6);

        assertThat(next()).isEqualTo(Kind.NONE);
    }

    @Test
    void next_of_a_release_whose_runner_is_gone_continues_it() {
        world.release(Phase.SHIFTING, false);

        assertThat(api().release().map(Release::isInterrupted)).hasValue(true);
        assertThat(next()).isEqualTo(Kind.CONTINUE);
    }

    @Test
    void next_of_a_paused_release_continues_it() {
        world.release(Phase.PAUSED, false);

        assertThat(next()).isEqualTo(Kind.CONTINUE);
    }

    @Test
    void read_when_releases_are_denied_names_it_and_gives_no_advice() {
        world.colour(Colour.GREEN, "CREATE_COMPLETE", ReleasableApi.V2.image(), 2, 6);
        world.cloud.denied.add("getParameters");
        world.cloud.denied.add("getParameter");

        ReleaseStatus status = reader.read(ReleasableApi.DEV);

        assertThat(status.tier(Tier.API).orElseThrow().next()).isEqualTo(NextAction.NONE);
        assertThat(status.unread()).extracting(Unread::part).contains("the release of the api");
        assertThat(status.unread()).extracting(Unread::failure).allMatch(Failure.Denied.class::isInstance);
    }

    @Test
    void read_when_alarms_are_denied_leaves_the_guard_out() {
        world.cloud.denied.add("describeAlarms");

        ReleaseStatus status = reader.read(ReleasableApi.DEV);

        assertThat(status.tier(Tier.API).orElseThrow().guard()).isEmpty();
        assertThat(status.unread()).extracting(Unread::part).containsExactly("the guard of api-blue");
    }

    @Test
    void probe_headers_choose_the_colour_by_the_word_of_the_traffic_stack() {
        var stacks = new StackReader(world.fake);

        assertThat(ProbeHeaders.read(stacks, ReleasableApi.DEV, Tier.API, Colour.GREEN))
                .containsExactly(Map.entry("X-Api-Colour", "green-word"));
        assertThat(ProbeHeaders.read(stacks, ReleasableApi.DEV, Tier.CLIENT, Colour.BLUE))
                .containsExactly(Map.entry("X-Colour", "blue-word"));
    }

    @Test
    void probe_headers_of_a_traffic_stack_without_the_word_name_the_way_out() {
        world.fake.cloudFormation.remove("dev-traffic");
        world.stack("dev-traffic", "CREATE_COMPLETE", Map.of(), "ApiRuleArn");

        assertThatThrownBy(
                        () -> ProbeHeaders.read(new StackReader(world.fake), ReleasableApi.DEV, Tier.API, Colour.GREEN))
                .isInstanceOfSatisfying(FailureException.class, refused -> {
                    assertThat(refused.failure()).isInstanceOf(Failure.NotFound.class);
                    assertThat(refused.failure().message()).contains("dev-traffic", "ProbeToken", "deploy dev");
                });
    }
}
