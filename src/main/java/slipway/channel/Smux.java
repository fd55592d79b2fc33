package slipway.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many streams over one, as version 1 of smux frames them: a header of 8 bytes, little-endian (version, command, length,
 * stream), then the bytes. There is no window of a stream's own: together they may keep {@link #MOST}. Safe for any
 * thread. Tried as the agent's end of the official plugin, and against itself; not against a real agent.
 */
final class Smux {
    static final byte VERSION = 1;
    static final byte SYN = 0;
    static final byte FIN = 1;
    static final byte PSH = 2;
    static final byte NOP = 3;
    static final int HEADER = 8;

    /** Of a frame's payload, as real ends cut it. */
    private static final int FRAME = 32 * 1024;

    /** What all streams keep for their readers, as real ends do. */
    private static final int MOST = 4 << 20;

    private static final int STREAMS = 1000;

    /** The stream below. */
    interface Carrier {
        void write(byte[] bytes) throws IOException, InterruptedException;
    }

    private final Carrier carrier;
    private final @Nullable Consumer<SmuxStream> accepted;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** The carrier cuts what it is given: a frame goes out whole before the next. */
    private final ReentrantLock sending = new ReentrantLock();

    private final Map<Integer, SmuxStream> streams = new HashMap<>();
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private int nextId = 1;
    private long kept;
    private boolean ended;

    /** {@code accepted}: hears of streams that the peer opens; null for the end that opens them. It does not block. */
    Smux(Carrier carrier, @Nullable Consumer<SmuxStream> accepted) {
        this.carrier = carrier;
        this.accepted = accepted;
    }

    SmuxStream open() throws IOException, InterruptedException {
        SmuxStream stream;
        lock.lock();
        try {
            if (ended) {
                throw new IOException("the session has ended");
            }
            // The first is 3, as real clients count.
            nextId += 2;
            stream = new SmuxStream(this, nextId);
            streams.put(nextId, stream);
        } finally {
            lock.unlock();
        }
        send(SYN, stream.id(), new byte[0], 0, 0);
        return stream;
    }

    /** Says that this end is alive. */
    void keepAlive() throws IOException, InterruptedException {
        send(NOP, 0, new byte[0], 0, 0);
    }

    void push(int id, byte[] bytes) throws IOException, InterruptedException {
        for (int from = 0; from < bytes.length; from += FRAME) {
            send(PSH, id, bytes, from, Math.min(FRAME, bytes.length - from));
        }
    }

    void finish(int id) throws IOException, InterruptedException {
        send(FIN, id, new byte[0], 0, 0);
    }

    private void send(byte command, int id, byte[] bytes, int from, int length)
            throws IOException, InterruptedException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        frame.put(VERSION).put(command).putShort((short) length).putInt(id).put(bytes, from, length);
        sending.lockInterruptibly();
        try {
            carrier.write(frame.array());
        } finally {
            sending.unlock();
        }
    }

    /**
     * Takes in bytes of the peer, cut anywhere. Blocks while the streams' readers are far behind.
     *
     * @throws MalformedMessageException this is no smux: the session cannot go on
     */
    void receive(byte[] bytes) throws MalformedMessageException, InterruptedException {
        unread.writeBytes(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(unread.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        unread.reset();
        while (buffer.remaining() >= HEADER) {
            int length = Short.toUnsignedInt(buffer.getShort(buffer.position() + 2));
            byte version = buffer.get(buffer.position());
            byte command = buffer.get(buffer.position() + 1);
            if (version != VERSION || command < SYN || command > NOP) {
                throw new MalformedMessageException(
                        "a frame of version " + version + " and command " + command + " is none of smux 1");
            }
            if (buffer.remaining() < HEADER + length) {
                break;
            }
            int id = buffer.getInt(buffer.position() + 4);
            buffer.position(buffer.position() + HEADER);
            byte[] payload = new byte[length];
            buffer.get(payload);
            frame(command, id, payload);
        }
        unread.write(buffer.array(), buffer.position(), buffer.remaining());
    }

    private void frame(byte command, int id, byte[] payload) throws InterruptedException {
        @Nullable SmuxStream opened = null;
        lock.lockInterruptibly();
        try {
            @Nullable SmuxStream stream = streams.get(id);
            if (command == SYN && stream == null && accepted != null && !ended && streams.size() < STREAMS) {
                opened = new SmuxStream(this, id);
                streams.put(id, opened);
            } else if (command == FIN && stream != null) {
                stream.finished();
            } else if (command == PSH && stream != null && payload.length > 0) {
                while (kept >= MOST && !ended) {
                    changed.await();
                }
                kept += stream.arrived(payload);
            }
        } finally {
            lock.unlock();
        }
        if (opened != null && accepted != null) {
            accepted.accept(opened);
        }
    }

    /** A stream's reader took so many bytes, or will not. */
    void taken(long bytes) {
        lock.lock();
        try {
            kept -= bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void forget(SmuxStream stream) {
        lock.lock();
        try {
            streams.remove(stream.id());
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return streams.size();
        } finally {
            lock.unlock();
        }
    }

    /** The session is over: every stream ends. */
    void end() {
        List<SmuxStream> all;
        lock.lock();
        try {
            ended = true;
            all = List.copyOf(streams.values());
            streams.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(SmuxStream::finished);
    }
}
