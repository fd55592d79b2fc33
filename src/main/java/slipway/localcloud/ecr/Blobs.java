package slipway.localcloud.ecr;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import slipway.localcloud.state.StateFolder;

/** The registry's files: one per layer, named by its digest, and one per upload under way. */
final class Blobs {
    private final Path layers;
    private final Path uploads;

    Blobs(StateFolder state) {
        layers = state.folder("registry/layers");
        uploads = state.folder("registry/uploads");
        // An upload does not outlive the program: the caller is told that it is unknown and starts again.
        try (var left = Files.newDirectoryStream(uploads)) {
            for (Path file : left) {
                Files.delete(file);
            }
        } catch (IOException | DirectoryIteratorException failed) {
            throw new IllegalStateException("the registry's folder " + uploads + " cannot be emptied", failed);
        }
    }

    Path file(String digest) {
        return layers.resolve(digest.substring(digest.indexOf(':') + 1));
    }

    /** Whether a layer's file is there: someone may have deleted it by hand. */
    boolean has(String digest) {
        return Files.isRegularFile(file(digest));
    }

    void append(String upload, byte[] part) {
        try (OutputStream file =
                Files.newOutputStream(uploads.resolve(upload), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            file.write(part);
        } catch (IOException failed) {
            throw new UncheckedIOException("the registry cannot write to " + uploads, failed);
        }
    }

    String digestOfUpload(String upload) {
        try (InputStream content = Files.newInputStream(uploads.resolve(upload))) {
            MessageDigest sha256 = sha256();
            var buffer = new byte[65_536];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                sha256.update(buffer, 0, count);
            }
            return named(sha256);
        } catch (IOException failed) {
            throw new UncheckedIOException("the registry cannot read the upload " + upload, failed);
        }
    }

    /** Makes a whole upload a layer. */
    void keep(String upload, String digest) {
        try {
            Files.move(
                    uploads.resolve(upload),
                    file(digest),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("the registry cannot keep the layer " + digest, failed);
        }
    }

    void discard(String upload) {
        delete(uploads.resolve(upload));
    }

    void deleteLayer(String digest) {
        delete(file(digest));
    }

    static String digest(byte[] content) {
        MessageDigest sha256 = sha256();
        sha256.update(content);
        return named(sha256);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the registry cannot delete " + file, failed);
        }
    }

    private static String named(MessageDigest sha256) {
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
