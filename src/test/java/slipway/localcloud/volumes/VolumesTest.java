package slipway.localcloud.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.localcloud.state.StateFolder;

@NullMarked
class VolumesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Volumes volumes;

    @BeforeEach
    void create() {
        volumes = new Volumes(new StateFolder(folder));
    }

    @Test
    void folder_when_restarted_then_data_is_there() throws IOException {
        String id = volumes.createFileSystem();
        String point = volumes.createAccessPoint(id, "/redis");
        Files.writeString(volumes.folder(id, point).resolve("appendonly.aof"), "12345");

        var again = new Volumes(new StateFolder(folder));

        assertThat(id).matches("fs-[0-9a-f]{17}");
        assertThat(point).matches("fsap-[0-9a-f]{17}");
        assertThat(again.folder(id, point).resolve("appendonly.aof")).hasContent("12345");
        assertThat(again.folder(id, null).resolve("redis/appendonly.aof")).exists();
        assertThat(again.bytes(id)).isEqualTo(5);
    }

    @Test
    void deleteFileSystem_when_access_point_remains_then_refused() {
        String id = volumes.createFileSystem();
        String point = volumes.createAccessPoint(id, "/redis");

        assertThatThrownBy(() -> volumes.deleteFileSystem(id)).hasMessageContaining(point);
        assertThat(volumes.exists(id)).isTrue();
    }

    @Test
    void deleteFileSystem_when_unused_then_data_is_erased() throws IOException {
        String id = volumes.createFileSystem();
        Files.createDirectories(volumes.folder(id, null).resolve("a/b"));
        Files.writeString(volumes.folder(id, null).resolve("a/b/c"), "x");
        Path data = volumes.folder(id, null);
        volumes.deleteFileSystem(id);

        assertThat(data).doesNotExist();
        assertThat(volumes.exists(id)).isFalse();
        volumes.deleteFileSystem(id);
    }

    @Test
    void deleteAccessPoint_when_used_then_data_stays() throws IOException {
        String id = volumes.createFileSystem();
        String point = volumes.createAccessPoint(id, "/redis");
        Files.writeString(volumes.folder(id, point).resolve("x"), "x");
        volumes.deleteAccessPoint(point);

        assertThat(volumes.bytes(id)).isEqualTo(1);
        assertThatThrownBy(() -> volumes.folder(id, point)).hasMessageContaining("has no access point " + point);
    }

    @Test
    void createFileSystem_when_same_token_then_same() {
        assertThat(volumes.createFileSystem("t")).isEqualTo(volumes.createFileSystem("t"));
        assertThat(volumes.fileSystems()).hasSize(1);
    }

    @Test
    void createAccessPoint_when_path_leaves_the_file_system_then_refused() {
        String id = volumes.createFileSystem();

        assertThatThrownBy(() -> volumes.createAccessPoint(id, "/../other")).hasMessageContaining("/../other");
        assertThatThrownBy(() -> volumes.createAccessPoint(id, "relative")).hasMessageContaining("relative");
        assertThatThrownBy(() -> volumes.createAccessPoint("fs-0", "/x"))
                .hasMessageContaining("File system 'fs-0' does not exist");
    }
}
