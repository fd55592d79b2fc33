package slipway.localcloud.logs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.StateFolder;

/** The groups and streams, and where their events lie. The index is a document, the events are files of their own. */
final class LogGroups {
    private static final String DOCUMENT = "logs";

    private final StateFolder state;
    private final Path folder;
    private final TreeMap<String, Group> groups = new TreeMap<>();
    private final Map<String, EventFile> files = new HashMap<>();
    private long nextFile = 1;

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
        group.streams().values().forEach(stream -> file(stream).delete());
        groups.remove(group.name());
        save();
    }

    void remove(Group group, Stream stream) {
        file(stream).delete();
        group.streams().remove(stream.name());
        save();
    }

    EventFile file(Stream stream) {
        return files.computeIfAbsent(stream.file(), id -> new EventFile(folder, id));
    }

    void save() {
        state.write(DOCUMENT, new Document(all(), nextFile));
    }
}
