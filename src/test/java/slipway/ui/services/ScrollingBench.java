package slipway.ui.services;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.ScrollEvent;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import slipway.async.SystemTimer;
import slipway.cloud.Target;
import slipway.model.EnvironmentStatus;
import slipway.ui.FakeServices;
import slipway.ui.Samples;
import slipway.ui.shell.Console;
import slipway.ui.workspace.Workspace;

/**
 * Measures the frames of the whole window while Services scrolls through very many rows and readings come in, each with other
 * values for every task. Run by {@code src/bench/services-table}; prints one line a figure.
 */
@NullUnmarked
public final class ScrollingBench extends Application {
    /** The JVM looks for JavaFX modules when the class that it starts is an application; the class path has them. */
    public static final class Start {
        private Start() {}

        public static void main(String[] arguments) {
            Application.launch(ScrollingBench.class, arguments);
        }
    }

    private static final int SERVICES = 1000;
    private static final int TASKS = 10;
    private static final int READINGS = 4;
    private static final int WARM_UP = 60;
    private static final int FRAMES = 300;
    /** A reading every second is twice as often as on the local cloud, ten times as often as on AWS. */
    private static final int FRAMES_PER_READING = 60;

    private final SystemTimer timer = new SystemTimer();
    private final FakeServices services = new FakeServices();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<EnvironmentStatus> readings = new ArrayList<>();
    private final List<Double> intervals = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();
    private long[] painters = {};
    private Node flow;
    private Workspace workspace;
    private TreeTableView<ServiceRow> table;
    private long frameBegan;
    private long costBefore;
    private int frame;

    @Override
    public void start(Stage stage) {
        services.running = true;
        for (int reading = 0; reading < READINGS; reading++) {
            readings.add(LargeServices.status(SERVICES, TASKS, 20 + 10.0 * reading));
        }
        services.status = readings.getFirst();
        workspace = Console.show(
                stage, services, new Target.Local(), Samples.DEV, timer, InstantSource.system(), address -> {});
        stage.setWidth(1440);
        stage.setHeight(900);
        var driver = new AnimationTimer() {
            @Override
            public void handle(long now) {
                if (flow == null) {
                    open(stage);
                } else {
                    next();
                }
            }
        };
        driver.start();
    }

    @SuppressWarnings("unchecked") // The panel's table has rows of this type.
    private void open(Stage stage) {
        if (workspace.statusProperty().get() == null) {
            return;
        }
        if (stage.getScene().lookup("#services-table") == null) {
            ((Button) stage.getScene().lookup("#nav-services")).fire();
            return;
        }
        table = (TreeTableView<ServiceRow>) stage.getScene().lookup("#services-table");
        List<TreeItem<ServiceRow>> all = table.getRoot().getChildren();
        all.forEach(item -> item.setExpanded(true));
        flow = table.lookup(".virtual-flow");
        painters = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null
                        && (thread.getThreadName().startsWith("QuantumRenderer")
                                || thread.getThreadName().equals("JavaFX Application Thread")))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
    }

    /** What the UI thread and the renderer have taken of the processor: other processes' load is not in it. */
    private long cost() {
        return Arrays.stream(painters).map(threads::getThreadCpuTime).sum();
    }

    private void next() {
        long now = System.nanoTime();
        long cost = cost();
        if (frame > WARM_UP) {
            intervals.add((now - frameBegan) / 1e6);
            costs.add((cost - costBefore) / 1e6);
        }
        frameBegan = now;
        costBefore = cost;
        frame++;
        if (frame == WARM_UP + FRAMES) {
            report("from frame to frame", intervals);
            report("processor time of a frame, layout and painting", costs);
            workspace.close();
            timer.close();
            Platform.exit();
            return;
        }
        if (frame % FRAMES_PER_READING == 0) {
            services.status = readings.get(frame / FRAMES_PER_READING % READINGS);
            workspace.refresh();
        }
        if (frame % 100 == 0) {
            table.scrollTo(frame * 7 % table.getExpandedItemCount());
        }
        flow.fireEvent(wheel(frame / 200 % 2 == 0 ? -120 : 120));
    }

    private static ScrollEvent wheel(double delta) {
        return new ScrollEvent(
                ScrollEvent.SCROLL,
                400,
                300,
                400,
                300,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                delta,
                0,
                delta,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null);
    }

    private static void report(String what, List<Double> milliseconds) {
        double[] sorted =
                milliseconds.stream().mapToDouble(each -> each).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.1f ms, p99 %.1f ms, longest %.1f ms, over 50 ms: %d of %d%n",
                what,
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                sorted[sorted.length - 1],
                Arrays.stream(sorted).filter(each -> each > 50).count(),
                sorted.length);
    }
}
