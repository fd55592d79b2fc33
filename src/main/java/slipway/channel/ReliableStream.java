package slipway.channel;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;

/**
 * Numbered messages in both directions over one socket after another: each arrives once and in order. What is sent is
 * kept until it is acknowledged and sent again when that takes too long; numbers and buffers go on when the socket
 * changes. Whoever writes waits while too much is kept; nothing is thrown away. Safe for any thread.
 */
final class ReliableStream {
    /** What one end says and hears. {@code chunk}: most bytes of a payload of {@link #write}. */
    record Side(String sends, String receives, long firstFlags, int chunk, boolean givesUp) {
        /** Input in pieces of 1024, as agents expect it. */
        static final Side CLIENT = new Side(MessageType.INPUT, MessageType.OUTPUT, 0, 1024, true);

        /** Receivers take more than the 1024 of real agents, and big pieces cost less. */
        static final Side AGENT = new Side(MessageType.OUTPUT, MessageType.INPUT, Message.SYN, 32 * 1024, false);
    }

    /** Hears what arrives, in order, on the queue's threads; may block. */
    interface Reader {
        void take(Message message);
    }

    private static final Duration TICK = Duration.ofMillis(100);

    /** Ticks without any acknowledgement after which the real client gives up, 302 s. */
    private static final int GIVE_UP_TICKS = 3020;

    static final long WINDOW = 1 << 20;
    private static final int WINDOW_MESSAGES = 4000;
    private static final long READ_AHEAD = 8L << 20;

    private final Side side;
    private final Timer timer;
    private final InstantSource clock;
    private final SerialQueue queue;
    private final Reader reader;
    private final Runnable stopped;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final SendBuffer outgoing;
    private final ReceiveBuffer incoming = new ReceiveBuffer(WINDOW, READ_AHEAD);
    private final List<Runnable> whenDrained = new ArrayList<>();
    private @Nullable FrameSocket socket;
    private @Nullable Cancellable tick;
    private long nextNumber;
    private int ticksUnanswered;
    private boolean paused;
    private boolean held;
    private boolean ended;

    /** {@code queue}: where the reader is called, and {@code stopped} when the peer acknowledges nothing any more. */
    ReliableStream(Side side, Timer timer, InstantSource clock, SerialQueue queue, Reader reader, Runnable stopped) {
        this.side = side;
        this.timer = timer;
        this.clock = clock;
        this.queue = queue;
        this.reader = reader;
        this.stopped = stopped;
        this.outgoing = new SendBuffer(clock);
    }

    /** Goes on with this socket: everything unacknowledged is sent on it. */
    void connect(FrameSocket next) {
        lock.lock();
        try {
            socket = next;
            paused = false;
            held = false;
            for (SendBuffer.Entry entry : outgoing.all()) {
                transmit(entry);
            }
            plan();
        } finally {
            lock.unlock();
        }
    }

    /** The socket is gone: what is written is kept. */
    void disconnect() {
        lock.lock();
        try {
            socket = null;
        } finally {
            lock.unlock();
        }
    }

