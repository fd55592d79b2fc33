package slipway.localcloud.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.async.SystemTimer;
import slipway.localcloud.state.StateFolder;

@NullMarked
class ChildProcessesTest {
    @TempDir
    Path folder;

    private final SystemTimer timer = new SystemTimer();
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private ChildProcesses processes;

    @BeforeEach
    void open() {
        processes = new ChildProcesses(new StateFolder(folder), timer);
    }

    @AfterEach
    void close() {
        processes.close();
        timer.close();
    }

    @Test
    void start_whenTheProgramWritesAndEnds_passesOnEveryLineAndTheExitCode() throws Exception {
        var child = shell("echo out; echo err >&2; printf last; exit 7");

        assertThat(child.exit().get(10, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(lines).containsExactly("out", "err", "last");
    }

    @Test
    void start_whenAnEnvironmentIsGiven_addsOnlyPathHomeAndLang() throws Exception {
        processes.close();
        processes = new ChildProcesses(
                new StateFolder(folder),
                timer,
                Map.of("PATH", "/usr/bin:/bin", "HOME", "/home/me", "LANG", "C.UTF-8", "SECRET", "x"));
        var child = processes.start(
                new ChildSpec("task", List.of("env"), folder, Map.of("BIND", "127.9.9.9", "LANG", "C")), lines::add);

        child.exit().get(10, TimeUnit.SECONDS);
        assertThat(lines)
                .filteredOn(line -> !line.startsWith(Mark.VARIABLE + "="))
                .containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "HOME=/home/me", "LANG=C", "BIND=127.9.9.9");
    }

    @Test
    void start_whateverThisProgramIgnores_ignoresNoSignal() throws Exception {
        var child = shell("grep SigIgn /proc/self/status");

        child.exit().get(10, TimeUnit.SECONDS);
        // Above 31 are those that the C library keeps for itself.
        assertThat(Long.parseLong(lines.take().substring("SigIgn:".length()).strip(), 16) & 0x7fff_ffffL)
                .isZero();
    }

    @Test
    void start_whenTheProgramDoesNotExist_namesIt() {
        assertThatThrownBy(() -> processes.start(
                        new ChildSpec("task", List.of("no-such-program"), folder, Map.of()), lines::add))
                .isInstanceOf(ChildStartException.class)
                .hasMessageContaining("\"no-such-program\": executable file not found in $PATH");
    }

    @Test
    void start_whenAKnownProgramDoesNotExist_namesItsPackage() {
        assertThatThrownBy(() -> processes.start(
                        new ChildSpec("task", List.of("ruby"), folder, Map.of("PATH", folder.toString())), lines::add))
                .hasMessage(
                        "exec: \"ruby\": executable file not found in $PATH; it has to be installed on this machine:"
                                + " apt install ruby");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#!/usr/bin/env ruby", "#! ruby -w", "#!/no/such/ruby"})
    void start_whenAScriptsInterpreterDoesNotExist_namesThatAndItsPackage(String firstLine) throws Exception {
        Path script = folder.resolve("puma");
        Files.writeString(script, firstLine + "\nputs 1\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> processes.start(
                        new ChildSpec("task", List.of("puma"), folder, Map.of("PATH", folder.toString())), lines::add))
                .hasMessageContaining("exec: \"puma\": its interpreter")
                .hasMessageEndingWith("apt install ruby");
    }

    @Test
    void start_whenUtilLinuxIsMissing_namesTheRemedy() {
        processes.close();
        processes = new ChildProcesses(new StateFolder(folder), timer, Map.of("PATH", folder.toString()));

        assertThatThrownBy(
                        () -> processes.start(new ChildSpec("task", List.of("/bin/sh"), folder, Map.of()), lines::add))
                .hasMessageContaining("apt install util-linux");
    }

    @Test
    void stop_whenTheProgramObeys_endsItWithItsOwnExitCode() throws Exception {
        var child = shell("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done");
        assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("up");

        child.stop(null, Duration.ofSeconds(30));

        assertThat(child.exit().get(10, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(lines).contains("bye");
    }

    @Test
    void stop_whenTheImageNamesAnotherSignal_sendsThat() throws Exception {
        var child = shell("trap 'exit 4' QUIT; trap '' TERM; echo up; while :; do sleep 0.05; done");
        assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("up");

        child.stop("SIGQUIT", Duration.ofSeconds(30));

        assertThat(child.exit().get(10, TimeUnit.SECONDS)).isEqualTo(4);
    }

    @Test
    void stop_whenTheProgramDoesNotObey_killsTheWholeGroupAfterTheTime() throws Exception {
        var child = shell("trap '' TERM; sleep 300 & echo $!; wait; while :; do sleep 1; done");
        long grandchild = Long.parseLong(take());

        child.stop("SIGTERM", Duration.ofMillis(100));

        assertThat(child.exit().get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
        assertThat(isAlive(grandchild)).isFalse();
    }

    @Test
    void exit_whenTheFirstProcessLeavesOthersBehind_killsThem() throws Exception {
        var child = shell("sleep 300 & echo $!; exit 0");
        long grandchild = Long.parseLong(take());

        child.exit().get(10, TimeUnit.SECONDS);

        assertThat(isAlive(grandchild)).isFalse();
    }

    @Test
    void usageByOwner_whenAChildOfTheProgramBurnsCpu_countsIt() throws Exception {
        var child = shell("sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo done; sleep 300'; :");
        assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("done");

        Usage usage = processes.usageByOwner().getOrDefault("task", Usage.NONE);

        assertThat(usage.cpu()).isGreaterThan(Duration.ofMillis(20));
        assertThat(usage.memoryBytes()).isGreaterThan(100_000);
        child.kill();
    }

    @Test
    void usageByOwner_whenOneOfTwoChildrenEnds_keepsItsCpuTime() throws Exception {
        var first = shell("sleep 300");
        var second = shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo done; sleep 300");
        assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("done");
        Duration both = processes.usageByOwner().get("task").cpu();
        assertThat(both).isGreaterThan(Duration.ofMillis(20));

        second.kill();
        second.exit().get(10, TimeUnit.SECONDS);

        assertThat(processes.usageByOwner().get("task").cpu()).isGreaterThanOrEqualTo(both);
        first.kill();
        first.exit().get(10, TimeUnit.SECONDS);
        assertThat(processes.usageByOwner()).isEmpty();
    }

    @Test
    void close_whenProcessesRun_leavesNone() throws Exception {
        var child = shell("echo up; sleep 300");
        take();

        processes.close();

        assertThat(isAlive(child.pid())).isFalse();
        assertThat(folder.resolve("processes")).isEmptyDirectory();
    }

    @Test
    void kill_whenTheProgramIsKilled_endsEveryDescendantWithinTwoSeconds() throws Exception {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildHost.class.getName(),
                        theirs.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var told = program.inputReader()) {
            List<Long> descendants = Stream.of(String.valueOf(told.readLine()).split(" ", -1))
                    .map(Long::parseLong)
                    .toList();
            assertThat(descendants).hasSize(3).allMatch(ChildProcessesTest::isAlive);

            program.destroyForcibly().waitFor();

            await(() -> descendants.stream().noneMatch(ChildProcessesTest::isAlive), 2);
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void exit_whenADescendantHasLeftTheSession_killsItToo() throws Exception {
        var child = shell("(setsid sh -c 'echo $$; trap \"\" HUP; exec sleep 300' &) ; sleep 0.5; exit 0");
        long stray = Long.parseLong(take());

        child.exit().get(10, TimeUnit.SECONDS);

        assertThat(isAlive(stray)).isFalse();
    }

    @Test
    void exit_whenAnotherChildRuns_leavesThatAlone() throws Exception {
        var other = shell("echo up; exec sleep 300");
        take();

        shell("exit 0").exit().get(10, TimeUnit.SECONDS);

        assertThat(other.isRunning()).isTrue();
    }

    @Test
    void start_whenTheWatchdogWasKilled_hasAnotherOne() throws Exception {
        var child = shell("sleep 300");
        long first = processes.watchdogPid();

        var watchdog = ProcessHandle.of(first).orElseThrow();
        watchdog.destroyForcibly();
        watchdog.onExit().get(10, TimeUnit.SECONDS);
        shell("exit 0").exit().get(10, TimeUnit.SECONDS);

        assertThat(processes.watchdogPid()).isNotIn(0L, first);
        assertThat(child.isRunning()).isTrue();
    }

    @Test
    void open_whenAProcessCarriesTheMarkOfAnEarlierRun_endsIt() throws Exception {
        var mark = Mark.ofFolder(folder.resolve("processes")).newRun().newChild();
        try (var other = new Foreign("env", Mark.VARIABLE + "=" + mark.value(), "sleep", "300")) {
            // The program is executed a moment after its process was started.
            await(() -> !ProcessTable.now().with(mark).isEmpty(), 10);

            new ChildProcesses(new StateFolder(folder), timer).close();

            await(() -> !isAlive(other.pid()), 10);
        }
    }

    @Test
    void open_whenAnEarlierRunLeftAProcess_endsIt() throws Exception {
        try (var other = new Foreign("sleep", "300")) {
            note(other.pid(), ProcessTable.row(other.pid()).orElseThrow().started());

            new ChildProcesses(new StateFolder(folder), timer).close();

            assertThat(other.exited().get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
            assertThat(folder.resolve("processes")).isEmptyDirectory();
        }
    }

    @Test
    void open_whenAnotherProcessHasThePidNow_leavesItAlone() throws Exception {
        try (var other = new Foreign("sleep", "300")) {
            note(other.pid(), ProcessTable.row(other.pid()).orElseThrow().started() - 1);

            new ChildProcesses(new StateFolder(folder), timer).close();

            assertThat(isAlive(other.pid())).isTrue();
        }
    }

    private void await(BooleanSupplier condition, int seconds) throws Exception {
        var met = new CompletableFuture<Boolean>();
        var looking = timer.every(Duration.ofMillis(10), () -> {
            if (condition.getAsBoolean()) {
                met.complete(true);
            }
        });
        try {
            assertThat(met.get(seconds, TimeUnit.SECONDS)).isTrue();
        } finally {
            looking.cancel();
        }
    }

    private void note(long pid, long started) throws IOException {
        Files.writeString(
                folder.resolve("processes/" + pid + ".json"),
                "{\"pid\":%d,\"started\":%d,\"boot\":\"%s\",\"owner\":\"x\"}"
                        .formatted(pid, started, ProcessTable.boot()));
    }

    private Child shell(String script) throws ChildStartException {
        return processes.start(new ChildSpec("task", List.of("sh", "-c", script), folder, Map.of()), lines::add);
    }

    private String take() throws InterruptedException {
        String line = lines.poll(10, TimeUnit.SECONDS);
        return line == null ? "nothing within 10 s" : line;
    }

    private static boolean isAlive(long pid) {
        return ProcessTable.row(pid).filter(row -> row.state() != 'Z').isPresent();
    }

    /** A process that no {@link ChildProcesses} knows, in a session of its own. */
    private static final class Foreign implements AutoCloseable {
        private final Process process;

        Foreign(String... command) throws IOException {
            var all = new java.util.ArrayList<>(List.of("setsid"));
            all.addAll(List.of(command));
            process = new ProcessBuilder(all).start();
        }

        long pid() {
            return process.pid();
        }

        CompletableFuture<Integer> exited() {
            return process.onExit().thenApply(Process::exitValue);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
