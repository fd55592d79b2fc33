package slipway.operations.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.model.ReadinessCheck;
import slipway.model.ReadinessCheck.State;

class LocalReadinessTest {
    @TempDir
    Path folder;

    private ReadinessCheck check(Commands commands, String name) {
        return new LocalReadiness(commands)
                .measure(folder.resolve("not/yet/there"), true).stream()
                        .filter(check -> check.name().startsWith(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static Commands answering(int status, String output) {
        return (command, where, input, cancellation, said) -> new Commands.Result(status, output);
    }

    private static final Commands NOTHING_INSTALLED = (command, where, input, cancellation, said) -> {
        throw new IOException("no such file");
    };

    @Test
    void ruby_whenInstalled_isShownWithItsVersion() {
        assertThat(check(answering(0, "ruby 3.3.8 (2025-04-09 revision b200bad6cd)"), "Ruby"))
                .isEqualTo(new ReadinessCheck("Ruby", State.READY, "3.3.8", ""));
    }

    @Test
    void programs_whenMissing_nameTheRemedy() {
        assertThat(check(NOTHING_INSTALLED, "redis-server").state()).isEqualTo(State.MISSING);
        assertThat(check(NOTHING_INSTALLED, "redis-server").remedy()).contains("apt-get install redis-server");
        assertThat(check(NOTHING_INSTALLED, "Puma").found()).isEqualTo("needs Ruby");
    }

    @Test
    void gems_whenOneIsMissing_nameIt() {
        ReadinessCheck gems = check(answering(0, "6.6.0\nno sinatra\n5.3.0\n"), "Puma");
        assertThat(gems.state()).isEqualTo(State.MISSING);
        assertThat(gems.found()).contains("no sinatra");
    }

    @Test
    void disk_whenTheFolderIsNotThereYet_isThatOfItsNearestParent() {
        assertThat(check(NOTHING_INSTALLED, "Disk").found()).containsPattern("\\d+ [GM]B free");
    }

    @Test
    void names_whenMeasured_areAllThere() {
        assertThat(new LocalReadiness(NOTHING_INSTALLED).measure(folder, true))
                .extracting(ReadinessCheck::name)
                .isEqualTo(List.of("Ruby", "Puma, Sinatra, redis gem", "redis-server", "Port 7777", "Disk"));
    }
}
