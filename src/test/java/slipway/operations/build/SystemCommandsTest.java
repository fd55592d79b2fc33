package slipway.operations.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.Cancellation;

class SystemCommandsTest {
    private final SystemCommands commands = new SystemCommands();
    private final List<String> said = new ArrayList<>();

    @TempDir
    Path folder;

    private Commands.Result shell(String script, String input, Cancellation cancellation) throws IOException {
        return commands.run(List.of("sh", "-c", script), folder, Optional.of(input), cancellation, said::add);
    }

    @Test
    void run_whenTheProgramWrites_saysEachLineAndGivesAllOfIt() throws IOException {
        Commands.Result result =
                shell("echo one; echo two >&2; read word; echo $word; exit 3", "three", new Cancellation());

        assertThat(said).containsExactly("one", "two", "three");
        assertThat(result).isEqualTo(new Commands.Result(3, "one\ntwo\nthree\n"));
    }

    @Test
    void run_whenTheProgramColoursItsLines_saysThemPlain() throws IOException {
        shell("printf '\\033[1A\\033[0;34m=> exporting\\033[0m\\r\\n\\n'", "", new Cancellation());

        assertThat(said).containsExactly("=> exporting");
    }

    @Test
    @Timeout(60)
    void run_whenCancelled_endsTheProgram() throws IOException {
        var cancellation = new Cancellation();

        Commands.Result result = commands.run(
                // The inner shell is what docker's plugins are to docker: it holds the output too.
                List.of("sh", "-c", "sh -c 'echo begun; exec tail -f /dev/null'; :"),
                folder,
                Optional.empty(),
                cancellation,
                line -> cancellation.cancel());

        assertThat(result.succeeded()).isFalse();
    }

    @Test
    void run_whenThereIsNoSuchProgram_throws() {
        assertThatThrownBy(() -> commands.run(
                        List.of("no-such-program"), folder, Optional.empty(), new Cancellation(), said::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-program");
    }
}
