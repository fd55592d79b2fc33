package slipway.operations.services;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus;
import slipway.model.Failure;
import slipway.model.Identity;
import slipway.model.StoppedTask;
import slipway.model.StoppedTask.ContainerExit;

/**
 * The stopped tasks that were seen, for as long as their environment lives: ECS lists a stopped task for about an hour, and "what
 * happened last night" is asked in the morning. One file of JSON lines per account, region and environment, readable by its owner
 * alone; the newest {@value #KEPT} are kept, and the file goes with the environment.
 */
public final class StoppedTaskArchive {
    static final int KEPT = 500;
    /** A file is written anew when it has grown to so many lines. */
    private static final int MOST_LINES = 2 * KEPT;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path folder;
    private final Map<Path, Contents> read = new HashMap<>();

    /** @param folder made when it is first needed */
    public StoppedTaskArchive(Path folder) {
        this.folder = folder;
    }

    /** What a file holds, by the task's id, and in how many lines. */
    private static final class Contents {
        final Map<String, StoppedTask> tasks = new LinkedHashMap<>();
        int lines;
    }

    private record Line(
            String id,
            String service,
            String revision,
            String image,
            @Nullable Instant started,
            Instant stopped,
            String stopCode,
            String reason,
            List<Exit> containers) {}

    private record Exit(String name, @Nullable Integer exitCode, String reason) {}

    /**
     * Keeps what the reading shows as stopped, and gives the reading with all that was kept. An environment without stacks is
     * forgotten. What cannot be written is shown all the same, and the reading says that it was not kept.
     */
    public synchronized EnvironmentStatus keep(Identity identity, EnvironmentStatus status) {
        Path file =
                folder.resolve(identity.accountId() + "-" + identity.region() + "-" + status.environment() + ".jsonl");
        try {
            if (status.created().isEmpty()) {
                read.remove(file);
                Files.deleteIfExists(file);
                return status;
            }
            return status.withStopped(kept(file, status.created().get(), status.stopped()));
        } catch (IOException failed) {
            return status.withUnread(new EnvironmentStatus.Unread(
                    "stopped tasks that ECS lists no more",
                    new Failure.Rejected(
                            "Cannot keep stopped tasks in " + file + ": " + failed.getMessage()
                                    + ". Only those of the last hour are shown.",
                            failed.toString())));
        }
    }

    private List<StoppedTask> kept(Path file, Instant since, List<StoppedTask> seen) throws IOException {
        Contents contents = read.get(file);
        if (contents == null) {
            contents = load(file);
            read.put(file, contents);
        }
        // An environment of the same name that was deleted while nobody looked left tasks that are none of this one's.
        boolean changed =
                contents.tasks.values().removeIf(task -> task.stopped().isBefore(since));
        List<StoppedTask> fresh = new ArrayList<>();
        for (StoppedTask task : seen) {
            if (!contents.tasks.containsKey(task.id())) {
                contents.tasks.put(task.id(), task);
                fresh.add(task);
            }
        }
        if (contents.tasks.size() > KEPT) {
            List<StoppedTask> newest =
                    newestFirst(contents.tasks.values().stream()).limit(KEPT).toList();
            contents.tasks.clear();
            for (StoppedTask task : newest) {
                contents.tasks.put(task.id(), task);
            }
        }
        if (changed || contents.lines + fresh.size() > MOST_LINES) {
            replace(file, contents);
        } else if (!fresh.isEmpty()) {
            append(file, fresh);
            contents.lines += fresh.size();
        }
        return newestFirst(contents.tasks.values().stream()).toList();
    }

    private static Stream<StoppedTask> newestFirst(Stream<StoppedTask> tasks) {
        return tasks.sorted(
                Comparator.comparing(StoppedTask::stopped).reversed().thenComparing(StoppedTask::id));
    }

    private Contents load(Path file) throws IOException {
        var contents = new Contents();
        if (!Files.exists(file)) {
            return contents;
        }
        for (String line : Files.readAllLines(file)) {
            contents.lines++;
            try {
                StoppedTask task = task(JSON.readValue(line, Line.class));
                contents.tasks.put(task.id(), task);
            } catch (JacksonException cutShort) {
                // A console killed while it wrote leaves half a line; the next writing of the whole file drops it.
                contents.lines = MOST_LINES;
            }
        }
        return contents;
    }

    private void append(Path file, List<StoppedTask> tasks) throws IOException {
        makeFolder();
        if (!Files.exists(file)) {
            create(file);
        }
        // One write, so that two consoles do not mix their lines.
        Files.write(file, text(tasks.stream()), StandardOpenOption.APPEND);
    }

    private void replace(Path file, Contents contents) throws IOException {
        makeFolder();
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        create(beside);
        Files.write(beside, text(contents.tasks.values().stream()));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        contents.lines = contents.tasks.size();
    }

    private void makeFolder() throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void create(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static byte[] text(Stream<StoppedTask> tasks) throws IOException {
        List<String> lines = new ArrayList<>();
        for (StoppedTask task : tasks.toList()) {
            lines.add(JSON.writeValueAsString(line(task)));
        }
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Line line(StoppedTask task) {
        return new Line(
                task.id(),
                task.service(),
                task.revision(),
                task.image(),
                task.started(),
                task.stopped(),
                task.stopCode(),
                task.reason(),
                task.containers().stream()
                        .map(exit -> new Exit(
                                exit.name(),
                                exit.exitCode().isPresent() ? exit.exitCode().getAsInt() : null,
                                exit.reason()))
                        .toList());
    }

    private static StoppedTask task(Line line) {
        return new StoppedTask(
                line.id(),
                line.service(),
                line.revision(),
                line.image(),
                line.started(),
                line.stopped(),
                line.stopCode(),
                line.reason(),
                line.containers().stream()
                        .map(exit -> new ContainerExit(
                                exit.name(),
                                exit.exitCode() == null ? OptionalInt.empty() : OptionalInt.of(exit.exitCode()),
                                exit.reason()))
                        .toList());
    }
}
