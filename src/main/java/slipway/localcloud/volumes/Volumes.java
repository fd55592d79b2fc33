package slipway.localcloud.volumes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.StateFolder;

/**
 * The file systems of EFS: each a folder below {@code volumes/}, each access point a folder inside it. They last until
 * they are deleted by name; nothing else erases data. Users and modes of access points are not enforced: every task runs
 * as the user of the local cloud.
 */
public final class Volumes {
    private static final String DOCUMENT = "volumes";

    private final StateFolder state;
    private final Path root;
    /** File system id to the token it was created with. */
    private final Map<String, String> fileSystems = new LinkedHashMap<>();

    private final Map<String, AccessPoint> accessPoints = new LinkedHashMap<>();

    /** @param token what it was created with, for asking twice */
    record AccessPoint(String fileSystemId, String path, String token) {}

    /** Kept form. */
    record Document(Map<String, String> fileSystems, Map<String, AccessPoint> accessPoints) {}

    /** Takes up what the state folder holds. */
    public Volumes(StateFolder state) {
        this.state = state;
        this.root = state.folder(DOCUMENT);
        state.read(DOCUMENT, Document.class).ifPresent(document -> {
            fileSystems.putAll(document.fileSystems());
            accessPoints.putAll(document.accessPoints());
        });
    }

    /** Creates an empty file system and returns its id, {@code fs-…}. */
    public String createFileSystem() {
        return createFileSystem(UUID.randomUUID().toString());
    }

    /**
     * Creates a file system, or finds the one that this token already created.
     *
     * @param creationToken as EFS's own: whoever asks again after an interruption gets no second one
     */
    public synchronized String createFileSystem(String creationToken) {
        for (var known : fileSystems.entrySet()) {
            if (known.getValue().equals(creationToken)) {
                return known.getKey();
            }
        }
        String id = newId("fs-");
        make(root.resolve(id));
        fileSystems.put(id, creationToken);
        save();
        return id;
    }

    /**
     * Deletes a file system and erases its data. One that is not there counts as deleted.
     *
     * @throws VolumeException while it has access points
     */
    public synchronized void deleteFileSystem(String id) {
        if (!fileSystems.containsKey(id)) {
            return;
        }
        List<String> users = accessPoints.entrySet().stream()
                .filter(point -> point.getValue().fileSystemId().equals(id))
                .map(Map.Entry::getKey)
                .toList();
        if (!users.isEmpty()) {
            throw new VolumeException(
                    "FileSystemInUse", "The file system " + id + " has access points: delete " + users + " first.");
        }
        fileSystems.remove(id);
        save();
        erase(root.resolve(id));
    }

    public synchronized boolean exists(String id) {
        return fileSystems.containsKey(id);
    }

    /** Ids of all file systems, oldest first. */
    public synchronized List<String> fileSystems() {
        return List.copyOf(fileSystems.keySet());
    }

    /**
     * Creates an access point and its folder, and returns its id, {@code fsap-…}.
     *
     * @param path absolute within the file system, such as {@code /redis}
     */
    public String createAccessPoint(String fileSystemId, String path) {
        return createAccessPoint(fileSystemId, path, UUID.randomUUID().toString());
    }

    /** Creates an access point, or finds the one that this token already created. */
    public synchronized String createAccessPoint(String fileSystemId, String path, String clientToken) {
        require(fileSystemId);
        for (var known : accessPoints.entrySet()) {
            if (known.getValue().token().equals(clientToken)) {
                return known.getKey();
            }
        }
        make(inside(fileSystemId, path));
        String id = newId("fsap-");
        accessPoints.put(id, new AccessPoint(fileSystemId, path, clientToken));
        save();
        return id;
    }

    /** Deletes an access point; the data stays. One that is not there counts as deleted. */
    public synchronized void deleteAccessPoint(String id) {
        if (accessPoints.remove(id) != null) {
            save();
        }
    }

    /**
     * The folder that a task mounts, created when missing.
     *
     * @param accessPointId null for the file system's own root
     * @throws VolumeException when there is no such file system, or the access point is not one of it
     */
    public synchronized Path folder(String fileSystemId, @Nullable String accessPointId) {
        require(fileSystemId);
        String path = "/";
        if (accessPointId != null) {
            AccessPoint point = accessPoints.get(accessPointId);
            if (point == null || !point.fileSystemId().equals(fileSystemId)) {
                throw new VolumeException(
                        "AccessPointNotFound",
                        "The file system " + fileSystemId + " has no access point " + accessPointId + ".");
            }
            path = point.path();
        }
        return make(inside(fileSystemId, path));
    }

    /** How many bytes the files of a file system hold. */
    public long bytes(String fileSystemId) {
        require(fileSystemId);
        var sum = new long[1];
        walk(root.resolve(fileSystemId), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                // A task may delete files while they are counted.
                if (gone instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw gone;
            }
        });
        return sum[0];
    }

    private synchronized void require(String fileSystemId) {
        if (!fileSystems.containsKey(fileSystemId)) {
            throw new VolumeException("FileSystemNotFound", "File system '" + fileSystemId + "' does not exist.");
        }
    }

    private Path inside(String fileSystemId, String path) {
        Path base = root.resolve(fileSystemId);
        Path inside = base.resolve(path.replaceFirst("^/+", "")).normalize();
        if (!path.startsWith("/") || !inside.startsWith(base)) {
            throw new VolumeException(
                    "BadRequest", "The path '" + path + "' is not an absolute path within the file system.");
        }
        return inside;
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException("the volume's folder " + folder + " cannot be created", failed);
        }
    }

    private static void erase(Path folder) {
        walk(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void walk(Path folder, SimpleFileVisitor<Path> visitor) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, visitor);
        } catch (IOException failed) {
            throw new UncheckedIOException("the volume's folder " + folder + " cannot be walked", failed);
        }
    }

    private static String newId(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
    }

    private void save() {
        state.write(DOCUMENT, new Document(new LinkedHashMap<>(fileSystems), new LinkedHashMap<>(accessPoints)));
    }
}
