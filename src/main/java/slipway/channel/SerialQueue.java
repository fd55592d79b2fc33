package slipway.channel;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs tasks in the order in which they were posted, one at a time, on whatever threads the executor has. */
final class SerialQueue {
    private final Executor executor;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    SerialQueue(Executor executor) {
        this.executor = executor;
    }

    void post(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::drain);
    }

    private void drain() {
        while (true) {
            @Nullable Runnable next;
            synchronized (tasks) {
                next = tasks.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            boolean done = false;
            try {
                next.run();
                done = true;
            } finally {
                if (!done) {
                    goOn();
                }
            }
        }
    }

    /** A task threw: the executor's thread reports it, and the others still have their turn. */
    private void goOn() {
        executor.execute(this::drain);
    }
}
