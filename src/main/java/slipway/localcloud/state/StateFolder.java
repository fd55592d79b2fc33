package slipway.localcloud.state;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The local cloud's folder: one JSON document per service, and folders for images, volumes and logs. Only the owner can
 * read it. A document is replaced as a whole (write beside, then rename), so that a kill at any moment leaves the old or
 * the new one. A document is a record; its components may be the SDK's model objects.
 */
public final class StateFolder {
    /** A document may hold what a NoEcho parameter hides. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path root;
    private final ObjectMapper json;
    /** By document, what is held while it is written. */
    private final Map<String, Object> writing = new ConcurrentHashMap<>();

    public StateFolder(Path root) {
        this.root = root;
        this.json = JsonMapper.builder()
                .findAndAddModules()
                .addModule(new SdkModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
        createPrivate(root);
    }

    public Path root() {
        return root;
    }

    /** A folder of this name below the root, created when missing. */
    public Path folder(String name) {
        Path folder = root.resolve(name);
        createPrivate(folder);
        return folder;
    }

    /** Reads a document, or nothing when it was never written. */
    public <T> Optional<T> read(String name, Class<T> type) {
        Path file = root.resolve(name + ".json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(file.toFile(), type));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "the local cloud's document " + file + " cannot be read; move it away to start without it",
                    unreadable);
        }
    }

    /** Replaces a document as a whole. One document does not wait for another. */
    public void write(String name, Object document) {
        synchronized (writing.computeIfAbsent(name, any -> new Object())) {
            replace(name, document);
        }
    }

    private void replace(String name, Object document) {
        Path file = root.resolve(name + ".json");
        Path beside = root.resolve(name + ".json.new");
        try {
            Files.deleteIfExists(beside);
            Files.createFile(beside, OWNER_ONLY);
            // Never whole in memory: the largest would take a good part of it.
            try (OutputStream out = Files.newOutputStream(beside)) {
                json.writeValue(out, document);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud cannot write " + file, failed);
        }
    }

    private static void createPrivate(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud cannot create its folder " + folder, failed);
        }
    }
}
