package slipway.terminal;

import java.util.Arrays;

/**
 * The numbers of a control sequence, {@code 1;2:3}. A number after a colon belongs to the one before it. No number is larger than
 * {@link #LARGEST}; of more than {@link #MOST} numbers the rest is left out.
 */
final class Parameters {
    static final int MOST = 256;
    static final int LARGEST = 65_535;
    private static final int ABSENT = -1;

    private int[] numbers = new int[16];
    private boolean[] subs = new boolean[16];
    private int count;
    private boolean full;

    void clear() {
        count = 0;
        full = false;
    }

    void digit(int digit) {
        if (full) {
            return;
        }
        if (count == 0) {
            add(false);
        }
        int before = Math.max(0, numbers[count - 1]);
        numbers[count - 1] = Math.min(LARGEST, before * 10 + digit);
    }

    void separator(boolean colon) {
        if (count == 0) {
            add(false);
        }
        if (count == MOST) {
            full = true;
        } else {
            add(colon);
        }
    }

    private void add(boolean sub) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
            subs = Arrays.copyOf(subs, count * 2);
        }
        numbers[count] = ABSENT;
        subs[count++] = sub;
    }

    /** How many there are; a sequence without numbers counts as one that is left out. */
    int count() {
        return Math.max(1, count);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** A number, or what stands for one that was left out. */
    int number(int index, int absent) {
        return index >= count || numbers[index] == ABSENT ? absent : numbers[index];
    }

    /** A number where 0 and left out both mean 1. */
    int positive(int index) {
        return Math.max(1, number(index, 1));
    }

    boolean isSub(int index) {
        return index < count && subs[index];
    }

    /** Where the next number that stands for itself is. */
    int next(int index) {
        int next = index + 1;
        while (isSub(next)) {
            next++;
        }
        return next;
    }
}
