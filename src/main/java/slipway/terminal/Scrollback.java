package slipway.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines that scrolled off the top of the screen, at most as many as its capacity; the oldest give way. Lines are numbered from the
 * session's first on, and keep their numbers.
 */
final class Scrollback {
    private final int capacity;
    private Line[] ring;
    private int oldest;
    private int size;
    private long first;

    Scrollback(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("a scrollback keeps 0 lines or more, not " + capacity);
        }
        this.capacity = capacity;
        this.ring = new Line[Math.min(capacity, 64)];
    }

    void add(Line line) {
        if (capacity == 0) {
            first++;
            return;
        }
        if (size == capacity) {
            ring[oldest] = line;
            oldest = (oldest + 1) % ring.length;
            first++;
            return;
        }
        if (size == ring.length) {
            grow();
        }
        ring[(oldest + size) % ring.length] = line;
        size++;
    }

    private void grow() {
        var larger = new Line[Math.min(capacity, ring.length * 2)];
        System.arraycopy(ring, oldest, larger, 0, ring.length - oldest);
        System.arraycopy(ring, 0, larger, ring.length - oldest, oldest);
        ring = larger;
        oldest = 0;
    }

    /** The newest line. */
    Line last() {
        return get(size - 1);
    }

    /** Takes the newest line away. */
    Line removeLast() {
        size--;
        return get(size);
    }

    /** All lines, the oldest first. */
    List<Line> all() {
        var all = new ArrayList<Line>(size);
        for (int index = 0; index < size; index++) {
            all.add(get(index));
        }
        return all;
    }

    /** Keeps other lines instead; they are numbered from the oldest one's number on. */
    void replace(List<Line> lines) {
        long number = first;
        clear();
        first = number;
        lines.forEach(this::add);
    }

    /** Forgets all lines; numbers go on. */
    void clear() {
        Arrays.fill(ring, null);
        first += size;
        oldest = 0;
        size = 0;
    }

    int size() {
        return size;
    }

    /** The number of the oldest line there is, or of the next one when there is none. */
    long first() {
        return first;
    }

    /** The line of a number from {@link #first} up to its size. */
    Line line(long number) {
        return get((int) (number - first));
    }

    private Line get(int index) {
        return ring[(oldest + index) % ring.length];
    }
}
