package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.AdvancingTimer;
import slipway.async.Cancellation;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.localcloud.ecr.LocalEcr;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.EnvironmentName;
import slipway.operations.FakeCloud;
import slipway.operations.MortalCloud;
import slipway.operations.build.ImagePublisher;
import slipway.operations.build.SourceVersion;
import slipway.operations.probe.HttpProbe.Answer;

/**
 * Whoever deploys, previews or deletes is killed at each of its calls in turn, before the call or after it was sent: done again
 * it comes to its end, and nothing is left over or there twice.
 */
class KilledRunnerTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final String REGISTRY = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/";
    private static final long NO_PROCESS = 1L << 40;

    @TempDir
    Path folder;

    /** One environment, with its registry. */
    private final class World {
        final AdvancingTimer timer = new AdvancingTimer();
        final LocalEcr ecr;
        final FakeCloud cloud;

        World() throws IOException {
            ecr = new LocalEcr(Place.LOCAL, timer, new StateFolder(Files.createTempDirectory(folder, "state")));
            for (String tier : List.of("client", "api")) {
                Path application =
                        Files.createDirectories(folder.resolve("apps").resolve(tier));
                Files.writeString(application.resolve("Dockerfile"), "FROM debian\nCOPY . .\nCMD [\"run\"]\n");
                ecr.createRepository(request -> request.repositoryName("dev/" + tier));
            }
            cloud = new FakeCloud(new Target.Local(), ecr);
            cloud.cloudFormation.outputs = name -> switch (name) {
                case "dev-delivery.ClientRepositoryUri" -> Optional.of(REGISTRY + "dev/client");
                case "dev-delivery.ApiRepositoryUri" -> Optional.of(REGISTRY + "dev/api");
                default -> Optional.empty();
            };
        }

        EnvironmentDeployer deployer(Cloud target) {
            return new EnvironmentDeployer(
                    target,
                    timer,
                    timer,
                    url -> Optional.of(new Answer(200, "")),
                    new ImagePublisher(target),
                    new SourceVersion());
        }

        /** Does it with a process that dies at the given call; answers how many calls there were. */
        int killed(Consumer<EnvironmentDeployer> deed, int last, boolean sent) {
            var mortal = new MortalCloud(cloud, last, sent);
            try {
                deed.accept(deployer(mortal.cloud()));
            } catch (MortalCloud.Killed | IllegalStateException dead) {
                assertThat(mortal.calls()).isGreaterThanOrEqualTo(last);
            }
            // The test outlives the process: what it wrote down is taken for another's.
            String pid = "\"pid\":" + ProcessHandle.current().pid();
            cloud.parameters.replaceAll((name, value) -> value.replace(pid, "\"pid\":" + NO_PROCESS));
            cloud.cloudFormation.renameChangeSets("-" + ProcessHandle.current().pid() + "-", "-" + NO_PROCESS + "-");
            return mortal.calls();
        }

        void everythingIsThereOnce(int last) {
            assertThat(cloud.cloudFormation.writes.stream().filter(write -> write.startsWith("create ")))
                    .as("killed at call " + last)
                    .hasSize(10)
                    .doesNotHaveDuplicates();
            assertThat(cloud.cloudFormation.statuses())
                    .hasSize(10)
                    .allSatisfy((stack, status) -> assertThat(status).isEqualTo("CREATE_COMPLETE"));
            assertThat(cloud.cloudFormation.changeSetCount()).isZero();
            assertThat(cloud.parameters).isEmpty();
            for (String tier : List.of("client", "api")) {
                assertThat(ecr.listImages(request -> request.repositoryName("dev/" + tier))
                                .imageIds())
                        .hasSize(1);
            }
        }
    }

    /** A dozen calls, all over the run, stand for all; an odd stride, so that every other kill comes after the call was sent. */
    private static int stride(int calls) {
        return Math.max(1, calls / 12) | 1;
    }

    private DeployProgress deploy(EnvironmentDeployer deployer) {
        return deployer.deploy(
                deployer.plan(new DeployRequest(DEV, Map.of(), folder.resolve("apps"), Optional.empty())),
                progress -> {},
                new Cancellation());
    }

    private void preview(EnvironmentDeployer deployer) {
        var request =
                new DeployRequest(DEV, Map.of("LogRetentionDays", "30"), folder.resolve("apps"), Optional.empty());
        deployer.preview(deployer.plan(request));
    }

    private static DeployProgress erase(EnvironmentDeployer deployer) {
        return deployer.delete(DEV, true, progress -> {}, new Cancellation());
    }

    @Test
    void deploy_whenKilledAtAnyCall_isCompletedByTheNext() throws IOException {
        int calls = new World().killed(this::deploy, Integer.MAX_VALUE, false);
        for (int last = 1; last <= calls; last += stride(calls)) {
            var world = new World();
            world.killed(this::deploy, last, last % 2 == 0);
            assertThat(deploy(world.deployer(world.cloud)).phase()).isEqualTo(Phase.SUCCEEDED);
            world.everythingIsThereOnce(last);
        }
    }

    @Test
    void deploy_whenKilledAgainAndAgain_isCompletedInTheEnd() throws IOException {
        var world = new World();
        for (int last = 61; world.killed(this::deploy, last, last % 2 == 0) >= last; last += 61) {
            assertThat(last).isLessThan(2_000);
        }
        world.everythingIsThereOnce(0);
    }

    @Test
    void preview_whenKilledAtAnyCall_leavesNoChangeSetAfterTheNext() throws IOException {
        var world = new World();
        deploy(world.deployer(world.cloud));
        int calls = world.killed(this::preview, Integer.MAX_VALUE, false);
        for (int last = 1; last <= calls; last += stride(calls)) {
            world.killed(this::preview, last, last % 2 == 0);
            preview(world.deployer(world.cloud));
            world.everythingIsThereOnce(last);
        }
    }

    @Test
    void preview_whenKilled_leavesNoChangeSetAfterADeployment() throws IOException {
        var world = new World();
        deploy(world.deployer(world.cloud));
        int last = 1;
        while (world.cloud.cloudFormation.changeSetCount() == 0) {
            world.killed(this::preview, last++, true);
        }

        deploy(world.deployer(world.cloud));

        world.everythingIsThereOnce(last);
    }

    @Test
    void delete_whenKilledAtAnyCall_isCompletedByTheNext() throws IOException {
        var first = new World();
        deploy(first.deployer(first.cloud));
        int calls = first.killed(KilledRunnerTest::erase, Integer.MAX_VALUE, false);
        for (int last = 1; last <= calls; last += stride(calls)) {
            var world = new World();
            deploy(world.deployer(world.cloud));
            world.killed(KilledRunnerTest::erase, last, last % 2 == 0);
            assertThat(erase(world.deployer(world.cloud)).phase()).isEqualTo(Phase.SUCCEEDED);
            assertThat(world.cloud.cloudFormation.statuses())
                    .as("killed at " + last)
                    .isEmpty();
            assertThat(world.cloud.parameters).isEmpty();
        }
    }

    @Test
    void deploy_whenADeletionWasKilledAtAnyCall_bringsEverythingBack() throws IOException {
        var first = new World();
        deploy(first.deployer(first.cloud));
        int calls = first.killed(KilledRunnerTest::erase, Integer.MAX_VALUE, false);
        for (int last = 1; last <= calls; last += stride(calls)) {
            var world = new World();
            deploy(world.deployer(world.cloud));
            world.killed(KilledRunnerTest::erase, last, last % 2 == 0);
            assertThat(deploy(world.deployer(world.cloud)).phase()).isEqualTo(Phase.SUCCEEDED);
            assertThat(world.cloud.cloudFormation.statuses())
                    .as("killed at " + last)
                    .hasSize(10)
                    .allSatisfy((stack, status) -> assertThat(status).isEqualTo("CREATE_COMPLETE"));
        }
    }
}
