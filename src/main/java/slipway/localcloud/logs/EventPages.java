package slipway.localcloud.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.logs.EventFile.Block;
import slipway.localcloud.logs.EventFile.Event;
import slipway.localcloud.logs.EventFile.Times;

/**
 * Pages of events: of one stream forwards and backwards, of several in the order of time. A page begins in the block of each
 * stream where the one before ended. A search that looks in vain gives an early page, be it empty, and a token, as AWS does. A
 * token stays good however much is written or given up meanwhile, because it names events by their numbers.
 */
final class EventPages {
    static final Times ALWAYS = new Times(Long.MIN_VALUE, Long.MAX_VALUE);
    /** What AWS answers at most. */
    static final int EVENTS = 10_000;

    static final int BYTES = 1 << 20;

    /** What one page of a search looks at, beside the block of each stream with which it begins. */
    static final long LOOKED_AT = 16L << 20;

    /** What each event counts beside its text. */
    static final int EVENT_BYTES = 26;

    /** As AWS writes them: a letter for the direction, 56 digits. */
    private static final Pattern TOKEN = Pattern.compile("([fb])/(\\d{56})");

    private static final Pattern PLACE = Pattern.compile("(-?\\d{1,19})/(\\d{1,18})/(\\d{1,18})");

    private EventPages() {}

    /**
     * A part of one stream.
     *
     * @param forward the token for what comes after; the one that was given when nothing does
     * @param backward the token for what was before
     */
    record Page(List<Event> events, String forward, String backward) {}

