package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.ImageVersion;
import slipway.model.NextAction;
import slipway.model.NextAction.Kind;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.model.WayOut;
import slipway.operations.rollout.NextActions.Part;
import slipway.operations.rollout.NextActions.Situation;

class NextActionsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Part LIVE = new Part(true, 100, true, 2, 6);
    private static final Part RETIRED = new Part(true, 0, true, 0, 0);

    private final Map<Colour, Part> parts = new EnumMap<>(Map.of(Colour.BLUE, LIVE, Colour.GREEN, RETIRED));
    private final List<WayOut> stuck = new ArrayList<>();
    private Optional<Release> release = Optional.empty();
    private boolean busy;

    private NextAction next() {
        return NextActions.of(new Situation(new EnvironmentName("dev"), Tier.API, parts, release, stuck, busy));
    }

    private static Release release(Phase phase, boolean underWay, int... moved) {
        var terms = new ReleaseTerms(List.of(30, 60), Duration.ofMinutes(3), Duration.ofMinutes(10), true);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < terms.shift().size(); i++) {
            steps.add(new Step(
                    terms.shift().get(i),
                    i < moved.length ? Optional.of(NOON) : Optional.empty(),
                    i < moved.length && phase == Phase.PAUSED ? Optional.of(NOON) : Optional.empty(),
                    60));
        }
        return new Release(
                "1",
                Tier.API,
                Release.Kind.RELEASE,
                Colour.GREEN,
                new ImageVersion("r/dev/api:v2", "v2"),
                new ImageVersion("r/dev/api:v1", "v1"),
                terms,
                steps,
                phase,
                "kim@desk, command line",
                underWay,
                NOON,
                NOON,
                Optional.empty(),
                "",
                0,
                0);
    }

    private static WayOut way(String status, WayOut.Kind kind) {
        return new WayOut("dev-api-green", status, "", kind, List.of(), kind == WayOut.Kind.WAIT, "Its update failed.");
    }

    private void bothWeighted() {
        parts.put(Colour.BLUE, new Part(true, 70, true, 2, 6));
        parts.put(Colour.GREEN, new Part(true, 30, true, 2, 6));
    }

    @Test
    void of_a_tier_as_it_should_be_is_nothing() {
        assertThat(next()).isEqualTo(NextAction.NONE);
    }

    @Test
    void of_two_weighted_colours_is_to_finish_the_move() {
        bothWeighted();

        assertThat(next())
                .isEqualTo(new NextAction(
                        Kind.FINISH_MOVE,
                        "Both colours of the api have requests (blue 70, green 30), and no release is on: promote one,"
                                + " or abort the move.",
                        ""));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"DONE", "RETURNED", "FAILED"})
    void of_two_weighted_colours_after_a_release_is_to_finish_the_move(Phase over) {
        bothWeighted();
        release = Optional.of(release(over, false, 30, 60));

        assertThat(next().kind()).isEqualTo(Kind.FINISH_MOVE);
    }

    @Test
    void of_a_release_under_way_is_nothing_whatever_weights_there_are() {
        bothWeighted();
        release = Optional.of(release(Phase.SHIFTING, true, 30));

        assertThat(next()).isEqualTo(NextAction.NONE);
    }

    @Test
    void of_a_live_colour_without_an_image_is_to_deploy() {
        parts.put(Colour.BLUE, new Part(true, 100, false, 0, 0));

        assertThat(next())
                .isEqualTo(new NextAction(
                        Kind.DEPLOY,
                        "api-blue has all requests of the api and no image, so nobody answers them: deploy dev, or"
                                + " release a version of the api.",
                        ""));
    }

    @Test
    void of_a_live_colour_without_a_stack_is_to_deploy_which_alone_makes_one() {
        parts.put(Colour.BLUE, new Part(false, 100, false, 0, 0));

        assertThat(next().kind()).isEqualTo(Kind.DEPLOY);
        assertThat(next().words())
                .isEqualTo(
                        "api-blue has all requests of the api and no stack, so nobody answers" + " them: deploy dev.");
    }

    @Test
    void of_a_live_colour_without_an_image_while_it_is_deployed_is_nothing() {
        parts.put(Colour.BLUE, new Part(true, 100, false, 0, 0));
        busy = true;

        assertThat(next()).isEqualTo(NextAction.NONE);
    }

    @Test
    void of_two_weighted_colours_one_of_which_has_an_image_is_to_finish_the_move() {
        bothWeighted();
        parts.put(Colour.GREEN, new Part(true, 30, false, 0, 0));

        assertThat(next().kind()).isEqualTo(Kind.FINISH_MOVE);
    }

    @Test
    void of_an_idle_colour_with_tasks_is_to_retire_it() {
        parts.put(Colour.GREEN, new Part(true, 0, true, 2, 6));

        assertThat(next())
                .isEqualTo(new NextAction(
                        Kind.RETIRE,
                        "api-green has no requests and still runs 2 tasks, and no release is about to retire it:"
                                + " retire it, or give it requests again.",
                        ""));
    }

    @Test
    void of_an_idle_colour_that_may_still_scale_is_to_retire_it() {
        parts.put(Colour.GREEN, new Part(true, 0, true, 0, 6));

        assertThat(next().kind()).isEqualTo(Kind.RETIRE);
        assertThat(next().words()).contains("may still be scaled to 6 tasks");
    }

    @Test
    void of_an_idle_colour_that_keeps_a_task_though_its_bounds_are_gone_is_to_retire_it() {
        parts.put(Colour.GREEN, new Part(true, 0, true, 1, 0));

        assertThat(next().kind()).isEqualTo(Kind.RETIRE);
        assertThat(next().words()).contains("still runs 1 task,");
    }

    @Test
    void of_an_idle_colour_that_a_release_keeps_is_nothing() {
        parts.put(Colour.BLUE, new Part(true, 0, true, 2, 6));
        parts.put(Colour.GREEN, LIVE);
        release = Optional.of(release(Phase.KEEPING, true, 30, 60));

        assertThat(next()).isEqualTo(NextAction.NONE);
    }

    @Test
    void of_an_idle_colour_that_is_being_changed_is_nothing() {
        parts.put(Colour.GREEN, new Part(true, 0, true, 2, 6));
        busy = true;

        assertThat(next()).isEqualTo(NextAction.NONE);
    }

    @Test
    void of_an_idle_colour_without_a_stack_is_nothing() {
        parts.put(Colour.GREEN, new Part(false, 0, false, 0, 0));

        assertThat(next()).isEqualTo(NextAction.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"PUBLISHING", "ROLLING", "TESTING", "SHIFTING", "KEEPING", "RETIRING", "RETURNING"})
    void of_an_interrupted_release_is_to_continue_it(Phase phase) {
        release = Optional.of(release(phase, false));

        assertThat(next().kind()).isEqualTo(Kind.CONTINUE);
        assertThat(next().words())
                .startsWith(
                        "The release v2 of api by kim@desk, command line was interrupted while it was " + phase.words())
                .containsPattern(": continue.* it\\.$");
    }

    @Test
    void of_an_interrupted_shift_tells_how_far_it_came_and_all_that_can_be_done() {
        bothWeighted();
        release = Optional.of(release(Phase.SHIFTING, false, 30));

        assertThat(next().words()).endsWith("being shifted, at 30 %: continue, promote or abort it.");
    }

    @Test
    void of_an_interrupted_return_is_only_to_continue_it() {
        release = Optional.of(release(Phase.RETURNING, false, 30));

        assertThat(next().words()).endsWith("going back: continue it.");
    }

    @Test
    void of_a_paused_release_is_to_continue_it() {
        bothWeighted();
        release = Optional.of(release(Phase.PAUSED, false, 30));

        assertThat(next())
                .isEqualTo(new NextAction(
                        Kind.CONTINUE, "The release v2 of api is paused at 30 %: continue, promote or abort it.", ""));
    }

    @Test
    void of_a_release_that_paused_before_its_first_step_says_so() {
        release = Optional.of(release(Phase.PAUSED, false));

        assertThat(next().words())
                .isEqualTo(
                        "The release v2 of api is paused before its first step: continue," + " promote or abort it.");
    }

    @Test
    void of_a_release_at_the_end_of_its_steps_offers_what_is_left() {
        bothWeighted();
        release = Optional.of(release(Phase.PAUSED, false, 30, 60));

        assertThat(next().kind()).isEqualTo(Kind.CONTINUE);
        assertThat(next().words()).isEqualTo("The release v2 of api is paused at 60 %: promote or abort it.");
    }

    @Test
    void of_a_stuck_stack_is_to_repair_it_before_anything_else() {
        bothWeighted();
        release = Optional.of(release(Phase.PAUSED, false, 30));
        stuck.add(way("UPDATE_ROLLBACK_FAILED", WayOut.Kind.CONTINUE_ROLLBACK));

        assertThat(next())
                .isEqualTo(new NextAction(
                        Kind.REPAIR,
                        "dev-api-green is UPDATE_ROLLBACK_FAILED. Its update failed. The way out: slipway repair"
                                + " dev-api-green.",
                        "dev-api-green"));
    }

    @Test
    void of_a_stack_that_is_to_be_created_again_names_the_deployment_too() {
        stuck.add(way("ROLLBACK_FAILED", WayOut.Kind.RECREATE));

        assertThat(next().words()).endsWith("slipway repair dev-api-green, and then slipway deploy.");
    }

    @Test
    void of_a_stack_that_somebody_works_on_is_nothing() {
        stuck.add(way("UPDATE_IN_PROGRESS", WayOut.Kind.WAIT));
        assertThat(next()).isEqualTo(NextAction.NONE);

        stuck.add(way("UPDATE_ROLLBACK_FAILED", WayOut.Kind.CONTINUE_ROLLBACK));
        busy = true;
        assertThat(next()).isEqualTo(NextAction.NONE);
    }
}
