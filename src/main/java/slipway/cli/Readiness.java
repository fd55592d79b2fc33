package slipway.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import slipway.async.Cancellable;
import slipway.async.Timer;

/**
 * Waits until a program seems to be ready for input that nobody types: it has said something and then fallen silent, or says
 * nothing for a while. What a line editor finds already there when it starts, it takes for something pasted.
 */
final class Readiness {
    private static final Duration SILENCE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Timer timer;
    private final CountDownLatch ready = new CountDownLatch(1);
    private Cancellable planned = () -> {};

    Readiness(Timer timer) {
        this.timer = timer;
    }

    void started() {
        plan(PATIENCE);
    }

    void said() {
        plan(SILENCE);
    }

    private synchronized void plan(Duration pause) {
        if (ready.getCount() > 0) {
            planned.cancel();
            planned = timer.after(pause, ready::countDown);
        }
    }

    void await() throws InterruptedException {
        ready.await();
    }
}