    /** @param token absent for the beginning or the end */
    static Page page(EventFile file, @Nullable String token, boolean fromHead, Times times, int limit) {
        if (token == null) {
            return fromHead ? forwards(file, file.first(), times, limit) : backwards(file, file.end(), times, limit);
        }
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw invalidToken();
        }
        long number = number(parts.group(2));
        return parts.group(1).equals("f")
                ? forwards(file, number, times, limit)
                : backwards(file, number, times, limit);
    }

    private static Page forwards(EventFile file, long from, Times times, int limit) {
        List<Event> events = new ArrayList<>();
        var room = new Room(limit);
        long first = -1;
        long next = from;
        Optional<Block> block = file.from(from, times);
        while (block.isPresent() && room.open()) {
            long number = block.get().first();
            for (Event event : block.get().events()) {
                if (times.holds(event)) {
                    if (!room.take(event)) {
                        break;
                    }
                    first = first < 0 ? number : first;
                    events.add(event);
                }
                number++;
                next = number;
            }
            block = room.open() ? file.from(next, times) : Optional.empty();
        }
        return new Page(events, token('f', next), token('b', first < 0 ? from : first));
    }

    private static Page backwards(EventFile file, long before, Times times, int limit) {
        Deque<Event> events = new ArrayDeque<>();
        var room = new Room(limit);
        long last = -1;
        long next = before;
        Optional<Block> block = file.before(before, times);
        while (block.isPresent() && room.open()) {
            List<Event> found = block.get().events();
            for (int index = found.size() - 1; index >= 0; index--) {
                Event event = found.get(index);
                if (times.holds(event)) {
                    if (!room.take(event)) {
                        break;
                    }
                    last = last < 0 ? block.get().first() + index + 1 : last;
                    events.addFirst(event);
                }
                next = block.get().first() + index;
            }
            block = room.open() ? file.before(next, times) : Optional.empty();
        }
        return new Page(List.copyOf(events), token('f', last < 0 ? before : last), token('b', next));
    }

    private static String token(char direction, long number) {
        return direction + "/" + String.format("%056d", number);
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLong) {
            throw invalidToken();
        }
    }

    private static RuntimeException invalidToken() {
        return LogErrors.invalid("The specified nextToken is invalid.");
    }

    /** A stream to look through. */
    record Source(String name, long id, EventFile file) {}

    record Found(Source source, long number, Event event) {}

    /** @param next absent when everything was looked through */
    record Findings(List<Found> found, Optional<String> next) {}

    /** The streams' matching events in the order of time, from where the token says. */
    static Findings find(List<Source> sources, FilterPattern pattern, Times times, @Nullable String token, int limit) {
        Place after = token == null ? Place.BEGINNING : place(token);
        var cursors = new PriorityQueue<Cursor>(Comparator.comparing(cursor -> cursor.place));
        for (Source source : sources) {
            var cursor = new Cursor(source, times, after);
            if (cursor.advance(after)) {
                cursors.add(cursor);
            }
        }
        List<Found> found = new ArrayList<>();
        var room = new Room(limit);
        Place last = after;
        long looked = 0;
        while (!cursors.isEmpty()) {
            if (looked > LOOKED_AT) {
                return new Findings(found, Optional.of(last.token()));
            }
            Cursor cursor = cursors.remove();
            Event event = cursor.event();
            if (pattern.matches(event.message())) {
                if (!room.take(event)) {
                    return new Findings(found, Optional.of(last.token()));
                }
                found.add(new Found(cursor.source, cursor.place.number(), event));
            }
            last = cursor.place;
            long before = cursor.read;
            if (cursor.advance(Place.BEGINNING)) {
                cursors.add(cursor);
            }
            looked += cursor.read - before;
        }
        return new Findings(found, Optional.empty());
    }

    private static Place place(String token) {
        Matcher parts = PLACE.matcher(token);
        if (!parts.matches()) {
            throw invalidToken();
        }
        try {
            return new Place(
                    Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
        } catch (NumberFormatException tooLong) {
            throw invalidToken();
        }
    }

    /**
     * Where an event stands among those of all streams.
     *
     * @param time its own, or that of an earlier event of its stream that is newer: so the places of a stream only grow
     */
    private record Place(long time, long stream, long number) implements Comparable<Place> {
        static final Place BEGINNING = new Place(Long.MIN_VALUE, -1, -1);

        @Override
        public int compareTo(Place other) {
            int byTime = Long.compare(time, other.time);
            int byStream = byTime == 0 ? Long.compare(stream, other.stream) : byTime;
            return byStream == 0 ? Long.compare(number, other.number) : byStream;
        }

        String token() {
            return time + "/" + stream + "/" + number;
        }
    }

    /** Goes through one stream. */
    private static final class Cursor {
        private final Source source;
        private final Times times;
        private Optional<Block> block;
        private int index = -1;
        private long newest = Long.MIN_VALUE;
        private long read;
        private Place place = Place.BEGINNING;

        /** @param after nothing before it is wanted, so that as little of that as can be is read */
        Cursor(Source source, Times times, Place after) {
            this.source = source;
            this.times = times;
            long from = source.id() == after.stream() ? after.number() + 1 : 0;
            long reached = source.id() < after.stream() ? after.time() + 1 : after.time();
            this.block = source.file().from(from, times, reached);
            enter();
        }

        private void enter() {
            newest = Math.max(newest, block.map(Block::newestBefore).orElse(Long.MIN_VALUE));
            read += block.map(Block::bytes).orElse(0);
            index = -1;
        }

        Event event() {
            return block.orElseThrow().events().get(index);
        }

        /** To the next event with a wanted time and a later place; false at the end. */
        boolean advance(Place after) {
            while (block.isPresent()) {
                Block now = block.get();
                index++;
                if (index == now.events().size()) {
                    block = source.file().from(now.end(), times);
                    enter();
                    continue;
                }
                Event event = now.events().get(index);
                newest = Math.max(newest, event.timestamp());
                place = new Place(newest, source.id(), now.first() + index);
                if (times.holds(event) && place.compareTo(after) > 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What still fits into an answer. */
    private static final class Room {
        private int events;
        private int bytes = BYTES;

        Room(int limit) {
            this.events = limit;
        }

        boolean open() {
            return events > 0 && bytes > 0;
        }

        /** One event always fits. */
        boolean take(Event event) {
            int size = event.message().getBytes(StandardCharsets.UTF_8).length + EVENT_BYTES;
            if (events == 0 || (size > bytes && bytes < BYTES)) {
                events = 0;
                return false;
            }
            events--;
            bytes -= size;
            return true;
        }
    }
}
