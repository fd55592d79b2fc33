package slipway.async;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A wish to stop, handed to work that can stop. It is asked for once and never taken back. */
public final class Cancellation implements Cancellable {
    private final AtomicBoolean requested = new AtomicBoolean();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void cancel() {
        if (requested.compareAndSet(false, true)) {
            listeners.forEach(Runnable::run);
        }
    }

    public boolean isRequested() {
        return requested.get();
    }

    /** Runs the listener when cancelling is asked for; at once if it was already. It may run more than once: keep it idempotent. */
    public void onRequest(Runnable listener) {
        listeners.add(listener);
        if (requested.get()) {
            listener.run();
        }
    }
}
