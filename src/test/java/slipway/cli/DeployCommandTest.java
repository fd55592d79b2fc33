package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.Failure;
import slipway.model.StackPlan;
import slipway.ui.Samples;

/** {@code slipway deploy}: what it says, asks and does. */
class DeployCommandTest {
    private static final String URL = "http://localhost:7777";

    private final CommandRun slipway = new CommandRun();

    @Test
    void deploy_printsTheUrlAlone_whenItSucceeds() {
        assertThat(slipway.run("deploy")).isZero();

        assertThat(slipway.outLines()).containsExactly(URL);
        assertThat(slipway.deeds.done).containsExactly("plan", "deploy", "close");
        assertThat(slipway.terminal.questions).isEmpty();
    }

    @Test
    void deploy_saysWhy_whenTheApplicationHasAnotherPort() {
        DeployProgress end = Samples.succeeded();
        slipway.deeds.progress =
                List.of(Samples.progress(end.plan(), end.phase(), 20, "", end.stacks(), null, "http://localhost:7778"));

        slipway.run("deploy");

        assertThat(slipway.errLines().getLast()).startsWith("Port 7777 was taken");
        assertThat(slipway.outLines()).containsExactly("http://localhost:7778");
    }

    @Test
    void request_holdsWhatWasGiven() {
        slipway.run("--env", "test", "deploy", "--templates", "/t", "--param", "Cpu=512", "--param", "api.Image=a=b");

        var request = slipway.deeds.requests.getFirst();
        assertThat(request.environment().value()).isEqualTo("test");
        assertThat(request.parameters()).isEqualTo(Map.of("Cpu", "512", "api.Image", "a=b"));
        assertThat(request.applications()).isEqualTo(Path.of("/project"));
        assertThat(request.templates()).contains(Path.of("/t"));
    }

    @Test
    void plan_isSaidOnce_withItsNotes() {
        slipway.deeds.plan = withNotes("api: the folder differs from what runs (3f2c1ab): release it");
        slipway.deeds.progress = List.of(progressOf(slipway.deeds.plan));

        slipway.run("deploy");

        assertThat(slipway.errLines().getFirst()).isEqualTo("Plan for dev: creates 10 stacks with 117 resources.");
        assertThat(slipway.errLines())
                .filteredOn(line -> line.contains("release it"))
                .containsExactly("  api: the folder differs from what runs (3f2c1ab): release it");
        assertThat(slipway.errLines())
                .contains("  slipway release --tier api --from "
                        + slipway.deeds.plan.applications().resolve("api"));
    }

    @Test
    void progress_isOneLineAChange_whenErrIsNoTerminal() {
        slipway.run("deploy");

        assertThat(slipway.errLines())
                .contains(
                        "Deploying dev on the local cloud",
                        "  19.0 s  dev-network  CREATE_COMPLETE",
                        "  19.0 s  dev-api-blue  Service  CREATE_IN_PROGRESS: 0 of 2 healthy",
                        "  19.0 s  api  published 3f2c1ab, 19 files");
        assertThat(slipway.err()).doesNotContain("\u001b");
        assertThat(slipway.errLines())
                .filteredOn(line -> line.endsWith("dev-network  CREATE_COMPLETE"))
                .hasSize(1);
    }

    @Test
    void progress_isRedrawnWithinTheWidth_whenErrIsATerminal() {
        slipway.terminal.redrawing(60);
        slipway.deeds.midway = () -> slipway.timer.advance(Duration.ofSeconds(1));

        slipway.run("deploy");

        assertThat(slipway.err()).contains("\u001b[12A");
        assertThat(slipway.errLines())
                .filteredOn(line -> line.contains("\u001b[2K"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.replaceAll("\u001b\\[[0-9]*[A-Z]|\r", ""))
                        .hasSizeLessThan(60));
        assertThat(slipway.err())
                .contains("dev-monitoring    waits for dev-client-blue, dev-api-blue")
                .contains("Deploying dev on the local cloud, 24.0 s, 10 of 10 stacks");
    }

