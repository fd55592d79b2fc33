package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.AdvancingTimer;
import slipway.async.Cancellation;
import slipway.cloud.Target;
import slipway.localcloud.ecr.LocalEcr;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;
import slipway.model.ResourceState;
import slipway.model.StackPlan;
import slipway.model.StackPlan.Action;
import slipway.model.WrongUsageException;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord;
import slipway.operations.FakeCloud;
import slipway.operations.build.ImagePublisher;
import slipway.operations.build.SourceVersion;
import slipway.operations.probe.HttpProbe.Answer;
import software.amazon.awssdk.services.ecr.EcrClient;

class EnvironmentDeployerTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final String REGISTRY = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/";

    @TempDir
    Path folder;

    private final AdvancingTimer timer = new AdvancingTimer();
    private final List<DeployProgress> seen = new ArrayList<>();
    private FakeCloud cloud = new FakeCloud(new Target.Local(), new NoEcr());
    private Optional<Answer> answer = Optional.of(new Answer(200, "Last sum was: 0"));

    private static final class NoEcr implements EcrClient {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void makeFoldersAndRepositories() throws IOException {
        var ecr = new LocalEcr(Place.LOCAL, timer, new StateFolder(folder.resolve("state")));
        for (String tier : List.of("client", "api")) {
            Path application = Files.createDirectories(folder.resolve("apps").resolve(tier));
            Files.writeString(
                    application.resolve("Dockerfile"),
                    "FROM debian\nRUN make\nWORKDIR /app\nCOPY . .\nCMD [\"run\", \"" + tier + "\"]\n");
            Files.writeString(application.resolve("app.rb"), "puts '" + tier + "'\n");
            ecr.createRepository(request -> request.repositoryName("dev/" + tier));
        }
        cloud = new FakeCloud(new Target.Local(), ecr);
        cloud.cloudFormation.outputs = EnvironmentDeployerTest::output;
    }

    private static Optional<String> output(String name) {
        return switch (name) {
            case "dev-delivery.ClientRepositoryUri" -> Optional.of(REGISTRY + "dev/client");
            case "dev-delivery.ApiRepositoryUri" -> Optional.of(REGISTRY + "dev/api");
            case "dev-platform.ClientUrl" -> Optional.of("http://localhost:7777");
            default -> Optional.empty();
        };
    }

    private EnvironmentDeployer deployer() {
        return new EnvironmentDeployer(
                cloud, timer, timer, url -> answer, new ImagePublisher(cloud), new SourceVersion());
    }

    private DeployPlan plan(Map<String, String> parameters) {
        return deployer().plan(new DeployRequest(DEV, parameters, folder.resolve("apps"), Optional.empty()));
    }

    private DeployProgress deploy() {
        return deploy(Map.of());
    }

    private DeployProgress deploy(Map<String, String> parameters) {
        return deployer().deploy(plan(parameters), seen::add, new Cancellation());
    }

    private Map<String, String> sent(String stack) {
        return cloud.cloudFormation.sent.getOrDefault(stack, Map.of());
    }

    private List<String> writes() {
        return cloud.cloudFormation.writes;
    }

    @Test
    void plan_whenNothingIsThere_createsTenStacksInTheOrderOfTheirOutputs() {
        DeployPlan plan = plan(Map.of());

        assertThat(plan.stacks())
                .hasSize(10)
                .allSatisfy(stack -> assertThat(stack.action()).isEqualTo(Action.CREATE));
        assertThat(waitsFor(plan, "dev-network")).isEmpty();
        assertThat(waitsFor(plan, "dev-platform")).containsExactlyInAnyOrder("dev-network");
        assertThat(waitsFor(plan, "dev-data")).containsExactlyInAnyOrder("dev-network", "dev-platform");
        assertThat(waitsFor(plan, "dev-traffic")).containsExactlyInAnyOrder("dev-platform");
        assertThat(waitsFor(plan, "dev-delivery")).containsExactlyInAnyOrder("dev-traffic");
        assertThat(waitsFor(plan, "dev-client-blue"))
                .containsExactlyInAnyOrder("dev-network", "dev-platform", "dev-delivery");
        assertThat(waitsFor(plan, "dev-api-green"))
                .containsExactlyInAnyOrder("dev-network", "dev-platform", "dev-delivery", "dev-data");
        assertThat(waitsFor(plan, "dev-monitoring"))
                .contains("dev-data", "dev-client-blue", "dev-client-green", "dev-api-blue", "dev-api-green");
        assertThat(writes()).isEmpty();
        assertThat(cloud.parameters).isEmpty();
    }

    private static List<String> waitsFor(DeployPlan plan, String name) {
        return plan.stacks().stream()
                .filter(stack -> stack.name().equals(name))
                .map(StackPlan::waitsFor)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void plan_whenAParameterIsUnknown_isRefusedByName() {
        assertThatThrownBy(() -> plan(Map.of("Colur", "x")))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageStartingWith("No template has a parameter Colur. There are: AccessLogs, ");
    }

    @Test
    void plan_whenAParameterIsFedByAStack_isRefused() {
        assertThatThrownBy(() -> plan(Map.of("VpcId", "vpc-1")))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining("Parameter VpcId of platform is not chosen: the deployment fills it in.");
    }

    @Test
    void plan_whenAValueIsNotAllowed_isRefusedWithFileAndLine() {
        assertThatThrownBy(() -> plan(Map.of("Profile", "cheap")))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageMatching("stacks/network\\.yaml:\\d+:3: parameter Profile: 'cheap' is refused: .*");
    }

    @Test
    void deploy_whenNothingIsThere_succeedsWithTheAddressAndForgetsTheRun() {
        DeployProgress end = deploy();

        assertThat(end.failure()).isEmpty();
        assertThat(end.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(end.url()).contains("http://localhost:7777");
        assertThat(end.stacks()).allSatisfy(stack -> assertThat(stack.state()).isEqualTo(ResourceState.COMPLETE));
        assertThat(cloud.parameters).isEmpty();
    }

    @Test
    void deploy_whenNothingIsThere_startsEachStackAfterThoseItWaitsFor() {
        deploy();

        assertThat(writes()).hasSize(10);
        assertThat(writes())
                .containsSubsequence(
                        "create dev-network",
                        "create dev-platform",
                        "create dev-traffic",
                        "create dev-delivery",
                        "create dev-client-green",
                        "create dev-monitoring");
        assertThat(writes())
                .containsSubsequence(
                        "create dev-platform", "create dev-data", "create dev-api-blue", "create dev-monitoring");
    }

    @Test
    void deploy_whenNothingIsThere_activatesBlueAndLeavesGreenEmpty() {
        deploy();

        assertThat(sent("dev-api-blue"))
                .containsEntry("DesiredCount", "2")
                .containsEntry("MinCapacity", "2")
                .containsEntry("MaxCapacity", "6")
                .containsEntry("RedisUrl", "dev-data.RedisUrl")
                .containsEntry("TargetGroupArn", "dev-platform.ApiBlueTargetGroupArn")
                .hasEntrySatisfying("Image", image -> assertThat(image).startsWith(REGISTRY + "dev/api:content-"));
        assertThat(sent("dev-client-blue"))
                .containsEntry("DesiredCount", "2")
                .containsEntry("MaxCapacity", "2")
                .containsEntry("RedisUrl", "")
                .containsEntry("ApiUrl", "dev-platform.ApiUrl");
        assertThat(sent("dev-api-green"))
                .containsEntry("Image", "")
                .containsEntry("DesiredCount", "0")
                .containsEntry("MaxCapacity", "0");
    }

    @Test
    void deploy_whenTheDockerfileRunsThings_saysThatTheyAreNotAppliedHere() {
        assertThat(deploy().plan().notes())
                .anySatisfy(note ->
                        assertThat(note).startsWith("api: not applied here").contains("line 2: RUN make"));
    }

    @Test
    void deploy_whenEverythingIsThere_writesNothing() {
        deploy();
        writes().clear();

        DeployProgress end = deploy();

        assertThat(end.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(writes()).isEmpty();
        assertThat(end.plan().stacks())
                .allSatisfy(stack -> assertThat(stack.action()).isEqualTo(Action.NONE));
    }

    @Test
    void plan_whenAFolderChangedSince_saysReleaseItAndLeavesTheImage() throws IOException {
        deploy();
        writes().clear();
        Files.writeString(folder.resolve("apps/api/app.rb"), "puts 'new'\n");

        DeployPlan plan = plan(Map.of());

        assertThat(plan.notes())
                .anySatisfy(note -> assertThat(note)
                        .matches("api: the folder differs from what runs \\(content-\\w{12}\\): release it"));
        assertThat(plan.notes()).noneSatisfy(note -> assertThat(note).startsWith("client:"));
        deployer().deploy(plan, seen::add, new Cancellation());
        assertThat(writes()).isEmpty();
    }

    @Test
    void deploy_whenAParameterChanges_updatesOnlyTheStacksThatTakeItAndKeepsWhatRuns() {
        deploy();
        String image = sent("dev-api-blue").get("Image");
        writes().clear();

        deploy(Map.of("CpuTarget", "70"));

        assertThat(writes())
                .containsExactlyInAnyOrder(
                        "update dev-api-blue",
                        "update dev-api-green",
                        "update dev-client-blue",
                        "update dev-client-green",
                        "update dev-monitoring");
        assertThat(sent("dev-api-blue"))
                .containsEntry("CpuTarget", "70")
                .containsEntry("DesiredCount", "-1")
                .containsEntry("MaxCapacity", "6")
                .containsEntry("Image", image);
        assertThat(sent("dev-api-green")).containsEntry("DesiredCount", "0").containsEntry("Image", "");
    }

    @Test
    void deploy_whenAParameterIsForOneTier_sendsItToThatTierOnly() {
        deploy(Map.of("api.Cpu", "1024"));

        assertThat(sent("dev-api-blue")).containsEntry("Cpu", "1024");
        assertThat(sent("dev-client-blue")).containsEntry("Cpu", "");
        assertThat(sent("dev-data")).containsEntry("Cpu", "");
    }

    @Test
    void deploy_whenAResourceFails_putsTheCauseFirstAndStartsNothingThatNeedsTheStack() {
        cloud.cloudFormation.failures.put(
                "dev-platform/Cluster", "Cluster limit reached (RequestToken: 12, HandlerErrorCode: X)");

        DeployProgress end = deploy();

        assertThat(end.phase()).isEqualTo(Phase.FAILED);
        assertThat(end.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.cause())
                    .isEqualTo("dev-platform: Cluster (AWS::ECS::Cluster) failed: Cluster limit reached");
            assertThat(failure.followed()).contains("dev-platform ended as ROLLBACK_COMPLETE");
            assertThat(failure.remedy()).contains("deploy again");
        });
        assertThat(writes()).containsExactly("create dev-network", "create dev-platform");
    }

    @Test
    void deploy_whenAResourceFails_keepsWhyUntilADeploymentSucceeds() {
        cloud.cloudFormation.failures.put("dev-platform/Cluster", "Cluster limit reached");
        DeployProgress failed = deploy();

        assertThat(new DeploymentLedger(cloud, timer).memory(DEV).failure()).isEqualTo(failed.failure());

        cloud.cloudFormation.failures.clear();
        assertThat(deploy().phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(new DeploymentLedger(cloud, timer).memory(DEV).failure()).isEmpty();
    }

    @Test
    void deploy_afterAnUpdateThatFailed_isNotTakenForIt() {
        deploy();
        cloud.cloudFormation.failures.put("dev-platform/Cluster", "no");
        deploy(Map.of("LogRetentionDays", "30"));
        cloud.cloudFormation.failures.put("dev-platform/Cluster", "still no");

        DeployProgress end = deploy(Map.of("LogRetentionDays", "60"));

        assertThat(end.failure())
                .hasValueSatisfying(failure -> assertThat(failure.cause()).endsWith("failed: still no"));
    }

    @Test
    void deploy_whenAStackCanOnlyBeDeleted_deletesAndCreatesIt() {
        cloud.cloudFormation.failures.put("dev-platform/Cluster", "no");
        deploy(Map.of("LogRetentionDays", "30"));
        writes().clear();

        DeployProgress end = deploy();

        assertThat(end.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(writes()).startsWith("delete dev-platform", "create dev-platform");
        // What was chosen for the deployment that failed still holds for the rest of it.
        assertThat(sent("dev-data")).containsEntry("LogRetentionDays", "30");
    }

    @Test
    void deploy_whenCloudFormationRefusesATemplate_writesNothingAndNamesThePlace() {
        cloud.cloudFormation.invalid.put(
                "Description: volume and Redis",
                "Template format error: Unrecognized resource types: [AWS::Nowhere::Thing] (Thing, line 7, column 11)");

        assertThatThrownBy(this::deploy)
                .isInstanceOf(FailureException.class)
                .hasMessage("stacks/data.yaml:7:11: Thing: Template format error: Unrecognized resource types:"
                        + " [AWS::Nowhere::Thing]");
        assertThat(writes()).isEmpty();
        assertThat(cloud.parameters).isEmpty();
    }

    @Test
    void deploy_whenCancelled_startsNoFurtherStackAndIsContinuedWithoutRepeating() {
        var cancellation = new Cancellation();
        DeployProgress cancelled = deployer()
                .deploy(
                        plan(Map.of("LogRetentionDays", "30")),
                        progress -> {
                            seen.add(progress);
                            if (cloud.cloudFormation.status("dev-platform").equals("CREATE_IN_PROGRESS")) {
                                cancellation.cancel();
                            }
                        },
                        cancellation);

        assertThat(cancelled.phase()).isEqualTo(Phase.CANCELLED);
        assertThat(writes()).containsExactly("create dev-network", "create dev-platform");
        assertThat(record().state()).isEqualTo(DeploymentRecord.State.CANCELLED);
        assertThat(record().finished()).containsExactly("dev-network");
        assertThat(record().created()).contains("dev-network", "dev-platform");

        DeployProgress end = deploy();

        assertThat(end.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(writes())
                .containsOnlyOnce("create dev-network", "create dev-platform")
                .hasSize(10);
        assertThat(sent("dev-data")).containsEntry("LogRetentionDays", "30");
    }

    private DeploymentRecord record() {
        return new DeploymentLedger(cloud, timer).read(DEV).orElseThrow();
    }

    @Test
    void deploy_whenTheRunnerWasKilled_goesOnAndSaysSo() {
        var ledger = new DeploymentLedger(cloud, timer);
        DeploymentRecord.Runner self = DeploymentLedger.thisProcess();
        ledger.write(
                DEV,
                new DeploymentRecord(
                        "0a1b2c3d",
                        DeploymentRecord.Kind.DEPLOY,
                        DeploymentRecord.State.RUNNING,
                        // This machine's process of that id is another one: it was started at another time.
                        new DeploymentRecord.Runner(self.user(), self.host(), self.pid(), self.started() - 1000),
                        timer.instant(),
                        timer.instant(),
                        List.of("dev-network", "dev-platform"),
                        List.of("dev-network"),
                        List.of(),
                        Map.of("Profile", "production"),
                        "",
                        ""));

        DeployPlan plan = plan(Map.of());

        assertThat(plan.notes()).contains("goes on with the deployment that ended after 1 of 2 stacks");
        assertThat(plan.parameters()).containsEntry("Profile", "production");
        assertThat(deployer().deploy(plan, seen::add, new Cancellation()).phase())
                .isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    void deploy_whenAnotherRunnerIsAtWork_isRefusedByName() {
        var ledger = new DeploymentLedger(cloud, timer);
        ledger.write(
                DEV,
                new DeploymentRecord(
                        "0a1b2c3d",
                        DeploymentRecord.Kind.DEPLOY,
                        DeploymentRecord.State.RUNNING,
                        new DeploymentRecord.Runner("ann", "build-7", 12, 0),
                        timer.instant(),
                        timer.instant(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        "",
                        ""));

        assertThatThrownBy(this::deploy)
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith("The environment dev is being deployed by ann@build-7 (process 12) since");
        assertThat(writes()).isEmpty();
        assertThat(deployer().atWork(DEV)).isPresent();
    }

    @Test
    void deploy_whenTheApplicationDoesNotWork_failsWithItsAnswer() {
        answer = Optional.of(new Answer(503, "Redis is not reachable"));

        DeployProgress end = deploy();

        assertThat(end.phase()).isEqualTo(Phase.FAILED);
        assertThat(end.failure())
                .hasValueSatisfying(failure -> assertThat(failure.cause())
                        .isEqualTo("http://localhost:7777 answers 503: Redis is not reachable"));
    }

    @Test
    void preview_whenAStackWouldChange_makesAChangeSetAndDeletesItAgain() {
        deploy();
        writes().clear();

        DeployPlan plan = deployer().preview(plan(Map.of("AlarmEmail", "someone@example.org")));

        assertThat(plan.stacks())
                .filteredOn(stack -> stack.action() == Action.UPDATE)
                .singleElement()
                .satisfies(stack -> {
                    assertThat(stack.name()).isEqualTo("dev-platform");
                    assertThat(stack.changes())
                            .extracting(StackPlan.Change::logicalId)
                            .containsExactly("Thing");
                });
        assertThat(writes()).containsExactly("change set dev-platform", "delete change set dev-platform");
    }

    @Test
    void cancelUpdates_whenAnUpdateIsUnderWay_rollsItBack() {
        deploy();
        writes().clear();
        cloud.cloudFormation.frozen.add("dev-platform");
        var cancellation = new Cancellation();
        DeployProgress cancelled = deployer()
                .deploy(
                        plan(Map.of("AlarmEmail", "someone@example.org")),
                        progress -> {
                            if (cloud.cloudFormation.status("dev-platform").equals("UPDATE_IN_PROGRESS")) {
                                cancellation.cancel();
                            }
                        },
                        cancellation);

        deployer().cancelUpdates(cancelled, seen::add, new Cancellation());

        assertThat(writes()).containsExactly("update dev-platform", "cancel dev-platform");
        assertThat(cloud.cloudFormation.status("dev-platform")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    }

    @Test
    void deleteCreated_whenDataIsThere_leavesDataAndWhatItStandsOn() {
        cloud.cloudFormation.failures.put("dev-api-blue/Service", "circuit breaker");
        DeployProgress failed = deploy();
        writes().clear();

        DeployProgress end = deployer().deleteCreated(failed, seen::add, new Cancellation());

        assertThat(end.phase()).isEqualTo(Phase.CANCELLED);
        assertThat(writes())
                .contains("delete dev-traffic", "delete dev-delivery", "delete dev-client-blue")
                .doesNotContain("delete dev-data", "delete dev-platform", "delete dev-network");
    }

    @Test
    void delete_whenDataIsKept_leavesTheFileSystemsIdAndTheNextDeploymentUsesIt() {
        deploy();
        writes().clear();

        DeployProgress end = deployer().delete(DEV, false, seen::add, new Cancellation());

        assertThat(end.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(writes()).hasSize(10).startsWith("delete dev-monitoring").endsWith("delete dev-network");
        assertThat(cloud.parameters).containsOnlyKeys("/dev/retained-file-system");

        DeployPlan plan = plan(Map.of());
        assertThat(plan.notes())
                .contains("data: the file system fs-0123456789abcdef0, kept when the environment was deleted, is used"
                        + " again");
        deployer().deploy(plan, seen::add, new Cancellation());
        assertThat(sent("dev-data")).containsEntry("ExistingFileSystemId", "fs-0123456789abcdef0");
    }

    @Test
    void delete_whenDataIsErased_importsTheFileSystemAndLeavesNothing() {
        deploy();
        writes().clear();

        DeployProgress end = deployer().delete(DEV, true, seen::add, new Cancellation());

        assertThat(end.phase()).isEqualTo(Phase.SUCCEEDED);
        assertThat(writes())
                .containsSubsequence(
                        "delete dev-data", "change set dev-erase", "execute dev-erase", "delete dev-erase");
        assertThat(cloud.parameters).isEmpty();
        assertThat(cloud.cloudFormation.status("dev-erase")).isEqualTo("none");
    }

    @Test
    void delete_whenAStackCannotGo_keepsWhatItStandsOnAndSaysWhy() {
        deploy();
        cloud.cloudFormation.failures.put(
                "dev-traffic/delete", "The following resource(s) failed to delete: [ClientRule].");
        writes().clear();

        DeployProgress end = deployer().delete(DEV, false, seen::add, new Cancellation());

        assertThat(end.phase()).isEqualTo(Phase.FAILED);
        assertThat(end.failure())
                .hasValueSatisfying(failure -> assertThat(failure.cause())
                        .isEqualTo("dev-traffic failed: The following resource(s) failed to delete: [ClientRule]."));
        assertThat(writes()).contains("delete dev-data").doesNotContain("delete dev-platform", "delete dev-network");
        assertThat(deployer().delete(DEV, false, seen::add, new Cancellation()).phase())
                .isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    void form_whenNothingIsThere_offersDefaultsAndNothingThatIsWired() {
        ParameterForm form = deployer().form(DEV, Optional.empty());

        assertThat(form.groups().stream().flatMap(group -> group.fields().stream()))
                .extracting(field -> field.parameter().name())
                .contains("Profile", "EgressMode", "RedisImage")
                .doesNotContain("VpcId", "EnvironmentName", "Image", "Tier", "ClientBlueWeight");
    }

    @Test
    void deploy_onTheLocalCloud_turnsInsightsOnAndSaysWhy() {
        DeployPlan plan = plan(Map.of());
        deploy();

        assertThat(sent("dev-platform")).containsEntry("ContainerInsights", "enhanced");
        assertThat(plan.notes())
                .contains(
                        "platform: ContainerInsights=enhanced, because nobody chose otherwise. It is free on the local"
                                + " cloud and tells CPU, memory and restarts of each task.");
        ParameterForm.Field field = insights(deployer().form(new EnvironmentName("other"), Optional.empty()));
        assertThat(field.value()).isEqualTo("enhanced");
        assertThat(field.reason()).startsWith("It is free");
    }

    @Test
    void deploy_onTheLocalCloud_leavesInsightsAsChosen() {
        DeployPlan plan = plan(Map.of("ContainerInsights", "disabled"));
        deploy(Map.of("ContainerInsights", "disabled"));

        assertThat(sent("dev-platform")).containsEntry("ContainerInsights", "disabled");
        assertThat(plan.notes()).noneMatch(note -> note.contains("ContainerInsights"));
        assertThat(insights(deployer().form(DEV, Optional.empty())))
                .extracting(ParameterForm.Field::value, ParameterForm.Field::reason)
                .containsExactly("disabled", "");
    }

    @Test
    void plan_onAws_leavesInsightsToTheProfile() {
        cloud = new FakeCloud(
                new Target.Aws(Optional.empty(), Optional.of("eu-west-1"), Optional.empty()), new NoEcr());

        assertThat(plan(Map.of()).notes()).noneMatch(note -> note.contains("ContainerInsights"));
        assertThat(insights(deployer().form(DEV, Optional.empty())))
                .extracting(ParameterForm.Field::value, ParameterForm.Field::reason)
                .containsExactly("", "");
    }

    private static ParameterForm.Field insights(ParameterForm form) {
        return form.groups().stream()
                .flatMap(group -> group.fields().stream())
                .filter(field -> field.parameter().name().equals("ContainerInsights"))
                .findFirst()
                .orElseThrow();
    }
}
