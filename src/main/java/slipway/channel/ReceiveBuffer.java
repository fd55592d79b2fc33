package slipway.channel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts stream data in order and decides what is acknowledged when. What the reader has not taken is counted: while that
 * is little, everything is acknowledged at once; beyond it, when it was taken, so that a sender with a window waits; a
 * sender without one is no longer read. Not safe for threads: {@link ReliableStream} guards it.
 */
final class ReceiveBuffer {
    /** How far ahead of the next number a message may be: what the real client keeps. */
    private static final int AHEAD = 10_000;

    private final long atOnce;
    private final long most;
    private final TreeMap<Long, Message> early = new TreeMap<>();
    private final Set<Long> unacknowledged = new HashSet<>();
    private long expected;
    private long earlyBytes;
    private long untaken;

    /** {@code atOnce}: bytes up to which everything is acknowledged as it comes; {@code most}: from where nothing is read. */
    ReceiveBuffer(long atOnce, long most) {
        this.atOnce = atOnce;
        this.most = most;
    }

    /** What became of a message: those to hand on now, in order, and whether to acknowledge it now. */
    record Arrival(List<Message> ready, boolean acknowledge) {}

    Arrival arrived(Message message) {
        long number = message.sequenceNumber();
        if (number < expected || early.containsKey(number)) {
            // A duplicate: the acknowledgement was lost, unless it is still to come.
            return new Arrival(List.of(), !unacknowledged.contains(number));
        }
        if (number > expected) {
            if (number - expected >= AHEAD || earlyBytes + untaken + cost(message) > most) {
                return new Arrival(List.of(), false);
            }
            early.put(number, message);
            earlyBytes += cost(message);
            return new Arrival(List.of(), !later(message));
        }
        var ready = new ArrayList<Message>();
        boolean acknowledge = !later(message);
        @Nullable Message next = message;
        while (next != null) {
            ready.add(next);
            untaken += cost(next);
            expected++;
            next = early.remove(expected);
            if (next != null) {
                earlyBytes -= cost(next);
            }
        }
        return new Arrival(ready, acknowledge);
    }

    /** Whether to acknowledge it when it was taken. A flag's acknowledgement says that what it asks for is done. */
    private boolean later(Message message) {
        boolean later = untaken >= atOnce || message.payloadType() == PayloadType.FLAG;
        if (later) {
            unacknowledged.add(message.sequenceNumber());
        }
        return later;
    }

    /** The reader has taken a message. Returns whether to acknowledge it now. */
    boolean taken(Message message) {
        untaken -= cost(message);
        return unacknowledged.remove(message.sequenceNumber());
    }

    /** Whether to read on. */
    boolean hungry() {
        return untaken + earlyBytes < most;
    }

    /** A small message costs memory too. */
    private static long cost(Message message) {
        return message.payload().length + (long) Message.HEADER;
    }
}
