package slipway.async;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The timer of a running program: one daemon platform thread waits, each action gets a virtual thread of its own. Once closed it runs
 * nothing more: what is planned is dropped, and so is what anyone still plans, for work under way may end after the program's end began.
 */
public final class SystemTimer implements Timer, AutoCloseable {
    private final ScheduledThreadPoolExecutor waiting;

    public SystemTimer() {
        waiting = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("timer").daemon(true).factory());
        waiting.setRemoveOnCancelPolicy(true);
        waiting.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public Cancellable after(Duration delay, Runnable action) {
        var planned = waiting.schedule(
                () -> {
                    Thread.ofVirtual().name("timed").start(action);
                },
                Math.max(0, delay.toNanos()),
                TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    @Override
    public Cancellable every(Duration period, Runnable action) {
        var repetition = new Repetition(period, action);
        repetition.plan();
        return repetition;
    }

    @Override
    public void close() {
        waiting.shutdownNow();
    }

    private final class Repetition implements Cancellable {
        private final Duration period;
        private final Runnable action;
        private final AtomicBoolean cancelled = new AtomicBoolean();

        Repetition(Duration period, Runnable action) {
            this.period = period;
            this.action = action;
        }

        void plan() {
            if (!cancelled.get()) {
                after(period, this::run);
            }
        }

        private void run() {
            if (cancelled.get()) {
                return;
            }
            try {
                action.run();
            } finally {
                plan();
            }
        }

        @Override
        public void cancel() {
            cancelled.set(true);
        }
    }
}
