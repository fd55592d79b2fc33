package slipway.ui.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.Cancellation;
import slipway.async.ManualTimer;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.model.LogSource;
import slipway.ui.FakeServices;
import slipway.ui.LogSamples;
import slipway.ui.Samples;
import slipway.ui.fx.SameThreadBackground;
import slipway.ui.workspace.LogsRequest;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.Workspace;

@NullMarked
class LogsViewModelTest {
    private static final Instant T = LogSamples.NOW.minusSeconds(60);

    private final FakeServices services = new FakeServices();
    private final ManualTimer timer = new ManualTimer(Samples.at(48));
    private final Workspace workspace =
            new Workspace(services, new SameThreadBackground(), timer, timer, TargetChoice.LOCAL, Samples.DEV);
    private java.util.function.@Nullable Consumer<LogNews> receiver;
    private @Nullable Cancellation following;

    @BeforeEach
    void deploy() {
        services.running = true;
        services.status = Samples.deployed();
        services.logs = (news, cancellation) -> {
            receiver = news;
            following = cancellation;
        };
    }

    @Test
    void nothing_isAskedBeforeThePanelIsShown() {
        model(false);

        assertThat(services.calls).noneMatch(call -> call.startsWith("logs"));
    }

    @Test
    void head_saysWhoIsFollowedAndHowFast() {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.ERROR, "broken"), line(1, 3, LogLevel.INFO, "fine"));
        caughtUp();

        assertThat(model.headProperty().get())
                .isEqualTo(new LogsViewModel.Head(
                        "Following 2 api tasks", "no line for 30 s, 1 error and no warning in 30 min"));
    }

    @Test
    void hiding_stopsReadingAndShowingGoesOnWithTheSameLog() {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.INFO, "one"));
        model.hide();
        Cancellation first = following;
        model.show();
        comes(line(1, 0, LogLevel.INFO, "two"));

        assertThat(first).isNotNull().extracting(Cancellation::isRequested).isEqualTo(true);
        assertThat(texts(model)).containsExactly("one", "two");
        assertThat(services.calls).filteredOn(call -> call.startsWith("logs")).hasSize(1);
    }

    @Test
    void tier_startsAnotherLog() {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.INFO, "one"));

        model.choose(LogSource.REDIS);

        assertThat(texts(model)).isEmpty();
        assertThat(services.calls).contains("logs of dev-api-blue and dev-api-green", "logs of dev-redis");
        assertThat(model.headProperty().get().title()).isEqualTo("Following Redis");
    }

    @Test
    void colour_showsItsLinesAlone() {
        LogsViewModel model = model(true);

        model.choose(Optional.of(Colour.GREEN));
        comes(line(0, 0, LogLevel.INFO, "blue"), line(1, 3, LogLevel.INFO, "green"));

        assertThat(texts(model)).containsExactly("green");
    }

    @Test
    void lines_ofAnEarlierLogAreIgnored() {
        LogsViewModel model = model(true);
        var before = receiver;
        model.choose(Optional.of(Colour.GREEN));
        assertThat(before).isNotNull();

        before.accept(new LogNews.Lines(List.of(line(0, 3, LogLevel.INFO, "late"))));

        assertThat(texts(model)).isEmpty();
    }

    @Test
    void pausing_keepsTheLinesAndCountsWhatComes() {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.INFO, "one"));
        model.pause();
        comes(line(1, 0, LogLevel.INFO, "two"), line(2, 0, LogLevel.INFO, "three"));

        assertThat(texts(model)).containsExactly("one");
        assertThat(model.meanwhileProperty().get()).isEqualTo(2);
        assertThat(model.headProperty().get().title()).isEqualTo("Paused: 2 api tasks");

        model.resume();

        assertThat(texts(model)).containsExactly("one", "two", "three");
        assertThat(model.meanwhileProperty().get()).isZero();
    }

    @Test
    void filter_worksWhilePaused() {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.INFO, "one"), line(1, 0, LogLevel.WARN, "two"));
        model.pause();

        model.choose(LogLevel.WARN);

        assertThat(texts(model)).containsExactly("two");
        assertThat(model.pausedProperty().get()).isTrue();
        assertThat(model.meanwhileProperty().get()).isZero();
    }

    @Test
    void wrongPattern_isNamedAndTheLinesStay() {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.INFO, "one"));

        model.find("/(/");

        assertThat(model.problemProperty().get()).isEqualTo("No pattern: Unclosed group, at character 2");
        assertThat(texts(model)).containsExactly("one");
        model.find("");
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void request_showsTheTaskFromBeforeTheMoment() {
        LogsViewModel model = model(true);
        model.find("gone when somebody asks for something else");

        workspace.requestLogs(request("dev-api-blue", "9c41e7d0a20"));
        comes(
                line(0, 0, LogLevel.INFO, "mine"),
                line(1, 1, LogLevel.INFO, "another's"),
                line(2, 3, LogLevel.INFO, "green"));
        caughtUp();

        assertThat(services.calls)
                .contains("logs of dev-api-blue, task 9c41e7d0a20 from " + LogSamples.CRASH.minusSeconds(300));
        assertThat(texts(model)).containsExactly("mine");
        assertThat(model.goalProperty().get()).isEqualTo(LogSamples.CRASH);
        assertThat(model.pausedProperty().get()).isTrue();
    }

    @Test
    void request_madeBeforeThePanelWasMade_isAnswered() {
        workspace.start();
        workspace.requestLogs(request("dev-redis", ""));

        var model = new LogsViewModel(workspace);
        model.show();

        assertThat(model.scopeProperty().get().source()).isEqualTo(LogSource.REDIS);
    }

    @Test
    void trouble_isToldWithTheNextTryAndGoesWhenItIsOver() {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.INFO, "one"));
        comes(new LogNews.Trouble(new Failure.Unreachable("no answer in time", ""), Duration.ofSeconds(8)));

        assertThat(texts(model)).containsExactly("one");
        assertThat(model.troubleProperty().get()).isNotNull();
        timer.advance(Duration.ofSeconds(3));
        assertThat(model.untilNextTry()).contains(Duration.ofSeconds(5));

        caughtUp();
        assertThat(model.troubleProperty().get()).isNull();
    }

    @Test
    void mode_saysThatNothingIsDeployed() {
        services.status = Samples.nothing();

        assertThat(model(true).modeProperty().get()).isEqualTo(LogsViewModel.Mode.NOTHING_DEPLOYED);
        assertThat(services.calls).noneMatch(call -> call.startsWith("logs"));
    }

    @Test
    void otherEnvironment_hasAnotherLog() {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.INFO, "one"));

        workspace.choose(new EnvironmentName("prod"));

        assertThat(texts(model)).isEmpty();
        assertThat(services.calls).contains("logs of prod-api-blue and prod-api-green");
    }

    @Test
    void save_writesTheLinesShown(@TempDir Path folder) throws IOException {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.INFO, "one"), line(1, 0, LogLevel.ERROR, "two"));
        model.choose(LogLevel.ERROR);

        model.save(folder.resolve("api.log"));

        assertThat(Files.readString(folder.resolve("api.log")))
                .isEqualTo("2026-03-02T14:31:09Z  api blue    9c41e7  error  two\n");
        assertThat(model.noticeProperty().get()).isEqualTo("Saved 1 line to " + folder.resolve("api.log"));
    }

    @Test
    void save_saysWhyItFailed() {
        LogsViewModel model = model(true);

        model.save(Path.of("/nowhere/api.log"));

        assertThat(model.noticeProperty().get()).isEqualTo("Not saved: there is no folder /nowhere");
    }

    @Test
    void copy_givesTheLinesShown() {
        LogsViewModel model = model(true);
        comes(line(0, 0, LogLevel.INFO, "one"));
        List<String> copied = new ArrayList<>();

        model.text(copied::add);

        assertThat(copied).containsExactly("2026-03-02T14:31:08Z  api blue    9c41e7  info   one\n");
        assertThat(model.noticeProperty().get()).isEqualTo("Copied 1 line");
    }

    private LogsViewModel model(boolean shown) {
        workspace.start();
        workspace.watch();
        var model = new LogsViewModel(workspace);
        if (shown) {
            model.show();
        }
        return model;
    }

    private static LogsRequest request(String service, String task) {
        return LogsRequest.of(Samples.DEV, service, task, LogSamples.CRASH).orElseThrow();
    }

    private static LogLine line(int seconds, int which, LogLevel level, String text) {
        return LogSamples.line(T.plusSeconds(seconds), which, level, false, text);
    }

    private void comes(LogLine... lines) {
        comes(new LogNews.Lines(List.of(lines)));
    }

    private void caughtUp() {
        comes(new LogNews.CaughtUp(LogSamples.NOW));
    }

    private void comes(LogNews news) {
        assertThat(receiver).isNotNull();
        receiver.accept(news);
    }

    private static List<String> texts(LogsViewModel model) {
        return model.shownProperty().get().lines().stream().map(LogLine::text).toList();
    }
}
