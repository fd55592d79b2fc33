package slipway.channel;

import java.time.InstantSource;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was sent and is not acknowledged, in the order of its numbers, and what of it is due to be sent again. Not safe
 * for threads: {@link ReliableStream} guards it.
 */
final class SendBuffer {
    /** How many acknowledgements of later messages say that an earlier one was lost. */
    private static final int OVERTAKEN = 3;

    /** After how many resends a message no longer keeps the next from its turn: some peers acknowledge only once. */
    private static final int STUCK = 2;

    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final RetransmissionTimeout timeout = new RetransmissionTimeout();
    private final InstantSource clock;
    private long bytes;
    private long sendings;

    SendBuffer(InstantSource clock) {
        this.clock = clock;
    }

    /** One message; {@code sentAt} is -1 until it was. */
    static final class Entry {
        final byte[] message;
        private long sentAt = -1;
        private long sending;
        private int resends;
        private int overtaken;

        private Entry(byte[] message) {
            this.message = message;
        }

        boolean unsent() {
            return sentAt < 0;
        }
    }

    Entry add(long number, byte[] message) {
        var entry = new Entry(message);
        entries.put(number, entry);
        bytes += message.length;
        return entry;
    }

    /** Notes that the entry is given to the socket now. */
    void sent(Entry entry) {
        if (!entry.unsent()) {
            entry.resends++;
        }
        entry.sentAt = clock.millis();
        entry.sending = ++sendings;
        entry.overtaken = 0;
    }

    /** Forgets an acknowledged message. Returns one that this acknowledgement shows to be lost, if any. */
    @Nullable
    Entry acknowledged(long number) {
        @Nullable Entry entry = entries.remove(number);
        if (entry == null) {
            return null;
        }
        bytes -= entry.message.length;
        if (entry.resends == 0 && !entry.unsent()) {
            timeout.sample((double) Math.max(0, clock.millis() - entry.sentAt));
        }
        for (Entry earlier : entries.headMap(number).values()) {
            if (earlier.sending < entry.sending && earlier.resends == 0 && ++earlier.overtaken == OVERTAKEN) {
                return earlier;
            }
        }
        return null;
    }

    /** The oldest message whose time is over; none when the oldest of all still has time. */
    @Nullable
    Entry overdue() {
        long now = clock.millis();
        for (Entry entry : entries.values()) {
            boolean late = entry.unsent() || now - entry.sentAt >= timeout.millis();
            if (late) {
                return entry;
            }
            if (entry.resends < STUCK) {
                return null;
            }
        }
        return null;
    }

    void backOff() {
        timeout.backOff();
    }

    /** Everything, oldest first. */
    Iterable<Entry> all() {
        return entries.values();
    }

    int size() {
        return entries.size();
    }

    /** Of whole messages. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
