package slipway.localcloud.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The machine's processes at one moment, from {@code /proc} (proc(5)). */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    /** USER_HZ: 100 on every architecture that Linux runs Java on. */
    private static final long NANOS_PER_TICK = 10_000_000;

    /**
     * One line of {@code /proc/PID/stat}.
     *
     * @param started in ticks since boot: with the pid it names one process for good
     * @param cpuTicks user and system time, own and of children that were waited for
     */
    record Row(long pid, char state, long parent, long session, long started, long cpuTicks) {
        /** Neither a zombie nor about to vanish. */
        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }
    }

    private final Map<Long, Row> rows;

    private ProcessTable(Map<Long, Row> rows) {
        this.rows = rows;
    }

    static ProcessTable now() {
        Map<Long, Row> rows = new HashMap<>();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                row(Long.parseLong(entry.getFileName().toString())).ifPresent(row -> rows.put(row.pid(), row));
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw new IllegalStateException("/proc cannot be listed: processes cannot be supervised", unreadable);
        }
        return new ProcessTable(rows);
    }

    /** One process, or nothing when it is gone. */
    static Optional<Row> row(long pid) {
        String stat = text(PROC.resolve(pid + "/stat"));
        // The name is in brackets and may hold spaces and brackets itself: what counts starts after the last one.
        int end = stat == null ? -1 : stat.lastIndexOf(')');
        if (stat == null || end < 0) {
            return Optional.empty();
        }
        String[] fields = stat.substring(end + 2).split(" ", -1);
        return Optional.of(new Row(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19]),
                Long.parseLong(fields[11])
                        + Long.parseLong(fields[12])
                        + Long.parseLong(fields[13])
                        + Long.parseLong(fields[14])));
    }

    /** Tells this boot of the machine from every other: start times count from it. */
    static String boot() {
        String id = text(PROC.resolve("sys/kernel/random/boot_id"));
        return id == null ? "" : id.strip();
    }

    /** The processes that belong to a leader: its session, and what descends from it. Zombies are not counted. */
    List<Row> of(long leader) {
        Set<Long> members = new HashSet<>();
        for (Row row : rows.values()) {
            if (belongs(row, leader)) {
                members.add(row.pid());
            }
        }
        List<Row> living = new ArrayList<>();
        for (long pid : members) {
            Row row = rows.get(pid);
            if (row != null && row.isAlive()) {
                living.add(row);
            }
        }
        return living;
    }

    /** As {@link #of(long)}, and whatever carries the mark: processes that have left the session and lost their parent. */
    List<Row> of(long leader, Mark mark) {
        Set<Row> members = new LinkedHashSet<>(of(leader));
        members.addAll(with(mark));
        return List.copyOf(members);
    }

    /** The living processes that carry a mark. */
    List<Row> with(Mark mark) {
        List<Row> marked = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.isAlive()) {
                String environ = text(PROC.resolve(row.pid() + "/environ"));
                if (environ != null && mark.isIn(environ)) {
                    marked.add(row);
                }
            }
        }
        return marked;
    }

    Usage usage(long leader) {
        long ticks = 0;
        long memory = 0;
        for (Row row : of(leader)) {
            ticks += row.cpuTicks();
            memory += residentBytes(row.pid());
        }
        return new Usage(Duration.ofNanos(ticks * NANOS_PER_TICK), memory);
    }

    private boolean belongs(Row row, long leader) {
        Row current = row;
        for (int depth = 0; current != null && depth < rows.size(); depth++) {
            if (current.pid() == leader || current.session() == leader) {
                return true;
            }
            current = current.parent() > 1 ? rows.get(current.parent()) : null;
        }
        return false;
    }

    private static long residentBytes(long pid) {
        String status = text(PROC.resolve(pid + "/status"));
        if (status != null) {
            for (String line : status.split("\n", -1)) {
                if (line.startsWith("VmRSS:")) {
                    return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        return 0;
    }

    private static @Nullable String text(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return null;
        }
    }
}
