package slipway.localcloud.ecs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks layers of images. An archive is not trusted: nothing is written outside the folder, neither by {@code ..} nor
 * through a link that the archive itself has laid. Owners, devices and special bits are not taken over.
 */
final class LayerArchive {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final Path root;

    LayerArchive(Path root) {
        this.root = root;
    }

    /** Adds a layer on top of what is there. */
    void unpack(InputStream layer, String mediaType) throws IOException {
        boolean zipped = mediaType.endsWith("gzip");
        if (!zipped && !mediaType.endsWith("tar")) {
            throw new IOException("layers of type " + mediaType + " cannot be unpacked: tar and tar with gzip can");
        }
        try (var tar = new TarArchiveInputStream(zipped ? new GZIPInputStream(layer) : layer)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                place(entry, tar);
            }
        }
    }

    private void place(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        Path target = inside(entry.getName());
        if (target.equals(root)) {
            return;
        }
        Path folder = parent(target);
        makeFolder(folder, entry.getName());
        String name = name(target);
        if (name.equals(OPAQUE)) {
            clear(folder);
        } else if (name.startsWith(WHITEOUT)) {
            delete(inside(root.relativize(folder)
                    .resolve(name.substring(WHITEOUT.length()))
                    .toString()));
        } else if (entry.isDirectory()) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                delete(target);
                Files.createDirectory(target);
            }
        } else if (entry.isSymbolicLink()) {
            delete(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Path original = inside(entry.getLinkName());
            refuseLinks(original, entry.getLinkName());
            delete(target);
            Files.copy(original, target, LinkOption.NOFOLLOW_LINKS);
        } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            throw new IOException("'" + entry.getName() + "' is a device or pipe, which a layer here cannot hold");
        } else {
            delete(target);
            Files.copy(tar, target);
            Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        }
    }

    private Path inside(String name) throws IOException {
        String relative = name.replaceFirst("^/+", "");
        for (String part : relative.split("/", -1)) {
            if (part.equals("..")) {
                throw new IOException("'" + name + "' leads out of the image");
            }
        }
        Path target = root.resolve(relative).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("'" + name + "' leads out of the image");
        }
        return target;
    }

    private void makeFolder(Path folder, String name) throws IOException {
        refuseLinks(folder, name);
        Files.createDirectories(folder);
    }

    /** No part of the way may be a link: it could lead anywhere. */
    private void refuseLinks(Path path, String name) throws IOException {
        for (Path part = path; !part.equals(root); part = parent(part)) {
            if (Files.isSymbolicLink(part)) {
                throw new IOException("'" + name + "' leads through the link " + root.relativize(part));
            }
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException(path + " has no parent");
        }
        return parent;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** The owner can always read and, for folders, delete: else nobody could remove the image again. */
    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.of(PosixFilePermission.OWNER_READ);
        PosixFilePermission[] byBit = {
            PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ
        };
        for (int bit = 0; bit < byBit.length; bit++) {
            if ((mode & (1 << bit)) != 0) {
                permissions.add(byBit[bit]);
            }
        }
        return permissions;
    }

    private static void clear(Path folder) throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                delete(entry);
            }
        }
    }

    /** Deletes a file, a link, or a folder with all that is in it; links are not followed. */
    static void delete(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path folder, java.io.@org.jspecify.annotations.Nullable IOException failed) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    /** Copies a whole folder, links as links. */
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        LinkOption.NOFOLLOW_LINKS,
                        StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
