package slipway.operations.logs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.model.LogScope;
import slipway.operations.Failures;

/**
 * Reads what tasks write, as far back as wanted and then as it is written, with marks where tasks started and ended. It
 * remembers what it has given, so that following can be stopped and taken up again. Used by one thread at a time.
 */
public final class LogFollower {
    private static final int BATCH = 2_000;
    /** How long an event may take to reach its group: the log driver sends every five seconds. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private static final Duration LATE_LOCALLY = Duration.ofSeconds(3);

    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;
    private final LogScope scope;
    private final List<GroupTail> tails = new ArrayList<>();
    private final TaskMarks marks;
    private final Restarts restarts = new Restarts();
    private Instant marksDue = Instant.MIN;

    /**
     * @param clock real time
     * @param from the first moment of interest, the target's time
     */
    public LogFollower(Cloud cloud, Timer timer, InstantSource clock, LogScope scope, Instant from) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
        this.scope = scope;
        this.marks = new TaskMarks(cloud, scope, from);
        LogReading.of(scope).forEach(reading -> tails.add(new GroupTail(cloud, reading, from, overlap())));
    }

    /**
     * Gives what is new until now, on the caller's thread.
     *
     * @return whether tasks had written anything
     * @throws FailureException when a call is refused, or when there is no such log
     */
    public boolean read(Consumer<List<LogLine>> receiver, Cancellation cancellation) {
        return Failures.translated("read the logs of " + LogWords.of(scope), () -> pass(receiver, cancellation));
    }

    /**
     * Gives what is new and goes on until it is cancelled; blocks until then. What goes wrong is news too, and following goes
     * on: more slowly the longer it lasts.
     *
     * @param receiver called on this thread
     */
    public void follow(Consumer<LogNews> receiver, Cancellation cancellation) {
        var poller = new Poller(timer, cancellation);
        var pace = new FollowPace(cloud.target() instanceof Target.Local);
        Duration pause = Duration.ZERO;
        while (!cancellation.isRequested() && (pause.isZero() || poller.pause(pause))) {
            try {
                boolean news = read(lines -> receiver.accept(new LogNews.Lines(lines)), cancellation);
                pause = pace.after(news);
                if (!cancellation.isRequested()) {
                    receiver.accept(new LogNews.CaughtUp(cloud.now()));
                }
            } catch (FailureException failed) {
                pause = pace.afterFailure(failed.failure());
                if (!cancellation.isRequested()) {
                    receiver.accept(new LogNews.Trouble(failed.failure(), pause));
                }
            }
        }
    }

    private Duration overlap() {
        return switch (cloud.target()) {
            case Target.Aws _ -> LATE;
            case Target.Local _ ->
                Duration.ofMillis(Math.round(LATE_LOCALLY.toMillis() * Math.max(1, cloud.clockFactor())));
        };
    }

    private boolean pass(Consumer<List<LogLine>> receiver, Cancellation cancellation) {
        List<LineSequence> sequences = new ArrayList<>();
        tails.forEach(tail -> sequences.add(tail.fresh()));
        if (!clock.instant().isBefore(marksDue)) {
            sequences.add(marks.fresh());
            marksDue = clock.instant()
                    .plus(cloud.target() instanceof Target.Local ? FollowPace.LOCAL_MARKS : FollowPace.AWS_MARKS);
        }
        boolean news = give(LineSequence.merged(sequences), receiver, cancellation);
        if (tails.stream().allMatch(GroupTail::missing)) {
            throw new FailureException(nothingThere());
        }
        return news;
    }

    private boolean give(LineSequence lines, Consumer<List<LogLine>> receiver, Cancellation cancellation) {
        List<LogLine> batch = new ArrayList<>();
        boolean news = false;
        try {
            while (!cancellation.isRequested() && lines.peek().isPresent()) {
                LogLine line = lines.take();
                restarts.before(line).ifPresent(batch::add);
                batch.add(line);
                news = news || !line.mark();
                if (batch.size() >= BATCH) {
                    List<LogLine> full = batch;
                    batch = new ArrayList<>();
                    receiver.accept(full);
                }
            }
        } finally {
            // What was taken does not come again, so it is given also when the next page is refused.
            if (!batch.isEmpty()) {
                receiver.accept(batch);
            }
        }
        return news;
    }

    private Failure nothingThere() {
        String groups = tails.stream().map(tail -> tail.reading().group()).collect(Collectors.joining(" and "));
        boolean several = tails.size() > 1;
        return new Failure.NotFound(
                "There are no logs of " + LogWords.of(scope) + " yet: log group" + (several ? "s " : " ") + groups
                        + (several ? " come with their stacks." : " comes with its stack."),
                "");
    }
}
