package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.app.ConsoleDeployTest.click;
import static slipway.app.ConsoleDeployTest.text;
import static slipway.app.ConsoleDeployTest.waitFor;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;
import slipway.cloud.Cloud;
import slipway.ui.terminal.TerminalPane;
import slipway.ui.workspace.Workspace;

/** Works in irb by keyboard, as a developer does, in a console whose environment is deployed. */
final class ConsoleSessions {
    private static final Pattern TAB = Pattern.compile("api, (blue|green), ([0-9a-f]{6}), (.+)");

    private final FxRobot robot;
    private final Stage stage;
    private final Workspace workspace;
    private final Cloud cloud;
    private final Consumer<String> picture;

    /**
     * @param cloud of the console's target
     * @param picture keeps a picture of the window by a name
     */
    ConsoleSessions(FxRobot robot, Stage stage, Workspace workspace, Cloud cloud, Consumer<String> picture) {
        this.robot = robot;
        this.stage = stage;
        this.workspace = workspace;
        this.cloud = cloud;
        this.picture = picture;
    }

    /**
     * One click opens irb on the newest api, and what is typed is reckoned.
     *
     * @param sum the last that was asked for
     */
    void opensIrb(int sum) {
        robot.clickOn("#nav-sessions");
        waitFor(60, () -> robot.lookup("#session-first").tryQuery().isPresent());
        picture.accept("console-terminal-empty");
        click(robot, "#session-first");
        waitFor(60, () -> text(robot, "#session-state").equals("live"));
        waitFor(60, () -> screen().contains("irb(main):001"));
        assertThat(workspace.sessions().openProperty().get()).isOne();

        enter("1+1");
        shows("=> 2");
        enter("last_sum.read");
        shows("=> " + sum);
        enter("redis.get(\"last_sum\").to_s + \"!\"");
        shows("=> \"" + sum + "!\"");
    }

    /** Names are completed as they are typed, methods span lines, and letters of other scripts have their width. */
    void edits() {
        robot.write("redis.key");
        shows("redis.keys");
        picture.accept("console-terminal-completion");
        enter("s");
        shows("=> [\"last_sum\"]");

        enter("def twice(n)");
        enter("n * 2");
        enter("end");
        shows("=> :twice");
        enter("twice(21)");
        shows("=> 42");
        enter("\"é 漢\".chars");
        shows("=> [\"é\", \" \", \"漢\"]");
        picture.accept("console-terminal-edited");
    }

    /** The program learns the window's size. */
    void followsTheSize() {
        int before = onFx(() -> pane().rows());
        onFx(() -> {
            stage.setHeight(stage.getHeight() - 150);
            return true;
        });
        waitFor(20, () -> onFx(() -> pane().rows()) < before);
        int columns = onFx(() -> pane().columns());
        int rows = onFx(() -> pane().rows());
        enter("IO.console.winsize");
        shows("=> [" + rows + ", " + columns + "]");
        assertThat(text(robot, "#session-size")).isEqualTo(columns + " × " + rows);
    }

    /** Ctrl+C reaches the program, not the console. */
    void interrupts() {
        enter("loop {}");
        waitFor(20, () -> screen().endsWith("loop {}"));
        press(KeyCode.CONTROL, KeyCode.C);
        shows("IRB::Abort");
        enter("20+3");
        shows("=> 23");
        picture.accept("console-terminal-interrupted");
    }

    /** What the other panels do keeps the session. */
    void survivesOtherPanels() {
        press(KeyCode.CONTROL, KeyCode.DIGIT3);
        waitFor(20, () -> text(robot, "#services-headline").endsWith("healthy"));
        assertThat(text(robot, "#nav-count-sessions")).isEqualTo("1");
        press(KeyCode.CONTROL, KeyCode.DIGIT6);
        enter("30+4");
        shows("=> 34");
    }

    /** The tab tells of its task's end, and goes on in another one by a click. */
    void goesOnElsewhere() {
        String task = task();
        String arn = cloud.ecs().listTasks(request -> request.cluster("dev")).taskArns().stream()
                .filter(each -> each.contains("/" + task))
                .findFirst()
                .orElseThrow();
        cloud.ecs().stopTask(request -> request.cluster("dev").task(arn).reason("Tried by a test"));

        waitFor(20, () -> text(robot, "#session-banner-words").contains("Tried by a test"));
        waitFor(
                60,
                () -> robot.lookup("#session-close").tryQuery().isPresent()
                        && robot.lookup("#session-go-on").tryQuery().isPresent());
        picture.accept("console-terminal-stopped");
        assertThat(workspace.sessions().openProperty().get()).isZero();

        click(robot, "#session-go-on");
        waitFor(60, () -> text(robot, "#session-state").equals("live"));
        assertThat(task()).isNotEqualTo(task);
        waitFor(60, () -> screen().lines().skip(1).anyMatch(line -> line.startsWith("irb(main):001")));
        enter("50+5");
        shows("=> 55");
        picture.accept("console-terminal-again");
    }

    /**
     * The local cloud ends: the tab says so, and stays.
     *
     * @param end ends it
     */
    void outlivesTheLocalCloud(Runnable end) {
        robot.clickOn("#nav-sessions");
        waitFor(20, () -> text(robot, "#session-state").equals("live"));
        end.run();
        waitFor(30, () -> List.of("lost", "ended").contains(text(robot, "#session-state")));
        waitFor(30, () -> workspace.operations().isEmpty());
        picture.accept("console-terminal-lost");
        assertThat(screen()).contains("=> 55");
        assertThat(workspace.sessions().openProperty().get()).isZero();

        click(robot, "#session-close");
        waitFor(20, () -> robot.lookup(".terminal-pane").tryQuery().isEmpty());
        waitFor(
                30,
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("HttpClient")));
    }

    /** The first digits of the id of the selected tab's task. */
    private String task() {
        return robot.lookup(".session-tab").queryAll().stream()
                .map(tab -> TAB.matcher(tab.getAccessibleText()))
                .filter(Matcher::matches)
                .map(tab -> tab.group(2))
                .findFirst()
                .orElseThrow();
    }

    private TerminalPane pane() {
        return robot.lookup(".terminal-pane").queryAs(TerminalPane.class);
    }

    private String screen() {
        return onFx(() -> pane().screenText());
    }

    private void shows(String words) {
        try {
            waitFor(20, () -> screen().contains(words));
        } catch (AssertionError late) {
            throw new AssertionError("the screen does not show " + words + " but\n" + screen(), late);
        }
    }

    private void enter(String line) {
        robot.write(line, 0);
        robot.type(KeyCode.ENTER);
    }

    private void press(KeyCode modifier, KeyCode key) {
        robot.press(modifier, key).release(key, modifier);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static <T> T onFx(Callable<T> read) {
        return WaitForAsyncUtils.waitForAsyncFx(20_000, read);
    }
}
