package slipway.ui.logs;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.SystemTimer;
import slipway.cloud.Target;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.ui.FakeServices;
import slipway.ui.LogSamples;
import slipway.ui.Samples;
import slipway.ui.shell.Console;
import slipway.ui.workspace.Workspace;

/**
 * Measures the frames of the whole window while lines pour into Logs: followed at 5,000 a second, followed at 10,000, then
 * paused and scrolled through while 5,000 a second come. Run by {@code src/bench/logs-panel}; prints one line a figure.
 */
@NullUnmarked
public final class FollowingBench extends Application {
    /** The JVM looks for JavaFX modules when the class that it starts is an application; the class path has them. */
    public static final class Start {
        private Start() {}

        public static void main(String[] arguments) {
            Application.launch(FollowingBench.class, arguments);
        }
    }

    /** As the follower gives them: what a second brought, in batches. */
    private static final Duration BEAT = Duration.ofSeconds(1);

    private static final int BATCH = 2_000;
    private static final int WARM_UP = 30;
    private static final int FRAMES = 300;

    private final SystemTimer timer = new SystemTimer();
    private final FakeServices services = new FakeServices();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Double> intervals = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();
    private volatile int perSecond = 5_000;
    private final AtomicLong sent = new AtomicLong();
    private long sentBefore;
    private long phaseBegan;
    private long[] painters = {};
    private Stage stage;
    private Workspace workspace;
    private ListView<LogLine> lines;
    private long frameBegan;
    private long costBefore;
    private int frame;
    private int phase;

    @Override
    public void start(Stage first) {
        stage = first;
        services.running = true;
        services.status = Samples.deployed();
        services.logs = this::pour;
        workspace = Console.show(
                stage, services, new Target.Local(), Samples.DEV, timer, InstantSource.system(), address -> {});
        stage.setWidth(1440);
        stage.setHeight(900);
        new AnimationTimer() {
            @Override
            public void handle(long now) {
                if (lines == null) {
                    open();
                } else {
                    next();
                }
            }
        }.start();
    }

    /** As many lines as are kept at once, then so many a second. */
    private void pour(Consumer<LogNews> receiver, Cancellation cancellation) {
        receiver.accept(new LogNews.Lines(lines(LogStore.MOST_LINES)));
        receiver.accept(new LogNews.CaughtUp(Instant.now()));
        var poller = new Poller(timer, cancellation);
        while (poller.pause(BEAT)) {
            for (int left = perSecond; left > 0; left -= BATCH) {
                receiver.accept(new LogNews.Lines(lines(Math.min(left, BATCH))));
            }
            receiver.accept(new LogNews.CaughtUp(Instant.now()));
        }
    }

    private List<LogLine> lines(int count) {
        List<LogLine> made = new ArrayList<>(count);
        Instant now = Instant.now();
        for (int line = 0; line < count; line++) {
            long number = sent.getAndIncrement();
            made.add(LogSamples.line(
                    now.plusNanos(line * 1000L),
                    (int) (number % 5),
                    number % 500 == 0 ? LogLevel.WARN : LogLevel.INFO,
                    false,
                    "127.77.1.20 - - [02/Mar/2026:14:21:39 +0000] \"POST /sum HTTP/1.1\" 200 12 0.0" + number));
        }
        return made;
    }

    @SuppressWarnings("unchecked") // The panel's list has lines.
    private void open() {
        if (workspace.statusProperty().get() == null) {
            return;
        }
        if (stage.getScene().lookup("#log-lines") == null) {
            ((Button) stage.getScene().lookup("#nav-logs")).fire();
            return;
        }
        lines = (ListView<LogLine>) stage.getScene().lookup("#log-lines");
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
        } else {
            phaseBegan = now;
            sentBefore = sent.get();
        }
        frameBegan = now;
        costBefore = cost;
        frame++;
        if (phase == 2) {
            lines.scrollTo(
                    Math.floorMod(frame * 37, Math.max(1, lines.getItems().size())));
        }
        if (frame == WARM_UP + FRAMES) {
            over(now);
        }
    }

    private void over(long now) {
        double seconds = (now - phaseBegan) / 1e9;
        String what = List.of("followed at 5,000 lines a second", "followed at 10,000", "scrolled while 5,000 come")
                .get(phase);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d lines kept, %,.0f came a second; %s%n",
                what,
                lines.getItems().size(),
                (sent.get() - sentBefore) / seconds,
                ((Labeled) stage.getScene().lookup("#logs-headline")).getText());
        report("  from frame to frame", intervals);
        report("  processor time of a frame, layout and painting", costs);
        intervals.clear();
        costs.clear();
        frame = 0;
        phase++;
        switch (phase) {
            case 1 -> perSecond = 10_000;
            case 2 -> {
                perSecond = 5_000;
                ((Button) stage.getScene().lookup("#logs-pause")).fire();
            }
            default -> {
                workspace.close();
                timer.close();
                Platform.exit();
            }
        }
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