    /** Asks the socket for the next message, now or when the reader has caught up. */
    void readOn() {
        lock.lock();
        try {
            if (!incoming.hungry()) {
                held = true;
            } else if (socket != null) {
                socket.request();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the reader is so far behind that nothing is read, not even the peer's signs of life. */
    boolean held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends bytes in pieces, each when there is room.
     *
     * @throws IOException the stream has ended
     */
    void write(int payloadType, byte[] bytes, Sealer sealer) throws IOException, InterruptedException {
        for (int from = 0; from < bytes.length; from += side.chunk) {
            byte[] piece = piece(bytes, from);
            lock.lockInterruptibly();
            try {
                while (!ended && !fits(1, piece.length)) {
                    room.await();
                }
                if (ended) {
                    throw new IOException("the session has ended");
                }
                append(payloadType, sealer.seal(piece));
            } finally {
                lock.unlock();
            }
        }
    }

    /** The same without waiting: sends all or, when there is no room or the stream has ended, nothing. */
    boolean offer(int payloadType, byte[] bytes, Sealer sealer) {
        int pieces = (bytes.length + side.chunk - 1) / side.chunk;
        lock.lock();
        try {
            if (ended || !fits(pieces, bytes.length)) {
                return false;
            }
            for (int from = 0; from < bytes.length; from += side.chunk) {
                append(payloadType, sealer.seal(piece(bytes, from)));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Sends a small message whatever is kept: sizes, handshakes. Does nothing after the end. */
    void send(int payloadType, byte[] payload) {
        lock.lock();
        try {
            if (!ended) {
                append(payloadType, payload);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes of bytes what is sent: the same, or sealed. */
    @FunctionalInterface
    interface Sealer {
        byte[] seal(byte[] plain);
    }

    private byte[] piece(byte[] bytes, int from) {
        int length = Math.min(side.chunk, bytes.length - from);
        byte[] piece = new byte[length];
        System.arraycopy(bytes, from, piece, 0, length);
        return piece;
    }

    private boolean fits(int pieces, long bytes) {
        // A single piece always fits into an empty buffer.
        long whole = bytes + (long) pieces * (Message.HEADER + Integer.BYTES);
        return outgoing.isEmpty()
                || (outgoing.bytes() + whole <= WINDOW && outgoing.size() + pieces <= WINDOW_MESSAGES);
    }

    private void append(int payloadType, byte[] payload) {
        long number = nextNumber++;
        Message message = Message.of(
                side.sends,
                clock.millis(),
                number,
                number == 0 ? side.firstFlags : 0,
                UUID.randomUUID(),
                payloadType,
                payload);
        SendBuffer.Entry entry = outgoing.add(number, message.encode());
        if (!paused) {
            transmit(entry);
        }
        plan();
    }

    private void transmit(SendBuffer.Entry entry) {
        if (socket != null) {
            socket.sendBinary(entry.message);
            outgoing.sent(entry);
        }
    }

    /** Takes in stream data, acknowledgements and pauses. Returns whether the message was one of those. */
    boolean receive(Message message) throws MalformedMessageException {
        String type = message.type();
        if (type.equals(side.receives)) {
            data(message);
        } else if (type.equals(MessageType.ACKNOWLEDGE)) {
            acknowledged(Acknowledge.decode(message.payload()).sequenceNumber());
        } else if (type.equals(MessageType.PAUSE_PUBLICATION)) {
            pause();
        } else if (type.equals(MessageType.START_PUBLICATION)) {
            lock.lock();
            try {
                resume();
            } finally {
                lock.unlock();
            }
        } else {
            return false;
        }
        return true;
    }

    private void pause() {
        lock.lock();
        try {
            paused = true;
        } finally {
            lock.unlock();
        }
    }

    private void data(Message message) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            resume();
            ReceiveBuffer.Arrival arrival = incoming.arrived(message);
            if (arrival.acknowledge()) {
                acknowledge(message);
            }
            for (Message ready : arrival.ready()) {
                queue.post(() -> handOn(ready));
            }
        } finally {
            lock.unlock();
        }
    }

    private void handOn(Message message) {
        try {
            reader.take(message);
        } finally {
            taken(message);
        }
    }

    private void taken(Message message) {
        lock.lock();
        try {
            if (incoming.taken(message)) {
                acknowledge(message);
            }
            if (held && incoming.hungry()) {
                held = false;
                if (socket != null) {
                    socket.request();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void acknowledge(Message message) {
        if (socket != null && !ended) {
            socket.sendBinary(Acknowledge.of(message)
                    .message(clock.millis(), UUID.randomUUID())
                    .encode());
        }
    }

    private void acknowledged(long number) {
        lock.lock();
        try {
            resume();
            ticksUnanswered = 0;
            SendBuffer.@Nullable Entry lost = outgoing.acknowledged(number);
            if (lost != null) {
                transmit(lost);
            }
            room.signalAll();
            if (outgoing.isEmpty()) {
                whenDrained.forEach(queue::post);
                whenDrained.clear();
                cancelTick();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The peer is there: what was written during a pause goes out. */
    private void resume() {
        if (paused) {
            paused = false;
            for (SendBuffer.Entry entry : outgoing.all()) {
                if (entry.unsent()) {
                    transmit(entry);
                }
            }
        }
    }

    private void plan() {
        if (tick == null && !ended && !outgoing.isEmpty()) {
            tick = timer.after(TICK, this::tick);
        }
    }

    private void tick() {
        lock.lock();
        try {
            tick = null;
            if (ended || outgoing.isEmpty()) {
                return;
            }
            if (!paused && !held && socket != null) {
                // What the network has not taken yet is not late.
                if (socket.pending() == 0) {
                    resendOverdue();
                }
                if (side.givesUp && ++ticksUnanswered >= GIVE_UP_TICKS) {
                    queue.post(stopped);
                    return;
                }
            }
            plan();
        } finally {
            lock.unlock();
        }
    }

    private void resendOverdue() {
        SendBuffer.@Nullable Entry entry = outgoing.overdue();
        if (entry != null) {
            transmit(entry);
            outgoing.backOff();
        }
    }

    /** Runs the action, on the queue, when everything that was sent until then is acknowledged; at once if it is. */
    void whenDrained(Runnable action) {
        lock.lock();
        try {
            if (outgoing.isEmpty()) {
                queue.post(action);
            } else {
                whenDrained.add(action);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is sent or resent any more; whoever waits to write fails. What arrived is still handed on. */
    void end() {
        lock.lock();
        try {
            ended = true;
            cancelTick();
            whenDrained.clear();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void cancelTick() {
        if (tick != null) {
            tick.cancel();
            tick = null;
        }
    }
}