    @Test
    void failure_isReportedCauseFirst_whenAStackFails() {
        slipway.deeds.progress = List.of(Samples.deploying(), Samples.failed());

        assertThat(slipway.run("deploy")).isEqualTo(1);

        List<String> report = slipway.errLines()
                .subList(
                        slipway.errLines().lastIndexOf("") + 1,
                        slipway.errLines().size());
        assertThat(report)
                .startsWith(
                        Samples.crash().cause(),
                        "  in dev-api-blue, resource Service: CREATE_FAILED, Error occurred during operation 'ECS"
                                + " Deployment Circuit Breaker was triggered'.")
                .contains(
                        "    2026-03-02T14:31:46Z (service dev-api-blue) is unable to consistently start tasks"
                                + " successfully.",
                        "  task 5d02ab7714c04ea0b9f2 (dev-api-blue:1, version 3f2c1ab) stopped 2026-03-02T14:31:45Z:"
                                + " EssentialContainerExited, Essential container in task exited, api ended with 1",
                        "    | Puma starting in single mode...",
                        "  then: dev-api-blue ended as ROLLBACK_COMPLETE")
                .endsWith(
                        "  what helps: Give dev-api-blue the address that dev-data offers: redis://redis.dev.internal:6379.");
        assertThat(slipway.out()).isEmpty();
    }

    @Test
    void failure_isTheFirstLine_whenThePlanIsRefused() {
        slipway.deeds.failure = new Failure.Rejected("platform.yaml, line 3, column 5: no such type", "request 1");

        assertThat(slipway.run("deploy")).isEqualTo(1);

        assertThat(slipway.errLines()).containsExactly("platform.yaml, line 3, column 5: no such type");
    }

    @Test
    void usage_isWrong_whenAParameterCannotBeMeant() {
        slipway.deeds.wrongUsage = "No template has a parameter Colur. There are: Cpu.";

        assertThat(slipway.run("deploy", "--param", "Colur=x")).isEqualTo(2);

        assertThat(slipway.errLines()).containsExactly("No template has a parameter Colur. There are: Cpu.");
        assertThat(slipway.deeds.done).doesNotContain("deploy");
    }

    @Test
    void failure_hasItsDetail_whenVerbose() {
        slipway.deeds.failure = new Failure.Rejected("no", "request 1");

        slipway.run("deploy", "--verbose");

        assertThat(slipway.errLines()).containsExactly("no", "  request 1");
    }

