package slipway.localcloud.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers every child in a file (pid, start time, boot of the machine), so that the next start can end what a killed
 * program left behind, and nothing else: a pid alone may long belong to someone else's process.
 */
final class Leftovers {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    private static final int ROUNDS = 20;

    private final Path folder;
    private final Mark mark;
    private final ObjectMapper json = JsonMapper.builder().build();

    /** Kept form, one file per child. */
    record Entry(long pid, long started, String boot, String owner) {}

    /** @param mark of everything that any run with this folder has started */
    Leftovers(Path folder, Mark mark) {
        this.folder = folder;
        this.mark = mark;
    }

    void remember(long pid, String owner) {
        Optional<ProcessTable.Row> row = ProcessTable.row(pid);
        if (row.isPresent()) {
            try {
                json.writeValue(file(pid).toFile(), new Entry(pid, row.get().started(), ProcessTable.boot(), owner));
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot note the process " + pid + " in " + folder, failed);
            }
        }
    }

    void forget(long pid) {
        try {
            Files.deleteIfExists(file(pid));
        } catch (IOException failed) {
            // The next sweep finds that no process matches and tries again.
            log.warn("cannot remove {}: {}", file(pid), failed.toString());
        }
    }

    /** Kills what earlier runs left; returns how many children had processes left. */
    int sweep() {
        int found = 0;
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                if (end(file)) {
                    found++;
                }
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw new IllegalStateException(
                    "the notes on earlier processes in " + folder + " cannot be read", unreadable);
        }
        killUntilNone(() -> ProcessTable.now().with(mark));
        return found;
    }

    private boolean end(Path file) {
        Entry entry;
        try {
            entry = json.readValue(file.toFile(), Entry.class);
        } catch (IOException cutShort) {
            // A kill in the middle of the write: the parent-death signal has ended that child.
            log.warn("{} is no note on a process and is removed", file);
            return false;
        }
        if (!entry.boot().equals(ProcessTable.boot())) {
            return false;
        }
        // A pid is not given out again while a session of that number has processes: when the leader is gone, what is
        // left of the session is still ours; when another process has the pid, nothing is left.
        boolean ours = ProcessTable.row(entry.pid())
                .map(row -> row.started() == entry.started())
                .orElse(true);
        if (!ours || ProcessTable.now().of(entry.pid()).isEmpty()) {
            return false;
        }
        log.info("ending process {} of {}, left from an earlier run", entry.pid(), entry.owner());
        Signal.toGroup(entry.pid(), Signal.KILL);
        killUntilNone(() -> ProcessTable.now().of(entry.pid()));
        return true;
    }

    /** Kills a child's processes, also those that have left its session. */
    static void kill(long leader, Mark mark) {
        Signal.toGroup(leader, Signal.KILL);
        killUntilNone(() -> ProcessTable.now().of(leader, mark));
    }

    /** Again as long as new ones turn up, for a process may fork while it is killed. */
    private static void killUntilNone(Supplier<List<ProcessTable.Row>> look) {
        for (int round = 0; round < ROUNDS; round++) {
            var left = look.get();
            if (left.isEmpty()) {
                return;
            }
            for (var row : left) {
                Signal.toProcess(row.pid(), Signal.KILL);
            }
            Thread.onSpinWait();
        }
    }

    private Path file(long pid) {
        return folder.resolve(pid + ".json");
    }
}
