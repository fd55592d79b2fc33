package slipway.localcloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.SystemTimer;
import slipway.localcloud.process.Child;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.process.ChildSpec;
import slipway.localcloud.process.ChildStartException;
import slipway.localcloud.state.StateFolder;

@NullMarked
@Timeout(60)
class PtyTest {
    @TempDir
    Path folder;

    private final SystemTimer timer = new SystemTimer();
    private ChildProcesses processes;
    private Pty pty;

    @BeforeEach
    void open() throws IOException {
        processes = new ChildProcesses(new StateFolder(folder), timer);
        pty = new Pty();
    }

    @AfterEach
    void close() {
        processes.close();
        pty.close();
        timer.close();
    }

    @Test
    void program_whenStartedAtIt_hasATerminalOf80Columns() throws Exception {
        shell("tty; stty size; echo $TERM; exit 3");

        assertThat(all()).isEqualTo(pty.device() + "\r\n24 80\r\nxterm-256color\r\n");
    }

    @Test
    void interrupt_whenTyped_reachesTheProgram() throws Exception {
        Child child = shell("trap 'echo caught; exit 4' INT; echo ready; while :; do sleep 0.05; done");
        readUntil("ready");

        type("\003");

        assertThat(child.exit().get(30, TimeUnit.SECONDS)).isEqualTo(4);
        assertThat(all()).contains("^Ccaught");
    }

    @Test
    void resize_whenAProgramRuns_tellsItTheNewSize() throws Exception {
        Child child = shell("trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done");
        readUntil("ready");

        pty.resize(132, 50);

        assertThat(child.exit().get(30, TimeUnit.SECONDS)).isZero();
        assertThat(all()).contains("50 132");
    }

    @Test
    void write_whenTheTerminalIsFull_takesAPartOfIt() throws Exception {
        shell("stty raw -echo; echo ready; sleep 300");
        readUntil("ready");
        byte[] much = new byte[100_000];

        int taken = 0;
        int last;
        do {
            last = pty.write(much, taken, much.length - taken);
            taken += last;
        } while (last > 0);

        assertThat(taken).isBetween(1, much.length - 1);
    }

    @Test
    void read_whenFinished_givesWhatIsLeftAndThenTheEnd() throws Exception {
        Child child = shell("echo last words");
        child.exit().get(30, TimeUnit.SECONDS);

        pty.finish();

        assertThat(all()).isEqualTo("last words\r\n");
    }

    @Test
    void read_whenNoProgramCame_endsWhenFinished() throws Exception {
        pty.finish();

        assertThat(pty.read(new byte[10])).isEqualTo(-1);
    }

    @Test
    void close_whenAProgramRuns_hangsUp() throws Exception {
        Child child = shell("trap 'exit 5' HUP; echo ready; while :; do sleep 0.05; done");
        readUntil("ready");

        pty.close();

        assertThat(child.exit().get(30, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(pty.write(new byte[3], 0, 3)).isEqualTo(3);
        pty.resize(10, 10);
        pty.finish();
        pty.close();
    }

    @Test
    void start_whenTheProgramDoesNotExist_namesIt() {
        assertThatThrownBy(() -> processes.startAtTerminal(
                        new ChildSpec("task", List.of("no-such-program"), folder, Map.of()), pty.device()))
                .isInstanceOf(ChildStartException.class)
                .hasMessageContaining("\"no-such-program\": executable file not found in $PATH");
    }

    private Child shell(String script) throws IOException {
        return processes.startAtTerminal(
                new ChildSpec("task", List.of("sh", "-c", script), folder, Map.of("TERM", "xterm-256color")),
                pty.device());
    }

    private void type(String keys) throws IOException {
        byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
        assertThat(pty.write(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    }

    private void readUntil(String word) throws IOException {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (text.indexOf(word) < 0) {
            int count = pty.read(buffer);
            assertThat(count).as("read before '%s': %s", word, text).isPositive();
            text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
    }

    private String all() throws IOException {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        for (int count = pty.read(buffer); count >= 0; count = pty.read(buffer)) {
            text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