    @Test
    void document_holdsTheResult_whenJsonIsAsked() {
        slipway.run("deploy", "--output", "json");

        var document = slipway.json();
        assertThat(document.path("phase").asText()).isEqualTo("succeeded");
        assertThat(document.path("url").asText()).isEqualTo(URL);
        assertThat(document.path("failure").isNull()).isTrue();
        assertThat(document.path("stacks")).hasSize(10);
        assertThat(document.path("stacks").get(0).path("status").asText()).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void document_holdsTheCause_whenAStackFails() {
        slipway.deeds.progress = List.of(Samples.failed());

        assertThat(slipway.run("deploy", "--output", "json")).isEqualTo(1);

        var failure = slipway.json().path("failure");
        assertThat(failure.path("cause").asText()).isEqualTo(Samples.crash().cause());
        assertThat(failure.path("stack").path("status").asText()).isEqualTo("CREATE_FAILED");
        assertThat(failure.path("task")
                        .path("containers")
                        .get(0)
                        .path("exitCode")
                        .asInt())
                .isEqualTo(1);
        assertThat(failure.path("lines")).hasSize(3);
        assertThat(slipway.json().path("url").isNull()).isTrue();
    }

    @Test
    void document_namesTheKind_whenThePlanIsRefused() {
        slipway.deeds.failure = new Failure.Expired("sign in", "");

        assertThat(slipway.run("deploy", "--output", "json")).isEqualTo(1);

        assertThat(slipway.json().path("failure").path("kind").asText()).isEqualTo("expired");
    }

    @Test
    void dryRun_printsTheChangesAndWritesNothing() {
        slipway.deeds.plan = Samples.plan(StackPlan.Action.UPDATE);

        assertThat(slipway.run("deploy", "--dry-run")).isZero();

        assertThat(slipway.outLines())
                .contains("dev-api-green: is updated, 2 changes (idle, 0 tasks)")
                .contains("  Modify  TaskDefinition  AWS::ECS::TaskDefinition  replaced  ContainerDefinitions");
        assertThat(slipway.deeds.done).containsExactly("plan", "preview", "close");
    }

    @Test
    void dryRun_printsADocument_whenJsonIsAsked() {
        slipway.run("deploy", "--dry-run", "--output", "json");

        assertThat(slipway.json().path("stacks").get(0).path("action").asText()).isEqualTo("create");
        assertThat(slipway.json().path("images").get(0).path("tier").asText()).isEqualTo("client");
    }

    @Test
    void aws_isRefused_whenNobodyCanBeAsked() {
        assertThat(slipway.run("deploy", "--target", "aws")).isEqualTo(3);

        assertThat(slipway.errLines().getLast()).contains("--yes");
        assertThat(slipway.deeds.done).doesNotContain("deploy");
    }

    @Test
    void aws_showsWhoActsBeforeAnythingElse_andAsks() {
        slipway.terminal.answering("y");

        assertThat(slipway.run("deploy", "--target", "aws")).isZero();

        assertThat(slipway.errLines())
                .startsWith(
                        "Account    123456789012",
                        "Principal  arn:aws:iam::123456789012:user/ada",
                        "Region     eu-west-1");
        assertThat(slipway.terminal.questions).containsExactly("Deploy dev? [y/N]");
        assertThat(slipway.deeds.done).containsExactly("identity", "plan", "deploy", "close");
    }

    @Test
    void aws_isLeftAlone_whenTheAnswerIsNotYes() {
        slipway.terminal.answering("");

        assertThat(slipway.run("deploy", "--target", "aws")).isEqualTo(3);

        assertThat(slipway.deeds.done).doesNotContain("deploy");
    }

    @Test
    void aws_asksNothing_whenYesIsGiven() {
        assertThat(slipway.run("deploy", "--target", "aws", "--yes")).isZero();

        assertThat(slipway.terminal.questions).isEmpty();
    }

    @Test
    void deploy_isRefused_whileSomebodyElseIsAtIt() {
        slipway.deeds.busy = "ada@desk (process 7) deploys it";

        assertThat(slipway.run("deploy")).isEqualTo(3);

        assertThat(slipway.err()).contains("ada@desk (process 7)");
        assertThat(slipway.deeds.done).doesNotContain("deploy");
    }

    @Test
    void interrupt_cancels_andTheSecondEndsTheProgram() {
        slipway.deeds.midway = () -> {
            assertThat(slipway.terminal.interrupt()).isTrue();
            assertThat(slipway.terminal.interrupt())
                    .as("the second one is left to the system")
                    .isFalse();
        };

        assertThat(slipway.run("--env", "dev", "deploy")).isEqualTo(1);

        assertThat(slipway.err())
                .contains("Cancelling: nothing further is started.")
                .contains("Deployment cancelled after 7 of 10 stacks")
                .contains("slipway deploy --env dev goes on with it.");
        assertThat(slipway.deeds.done).containsExactly("plan", "deploy", "close");
    }

    @ParameterizedTest
    @CsvSource({"leave,", "cancel,cancelUpdates", "delete,deleteCreated"})
    void cancelled_doesWhatTheOptionSays(String choice, String deed) {
        slipway.deeds.midway = slipway.terminal::interrupt;

        assertThat(slipway.run("deploy", "--on-cancel", choice)).isEqualTo(1);

        assertThat(slipway.deeds.done.subList(2, slipway.deeds.done.size() - 1))
                .isEqualTo(Optional.ofNullable(deed).map(List::of).orElse(List.of()));
    }

    @Test
    void cancelled_asksAgain_untilTheAnswerIsOneOfThem() {
        slipway.terminal.answering("what", "d");
        slipway.deeds.midway = slipway.terminal::interrupt;

        slipway.run("deploy");

        assertThat(slipway.err()).contains("'what' is none of them.");
        assertThat(slipway.deeds.done).contains("deleteCreated");
    }

    private static DeployPlan withNotes(String... notes) {
        DeployPlan plan = Samples.plan();
        return new DeployPlan(
                plan.environment(),
                plan.stacks(),
                plan.images(),
                plan.parameters(),
                plan.version(),
                plan.applications(),
                plan.templates(),
                List.of(notes));
    }

    private static DeployProgress progressOf(DeployPlan plan) {
        DeployProgress end = Samples.succeeded();
        return Samples.progress(plan, end.phase(), 20, "", end.stacks(), null, URL);
    }

    @Test
    void stuckStack_isRefusedWithTheCommandThatHelps_whenNobodyCanBeAsked() {
        slipway.deeds.waysOut = List.of(Samples.stuckRollback());

        assertThat(slipway.run("deploy", "--env", "dev")).isEqualTo(3);

        assertThat(slipway.errLines())
                .startsWith("dev-api-blue is UPDATE_ROLLBACK_FAILED: Service failed: ECS Deployment Circuit Breaker was"
                        + " triggered")
                .contains("  or:      slipway repair dev-api-blue --skip Service --env dev   (Skip Service)")
                .endsWith(
                        "Nothing was written: dev-api-blue is UPDATE_ROLLBACK_FAILED, and its way out has to be chosen:"
                                + " slipway repair dev-api-blue --env dev");
        assertThat(slipway.deeds.done).containsExactly("close");
    }

    @ParameterizedTest
    @CsvSource({"1,repair dev-api-blue", "2,repair dev-api-blue without Service"})
    void stuckStack_isHelpedOutAsChosen_beforeThePlanIsMade(String answer, String deed) {
        slipway.deeds.waysOut = List.of(Samples.stuckRollback());
        slipway.terminal.answering("3", answer);

        assertThat(slipway.run("deploy")).isZero();

        assertThat(slipway.err()).contains("'3' is none of them.").contains("  2   Skip Service");
        assertThat(slipway.deeds.done).containsExactly(deed, "plan", "deploy", "close");
    }

    @Test
    void stuckStack_isLeftAlone_whenTheAnswerIsNo() {
        slipway.deeds.waysOut = List.of(Samples.stuckRollback());
        slipway.terminal.answering("no");

        assertThat(slipway.run("deploy")).isEqualTo(3);

        assertThat(slipway.deeds.done).containsExactly("close");
    }

    @Test
    void stuckStack_endsTheDeployment_whenItsWayOutLeadsNowhere() {
        slipway.deeds.waysOut = List.of(Samples.stuckRollback());
        slipway.deeds.repaired = Samples.failed();
        slipway.terminal.answering("1");

        assertThat(slipway.run("deploy")).isEqualTo(1);

        assertThat(slipway.deeds.done).containsExactly("repair dev-api-blue", "close");
        assertThat(slipway.err()).contains(Samples.crash().cause());
    }

    @Test
    void failedCreation_isDeletedAndCreatedUnasked_whenYesIsGiven() {
        slipway.deeds.waysOut = List.of(Samples.stuckCreation());
        slipway.terminal.answering("no");

        assertThat(slipway.run("deploy", "--yes")).isZero();

        assertThat(slipway.terminal.questions).isEmpty();
        assertThat(slipway.deeds.done).containsExactly("plan", "deploy", "close");
    }

    @Test
    void failedCreation_isAskedAbout_whenSomebodyCanBeAsked() {
        slipway.deeds.waysOut = List.of(Samples.stuckCreation());
        slipway.terminal.answering("1");

        assertThat(slipway.run("deploy")).isZero();

        assertThat(slipway.terminal.questions).containsExactly("1 or no? [no]");
        assertThat(slipway.deeds.done).containsExactly("plan", "deploy", "close");
    }

    @Test
    void failure_isFollowedByTheWayOut_whenTheStackIsStuck() {
        slipway.deeds.progress = List.of(Samples.deploying(), Samples.failed());
        slipway.deeds.midway = () -> slipway.deeds.waysOut = List.of(Samples.stuckCreation());

        assertThat(slipway.run("deploy", "--env", "dev")).isEqualTo(1);

        assertThat(slipway.errLines()).contains("  way out: slipway deploy --env dev   (Delete and create again)");
    }
}
