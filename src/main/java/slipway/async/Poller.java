package slipway.async;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Asks again and again on the caller's thread, with pauses that a cancellation cuts short. One poller serves any number of
 * threads that work for the same cancellation.
 */
public final class Poller {
    private final Timer timer;
    private final Cancellation cancellation;
    private final Set<CountDownLatch> pauses = ConcurrentHashMap.newKeySet();

    public Poller(Timer timer, Cancellation cancellation) {
        this.timer = timer;
        this.cancellation = cancellation;
        cancellation.onRequest(() -> pauses.forEach(CountDownLatch::countDown));
    }

    public boolean isCancelled() {
        return cancellation.isRequested();
    }

    /** Takes the step until it has a result, or until cancelled: then there is none. The first step is taken at once. */
    public <T> Optional<T> until(Supplier<Optional<T>> step, Supplier<Duration> pace) {
        while (!cancellation.isRequested()) {
            Optional<T> result = step.get();
            if (result.isPresent()) {
                return result;
            }
            if (!pause(pace.get())) {
                break;
            }
        }
        return Optional.empty();
    }

    /** Waits for the duration; false when cancelled, or interrupted, before its end. */
    public boolean pause(Duration duration) {
        var over = new CountDownLatch(1);
        pauses.add(over);
        Cancellable planned = timer.after(duration, over::countDown);
        try {
            // Asked after the latch was added: a cancellation from now on finds it.
            if (!cancellation.isRequested()) {
                over.await();
            }
            return !cancellation.isRequested();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            planned.cancel();
            pauses.remove(over);
        }
    }
}
