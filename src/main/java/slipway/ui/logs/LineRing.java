package slipway.ui.logs;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import slipway.model.LogLine;

/** Lines in a row: added and taken at the end, dropped at the beginning, each at once. */
final class LineRing {
    private @Nullable LogLine[] slots = new LogLine[1024];
    private int first;
    private int size;

    int size() {
        return size;
    }

    LogLine get(int index) {
        return Objects.requireNonNull(slots[slot(index)]);
    }

    LogLine last() {
        return get(size - 1);
    }

    void addLast(LogLine line) {
        if (size == slots.length) {
            grow();
        }
        size++;
        slots[slot(size - 1)] = line;
    }

    LogLine removeFirst() {
        LogLine line = taken(0);
        first = (first + 1) & (slots.length - 1);
        size--;
        return line;
    }

    LogLine removeLast() {
        LogLine line = taken(size - 1);
        size--;
        return line;
    }

    void clear() {
        Arrays.fill(slots, null);
        first = 0;
        size = 0;
    }

    /** A copy that nothing changes any more. */
    LogLine[] toArray() {
        var lines = new LogLine[size];
        int untilEnd = Math.min(size, slots.length - first);
        System.arraycopy(slots, first, lines, 0, untilEnd);
        System.arraycopy(slots, 0, lines, untilEnd, size - untilEnd);
        return lines;
    }

    private LogLine taken(int index) {
        if (size == 0) {
            throw new NoSuchElementException("no line is kept");
        }
        int slot = slot(index);
        LogLine line = Objects.requireNonNull(slots[slot]);
        slots[slot] = null;
        return line;
    }

    /** The length is a power of two. */
    private int slot(int index) {
        return (first + index) & (slots.length - 1);
    }

    private void grow() {
        LogLine[] lines = toArray();
        slots = Arrays.copyOf(lines, slots.length * 2);
        first = 0;
    }
}
