package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class LayerArchiveTest {
    private static final String GZIP = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

    @TempDir
    Path folder;

    private Path root;
    private LayerArchive archive;

    @BeforeEach
    void create() throws IOException {
        root = Files.createDirectory(folder.resolve("image"));
        archive = new LayerArchive(root);
    }

    @Test
    void unpack_whenTheLayerIsZipped_laysOutItsFiles() throws IOException {
        unpack(ImagePush.layer(Map.of("app/bin/run", "x")), GZIP);

        assertThat(root.resolve("app/bin/run")).hasContent("x").isExecutable();
    }

    @Test
    void unpack_whenAnotherLayerFollows_replacesAndRemoves() throws IOException {
        unpack(ImagePush.layer(Map.of("app/a", "1", "app/b", "1", "etc/c", "1")), GZIP);
        unpack(ImagePush.layer(Map.of("app/a", "2", "app/.wh.b", "", "etc/.wh..wh..opq", "")), GZIP);

        assertThat(root.resolve("app/a")).hasContent("2");
        assertThat(root.resolve("app/b")).doesNotExist();
        assertThat(root.resolve("etc")).isEmptyDirectory();
    }

    @Test
    void unpack_whenAFileIsReadOnly_keepsThat() throws IOException {
        unpack(tar(file("a", 0444)), TAR);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a"))))
                .isEqualTo("r--r--r--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "app/../../outside", "/../outside"})
    void unpack_whenANameLeadsOut_isRefused(String name) {
        assertThatThrownBy(() -> unpack(tar(file(name, 0644)), TAR))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leads out of the image");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void unpack_whenAFileGoesThroughALinkOfTheArchive_isRefused() {
        assertThatThrownBy(() -> unpack(tar(link("way", folder.toString()), file("way/outside", 0644)), TAR))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("through the link way");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void unpack_whenAFileReplacesALink_leavesWhatItPointedTo() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "mine");

        unpack(tar(link("a", outside.toString()), file("a", 0644)), TAR);

        assertThat(outside).hasContent("mine");
        assertThat(root.resolve("a")).hasContent("a");
    }

    @Test
    void unpack_whenAHardLinkLeadsThroughALink_isRefused() throws IOException {
        Files.writeString(folder.resolve("secret"), "mine");
        var hard = new TarArchiveEntry("copy", TarConstants.LF_LINK);
        hard.setLinkName("way/secret");

        assertThatThrownBy(() -> unpack(tar(link("way", folder.toString()), hard), TAR))
                .hasMessageContaining("through the link way");
    }

    @Test
    void unpack_whenAnEntryIsADevice_isRefused() {
        assertThatThrownBy(() -> unpack(tar(new TarArchiveEntry("null", TarConstants.LF_CHR)), TAR))
                .hasMessageContaining("device or pipe");
    }

    @Test
    void unpack_whenTheTypeIsUnknown_namesIt() {
        assertThatThrownBy(() -> unpack(new byte[0], "application/vnd.oci.image.layer.v1.tar+zstd"))
                .hasMessageContaining("tar+zstd");
    }

    @Test
    void delete_whenThereIsALink_leavesWhatItPointsTo() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("kept"));
        Files.createSymbolicLink(root.resolve("link"), outside);

        LayerArchive.delete(root);

        assertThat(root).doesNotExist();
        assertThat(outside).exists();
    }

    @Test
    void copy_whenThereAreLinksAndModes_keepsThem() throws IOException {
        unpack(tar(file("app/run", 0755), link("app/link", "run")), TAR);

        LayerArchive.copy(root, folder.resolve("copy"));

        assertThat(folder.resolve("copy/app/run")).hasContent("app/run").isExecutable();
        assertThat(Files.readSymbolicLink(folder.resolve("copy/app/link"))).isEqualTo(Path.of("run"));
    }

    private void unpack(byte[] layer, String mediaType) throws IOException {
        archive.unpack(new ByteArrayInputStream(layer), mediaType);
    }

    private static TarArchiveEntry file(String name, int mode) {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(name.length());
        entry.setMode(mode);
        return entry;
    }

    private static TarArchiveEntry link(String name, String target) {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }

    private static byte[] tar(TarArchiveEntry... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                if (entry.getSize() > 0) {
                    tar.write(entry.getName().getBytes(StandardCharsets.UTF_8));
                }
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
