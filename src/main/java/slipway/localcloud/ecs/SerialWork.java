package slipway.localcloud.ecs;

import java.util.concurrent.atomic.AtomicInteger;
import slipway.async.Background;

/** Runs a piece of work beside its callers, never twice at once; asked while it runs, it runs once more afterwards. */
final class SerialWork {
    private final String name;
    private final Runnable work;
    private final AtomicInteger asked = new AtomicInteger();

    SerialWork(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    void request() {
        if (asked.getAndIncrement() == 0) {
            Background.start(name, this::run);
        }
    }

    private void run() {
        int seen;
        do {
            seen = asked.get();
            work.run();
        } while (asked.addAndGet(-seen) != 0);
    }
}
