package slipway.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection at a time, whose bytes are the session's. When it ends the agent is told by a flag; what still comes of
 * the old connection until the flag is acknowledged is thrown away, and then the next connection has its turn.
 */
final class BasicPort implements PortProtocol {
    private static final System.Logger LOGGER = System.getLogger(BasicPort.class.getName());

    /** What is kept for a connection that is not there yet. */
    private static final int EARLY = 64 * 1024;

    private final ClientSession session;
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Socket current;
    private boolean leaving;
    private boolean ended;

    BasicPort(ClientSession session) {
        this.session = session;
    }

    @Override
    public void serve(Socket socket) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (ended) {
                PortPump.close(socket);
                return;
            }
            current = socket;
            changed.signalAll();
            // Some servers speak before they are spoken to.
            deliver(socket, early.toByteArray());
            early.reset();
        } finally {
            lock.unlock();
        }
        PortPump.read(socket, session::write);
        PortPump.close(socket);
        lock.lockInterruptibly();
        try {
            current = null;
            leaving = !ended;
            changed.signalAll();
            if (leaving) {
                session.flag(Flag.DISCONNECT_TO_PORT);
                session.whenAcknowledged(this::left);
            }
            while (leaving && !ended) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void left() {
        lock.lock();
        try {
            leaving = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void output(byte[] bytes) throws InterruptedException {
        @Nullable Socket socket;
        lock.lockInterruptibly();
        try {
            while (current == null && !leaving && !ended && early.size() >= EARLY) {
                changed.await();
            }
            socket = current;
            if (socket == null && !leaving && !ended) {
                early.writeBytes(bytes);
            }
        } finally {
            lock.unlock();
        }
        if (socket != null) {
            deliver(socket, bytes);
        }
    }

    private static void deliver(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "a forwarded connection ended", e);
            PortPump.close(socket);
        }
    }

    @Override
    public int connections() {
        lock.lock();
        try {
            return current == null ? 0 : 1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        lock.lock();
        try {
            ended = true;
            if (current != null) {
                PortPump.close(current);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
