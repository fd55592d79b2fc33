package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class TaskStartFailureTest {
    private static final Path FOLDER = Path.of("/state/images");

    @ParameterizedTest
    @CsvSource({
        "No space left on device, no space left on device: make room on the disk of /state/images",
        "Disk quota exceeded, disk quota exceeded: make room on the disk of /state/images"
    })
    void words_whenTheDiskIsFull_nameTheRemedy(String reason, String words) {
        assertThat(TaskStartFailure.words(new FileSystemException("/state/images/app", null, reason), FOLDER))
                .isEqualTo(words);
        assertThat(TaskStartFailure.words(new IOException(reason), FOLDER)).isEqualTo(words);
    }

    @Test
    void words_whenItIsSomethingElse_areItsOwn() {
        assertThat(TaskStartFailure.words(new IOException("layers of type x cannot be unpacked"), FOLDER))
                .isEqualTo("layers of type x cannot be unpacked");
    }
}
