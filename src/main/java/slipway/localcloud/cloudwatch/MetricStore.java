package slipway.localcloud.cloudwatch;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.StateFolder;

/**
 * The points of all metrics. It holds at most {@value #MOST} points, which is about 16 MB of memory, and a point with
 * percentiles counts as three or more; beyond that the metrics whose newest points are oldest are forgotten, such as those of
 * tasks that are long gone.
 */
final class MetricStore {
    static final int MOST = 400_000;
    /** What a metric costs besides its points, in points. */
    private static final int OVERHEAD = 16;

    private static final String DOCUMENT = "metrics";
    private static final int SECONDS_A_MINUTE = 60;

    private final StateFolder state;
    private final int most;
    private final Map<MetricName, List<Series>> metrics = new LinkedHashMap<>();
    private int weight;
    private boolean changed;
    /** Held round a whole save, so that an older document never replaces a newer one. */
    private final Object saving = new Object();

    /** Kept form. */
    record Document(List<Kept> series) {}

    /** @param points see {@link Series#packed}; Base64 in the document */
    record Kept(String namespace, String name, Map<String, String> dimensions, String unit, ByteBuffer points) {}

    private record Entry(MetricName metric, Series series) {}

    /** Takes up what the state folder holds. */
    MetricStore(StateFolder state) {
        this(state, MOST);
    }

    MetricStore(StateFolder state, int most) {
        this.state = state;
        this.most = most;
        state.read(DOCUMENT, Document.class)
                .ifPresent(document -> document.series().forEach(kept -> {
                    var series = Series.unpacked(kept.unit(), kept.points().array());
                    all(new MetricName(kept.namespace(), kept.name(), kept.dimensions()))
                            .add(series);
                    weight += series.weight() + OVERHEAD;
                }));
        if (weight > most) {
            forget(null);
        }
    }

    static int minute(Instant time) {
        return (int) Math.floorDiv(time.getEpochSecond(), SECONDS_A_MINUTE);
    }

    static Instant time(int minute) {
        return Instant.ofEpochSecond((long) minute * SECONDS_A_MINUTE);
    }

    synchronized void add(MetricName metric, String unit, Instant time, Sample sample) {
        List<Series> units = all(metric);
        Series series = units.stream()
                .filter(candidate -> candidate.unit().equals(unit))
                .findFirst()
                .orElse(null);
        if (series == null) {
            series = new Series(unit);
            units.add(series);
            weight += OVERHEAD;
        }
        weight -= series.weight();
        series.add(minute(time), sample);
        weight += series.weight();
        changed = true;
        if (weight > most) {
            forget(metric);
        }
    }

    /**
     * A metric's samples by the minute in which their period begins, oldest first; periods are counted from the epoch.
     *
     * @param unit null for every unit together
     * @param from the first minute that counts
     * @param until the first minute that no longer counts
     * @param period in minutes
     */
    synchronized SortedMap<Integer, Sample> samples(
            MetricName metric, @Nullable String unit, int from, int until, int period) {
        SortedMap<Integer, Sample> samples = new TreeMap<>();
        for (Series series : metrics.getOrDefault(metric, List.of())) {
            if (unit == null || unit.equals(series.unit())) {
                series.between(
                        from, until, (minute, sample) -> samples.merge(minute - minute % period, sample, Sample::plus));
            }
        }
        return samples;
    }

    /** The units in which a metric has points. */
    synchronized List<String> units(MetricName metric) {
        return metrics.getOrDefault(metric, List.of()).stream()
                .map(Series::unit)
                .toList();
    }

    /** The metrics that have a point at this time or later, in the order in which they first got one. */
    synchronized List<MetricName> metrics(Instant since) {
        int first = minute(since);
        List<MetricName> found = new ArrayList<>();
        metrics.forEach((metric, units) -> {
            if (newest(units) >= first) {
                found.add(metric);
            }
        });
        return found;
    }

    /** Saves when something has changed since the last time: points are too many to be saved one by one. */
    void saveIfChanged() {
        synchronized (saving) {
            List<Entry> entries;
            synchronized (this) {
                if (!changed) {
                    return;
                }
                changed = false;
                age();
                entries = entries();
            }
            try {
                state.write(DOCUMENT, new Document(packed(entries)));
            } catch (RuntimeException failed) {
                synchronized (this) {
                    changed = true;
                }
                throw failed;
            }
        }
    }

    /** Series age by themselves only while they get points: here those of what has ended do, such as those of a task. */
    private void age() {
        int now = metrics.values().stream().mapToInt(MetricStore::newest).max().orElse(Integer.MIN_VALUE);
        for (List<Series> units : metrics.values()) {
            units.removeIf(series -> {
                weight -= series.weight();
                series.age(now);
                weight += series.isEmpty() ? -OVERHEAD : series.weight();
                return series.isEmpty();
            });
        }
        metrics.values().removeIf(List::isEmpty);
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        metrics.forEach((metric, units) -> units.forEach(series -> entries.add(new Entry(metric, series))));
        return entries;
    }

    /** Each is packed only when it is written: all of them together would be as large as the store. */
    private List<Kept> packed(List<Entry> entries) {
        return new AbstractList<>() {
            @Override
            public Kept get(int index) {
                Entry entry = entries.get(index);
                MetricName metric = entry.metric();
                synchronized (MetricStore.this) {
                    return new Kept(
                            metric.namespace(),
                            metric.name(),
                            metric.dimensions(),
                            entry.series().unit(),
                            ByteBuffer.wrap(entry.series().packed()));
                }
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }

    private List<Series> all(MetricName metric) {
        return metrics.computeIfAbsent(metric, name -> new ArrayList<>(1));
    }

    private static int newest(List<Series> units) {
        return units.stream().mapToInt(Series::newest).max().orElse(Integer.MIN_VALUE);
    }

    /** Makes room for a while, so that it need not be made again at the next point. */
    private void forget(@Nullable MetricName spared) {
        List<MetricName> stalest = new ArrayList<>(metrics.keySet());
        Map<MetricName, Integer> newest = new LinkedHashMap<>();
        metrics.forEach((metric, units) -> newest.put(metric, newest(units)));
        stalest.sort(Comparator.comparing(newest::get));
        for (MetricName metric : stalest) {
            if (weight <= most - most / 20) {
                return;
            }
            if (!metric.equals(spared)) {
                List<Series> gone = metrics.remove(metric);
                for (Series series : gone == null ? List.<Series>of() : gone) {
                    weight -= series.weight() + OVERHEAD;
                }
            }
        }
    }
}
