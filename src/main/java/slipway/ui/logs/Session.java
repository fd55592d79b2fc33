package slipway.ui.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellation;
import slipway.model.LogFilter;
import slipway.model.LogNews;
import slipway.model.LogScope;
import slipway.ui.fx.Background;
import slipway.ui.workspace.LogTail;
import slipway.ui.workspace.TargetOperations;

/**
 * One log that is followed: its lines, and what comes of them on the UI thread. However fast lines come, one snapshot at a
 * time is on its way there.
 */
final class Session {
    private final TargetOperations operations;
    private final LogScope scope;
    private final Optional<Instant> from;
    private final Background background;
    private final LogStore store;
    private final Consumer<Snapshot> shown;
    private final Consumer<LogNews.Trouble> troubled;
    private final Runnable well;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private @Nullable LogTail tail;
    private @Nullable Cancellation following;

    /**
     * @param from absent for the last half hour
     * @param shown called on the UI thread
     * @param troubled likewise
     * @param well likewise: the log was read to its end
     */
    Session(
            TargetOperations operations,
            LogScope scope,
            Optional<Instant> from,
            Duration span,
            Background background,
            Consumer<Snapshot> shown,
            Consumer<LogNews.Trouble> troubled,
            Runnable well) {
        this.operations = operations;
        this.scope = scope;
        this.from = from;
        this.background = background;
        this.store = new LogStore(span);
        this.shown = shown;
        this.troubled = troubled;
        this.well = well;
    }

    TargetOperations operations() {
        return operations;
    }

    /** Goes on where it stopped; does nothing while it follows. UI thread. */
    void follow() {
        if (following != null) {
            return;
        }
        var cancellation = new Cancellation();
        following = cancellation;
        background.run(
                () -> {
                    read(cancellation);
                    return true;
                },
                ended -> {},
                failure -> troubled.accept(new LogNews.Trouble(failure, Duration.ZERO)));
    }

    /** Asks nothing any more; what is there stays. UI thread. */
    void stop() {
        if (following != null) {
            following.cancel();
            following = null;
        }
    }

    /** Shows other lines. UI thread. */
    void filter(LogFilter filter) {
        background.run(
                () -> {
                    store.filter(filter);
                    publish();
                    return true;
                },
                done -> {},
                failure -> troubled.accept(new LogNews.Trouble(failure, Duration.ZERO)));
    }

    /** One reader at a time: a follower that was just stopped may still be at its last page. */
    private synchronized void read(Cancellation cancellation) {
        LogTail known = tail;
        if (known == null) {
            known = operations.logs(scope, from);
            tail = known;
        }
        known.follow(
                news -> {
                    switch (news) {
                        case LogNews.Lines found -> {
                            store.add(found.lines());
                            publish();
                        }
                        case LogNews.CaughtUp read -> {
                            store.caughtUp(read.now());
                            publish();
                            background.onUi(well);
                        }
                        case LogNews.Trouble trouble -> background.onUi(() -> troubled.accept(trouble));
                    }
                },
                cancellation);
    }

    private void publish() {
        if (underWay.compareAndSet(false, true)) {
            Snapshot snapshot = store.snapshot();
            background.onUi(() -> {
                underWay.set(false);
                shown.accept(snapshot);
                again(snapshot);
            });
        }
    }

    /** What came while the snapshot was on its way is told by the next one. */
    private void again(Snapshot snapshot) {
        background.run(
                () -> {
                    if (store.version() != snapshot.version()) {
                        publish();
                    }
                    return true;
                },
                done -> {},
                failure -> troubled.accept(new LogNews.Trouble(failure, Duration.ZERO)));
    }
}
