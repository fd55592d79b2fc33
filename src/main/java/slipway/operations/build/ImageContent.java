package slipway.operations.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import slipway.model.Failure;
import slipway.model.FailureException;

/**
 * What the image of a folder consists of: the files that its Dockerfile copies, as one layer. The same files give the same
 * bytes: sorted, without times and owners.
 */
final class ImageContent {
    private final Path folder;
    private final Dockerfile dockerfile;
    private final DockerIgnore ignored;

    /** The path within the image, without leading slash, and the file it comes from. */
    private final Map<String, Path> files = new TreeMap<>();

    private ImageContent(Path folder, Dockerfile dockerfile, DockerIgnore ignored) {
        this.folder = folder;
        this.dockerfile = dockerfile;
        this.ignored = ignored;
    }

    /** @throws FailureException {@code Rejected} when the Dockerfile is wrong or copies what is not there */
    static ImageContent of(Path folder) {
        var content = new ImageContent(folder, Dockerfile.of(folder), DockerIgnore.of(folder));
        try {
            content.collect();
        } catch (IOException unreadable) {
            throw new FailureException(
                    new Failure.Rejected("The folder " + folder + " cannot be read.", unreadable.toString()),
                    unreadable);
        }
        return content;
    }

    Dockerfile dockerfile() {
        return dockerfile;
    }

    int fileCount() {
        return files.size();
    }

    private void collect() throws IOException {
        List<String> all = relativePaths();
        for (Dockerfile.Copy copy : dockerfile.copies()) {
            for (String source : copy.sources()) {
                int before = files.size();
                boolean found = copy(all, source, copy.destination());
                if (!found && files.size() == before) {
                    throw new FailureException(new Failure.Rejected(
                            folder.resolve("Dockerfile") + ":" + copy.line() + ": there is no " + source + " in "
                                    + folder + " (or .dockerignore leaves it out).",
                            ""));
                }
            }
        }
    }

    private List<String> relativePaths() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .filter(path -> !ignored.excludes(path))
                    .sorted()
                    .toList();
        }
    }

    /** A folder's content is copied, not the folder itself, as docker does. */
    private boolean copy(List<String> all, String source, String destination) {
        String clean = source.replaceAll("^(?:\\./|/)+", "").replaceAll("/+$", "");
        boolean found = false;
        String target = destination.substring(1);
        if (clean.isEmpty() || clean.equals(".")) {
            for (String path : all) {
                files.put(joined(target, path), folder.resolve(path));
            }
            return true;
        }
        // The rules of .dockerignore and the wildcards of COPY are the same language.
        DockerIgnore wanted = DockerIgnore.parse(List.of(clean));
        boolean single = all.contains(clean);
        for (String path : all) {
            if (!wanted.excludes(path)) {
                continue;
            }
            found = true;
            if (single) {
                String name = path.substring(path.lastIndexOf('/') + 1);
                files.put(destination.endsWith("/") ? joined(target, name) : target, folder.resolve(path));
            } else {
                int top = wildcardDepth(clean);
                String[] parts = path.split("/", -1);
                String rest = parts.length > top
                        ? String.join("/", List.of(parts).subList(top, parts.length))
                        : parts[parts.length - 1];
                files.put(joined(target, rest), folder.resolve(path));
            }
        }
        return found;
    }

    private static int wildcardDepth(String pattern) {
        return pattern.split("/", -1).length;
    }

    private static String joined(String folder, String path) {
        String base = folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
        return base.isEmpty() ? path : base + "/" + path;
    }

    /** The layer before compression. */
    byte[] tar() {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (String parent : parents()) {
                tar.putArchiveEntry(entry(new TarArchiveEntry(parent + "/"), 0755));
                tar.closeArchiveEntry();
            }
            for (Map.Entry<String, Path> file : files.entrySet()) {
                write(tar, file.getKey(), file.getValue());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the folder " + folder + " cannot be packed", failed);
        }
        return bytes.toByteArray();
    }

    private static void write(TarArchiveOutputStream tar, String path, Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            var link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
            link.setLinkName(Files.readSymbolicLink(file).toString());
            tar.putArchiveEntry(entry(link, 0777));
            tar.closeArchiveEntry();
            return;
        }
        byte[] content = Files.readAllBytes(file);
        var entry = new TarArchiveEntry(path);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry(entry, Files.isExecutable(file) ? 0755 : 0644));
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(TarArchiveEntry entry, int mode) {
        entry.setMode(mode | (entry.getMode() & ~07777));
        entry.setModTime(0);
        entry.setIds(0, 0);
        entry.setNames("", "");
        return entry;
    }

    private Set<String> parents() {
        var parents = new TreeSet<String>();
        String working = dockerfile.workingDirectory().substring(1);
        Stream.concat(files.keySet().stream(), working.isEmpty() ? Stream.empty() : Stream.of(working + "/x"))
                .forEach(path -> {
                    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                        parents.add(path.substring(0, slash));
                    }
                });
        return parents;
    }

    static byte[] compressed(byte[] tar) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(tar);
        } catch (IOException failed) {
            throw new UncheckedIOException("the layer cannot be packed", failed);
        }
        return bytes.toByteArray();
    }

    /** What names this content: the files, and how they are started. */
    String fingerprint() {
        return Digests.hex(tar(), configuration("").toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The image's configuration, as OCI has it.
     *
     * @param tarDigest of the layer before compression
     */
    Map<String, Object> configuration(String tarDigest) {
        Map<String, Object> config = new LinkedHashMap<>();
        List<String> variables = new ArrayList<>();
        dockerfile.environment().forEach((name, value) -> variables.add(name + "=" + value));
        config.put("Env", variables);
        if (!dockerfile.entrypoint().isEmpty()) {
            config.put("Entrypoint", dockerfile.entrypoint());
        }
        config.put("Cmd", dockerfile.command());
        config.put("WorkingDir", dockerfile.workingDirectory());
        if (!dockerfile.user().isEmpty()) {
            config.put("User", dockerfile.user());
        }
        if (!dockerfile.stopSignal().isEmpty()) {
            config.put("StopSignal", dockerfile.stopSignal());
        }
        Map<String, Object> exposed = new TreeMap<>();
        dockerfile.ports().forEach(port -> exposed.put(port, Map.of()));
        config.put("ExposedPorts", exposed);
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("architecture", "amd64");
        image.put("os", "linux");
        image.put("config", config);
        image.put("rootfs", new TreeMap<>(Map.of("type", "layers", "diff_ids", List.of(tarDigest))));
        return image;
    }
}
