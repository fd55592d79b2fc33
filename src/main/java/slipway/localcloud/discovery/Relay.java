package slipway.localcloud.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Background;

/**
 * Listens at one address and port and passes each connection on to a current instance, bytes both ways, half-closes
 * included. While no instance accepts (it is being replaced, or boots), a new connection waits two seconds before it
 * is reset: the caller then sees what it would see of a host that went away.
 */
final class Relay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** One target does not get all of it: a full or frozen one answers nothing, and the next may be well. */
    private static final long TARGET_MILLIS = 500;

    private static final long PAUSE_MILLIS = 50;
    private static final long CLOSING_SECONDS = 5;

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<InetSocketAddress> targets = List.of();
    private long changes;
    private int turn;
    private final CountDownLatch accepted = new CountDownLatch(1);
    private volatile boolean closed;

    /** Listens at once. Port 0 takes a free one. */
    Relay(String address, int port) throws IOException {
        listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 128);
        } catch (IOException taken) {
            listening.close();
            throw taken;
        }
        Background.start("relay " + address + ":" + listening.getLocalPort(), this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** New connections go to these from now on; those that wait try them at once. */
    void setTargets(List<InetSocketAddress> current) {
        lock.lock();
        try {
            targets = List.copyOf(current);
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (!closed) {
                acceptOne();
            }
        } finally {
            accepted.countDown();
        }
    }

    private void acceptOne() {
        try {
            Socket caller = listening.accept();
            open.add(caller);
            Background.start("relayed connection", () -> relay(caller));
        } catch (IOException failed) {
            // Out of file descriptors, say: those that wait are served once there are some again.
            if (!closed) {
                log.warn("{} cannot accept: {}", listening, failed.toString());
                var _ = pause();
            }
        }
    }

    private void relay(Socket caller) {
        Socket instance = connect();
        if (instance == null) {
            reset(caller);
            return;
        }
        open.add(instance);
        if (closed) {
            reset(instance);
            reset(caller);
            return;
        }
        Background.start("relayed answers", () -> copy(instance, caller));
        copy(caller, instance);
    }

    private @Nullable Socket connect() {
        long end = System.nanoTime() + WAIT_NANOS;
        while (!closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return null;
            }
            InetSocketAddress target = next();
            if (target != null) {
                var socket = new Socket();
                try {
                    socket.connect(target, (int) Math.min(left, TARGET_MILLIS));
                    return socket;
                } catch (IOException refused) {
                    reset(socket);
                }
            }
            if (!pause()) {
                return null;
            }
        }
        return null;
    }

    private @Nullable InetSocketAddress next() {
        lock.lock();
        try {
            return targets.isEmpty() ? null : targets.get(Math.floorMod(turn++, targets.size()));
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the instances change, or a moment: one that restarts in place changes nothing here. */
    private boolean pause() {
        lock.lock();
        try {
            long seen = changes;
            long left = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
            while (seen == changes && left > 0) {
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                close(from);
                close(to);
            }
        } catch (IOException broken) {
            reset(from);
            reset(to);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to release.
        }
    }

    /** Ends with a reset instead of an orderly end, so that a caller never takes a cut answer for a whole one. */
    private void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // The close below has nothing to say to the peer any more.
        }
        close(socket);
    }

    /** Returns once the port is free again. */
    @Override
    public void close() {
        closed = true;
        try {
            listening.close();
        } catch (IOException alreadyGone) {
            // It accepts no more either way.
        }
        setTargets(List.of());
        try {
            // A thread that is inside accept keeps the port taken, though the socket is closed, until it is out again.
            if (!accepted.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("{} still accepts", listening);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(open).forEach(this::reset);
    }
}
