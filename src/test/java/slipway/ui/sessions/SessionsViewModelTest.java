package slipway.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.SessionStatus;
import slipway.model.Tier;
import slipway.terminal.Line;
import slipway.ui.FakeServices;
import slipway.ui.FakeSession;
import slipway.ui.Samples;
import slipway.ui.SessionSamples;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.sessions.PortsViewModel.Destination;
import slipway.ui.sessions.PortsViewModel.Entry;
import slipway.ui.sessions.SessionsViewModel.Mode;
import slipway.ui.workspace.SessionRequest;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

@NullMarked
class SessionsViewModelTest {
    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(7200));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
    private final SessionsViewModel model = new SessionsViewModel(workspace);

    private void begin() {
        services.running = true;
        services.status = Samples.deployed();
        services.sessionTasks = SessionSamples.tasks();
        services.sessionChecks = SessionSamples.well();
        workspace.start();
        workspace.watch();
        model.show();
    }

    private SessionTab openBlue() {
        model.open(SessionSamples.blue(), SessionsViewModel.IRB);
        session().live();
        return tab();
    }

    private FakeSession session() {
        return services.sessions.getLast();
    }

    private SessionTab tab() {
        return Objects.requireNonNull(model.selectedProperty().get());
    }

    private String screen() {
        return tab().terminal().snapshot().lines().stream()
                .map(Line::text)
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    private String state() {
        SessionTab tab = tab();
        return TabWords.state(
                        tab.statusProperty().get(),
                        tab.newsProperty().get(),
                        tab.idleLeftProperty().get())
                .words();
    }

    private Optional<TabWords.Banner> banner() {
        SessionTab tab = tab();
        return TabWords.banner(
                tab.statusProperty().get(),
                tab.newsProperty().get(),
                tab.idleLeftProperty().get(),
                tab.noticeProperty().get());
    }

    private int open() {
        return workspace.sessions().openProperty().get();
    }

    @Test
    void rows_areTheTiersTasks_newestFirst_withWhatTheyWaitFor() {
        begin();

        assertThat(model.tasks().rowsProperty().get())
                .extracting(row -> row.task().id().substring(0, 6) + ": " + row.words())
                .containsExactly("c3e815: agent starting", "77b1c6: newest, 6 min", "5d02ab: 6 min", "9c41e7: 43 min");

        model.tasks().choose(Tier.CLIENT);

        assertThat(model.tasks().rowsProperty().get())
                .extracting(row -> row.task().id().substring(0, 6) + ": " + row.words())
                .containsExactly("1b7c90: newest, 45 min");
    }

    @Test
    void rows_cannotBeOpened_whenNoWaitingHelps() {
        services.sessionTasks = List.of(
                SessionSamples.stopping(SessionSamples.newest()), SessionSamples.withoutExec(SessionSamples.blue()));
        services.running = true;
        services.status = Samples.deployed();
        workspace.start();
        workspace.watch();
        model.show();

        assertThat(model.tasks().rowsProperty().get())
                .extracting(TaskRow::words)
                .containsExactly("on its way out", "ECS Exec is off");
        assertThat(model.tasks().rowsProperty().get())
                .allSatisfy(row -> assertThat(row.openable()).isFalse());
        assertThat(model.tasks().newest(Tier.API)).isEmpty();
    }

    @Test
    void openNewest_opensIrbOnTheNewestReadyTask() {
        begin();

        model.openNewest();

        assertThat(services.calls)
                .contains("open irb on " + SessionSamples.newest().id() + ", 80x24");
        assertThat(state()).isEqualTo("connecting");
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void openNewest_takesOneWhoseAgentIsStarting_whenNoneIsReady() {
        begin();
        services.sessionTasks = List.of(SessionSamples.starting());
        timer.advance(Duration.ofSeconds(3));

        model.openNewest();
        session().tell(new SessionStatus.AgentStarting("The agent of task c3e81500 is starting."));

        assertThat(state()).isEqualTo("agent starting");
        assertThat(banner().orElseThrow().words())
                .isEqualTo("The agent of task c3e81500 is starting. The session opens by itself as soon as it can.");

        session().live();

        assertThat(state()).isEqualTo("live");
        assertThat(banner()).isEmpty();
    }

    @Test
    void output_reachesTheScreen_andKeysReachTheSession() {
        begin();
        openBlue();

        session().say("irb(main):001> ");
        assertThat(tab().type("1+1\r".getBytes(StandardCharsets.UTF_8))).isTrue();

        assertThat(screen()).isEqualTo("irb(main):001>");
        assertThat(session().typed()).isEqualTo("1+1\r");
    }

    @Test
    void questionsOfTheProgram_areAnswered() {
        begin();
        openBlue();

        session().say("\u001b[6n");

        assertThat(session().typed()).isEqualTo("\u001b[1;1R");
    }

    @Test
    void longPaste_isWrittenInOrder_whenTheSessionTakesNothingAtOnce() {
        begin();
        openBlue();
        session().takes = false;

        assertThat(tab().type("first ".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(tab().type("second".getBytes(StandardCharsets.UTF_8))).isTrue();

        assertThat(session().typed()).isEqualTo("first second");
    }

    @Test
    void resize_isToldToTerminalAndSession_andAgainToTheNextOne() {
        begin();
        openBlue();

        tab().resize(107, 33);
        model.goOn(tab(), SessionSamples.newest());

        assertThat(services.sessions.getFirst().sizes).containsExactly("107x33");
        assertThat(tab().terminal().snapshot().columns()).isEqualTo(107);
        assertThat(services.calls)
                .contains("open irb on " + SessionSamples.newest().id() + ", 107x33");
    }

    @Test
    void idleTime_countsDown_andIsWarnedOf() {
        begin();
        openBlue();
        session().idleLeft = Duration.ofSeconds(850);
        model.tick();

        assertThat(tab().idleLeftProperty().get()).isEqualTo(Duration.ofSeconds(850));
        assertThat(banner()).isEmpty();

        session().idleLeft = Duration.ofSeconds(100);
        model.tick();

        assertThat(banner().orElseThrow().title()).isEqualTo("About to end for want of input");
    }

    @Test
    void drainingTask_isTold_andTheReplicaOffered_whileTheSessionGoesOn() {
        begin();
        SessionTab tab = openBlue();
        services.sessionTasks = List.of(SessionSamples.newest(), SessionSamples.stopping(SessionSamples.blue()));
        timer.advance(Duration.ofSeconds(3));

        session().tell(SessionSamples.draining());

        assertThat(state()).isEqualTo("live");
        assertThat(banner().orElseThrow().title()).isEqualTo("The task is on its way out");
        assertThat(model.replica(tab)).contains(SessionSamples.newest());
    }

    @Test
    void stoppedTask_endsTheSessionWithItsReason_andGoesOnInTheSameTab() {
        begin();
        SessionTab tab = openBlue();
        session().say("irb(main):001> 1+1\r\n=> 2\r\n");
        session().tell(SessionSamples.stopped());
        session().tell(new SessionStatus.Failed(SessionSamples.over()));

        assertThat(open()).isZero();
        assertThat(state()).isEqualTo("ended with its task");
        assertThat(banner().orElseThrow().words()).isEqualTo("Essential container in task exited.");
        assertThat(tab.type(new byte[] {13})).isFalse();

        model.goOn(tab, model.replica(tab).orElseThrow());
        session().live();
        session().say("irb(main):001> ");

        assertThat(model.tabs()).containsExactly(tab);
        assertThat(tab.taskProperty().get()).isEqualTo(SessionSamples.newest());
        assertThat(banner()).isEmpty();
        assertThat(screen()).contains("=> 2", "irb on api · green · 77b1c6").endsWith("irb(main):001>");
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void lateOutput_ofTheSessionBefore_isNotShown() {
        begin();
        SessionTab tab = openBlue();
        FakeSession before = session();
        model.goOn(tab, SessionSamples.newest());

        before.say("too late");
        before.tell(new SessionStatus.Failed(SessionSamples.over()));

        assertThat(screen()).doesNotContain("too late");
        assertThat(state()).isEqualTo("connecting");
        assertThat(before.terminated).isTrue();
    }

    @Test
    void failure_letsTheDoctorLook_withWhatTheAttemptSaid() {
        begin();
        model.open(SessionSamples.blue(), SessionsViewModel.IRB);

        session()
                .tell(new SessionStatus.Failed(new Failure.Denied(
                        "ecs:ExecuteCommand", "slipway-dev lacks ecs:ExecuteCommand.", "AccessDeniedException")));

        assertThat(state()).isEqualTo("refused");
        assertThat(services.calls)
                .contains("examine " + SessionSamples.blue().id() + " after slipway-dev lacks ecs:ExecuteCommand.");
        assertThat(model.doctor().findingsProperty().get()).isEqualTo(SessionSamples.well());
    }

    @Test
    void waitingForTheAgent_isLookedAtAgainAndAgain() {
        begin();
        model.open(SessionSamples.starting(), SessionsViewModel.IRB);
        session().tell(new SessionStatus.AgentStarting("It is starting."));
        services.calls.clear();

        timer.advance(Duration.ofSeconds(6));
        model.tick();
        model.tick();

        assertThat(services.calls)
                .filteredOn(call -> call.startsWith("examine"))
                .containsExactly("examine " + SessionSamples.starting().id());
    }

    @Test
    void hidden_asksNothing_andKeepsItsSessions() {
        begin();
        openBlue();
        model.hide();
        int reads = services.sessionTaskReads.get();

        timer.advance(Duration.ofSeconds(30));

        assertThat(services.sessionTaskReads.get()).isEqualTo(reads);
        assertThat(session().terminated).isFalse();
        assertThat(open()).isEqualTo(1);

        model.show();

        assertThat(services.sessionTaskReads.get()).isEqualTo(reads + 1);
    }

    @Test
    void close_terminatesTheSession_andItsPorts_andSelectsTheNeighbour() {
        begin();
        SessionTab first = openBlue();
        model.open(SessionSamples.client(), SessionsViewModel.IRB);
        SessionTab second = tab();
        session().live();
        model.forward(second, Destination.APPLICATION, "14567");

        model.close(second);

        assertThat(session().terminated).isTrue();
        assertThat(services.calls).contains("forward no more 14567");
        assertThat(model.ports().entriesProperty().get()).isEmpty();
        assertThat(tab()).isSameAs(first);
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void otherEnvironment_endsEverySession() {
        begin();
        openBlue();

        workspace.choose(new EnvironmentName("shop"));

        assertThat(session().terminated).isTrue();
        assertThat(model.tabs()).isEmpty();
        assertThat(open()).isZero();
        assertThat(services.taskReadsOf).last().isEqualTo(new EnvironmentName("shop"));
    }

    @Test
    void otherTarget_endsEverySession() {
        begin();
        openBlue();

        workspace.choose(TargetChoice.of(
                new Target.Aws(Optional.of("slipway-dev"), Optional.of("eu-west-1"), Optional.empty())));

        assertThat(session().terminated).isTrue();
        assertThat(model.tabs()).isEmpty();
    }

    @Test
    void endOfTheLocalCloud_isTold_andTheTabStays() {
        begin();
        openBlue();
        services.running = false;
        services.keepsStacks = true;

        timer.advance(Duration.ofSeconds(3));

        assertThat(model.modeProperty().get()).isEqualTo(Mode.ASLEEP);
        assertThat(state()).isEqualTo("lost");
        assertThat(banner().orElseThrow().words())
                .isEqualTo("The local cloud has ended, and the session's program with it.");
        assertThat(open()).isZero();
        assertThat(model.replica(tab())).isEmpty();
    }

    @Test
    void atWork_knowsAPromptFromAProgram() {
        begin();
        SessionTab tab = openBlue();
        session().say("irb(main):001> ");
        assertThat(tab.atWork()).isFalse();

        session().say("loop {}\r\n");
        assertThat(tab.atWork()).isTrue();

        session().say("\u001b[?1049h\u001b[5;5H");
        assertThat(tab.atWork()).isTrue();

        session().tell(new SessionStatus.Finished(""));
        assertThat(tab.atWork()).isFalse();
    }

    @Test
    void request_ofAnotherPanel_opensOnceTheTasksAreKnown() {
        workspace
                .sessions()
                .request(new SessionRequest(
                        Tier.API,
                        Optional.of(Colour.BLUE),
                        SessionSamples.blue().id()));
        assertThat(model.tabs()).isEmpty();

        begin();

        assertThat(model.tabs()).hasSize(1);
        assertThat(tab().taskProperty().get()).isEqualTo(SessionSamples.blue());
        assertThat(workspace.sessions().requestProperty().get()).isNull();
    }

    @Test
    void request_forATaskThatIsGone_isForgotten() {
        begin();
        workspace.sessions().request(new SessionRequest(Tier.API, Optional.empty(), "gone"));
        timer.advance(Duration.ofSeconds(5));
        services.sessionTasks =
                List.of(SessionSamples.task(Tier.API, Colour.BLUE, "gone", "RUNNING", 5), SessionSamples.blue());
        timer.advance(Duration.ofSeconds(5));

        assertThat(model.tabs()).isEmpty();
    }

    @Test
    void request_ofAServicesNewest_keepsToItsColour() {
        begin();

        workspace.sessions().request(new SessionRequest(Tier.API, Optional.of(Colour.BLUE), ""));

        assertThat(tab().taskProperty().get()).isEqualTo(SessionSamples.blue());
    }

    @Test
    void forward_leadsToRedis_byTheNameThatTheTaskHasForIt() {
        begin();
        SessionTab tab = openBlue();

        model.forward(tab, Destination.REDIS, "");

        assertThat(services.calls)
                .contains("forward 0 to redis.dev.internal:6379 through "
                        + SessionSamples.blue().id());
        Entry entry = model.ports().entriesProperty().get().getFirst();
        assertThat(entry.status().orElseThrow().localPort()).isEqualTo(40_001);
        assertThat(entry.destination().words(entry.task())).isEqualTo("Redis 6379");
    }

    @Test
    void forward_thatFails_saysWhy() {
        begin();
        SessionTab tab = openBlue();
        services.forwardFailure = new Failure.Rejected("Port 16379 of this machine is taken.", "");

        model.forward(tab, Destination.REDIS, "16379");

        assertThat(model.ports().entriesProperty().get().getFirst().failure())
                .contains(new Failure.Rejected("Port 16379 of this machine is taken.", ""));
    }

    @Test
    void problem_namesPortsThatAreNone() {
        assertThat(PortsViewModel.problem("")).isEmpty();
        assertThat(PortsViewModel.problem("16379")).isEmpty();
        assertThat(PortsViewModel.problem("0")).isNotEmpty();
        assertThat(PortsViewModel.problem("65536")).isNotEmpty();
        assertThat(PortsViewModel.problem("redis")).isNotEmpty();
    }

    @Test
    void selectBy_goesRoundAndRound() {
        begin();
        SessionTab first = openBlue();
        model.open(SessionSamples.client(), SessionsViewModel.IRB);
        SessionTab second = tab();

        model.selectBy(1);
        assertThat(tab()).isSameAs(first);
        model.selectBy(-1);
        assertThat(tab()).isSameAs(second);
    }

    @Test
    void findings_canBeCopied() {
        begin();

        assertThat(model.doctor().text())
                .startsWith("A session on api · green · 77b1c6 ("
                        + SessionSamples.newest().id() + "):\n[OK] Task: It runs.");
    }
}
