package slipway.terminal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The styles of what is on the screen, by number. JLine keeps 32 bits of looks with every cell, too few for colours as they were asked for and for
 * links. So a cell gets the number of its style, said in JLine's own attributes, which travel with the cell however it is moved.
 *
 * <p>The 9,248 lowest numbers are written in its 16 colours and five attributes, in few bytes; those above in 24 bits of colour, told by "concealed".
 */
final class StyleTable {
    /** A style, and whether the cell is the last of a line whose text goes on in the next one. */
    record Entry(Style style, boolean wrapped) {}

    private static final int COLOURS = 17;
    private static final int SHORT = COLOURS * COLOURS * 32;
    private static final int FEWEST = 4_096;
    private static final Entry PLAIN = new Entry(Style.PLAIN, false);

    /** JLine's attribute word of each bit of a short number's attributes, and the digit that switches it on. */
    private static final int[] BITS = {0x08000000, 0x40000000, 0x80000000, 0x01000000, 0x02000000};

    private static final char[] DIGITS = {'1', '2', '3', '4', '7'};
    private static final int CONCEALED = 0x04000000;
    private static final int HAS_FOREGROUND = 0x10000000;
    private static final int HAS_BACKGROUND = 0x20000000;

    private final List<@Nullable Entry> entries = new ArrayList<>();
    private final List<@Nullable String> sequences = new ArrayList<>();
    private final Map<Entry, Integer> numbers = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    /** The colour index (1 to 16) of each of JLine's twelve-bit values that the sixteen colours have. */
    private final byte[] indexOfValue = new byte[4_096];

    private int collectAt = FEWEST;

    /**
     * Makes a table.
     *
     * @param values JLine's twelve-bit values of colours 0 to 15, all different
     */
    StyleTable(int[] values) {
        for (int index = 0; index < values.length; index++) {
            if (indexOfValue[values[index]] != 0) {
                throw new IllegalArgumentException("colours " + (indexOfValue[values[index]] - 1) + " and " + index
                        + " of the screen look the same: styles cannot be told apart");
            }
            indexOfValue[values[index]] = (byte) (index + 1);
        }
        entries.add(PLAIN);
        sequences.add("\033[0m");
        numbers.put(PLAIN, 0);
    }

    /** The number of a style, made when it has none. */
    int number(Entry entry) {
        Integer known = numbers.get(entry);
        if (known != null) {
            return known;
        }
        int number = free.isEmpty() ? entries.size() : free.pop();
        if (number == entries.size()) {
            entries.add(entry);
            sequences.add(null);
        } else {
            entries.set(number, entry);
        }
        numbers.put(entry, number);
        return number;
    }

    Entry entry(int number) {
        Entry entry = number < entries.size() ? entries.get(number) : null;
        return entry == null ? PLAIN : entry;
    }

    /** Whether it is time to give back the numbers that no cell has. */
    boolean crowded() {
        return numbers.size() >= collectAt;
    }

    /** Forgets the styles whose numbers are not in use. */
    void keep(BitSet inUse) {
        for (int number = 1; number < entries.size(); number++) {
            Entry entry = entries.get(number);
            if (entry != null && !inUse.get(number)) {
                numbers.remove(entry);
                entries.set(number, null);
                free.push(number);
            }
        }
        collectAt = Math.max(FEWEST, numbers.size() * 2);
    }

    /** What tells JLine to write in a style. */
    String sequence(int number) {
        String known = sequences.get(number);
        if (known == null) {
            known = number < SHORT ? shortSequence(number) : longSequence(number - SHORT);
            sequences.set(number, known);
        }
        return known;
    }

    private static String shortSequence(int number) {
        var made = new StringBuilder("\033[0");
        int foreground = number % COLOURS;
        int background = number / COLOURS % COLOURS;
        int attributes = number / (COLOURS * COLOURS);
        for (int bit = 0; bit < DIGITS.length; bit++) {
            if ((attributes & 1 << bit) != 0) {
                made.append(';').append(DIGITS[bit]);
            }
        }
        colour(made, foreground - 1, 30);
        colour(made, background - 1, 40);
        return made.append('m').toString();
    }

    private static void colour(StringBuilder made, int index, int base) {
        if (index >= 0) {
            made.append(';').append(index < 8 ? base + index : base + 60 + index - 8);
        }
    }

    private static String longSequence(int rest) {
        var made = new StringBuilder("\033[0;8");
        exact(made, rest >> 12, "38");
        exact(made, rest & 0xfff, "48");
        return made.append('m').toString();
    }

    private static void exact(StringBuilder made, int value, String which) {
        made.append(';').append(which).append(";2;");
        made.append((value >> 8 & 0xf) << 4).append(';');
        made.append((value >> 4 & 0xf) << 4).append(';');
        made.append((value & 0xf) << 4);
    }

    /** The number that a cell's attribute word says. */
    int number(int word) {
        if (word == 0) {
            return 0;
        }
        int foreground = word >>> 12 & 0xfff;
        int background = word & 0xfff;
        if ((word & CONCEALED) != 0) {
            return SHORT + (foreground << 12 | background);
        }
        int attributes = 0;
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((word & BITS[bit]) != 0) {
                attributes |= 1 << bit;
            }
        }
        int number = attributes * COLOURS;
        number = (number + ((word & HAS_BACKGROUND) == 0 ? 0 : indexOfValue[background])) * COLOURS;
        return number + ((word & HAS_FOREGROUND) == 0 ? 0 : indexOfValue[foreground]);
    }
}
