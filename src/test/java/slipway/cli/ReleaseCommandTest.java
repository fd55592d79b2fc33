package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.NextAction;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficRefusedException;
import slipway.operations.rollout.ReleaseRequest.Source;

/** {@code slipway release} and {@code slipway rollback}: what is asked for, told, and answered to the shell. */
class ReleaseCommandTest {
    private final CommandRun slipway = new CommandRun();

    @TempDir
    Path folder;

    @Test
    void folder_isReleasedUnderItsOwnTag_whenNoneIsGiven() {
        slipway.run("release", "--tier", "api", "--from", folder.toString());

        var request = slipway.deeds.releaseRequests.getFirst();
        assertThat(request.source()).isEqualTo(new Source.Folder(folder, Optional.empty()));
        assertThat(request.tier()).isEqualTo(Tier.API);
        assertThat(request.shift()).isEmpty();
        assertThat(request.bake()).isEmpty();
        assertThat(request.sendsTraffic()).isEmpty();
    }

    @Test
    void request_holdsWhatWasGiven() {
        slipway.run(
                "release",
                "--tier=api",
                "--tag=7d90e4c",
                "--shift=5,30",
                "--bake=4m",
                "--keep=1h",
                "--no-send-traffic",
                "--env=test");

        var request = slipway.deeds.releaseRequests.getFirst();
        assertThat(request.environment().value()).isEqualTo("test");
        assertThat(request.source()).isEqualTo(new Source.Published("7d90e4c"));
        assertThat(request.shift()).containsExactly(5, 30);
        assertThat(request.bake()).contains(Duration.ofMinutes(4));
        assertThat(request.keep()).contains(Duration.ofHours(1));
        assertThat(request.sendsTraffic()).contains(false);
    }

    @Test
    void traffic_isSent_whenThatIsSaid() {
        slipway.run("release", "--tier", "api", "--tag", "t", "--send-traffic");

        assertThat(slipway.deeds.releaseRequests.getFirst().sendsTraffic()).contains(true);
    }

