package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.geometry.VerticalDirection;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import slipway.async.SystemTimer;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.cloud.aws.SdkCloudConnector;
import slipway.localcloud.LocalCloud;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.LogLine;
import slipway.ui.controls.Phrases;
import slipway.ui.shell.Console;
import slipway.ui.shell.PanelPictures;
import slipway.ui.workspace.Workspace;

/** The main job, with nothing replaced: the window, the operations, the wire, the local cloud, Ruby and Redis. */
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class ConsoleDeployTest {
    private static final Path HOME =
            Path.of(System.getProperty("slipway.home", ".")).toAbsolutePath().normalize();
    private static final Path PICTURES = Path.of("target", "screenshots");

    @TempDir
    static Path state;

    private static LocalCloud cloud;

    private final SystemTimer timer = new SystemTimer();
    private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
    private Stage stage;
    private Workspace workspace;

    @BeforeAll
    static void startLocalCloud() throws IOException {
        cloud = new LocalCloud(new LocalCloud.Options(state, 60, 0), InstantSource.system());
    }

    @AfterAll
    static void stopLocalCloud() {
        if (cloud != null) {
            cloud.close();
            cloud = null;
        }
    }

    @Start
    void start(Stage first) {
        stage = first;
        var services =
                new ConsoleComposition(new LocalCloudProcess(state, timer), state, HOME, timer, InstantSource.system());
        workspace = Console.show(
                stage,
                services,
                new Target.Local(),
                new EnvironmentName("dev"),
                timer,
                InstantSource.system(),
                opened::add);
    }

    @AfterEach
    void close() {
        try {
            WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
                workspace.close();
                stage.hide();
            });
        } finally {
            timer.close();
        }
    }

    /** One deployment serves all: it is what takes the time. */
    @Test
    void deploy_clicked_makesTheApplicationAnswer_andStoppedTasksAndLogsAreShown_andWeightsAreMoved(FxRobot robot)
            throws IOException, InterruptedException {
        deployAndOpen(robot);
        stopATaskFromItsRow(robot);
        followLogs(robot);
        workInIrb(robot);
        moveWeights(robot);
        loseTheLocalCloud(robot);
    }

    /** A view that is drawn anew between the look and the click has another node by then: the robot finds that one next. */
    static void click(FxRobot robot, String query) {
        waitFor(10, () -> {
            try {
                robot.clickOn(query);
                return true;
            } catch (RuntimeException drawnAnew) {
                return false;
            }
        });
    }

    private void deployAndOpen(FxRobot robot) throws IOException, InterruptedException {
        waitFor(60, () -> text(robot, "#overview-headline").equals("Nothing runs here yet"));
        picture("console-before");

        click(robot, "#first-deploy");
        waitFor(
                60,
                () -> workspace
                        .operation()
                        .progress()
                        .map(progress -> progress.completedResources() > 0)
                        .orElse(false));
        picture("console-during");

        waitFor(240, () -> robot.lookup("#done-url").tryQuery().isPresent());
        picture("console-after");
        click(robot, "#done-url");

        assertThat(opened).hasSize(1);
        assertThat(get(opened.getFirst())).isEqualTo("Last sum was: 0");
        assertThat(get(opened.getFirst() + "/?n=3")).isEqualTo("Your sum was 6");

        robot.clickOn("#nav-overview");
        waitFor(60, () -> text(robot, "#overview-headline").equals("All 4 tasks healthy"));
        picture("console-overview");
        assertThat(text(robot, "#open-url")).isEqualTo(opened.getFirst());
    }

    /** A crash is seen as it happens: the line that tells of it, then the restart; and scrolling up holds the lines. */
    private void followLogs(FxRobot robot) throws IOException, InterruptedException {
        robot.clickOn("#nav-logs");
        waitFor(60, () -> text(robot, "#logs-headline").equals("Following 2 api tasks"));
        ListView<LogLine> lines = robot.lookup("#log-lines").queryListView();
        assertThat(get(opened.getFirst() + "/?n=4")).isEqualTo("Your sum was 10");
        waitFor(60, () -> lines.getItems().stream().anyMatch(line -> line.text().contains("POST /sum")));

        get(opened.getFirst() + "/?n=13");
        waitFor(60, () -> lines.getItems().stream().anyMatch(line -> line.text().contains("crashes now")));
        waitFor(60, () -> lines.getItems().stream().anyMatch(line -> line.text().contains("restarted in place")));
        picture("console-logs");

        robot.moveTo("#log-lines");
        robot.scroll(3, VerticalDirection.UP);
        waitFor(20, () -> text(robot, "#logs-headline").equals("Paused: 2 api tasks"));
        waitFor(60, () -> text(robot, "#logs-pause").matches("Resume, \\d+ new"));
        picture("console-logs-paused");
        robot.clickOn("#logs-pause");
        waitFor(20, () -> text(robot, "#logs-headline").equals("Following 2 api tasks"));

        robot.press(KeyCode.CONTROL, KeyCode.F).release(KeyCode.F, KeyCode.CONTROL);
        robot.write("crashes");
        waitFor(
                20,
                () -> !lines.getItems().isEmpty()
                        && lines.getItems().stream()
                                .allMatch(line -> line.text().contains("crashes")));
        picture("console-logs-filtered");
    }

    private void workInIrb(FxRobot robot) {
        var process = new LocalCloudProcess(state, timer);
        try (Cloud judge = new SdkCloudConnector(process, InstantSource.system()).connect(new Target.Local())) {
            var sessions = new ConsoleSessions(robot, stage, workspace, judge, this::picture);
            sessions.opensIrb(10);
            sessions.edits();
            sessions.followsTheSize();
            sessions.interrupts();
            sessions.survivesOtherPanels();
            sessions.goesOnElsewhere();
        }
    }

    private void loseTheLocalCloud(FxRobot robot) {
        var process = new LocalCloudProcess(state, timer);
        try (Cloud judge = new SdkCloudConnector(process, InstantSource.system()).connect(new Target.Local())) {
            new ConsoleSessions(robot, stage, workspace, judge, this::picture)
                    .outlivesTheLocalCloud(ConsoleDeployTest::stopLocalCloud);
        }
    }

    private void moveWeights(FxRobot robot) throws IOException, InterruptedException {
        var process = new LocalCloudProcess(state, timer);
        try (Cloud judge = new SdkCloudConnector(process, InstantSource.system()).connect(new Target.Local())) {
            var traffic = new ConsoleTraffic(robot, judge, opened.getFirst(), this::picture);
            robot.clickOn("#nav-traffic");
            traffic.refusesAnEmptyColour();
            traffic.fillGreen();
            traffic.movesByTheFader();
            traffic.failsNoRequest();
        }
    }

    private void stopATaskFromItsRow(FxRobot robot) {
        robot.clickOn("#nav-services");
        waitFor(60, () -> text(robot, "#services-headline").equals("All 5 tasks healthy"));
        picture("console-services");
        List<String> before = apis();
        String stopped = before.getFirst();

        robot.clickOn("#stop-" + Phrases.shortId(stopped));
        waitFor(20, () -> robot.lookup("Stop task").tryQuery().isPresent());
        picture("console-services-question");
        robot.clickOn("Stop task");
        robot.moveTo("#services-headline");

        waitFor(120, () -> apis().size() == 2 && !apis().contains(stopped));
        String replacement = apis().stream()
                .filter(task -> !before.contains(task))
                .findFirst()
                .orElseThrow();
        waitFor(
                60,
                () -> robot.lookup("#stop-" + Phrases.shortId(replacement))
                        .tryQuery()
                        .isPresent());
        waitFor(120, () -> text(robot, "#services-headline").equals("All 5 tasks healthy"));
        picture("console-services-after");
        // Its replacement may be healthy before it has ended.
        waitFor(60, () -> status().stopped().stream().anyMatch(task -> task.id().equals(stopped)));
        EnvironmentStatus status = status();
        assertThat(status.stopped()).anySatisfy(task -> {
            assertThat(task.id()).isEqualTo(stopped);
            assertThat(task.reason()).isEqualTo("Stopped by an operator in Slipway");
            assertThat(task.stopCode()).isEqualTo("UserInitiated");
        });
        assertThat(state.resolve("stopped-tasks").resolve("000000000000-eu-west-1-dev.jsonl"))
                .content()
                .contains(stopped);
    }

    private EnvironmentStatus status() {
        return Objects.requireNonNull(workspace.statusProperty().get());
    }

    /** The tasks of api blue that shall run, oldest first. */
    private List<String> apis() {
        return status().services().stream()
                .filter(service -> service.name().equals("dev-api-blue"))
                .flatMap(service -> service.tasks().stream())
                .filter(task -> task.stopping().isEmpty())
                .map(EnvironmentStatus.TaskStatus::id)
                .toList();
    }

    private static String get(String address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                    .body()
                    .strip();
        }
    }

    private void picture(String name) {
        WaitForAsyncUtils.waitForAsyncFx(
                60_000, () -> PanelPictures.keep(stage.getScene().snapshot(null), PICTURES.resolve(name + ".png")));
    }

    static String text(FxRobot robot, String id) {
        return robot.lookup(id).<Labeled>tryQuery().map(Labeled::getText).orElse("");
    }

    static void waitFor(int seconds, BooleanSupplier condition) {
        try {
            WaitForAsyncUtils.waitFor(seconds, TimeUnit.SECONDS, () -> {
                WaitForAsyncUtils.waitForFxEvents();
                return condition.getAsBoolean();
            });
        } catch (TimeoutException late) {
            throw new AssertionError("it did not come to pass within " + seconds + " s", late);
        }
    }
}
