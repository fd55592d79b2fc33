package slipway.localcloud.cloudwatch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The points of one metric in one unit, in arrays sorted by time: one a minute for the newest day, one an hour before
 * that, none older than 15 days, as of the last {@link #age}. All times are minutes since the epoch.
 */
final class Series {
    private static final int MINUTES_A_HOUR = 60;
    private static final int FINE = 24 * MINUTES_A_HOUR;
    private static final int OLDEST = 15 * FINE;
    private static final int FIRST_CAPACITY = 8;
    /** What a spread costs besides its buckets, in buckets: a point is 36 bytes, a bucket 12, the objects around them 56. */
    private static final int SPREAD_ITSELF = 5;

    private final String unit;
    private int size;
    private int[] minutes = new int[FIRST_CAPACITY];
    private double[] counts = new double[FIRST_CAPACITY];
    private double[] sums = new double[FIRST_CAPACITY];
    private double[] minima = new double[FIRST_CAPACITY];
    private double[] maxima = new double[FIRST_CAPACITY];
    /** Made when the first point needs one. */
    private @Nullable Spread @Nullable [] spreads;

    Series(String unit) {
        this.unit = unit;
    }

    String unit() {
        return unit;
    }

    /** How much it holds, in points; a spread counts by its size. */
    int weight() {
        int weight = size;
        if (spreads != null) {
            for (int i = 0; i < size; i++) {
                Spread spread = spreads[i];
                weight += spread == null ? 0 : (spread.size() + SPREAD_ITSELF) / 3;
            }
        }
        return weight;
    }

    /** The minute of its newest point. */
    int newest() {
        return size == 0 ? Integer.MIN_VALUE : minutes[size - 1];
    }

    /** Adds to what is known of a minute. */
    void add(int minute, Sample sample) {
        boolean newHour = size > 0 && minute / MINUTES_A_HOUR > newest() / MINUTES_A_HOUR;
        insert(minute, sample);
        if (newHour) {
            age(newest());
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Hands over the points from one minute on up to, but without, another, oldest first. */
    void between(int from, int until, BiConsumer<Integer, Sample> reader) {
        int start = Arrays.binarySearch(minutes, 0, size, from);
        for (int i = start >= 0 ? start : -start - 1; i < size && minutes[i] < until; i++) {
            reader.accept(minutes[i], sample(i));
        }
    }

    private Sample sample(int index) {
        return new Sample(
                counts[index], sums[index], minima[index], maxima[index], spreads == null ? null : spreads[index]);
    }

    private void insert(int minute, Sample sample) {
        int found = Arrays.binarySearch(minutes, 0, size, minute);
        if (found >= 0) {
            put(found, minute, sample(found).plus(sample));
            return;
        }
        int at = -found - 1;
        if (size == minutes.length) {
            resize(size + size / 2);
        }
        shift(at);
        size++;
        put(at, minute, sample);
    }

    private void put(int index, int minute, Sample sample) {
        minutes[index] = minute;
        counts[index] = sample.count();
        sums[index] = sample.sum();
        minima[index] = sample.minimum();
        maxima[index] = sample.maximum();
        if (spreads == null && sample.spread() != null) {
            spreads = new Spread[minutes.length];
        }
        if (spreads != null) {
            spreads[index] = sample.spread();
        }
    }

    private void resize(int capacity) {
        minutes = Arrays.copyOf(minutes, capacity);
        counts = Arrays.copyOf(counts, capacity);
        sums = Arrays.copyOf(sums, capacity);
        minima = Arrays.copyOf(minima, capacity);
        maxima = Arrays.copyOf(maxima, capacity);
        spreads = spreads == null ? null : Arrays.copyOf(spreads, capacity);
    }

    private void shift(int at) {
        int moved = size - at;
        System.arraycopy(minutes, at, minutes, at + 1, moved);
        System.arraycopy(counts, at, counts, at + 1, moved);
        System.arraycopy(sums, at, sums, at + 1, moved);
        System.arraycopy(minima, at, minima, at + 1, moved);
        System.arraycopy(maxima, at, maxima, at + 1, moved);
        if (spreads != null) {
            System.arraycopy(spreads, at, spreads, at + 1, moved);
        }
    }

    /** Makes hours of minutes that are over a day old, and forgets what is over 15 days old. */
    void age(int now) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int minute = minutes[i];
            if (minute < now - OLDEST) {
                continue;
            }
            int as = minute < now - FINE ? minute - minute % MINUTES_A_HOUR : minute;
            Sample sample = sample(i);
            if (kept > 0 && minutes[kept - 1] == as) {
                put(kept - 1, as, sample(kept - 1).plus(sample));
            } else {
                put(kept++, as, sample);
            }
        }
        if (spreads != null) {
            Arrays.fill(spreads, kept, size, null);
        }
        size = kept;
        if (size < minutes.length / 2 && minutes.length > FIRST_CAPACITY) {
            resize(Math.max(size, FIRST_CAPACITY));
        }
    }

    /** Its kept form. */
    byte[] packed() {
        var bytes = new ByteArrayOutputStream(40 * size);
        try (var out = new DataOutputStream(bytes)) {
            for (int i = 0; i < size; i++) {
                out.writeInt(minutes[i]);
                out.writeDouble(counts[i]);
                out.writeDouble(sums[i]);
                out.writeDouble(minima[i]);
                out.writeDouble(maxima[i]);
                Spread spread = spreads == null ? null : spreads[i];
                out.writeShort(spread == null ? 0 : spread.size());
                for (int bucket = 0; spread != null && bucket < spread.size(); bucket++) {
                    out.writeInt(spread.bucket(bucket));
                    out.writeDouble(spread.count(bucket));
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("points cannot be written to memory", impossible);
        }
        return bytes.toByteArray();
    }

    static Series unpacked(String unit, byte[] packed) {
        var series = new Series(unit);
        try (var in = new DataInputStream(new ByteArrayInputStream(packed))) {
            while (in.available() > 0) {
                int minute = in.readInt();
                double count = in.readDouble();
                double sum = in.readDouble();
                double minimum = in.readDouble();
                double maximum = in.readDouble();
                series.insert(minute, new Sample(count, sum, minimum, maximum, spread(in)));
            }
        } catch (IOException cut) {
            throw new UncheckedIOException("the kept points of a metric are cut off", cut);
        }
        return series;
    }

    private static @Nullable Spread spread(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        var buckets = new int[size];
        var counts = new double[size];
        for (int i = 0; i < size; i++) {
            buckets[i] = in.readInt();
            counts[i] = in.readDouble();
        }
        return size == 0 ? null : new Spread(buckets, counts);
    }
}
