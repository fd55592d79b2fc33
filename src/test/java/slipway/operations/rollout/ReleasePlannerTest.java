package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.Cancellation;
import slipway.localcloud.ecr.LocalEcr;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.model.TrafficRefusedException;
import slipway.operations.build.ImagePublisher;
import slipway.operations.traffic.TrafficWriter;
import software.amazon.awssdk.services.ecr.EcrClient;

class ReleasePlannerTest {
    private final ReleasableApi world = new ReleasableApi();
    private final ReleasePlanner planner = new ReleasePlanner(world.cloud, world.time, world.time);

    private ReleasePlan back(List<Integer> shift) {
        return planner.plan(new ReleaseRequest(
                ReleasableApi.DEV,
                Tier.API,
                new ReleaseRequest.Source.Previous(),
                shift,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /** Green serves v2; blue, retired, served v1 before. */
    private void served() {
        world.release(Phase.DONE, false);
        world.colour(Colour.GREEN, "CREATE_COMPLETE", ReleasableApi.V2.image(), 4, 6);
        world.colour(Colour.BLUE, "CREATE_COMPLETE", ReleasableApi.V1.image(), 0, 0);
        world.weights(0, 100);
    }

    private void refused(String words) {
        assertThatThrownBy(() -> back(List.of()))
                .isInstanceOf(TrafficRefusedException.class)
                .hasMessageContaining(words);
    }

    @Test
    void rollback_goesToTheIdleColourWithAsManyTasksAsTheLiveOneHas() {
        served();

        ReleasePlan plan = back(List.of());

        assertThat(plan.kind()).isEqualTo(Release.Kind.ROLLBACK);
        assertThat(plan.colour()).isEqualTo(Colour.BLUE);
        assertThat(plan.version()).isEqualTo(ReleasableApi.V1);
        assertThat(plan.previous()).isEqualTo(ReleasableApi.V2);
        assertThat(plan.tasks()).isEqualTo(4);
        assertThat(plan.publishes()).isFalse();
        assertThat(plan.terms())
                .isEqualTo(new ReleaseTerms(ReleaseTerms.SHIFT, Duration.ofMinutes(3), Duration.ofMinutes(10), true));
    }

    @Test
    void rollback_whenNothingServedBefore_isRefused() {
        assertThatThrownBy(() -> back(List.of()))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("No version of the api is known that served before v1: release one by its tag");
    }

    @Test
    void plan_ofStepsThatFall_isRefusedWithThem() {
        served();

        assertThatThrownBy(() -> back(List.of(50, 25))).hasMessageContaining("Given was 50,25");
    }

    @Test
    void plan_whenBothColoursHaveWeight_isRefused() {
        served();
        world.weights(30, 70);

        refused("Both colours of the api have requests (blue 30, green 70)");
    }

    @Test
    void plan_whileAReleaseIsPausedOrInterrupted_isRefused() {
        world.release(Phase.PAUSED, false);
        refused("is paused: continue, promote or abort it first.");

        world.release(Phase.SHIFTING, false);
        refused("is interrupted: continue, promote or abort it first.");

        world.release(Phase.SHIFTING, true);
        refused("is being shifted: wait for it, or abort it.");
    }

    @Test
    void plan_whenTheIdleColourIsStuck_isRefusedWithTheWayOut() {
        served();
        world.colour(Colour.BLUE, "UPDATE_ROLLBACK_FAILED", ReleasableApi.V1.image(), 0, 0);

        refused("dev-api-blue is UPDATE_ROLLBACK_FAILED");
    }

    @Test
    void plan_ofATagThatNoRegistryTakes_isRefusedBeforeAnythingIsBegun(@TempDir Path folder) {
        assertThatThrownBy(() -> planner.plan(of(folder, "v 3")))
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith("'v 3' is no tag");
    }

    @Test
    void retirement_ofAColourWithRequests_isRefused() {
        assertThatThrownBy(() -> planner.retire(
                        ReleasableApi.DEV, Tier.API, Colour.BLUE, TrafficWriter.here("test"), new Cancellation()))
                .isInstanceOf(TrafficRefusedException.class)
                .hasMessage(
                        "api-blue gets requests (its weight is 100), so it cannot be retired: promote or abort moves"
                                + " them to the other colour first.");
    }

    @Test
    void plan_ofAnEnvironmentThatIsNotThere_isNotFound() {
        assertThatThrownBy(() -> planner.standing(new EnvironmentName("other"), Tier.API))
                .hasMessageContaining("The environment other has no service api-blue: deploy it first.");
    }

    @Test
    void folderUnderATagThatNamesSomethingElse_isRefused(@TempDir Path folder, @TempDir Path state) throws IOException {
        EcrClient ecr = new LocalEcr(Place.LOCAL, world.time, new StateFolder(state));
        ecr.createRepository(request -> request.repositoryName("dev/api"));
        var stocked = new ReleasableApi(ecr);
        Files.writeString(
                folder.resolve("Dockerfile"), "FROM ruby:3.3\nCOPY . /app\nCMD [\"ruby\", \"/app/app.rb\"]\n");
        Files.writeString(folder.resolve("app.rb"), "puts 1\n");
        new ImagePublisher(stocked.fake).publish(folder, "r/dev/api", "v2", new Cancellation(), _ -> {});
        var planner = new ReleasePlanner(stocked.cloud, stocked.time, stocked.time);

        ReleasePlan plan = planner.plan(of(folder, "v2"));

        assertThat(plan.version()).isEqualTo(ReleasableApi.V2);
        assertThat(plan.publishes()).isFalse();

        Files.writeString(folder.resolve("app.rb"), "puts 2\n");

        assertThatThrownBy(() -> planner.plan(of(folder, "v2")))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining(
                        "The repository holds an image v2 already, and " + folder + " holds something else")
                .hasMessageContaining("another tag");
        assertThat(planner.plan(of(folder, "v3")).publishes()).isTrue();
    }

    private static ReleaseRequest of(Path folder, String tag) {
        return new ReleaseRequest(
                ReleasableApi.DEV,
                Tier.API,
                new ReleaseRequest.Source.Folder(folder, Optional.of(tag)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
