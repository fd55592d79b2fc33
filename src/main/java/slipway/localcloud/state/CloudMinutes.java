package slipway.localcloud.state;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Cancellable;

/** Runs actions at the end of every minute of cloud time, all of them in one row: those of the last turn find all others done. */
final class CloudMinutes {
    private static final Logger log = LoggerFactory.getLogger(CloudMinutes.class);

    private final CloudClock clock;
    private final List<Entry> entries = new ArrayList<>();
    private Instant last = Instant.MIN;
    private boolean underWay;

    enum Turn {
        FIRST,
        LAST
    }

    /** One is equal to itself only: the same action may be there twice. */
    private static final class Entry {
        private final Turn turn;
        private final Consumer<Instant> action;

        Entry(Turn turn, Consumer<Instant> action) {
            this.turn = turn;
            this.action = action;
        }

        Turn turn() {
            return turn;
        }
    }

    CloudMinutes(CloudClock clock) {
        this.clock = clock;
    }

    synchronized Cancellable add(Turn turn, Consumer<Instant> action) {
        var entry = new Entry(turn, action);
        entries.add(entry);
        entries.sort(Comparator.comparing(Entry::turn));
        if (!underWay) {
            plan();
        }
        return () -> remove(entry);
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry);
    }

    private void plan() {
        Instant now = clock.instant();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        // A timer may be a moment early: no minute comes twice.
        Instant from = minute.isAfter(last) ? minute : last;
        last = from.plus(Duration.ofMinutes(1));
        underWay = true;
        clock.after(Duration.between(now, last), () -> run(from));
    }

    private void run(Instant ended) {
        try {
            for (Entry entry : entries()) {
                run(entry, ended);
            }
        } finally {
            again();
        }
    }

    private void run(Entry entry, Instant ended) {
        try {
            if (entries().contains(entry)) {
                entry.action.accept(ended);
            }
        } catch (RuntimeException unexpected) {
            log.error("what is due at the end of {} failed", ended, unexpected);
        }
    }

    private synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    private synchronized void again() {
        if (entries.isEmpty()) {
            underWay = false;
        } else {
            plan();
        }
    }
}
