package slipway.async;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** A timer and clock for tests: time stands still until {@link #advance}, and actions run on the caller's thread. */
@NullMarked
public final class ManualTimer implements Timer, InstantSource {
    private final List<Entry> entries = new ArrayList<>();
    private Instant now;
    private long sequence;

    public ManualTimer(Instant start) {
        now = start;
    }

    public ManualTimer() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Cancellable after(Duration delay, Runnable action) {
        var entry = new Entry(now.plus(delay.isNegative() ? Duration.ZERO : delay), sequence++, action);
        entries.add(entry);
        return () -> remove(entry);
    }

    @Override
    public Cancellable every(Duration period, Runnable action) {
        var cancelled = new boolean[1];
        var step = new Runnable() {
            @Override
            public void run() {
                if (!cancelled[0]) {
                    action.run();
                    after(period, this);
                }
            }
        };
        after(period, step);
        return () -> cancelled[0] = true;
    }

    /** Moves the time forward, running everything that falls due on the way, in order. */
    public void advance(Duration by) {
        Instant end = instant().plus(by);
        while (true) {
            Entry next = take(end);
            if (next == null) {
                break;
            }
            next.action().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Entry take(Instant end) {
        var next = entries.stream()
                .filter(entry -> !entry.due().isAfter(end))
                .min(Comparator.comparing(Entry::due).thenComparingLong(Entry::sequence))
                .orElse(null);
        if (next != null) {
            entries.remove(next);
            if (next.due().isAfter(now)) {
                now = next.due();
            }
        }
        return next;
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry);
    }

    private record Entry(Instant due, long sequence, Runnable action) {}
}
