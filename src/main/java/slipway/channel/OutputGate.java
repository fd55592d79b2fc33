package slipway.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import slipway.async.Timer;

/**
 * Holds output back until the client is ready for it: real clients drop what comes before their terminal is set up. They
 * are ready when they tell their size, and those that tell none after a quarter of a second.
 */
final class OutputGate {
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private enum State {
        SHUT,
        /** One message may pass: it makes a client without a handshake set up its terminal. */
        ONE,
        OPEN,
        CLOSED
    }

    private final Timer timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.SHUT;

    OutputGate(Timer timer) {
        this.timer = timer;
    }

    /** Waits until output may go out. */
    void pass() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (state == State.SHUT) {
                changed.await();
            }
            if (state == State.CLOSED) {
                throw new IOException("the session has ended");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #pass} would not wait. */
    boolean isOpen() {
        lock.lock();
        try {
            return state == State.OPEN || state == State.ONE;
        } finally {
            lock.unlock();
        }
    }

    /** Output went out. */
    void passed() {
        lock.lock();
        try {
            if (state == State.ONE) {
                state = State.SHUT;
                openSoon();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The client is there and decides by the first output what it does. */
    void one() {
        move(State.ONE);
    }

    /** The client knows what it is to do; it is ready in a moment. */
    void openSoon() {
        timer.after(PATIENCE, this::open);
    }

    /** The client is ready. */
    void open() {
        move(State.OPEN);
    }

    /** No output goes out any more. */
    void close() {
        move(State.CLOSED);
    }

    private void move(State next) {
        lock.lock();
        try {
            if ((state != State.CLOSED && state != State.OPEN) || next == State.CLOSED) {
                state = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
