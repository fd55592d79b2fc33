package slipway.ui.sessions;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import slipway.operations.sessions.Session;
import slipway.ui.fx.Background;

/**
 * What is typed into one session, in order. A key goes out at once; what a session does not take yet, such as a long paste, waits
 * and is written in the background. Safe for any thread: a terminal answers questions from the thread that reads.
 */
final class SessionInput {
    /** Beyond this, what is typed is refused rather than kept: the program does not read, and memory ends. */
    private static final int MOST = 16 * 1024 * 1024;

    private final Session session;
    private final Background background;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int kept;
    private boolean writing;

    SessionInput(Session session, Background background) {
        this.session = session;
        this.background = background;
    }

    /** Sends bytes after those before; never blocks. Returns whether they were taken. */
    boolean send(byte[] bytes) {
        synchronized (this) {
            if (!writing && session.offer(bytes)) {
                return true;
            }
            if (session.status().ended() || kept + bytes.length > MOST) {
                return false;
            }
            waiting.add(bytes.clone());
            kept += bytes.length;
            if (writing) {
                return true;
            }
            writing = true;
        }
        background.run(
                () -> {
                    write();
                    return true;
                },
                done -> {},
                failure -> {});
        return true;
    }

    private void write() throws InterruptedException {
        for (byte[] next = take(); next != null; next = take()) {
            try {
                session.write(next);
            } catch (IOException ended) {
                // The session tells its end itself; nobody reads the rest.
                drop();
            }
        }
    }

    private synchronized byte @Nullable [] take() {
        byte[] next = waiting.poll();
        if (next == null) {
            writing = false;
        } else {
            kept -= next.length;
        }
        return next;
    }

    private synchronized void drop() {
        waiting.clear();
        kept = 0;
    }
}
