package slipway.localcloud.logs;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.localcloud.state.StateFolder;

/** The groups and streams, and where their events lie. The index is a document, the events are files of their own. */
final class LogGroups {
    private static final Logger log = LoggerFactory.getLogger(LogGroups.class);
    /** What all streams together may hold; beyond it, those that were quiet longest give events up. */
    static final int MOST_MIB = 512;

    private static final String DOCUMENT = "logs";
    private static final long LOOK_EVERY = 16L << 20;

    private final StateFolder state;
    private final Path folder;
    private final TreeMap<String, Group> groups = new TreeMap<>();
    private final Map<String, EventFile> files = new HashMap<>();
    private final long most;
    private long nextFile = 1;
    private long grown;

    /** A group as it is kept; times are epoch milliseconds, 0 days of retention means forever. */
    record Group(String name, long created, int retentionDays, Map<String, String> tags, Map<String, Stream> streams) {
        Group withRetention(int days) {
            return new Group(name, created, days, tags, streams);
        }
    }

    record Stream(String name, long created, String file) {}

    /** The kept form of the index. */
    record Document(List<Group> groups, long nextFile) {}

    LogGroups(StateFolder state) {
        this(state, (long) MOST_MIB << 20);
    }

    /** @param most bytes of all streams together */
    LogGroups(StateFolder state, long most) {
        this.most = most;
        this.state = state;
        this.folder = state.folder("logs");
        state.read(DOCUMENT, Document.class).ifPresent(document -> {
            for (Group group : document.groups()) {
                groups.put(
                        group.name(),
                        new Group(
                                group.name(),
                                group.created(),
                                group.retentionDays(),
                                new LinkedHashMap<>(group.tags()),
                                new TreeMap<>(group.streams())));
            }
            nextFile = document.nextFile();
        });
    }

    List<Group> all() {
        return List.copyOf(groups.values());
    }

    Group require(@Nullable String name) {
        Group group = name == null ? null : groups.get(name);
        if (group == null) {
            throw LogErrors.noGroup();
        }
        return group;
    }

    Stream require(Group group, @Nullable String name) {
        Stream stream = name == null ? null : group.streams().get(name);
        if (stream == null) {
            throw LogErrors.noStream();
        }
        return stream;
    }

    void put(Group group) {
        groups.put(group.name(), group);
        save();
    }

    void addStream(Group group, String name, long now) {
        group.streams().put(name, new Stream(name, now, Long.toString(nextFile++)));
        save();
    }

    void remove(Group group) {
        group.streams().values().forEach(this::erase);
        groups.remove(group.name());
        save();
    }

    void remove(Group group, Stream stream) {
        erase(stream);
        group.streams().remove(stream.name());
        save();
    }

    private void erase(Stream stream) {
        file(stream).delete();
        files.remove(stream.file());
    }

    EventFile file(Stream stream) {
        return files.computeIfAbsent(stream.file(), id -> new EventFile(folder, id));
    }

    /** Looks now and then whether all streams together have become too large. The one that is written to is spared. */
    void grown(int bytes, EventFile by) {
        grown += bytes;
        if (grown < Math.min(LOOK_EVERY, most / 8)) {
            return;
        }
        grown = 0;
        List<EventFile> written = files();
        long all = written.stream().mapToLong(EventFile::bytes).sum();
        if (all <= most) {
            return;
        }
        // Asked once for each: another writer changes the time while they are put in order.
        List<Aged> quietest = written.stream()
                .filter(file -> file != by)
                .map(file -> new Aged(file, file.lastWritten()))
                .sorted(Comparator.comparing(Aged::written))
                .toList();
        for (Aged aged : quietest) {
            long freed = all > most ? shrink(aged.file()) : 0;
            while (freed > 0) {
                all -= freed;
                freed = all > most ? shrink(aged.file()) : 0;
            }
        }
    }

    /** Another stream's trouble is none of the one that is written to: its events are kept by now. */
    private static long shrink(EventFile file) {
        try {
            return file.shrink();
        } catch (UncheckedIOException failed) {
            log.warn("{}; it stays as large as it is: {}", failed.getMessage(), String.valueOf(failed.getCause()));
            return 0;
        }
    }

    private record Aged(EventFile file, Instant written) {}

    private List<EventFile> files() {
        return groups.values().stream()
                .flatMap(group -> group.streams().values().stream())
                .map(this::file)
                .toList();
    }

    void save() {
        state.write(DOCUMENT, new Document(all(), nextFile));
    }
}