    @Test
    void rollback_asksForWhatServedBefore() {
        assertThat(slipway.run("rollback", "--tier", "api", "--shift", "100")).isZero();

        assertThat(slipway.deeds.releaseRequests.getFirst().source()).isEqualTo(new Source.Previous());
        assertThat(slipway.deeds.releaseRequests.getFirst().shift()).containsExactly(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            release --tier api                              | --from DIR builds a folder, --tag TAG takes an image
            release --tag t                                 | --tier
            release --tier api --from /nowhere/at/all       | there is no such folder
            release --tier api --tag t --shift 50,5         | --shift: The steps of a shift
            release --tier api --tag t --shift 0,100        | --shift: The steps of a shift
            release --tier api --tag t --shift 101          | --shift: The steps of a shift
            release --tier api --tag t --bake soon          | 'soon' is no span of time
            release --tier redis --tag t                    | Invalid value for option '--tier': 'redis' is none of client, api
            release --tier api --tag t --shift 10,x         | 'x' is no whole number
            release --tier api --tag=                       | --tag '' is no tag: letters, digits
            release --tier api --tag registry/api:1         | --tag 'registry/api:1' is no tag
            release pause                                   | --tier
            release retire --tier api --colour red          | 'red' is none of blue, green
            traffic set --tier api --green half             | 'half' is no whole number
            release show --target moon                      | 'moon' is none of local, aws
            release show --output xml                       | 'xml' is none of text, json
            logs --level loud                               | 'loud' is none of info, warn, error
            deploy --on-cancel stay                         | 'stay' is none of ask, leave, cancel, delete
            rollback                                        | --tier
            """)
    void wrongUsage_exitsWithTwo_andSaysWhatIsWrong(String line, String words) {
        assertThat(slipway.run(line.split(" +"))).isEqualTo(2);

        assertThat(slipway.err()).contains(words);
        assertThat(slipway.deeds.done).noneMatch(deed -> deed.startsWith("release") || deed.startsWith("steer"));
    }

    @Test
    void course_isToldALineAnEvent_andEndsInTheResult() {
        assertThat(release()).isZero();

        assertThat(slipway.errLines())
                .containsSubsequence(
                        "16:31:20  publishing 7d90e4c",
                        "16:31:20  7d90e4c is published",
                        "16:31:20  rolling api-green with 7d90e4c",
                        "16:31:20  asking api-green through the probe headers",
                        "16:31:20  api-green has 25 % (step 1 of 2), watched until 16:34:20",
                        "16:34:25  step 1 passed with 64 requests, the guard is quiet",
                        "16:34:40  api-green has 100 % (step 2 of 2), watched until 16:37:40",
                        "16:38:00  retiring api-blue",
                        "16:38:00  api-blue is retired");
        assertThat(slipway.out()).contains("7d90e4c").contains("128 requests").contains("slipway rollback --tier api");
    }

    @Test
    void courseThatIsMetWhileTheOldColourIsKept_isToldInItsOrder() {
        Release kept = ReleaseSamples.at(Phase.KEEPING, 2, 2, "");
        slipway.deeds.course = List.of(new Release(
                kept.id(),
                kept.tier(),
                kept.kind(),
                kept.colour(),
                kept.version(),
                kept.previous(),
                kept.terms(),
                kept.steps(),
                kept.phase(),
                kept.who(),
                kept.underWay(),
                kept.began(),
                ReleaseSamples.NOW.plusSeconds(205),
                kept.retireAt(),
                kept.reason(),
                kept.requests(),
                kept.failed()));

        slipway.run("release", "continue", "--tier", "api");

        assertThat(slipway.errLines())
                .containsSubsequence(
                        "16:34:40  api-green has 100 % (step 2 of 2)",
                        "16:34:45  api-green has everything, and api-blue is kept until 16:48:00",
                        "16:37:45  step 2 passed with 64 requests, the guard is quiet");
    }

    @Test
    void plan_isSaidBeforeAnythingIsDone() {
        release();

        assertThat(slipway.errLines().getFirst())
                .isEqualTo(
                        "Plan for the api of dev: release of 7d90e4c on api-green, in the place of 3f2c1ab on api-blue.");
        assertThat(slipway.err())
                .contains("moves 25, 100 % to api-green; each step is watched for 3 min of cloud time and 50 requests")
                .contains("keeps api-blue for 10 min, then retires it");
    }

    @Test
    void plan_tellsWhenTheFolderIsNotBuilt() {
        ReleasePlan plan = ReleaseSamples.plan();
        var published = new ReleasePlan(
                plan.environment(),
                plan.tier(),
                plan.kind(),
                plan.colour(),
                plan.version(),
                plan.previous(),
                plan.from(),
                false,
                plan.tasks(),
                plan.first(),
                plan.terms(),
                plan.shortestBake());

        assertThat(ReleaseText.plan(published, new Target.Local()))
                .contains("  takes 7d90e4c as it is published: /project/api is not built again");
    }

    @Test
    void aws_isAskedFirst_andRefusedWithoutAnAnswer() {
        assertThat(release("--target", "aws")).isEqualTo(3);

        assertThat(slipway.deeds.done).contains("planRelease").noneMatch(deed -> deed.startsWith("release"));
    }

    @Test
    void aws_isReleasedInto_afterAYes() {
        assertThat(release("--target", "aws", "--yes")).isZero();

        assertThat(slipway.out()).contains("slipway rollback --tier api --target aws");
    }

    @Test
    void bakeInWhichTheGuardCannotJudge_isRefusedWithTheFigure() {
        slipway.deeds.planning = new FailureException(
                new Failure.Rejected("A bake of 1 minute is too short: dev-api-green-guard needs 3 minutes.", ""));

        assertThat(release("--bake", "1m")).isEqualTo(3);

        assertThat(slipway.err()).contains("3 minutes");
    }

    @Test
    void refusalForAnOpenRelease_namesTheCommandsThatHelp() {
        slipway.deeds.releases = ReleaseSamples.of(
                ReleaseSamples.at(Phase.PAUSED, 1, 0, "Paused by ann@desk."),
                new NextAction(NextAction.Kind.CONTINUE, "Go on.", ""));
        slipway.deeds.planning = new TrafficRefusedException(
                List.of(new TrafficGuard.NotReleasable(Tier.API, "The release is paused: continue it first.")));

        assertThat(release("--bake", "3m", "--env", "test")).isEqualTo(3);

        assertThat(slipway.err())
                .contains("The release is paused")
                .contains("slipway release continue --tier api --env test")
                .contains("slipway release abort --tier api --env test");
    }

    @Test
    void guardThatFired_endsWithOne_andTellsWhyAndWhatFailed() {
        slipway.deeds.course = List.of(
                ReleaseSamples.at(Phase.SHIFTING, 1, 0, ""),
                ReleaseSamples.at(Phase.RETURNING, 1, 0, "The guard dev-api-green-guard fired."),
                ReleaseSamples.at(Phase.RETURNED, 1, 1, "The guard dev-api-green-guard fired."));

        assertThat(release()).isEqualTo(1);

        assertThat(slipway.err()).contains("Going back: api-blue gets everything");
        assertThat(slipway.out())
                .contains("3f2c1ab serves on api-blue")
                .contains("The guard dev-api-green-guard fired.")
                .contains("64 requests, 21 failed");
    }

    @Test
    void versionThatDoesNotComeUp_isToldWithWhatServesStill() {
        slipway.deeds.course = List.of(
                ReleaseSamples.at(Phase.ROLLING, 0, 0, ""), ReleaseSamples.at(Phase.FAILED, 0, 0, "It crashed."));
        slipway.deeds.courseFailure = Optional.of(new Failure.Rejected("It crashed.", ""));

        assertThat(release()).isEqualTo(1);

        assertThat(slipway.errLines())
                .endsWith("16:31:20  failed", "3f2c1ab serves on api-blue; no weight was moved.", "It crashed.");
    }

    @Test
    void tooFewRequests_areRefusedLikeAGuard() {
        slipway.deeds.course =
                List.of(ReleaseSamples.at(Phase.PAUSED, 1, 0, "Not enough traffic: 3 of the 50 requests."));

        assertThat(release()).isEqualTo(3);

        assertThat(slipway.out())
                .contains("Not enough traffic: 3 of the 50")
                .contains("slipway release continue --tier api")
                .contains("slipway release abort --tier api");
    }

    @Test
    void shiftThatEndsEarly_isDone() {
        var terms = ReleaseSamples.terms(30);
        slipway.deeds.course =
                List.of(ReleaseSamples.at(Phase.PAUSED, terms, 1, 1, "Paused at 30 %, as planned.", false));

        assertThat(release("--shift", "30")).isZero();

        assertThat(slipway.out())
                .contains("paused at 30 %")
                .contains("slipway release promote --tier api")
                .doesNotContain("slipway release continue");
    }

    @Test
    void weightsThatSomebodyMovedMeanwhile_areNoSuccess() {
        slipway.deeds.course = List.of(ReleaseSamples.at(Phase.PAUSED, 2, 2, "Somebody moved weights meanwhile."));

        assertThat(release()).isEqualTo(1);
    }

    @Test
    void interrupt_pauses_once() {
        List<Boolean> heard = new ArrayList<>();
        slipway.deeds.midway = () -> {
            if (heard.isEmpty()) {
                heard.add(slipway.terminal.interrupt());
                heard.add(slipway.terminal.interrupt());
            }
        };

        assertThat(release()).isEqualTo(1);

        assertThat(heard).containsExactly(true, false);
        assertThat(slipway.err()).contains("Pausing: the weights stay where they are.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SHIFTING  | 1 | Pausing: the weights stay where they are.
            KEEPING   | 1 | Leaving api-blue, and the watch of the last step, to whoever continues the release.
            KEEPING   | 2 | Leaving api-blue to whoever continues the release.
            RETIRING  | 2 | Retiring api-blue is not stopped half-way.
            RETURNING | 1 | Going back is not stopped half-way: api-blue gets everything first.
            """)
    void interrupt_tellsWhatBecomesOfWhatIsGoingOn(Phase phase, int passed, String words) {
        slipway.deeds.course = List.of(ReleaseSamples.at(phase, 2, passed, ""));
        slipway.deeds.midway = slipway.terminal::interrupt;

        release();

        assertThat(slipway.err()).contains(words, "A second interrupt ends this command at once.");
    }

    @Test
    void noWait_leavesOnceTheLastStepHasPassed() {
        var left = ReleaseSamples.at(Phase.KEEPING, ReleaseSamples.terms(25, 100), 2, 2, "", false);
        slipway.deeds.releases = ReleaseSamples.of(left, NextAction.NONE);

        assertThat(release("--no-wait")).isZero();

        assertThat(slipway.err()).contains("step 2 passed").doesNotContain("retiring api-blue");
        assertThat(slipway.out()).contains("slipway release continue --tier api");
    }

    @Test
    void document_holdsTheReleaseAndItsSteps() {
        assertThat(release("--output", "json")).isZero();

        assertThat(slipway.json().path("phase").asText()).isEqualTo("done");
        assertThat(slipway.json().path("version").path("tag").asText()).isEqualTo("7d90e4c");
        assertThat(slipway.json().path("steps").path(1).path("percent").asInt()).isEqualTo(100);
        assertThat(slipway.json().path("requests").asLong()).isEqualTo(128);
    }

    @Test
    void lockHeldElsewhere_isTold_withoutAnOptionThatReleaseLacks() {
        slipway.deeds.planning = new TrafficRefusedException(List.of(held()));

        assertThat(release("--bake", "3m")).isEqualTo(3);

        assertThat(slipway.err()).contains("held by ann@laptop, slider").doesNotContain("--take-over");
    }

    @Test
    void moveThatAReleaseForbids_namesItsCommands() {
        slipway.deeds.releases = ReleaseSamples.of(ReleaseSamples.at(Phase.SHIFTING, 1, 0, ""), NextAction.NONE);
        slipway.deeds.refusing = List.of(held());

        assertThat(slipway.run("traffic", "set", "--tier", "api", "--green", "50"))
                .isEqualTo(3);

        assertThat(slipway.err())
                .contains("slipway release pause --tier api")
                .contains("slipway release promote --tier api")
                .contains("slipway release abort --tier api")
                .contains("--take-over");
    }

    private static TrafficGuard held() {
        return new TrafficGuard.LockHeld(new TrafficLease(
                "1",
                "ann@laptop, slider",
                "release 7d90e4c of api",
                ReleaseSamples.NOW,
                ReleaseSamples.NOW.plusSeconds(600),
                false));
    }

    private int release(String... more) {
        List<String> words = new ArrayList<>(List.of("release", "--tier", "api", "--tag", "7d90e4c"));
        words.addAll(List.of(more));
        return slipway.run(words.toArray(String[]::new));
    }

    /** The commands that steer a release, and those that show it. */
    @ParameterizedTest
    @CsvSource({
        "pause,PAUSED,0",
        "pause,DONE,1",
        "abort,RETURNED,0",
        "abort,DONE,1",
        "continue,DONE,0",
        "promote,RETURNED,1"
    })
    void steering_exitsByWhetherTheWishCameTrue(String word, Phase rested, int status) {
        slipway.deeds.course = List.of(ReleaseSamples.at(rested, 1, 1, ""));

        assertThat(slipway.run("release", word, "--tier", "api")).isEqualTo(status);

        assertThat(slipway.deeds.done).contains("steer api " + word.toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void retire_takesTheIdleColour_andRefusesWhileBothHaveRequests() {
        assertThat(slipway.run("release", "retire", "--tier", "api")).isEqualTo(3);
        assertThat(slipway.err()).contains("Both colours of the api of dev get requests");

        assertThat(slipway.run("release", "retire", "--tier", "api", "--colour", "green"))
                .isZero();
        assertThat(slipway.deeds.done).contains("retire api-green");
    }

    @Test
    void nothing_isDeployed_isSaid() {
        slipway.deeds.releases =
                new ReleaseStatus(new EnvironmentName("test"), List.of(), List.of(), ReleaseSamples.NOW);

        assertThat(slipway.run("release", "show", "--env", "test")).isZero();

        assertThat(slipway.out()).contains("Nothing is deployed; slipway deploy --env test deploys it.");
    }

    @Test
    void interruptedRelease_isShown_withTheWayOn() {
        Release interrupted = ReleaseSamples.at(Phase.SHIFTING, ReleaseSamples.terms(25, 100), 1, 0, "", false);
        slipway.deeds.releases =
                ReleaseSamples.of(interrupted, new NextAction(NextAction.Kind.CONTINUE, "Its runner is gone.", ""));

        for (String[] command : new String[][] {{"release", "show"}, {"status"}, {"traffic", "show"}}) {
            var run = new CommandRun();
            run.deeds.releases = slipway.deeds.releases;

            assertThat(run.run(command)).isZero();

            assertThat(run.out())
                    .contains("release 7d90e4c of api: interrupted; api-green has 25 % (step 1 of 2)")
                    .contains("slipway release continue --tier api");
        }
    }

    @Test
    void documents_tellTheReleaseAndTheNextCommand() {
        Release paused = ReleaseSamples.at(Phase.PAUSED, 1, 0, "Paused by ann@desk.");
        for (String[] command : new String[][] {
            {"release", "show", "--output", "json"},
            {"status", "--output", "json"},
            {"traffic", "show", "--output", "json"}
        }) {
            var run = new CommandRun();
            run.deeds.releases = ReleaseSamples.of(paused, new NextAction(NextAction.Kind.CONTINUE, "Go on.", ""));

            assertThat(run.run(command)).isZero();

            var tier = run.json()
                    .path(command[0].equals("release") ? "tiers" : "releases")
                    .path(0);
            assertThat(tier.path("release").path("phase").asText()).isEqualTo("paused");
            assertThat(tier.path("next").path("command").asText()).isEqualTo("slipway release continue --tier api");
        }
    }

    @Test
    void releasesThatMayNotBeRead_hideNothingElse() {
        slipway.deeds.releasesFailure =
                Optional.of(new Failure.Denied("ssm:GetParameter", "ssm:GetParameter is not allowed.", ""));

        assertThat(slipway.run("traffic", "show")).isZero();

        assertThat(slipway.out())
                .contains("api: blue 70 %")
                .contains("not shown: releases. ssm:GetParameter is not allowed.");
    }
}
