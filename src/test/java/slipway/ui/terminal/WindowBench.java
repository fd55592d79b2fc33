package slipway.ui.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.jspecify.annotations.NullUnmarked;
import slipway.model.SessionStatus;
import slipway.operations.sessions.RunningCloud;
import slipway.operations.sessions.Session;
import slipway.operations.sessions.SessionReceiver;
import slipway.terminal.Line;
import slipway.terminal.Snapshot;
import slipway.terminal.Terminal;
import slipway.ui.fx.FxBackground;
import slipway.ui.shell.Look;

/**
 * A window with a terminal in a task of the local cloud, whose state folder is the argument: how long a large file takes to run
 * through and how many of its screens are painted, and how soon a key is seen. Run by {@code src/bench/sessions}; prints one line a
 * figure.
 */
@NullUnmarked
public final class WindowBench extends Application {
    /** The JVM looks for JavaFX modules when the class that it starts is an application; the class path has them. */
    public static final class Start {
        private Start() {}

        public static void main(String[] arguments) {
            Application.launch(WindowBench.class, arguments);
        }
    }

    private static final int FILE_SIZE = 10_000_000;
    private static final int TIMES = 3;
    private static final int KEYS = 300;
    private static final int WARM_UP = 50;

    private final Random random = new Random(1);
    private final long[] took = new long[KEYS];
    private RunningCloud local;
    private Path file;
    private TerminalPane pane;
    private Node screen;
    private Session session;

    private int times;
    private long first;
    private volatile boolean ended;
    private int frames;
    private Snapshot painted;

    private boolean typing;
    private int key = -WARM_UP;
    private long pressed;
    private Line before;

    @Override
    public void start(Stage stage) throws IOException {
        local = new RunningCloud(Path.of(getParameters().getRaw().getFirst()));
        file = Files.createTempFile("lines", ".txt");
        Files.writeString(file, lines(), StandardCharsets.US_ASCII);
        pane = new TerminalPane(new FxBackground(), Terminal.SCROLLBACK);
        pane.setOnInput(bytes -> session.offer(bytes));
        var scene = new Scene(pane, 1100, 700);
        var _ = new Look(scene);
        stage.setScene(scene);
        stage.show();
        screen = scene.lookup("#terminal-screen");
        pane.requestFocus();
        scene.addPostLayoutPulseListener(this::frame);
        cat();
    }

    /** As a coloured listing of files. */
    private String lines() {
        var lines = new StringBuilder(FILE_SIZE + 100);
        while (lines.length() < FILE_SIZE) {
            lines.append("-rw-r--r-- 1 app app ")
                    .append(String.format(Locale.ROOT, "%9d", random.nextInt(100_000_000)))
                    .append(" Nov 25 12:00 \033[01;34mfolder")
                    .append(random.nextInt(1000))
                    .append("\033[0m/\033[01;32mprogram")
                    .append(random.nextInt(1000))
                    .append("\033[0m\n");
        }
        return lines.toString();
    }

    private final class Receiver implements SessionReceiver {
        @Override
        public void status(SessionStatus status) {
            if (status instanceof SessionStatus.Failed failed) {
                throw new IllegalStateException(failed.failure().message());
            }
            if (typing && status instanceof SessionStatus.Live) {
                Platform.runLater(WindowBench.this::press);
            }
            if (status.ended()) {
                ended = true;
                // What was written last is on its way to a frame; one is asked for in any case.
                Platform.runLater(pane::requestLayout);
            }
        }

        @Override
        public void output(byte[] bytes) {
            if (first == 0) {
                first = System.nanoTime();
            }
            pane.write(bytes);
        }
    }

    private void cat() {
        first = 0;
        frames = 0;
        ended = false;
        session = local.sessions().open(local.task(), "cat " + file, pane.columns(), pane.rows(), new Receiver());
    }

    /** After the layout of a frame, in which what is new was painted. */
    private void frame() {
        Snapshot now = pane.terminal().snapshot();
        boolean fresh =
                painted == null || now.topLine() != painted.topLine() || now.cursorColumn() != painted.cursorColumn();
        painted = now;
        if (typing) {
            if (pressed != 0 && !row(now).equals(before)) {
                seen();
            }
            return;
        }
        frames += fresh ? 1 : 0;
        if (ended) {
            double seconds = (System.nanoTime() - first) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "10 MB in the window, time %d: %.2f s, %.0f frames a second%n",
                    ++times,
                    seconds,
                    frames / seconds);
            ended = false;
            session.terminate();
            if (times < TIMES) {
                Platform.runLater(this::cat);
            } else {
                Platform.runLater(this::type);
            }
        }
    }

    private void type() {
        typing = true;
        session = local.sessions()
                .open(
                        local.task(),
                        "sh -c 'stty -icanon; exec cat > /dev/null'",
                        pane.columns(),
                        pane.rows(),
                        new Receiver());
    }

    /** The row of the cursor. */
    private static Line row(Snapshot of) {
        return of.lines().get(of.cursorRow());
    }

    private void press() {
        before = row(pane.terminal().snapshot());
        pressed = System.nanoTime();
        screen.fireEvent(new KeyEvent(KeyEvent.KEY_TYPED, "x", "x", KeyCode.UNDEFINED, false, false, false, false));
    }

    private void seen() {
        long nanos = System.nanoTime() - pressed;
        pressed = 0;
        if (key >= 0) {
            took[key] = nanos;
        }
        key++;
        if (key == KEYS) {
            Arrays.sort(took);
            System.out.printf(
                    Locale.ROOT,
                    "from a key to its painted echo: %d keys, p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
                    KEYS,
                    took[KEYS / 2] / 1e6,
                    took[KEYS * 99 / 100] / 1e6,
                    took[KEYS - 1] / 1e6);
            local.close();
            Platform.exit();
            return;
        }
        // Not in step with the frames.
        var pause = new PauseTransition(Duration.millis(20 + random.nextInt(30)));
        pause.setOnFinished(over -> press());
        pause.play();
    }

    @Override
    public void stop() throws IOException {
        Files.deleteIfExists(file);
    }
}
