package slipway.localcloud.cloudformation;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.localcloud.cloudformation.resource.OperationCancelledException;

/** One operation under way on a stack: how it is called off, and how its resources wait. */
final class Operation {
    private final Timer timer;
    private final Set<Pause> pauses = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** One wait. */
    private static final class Pause {
        private final CompletableFuture<Void> over = new CompletableFuture<>();
    }

    private volatile boolean cancelled;
    private volatile boolean superseded;
    private volatile boolean byUser;

    Operation(Timer timer) {
        this.timer = timer;
    }

    /** Starts no more, and ends the waits of what is under way. */
    void cancel() {
        cancelled = true;
        pauses.forEach(pause -> pause.over.complete(null));
    }

    /** Cancels because someone asked for it, not because something failed. */
    void cancelByUser() {
        byUser = true;
        cancel();
    }

    boolean isCancelledByUser() {
        return byUser;
    }

    /** Lets what follows a cancelled operation, its rollback, run undisturbed. Nothing is under way at that time. */
    void calm() {
        cancelled = false;
    }

    /** Cancels, and leaves what follows to another operation. */
    void supersede() {
        superseded = true;
        cancel();
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isSuperseded() {
        return superseded;
    }

    void pause(Duration real) {
        var pause = new Pause();
        pauses.add(pause);
        Cancellable alarm = timer.after(real, () -> pause.over.complete(null));
        try {
            if (!cancelled) {
                pause.over.join();
            }
        } finally {
            pauses.remove(pause);
            alarm.cancel();
        }
        if (cancelled) {
            throw new OperationCancelledException();
        }
    }

    void end() {
        ended.complete(null);
    }

    /** Waits until the operation has ended. */
    void await() {
        ended.join();
    }
}
