package slipway.channel;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One stream of a {@link Smux}. Safe for any thread. */
final class SmuxStream {
    private final Smux smux;
    private final int id;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
    private boolean finished;
    private boolean closed;

    SmuxStream(Smux smux, int id) {
        this.smux = smux;
        this.id = id;
    }

    int id() {
        return id;
    }

    /** Waits for bytes; null when the peer has finished and all was read, or this end is closed. */
    byte @Nullable [] read() throws InterruptedException {
        byte @Nullable [] next;
        lock.lockInterruptibly();
        try {
            while (arrived.isEmpty() && !finished && !closed) {
                changed.await();
            }
            next = arrived.poll();
        } finally {
            lock.unlock();
        }
        if (next != null) {
            smux.taken(next.length);
        }
        return next;
    }

    void write(byte[] bytes) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed || finished) {
                throw new IOException("the stream is closed");
            }
        } finally {
            lock.unlock();
        }
        smux.push(id, bytes);
    }

    /** Ends both directions and tells the peer. A second call is nothing. */
    void close() throws IOException, InterruptedException {
        long unread = 0;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (byte[] each : arrived) {
                unread += each.length;
            }
            arrived.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        smux.taken(unread);
        smux.forget(this);
        smux.finish(id);
    }

    /** Keeps bytes for the reader. Returns how many are kept. */
    long arrived(byte[] bytes) {
        lock.lock();
        try {
            if (closed || finished) {
                return 0;
            }
            arrived.add(bytes);
            changed.signalAll();
            return bytes.length;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes. */
    void finished() {
        lock.lock();
        try {
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
