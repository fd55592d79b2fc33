package slipway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.localcloud.cloudformation.KeptStacks;
import slipway.operations.Failures;
import slipway.ui.workspace.LocalCloud;

/** The local cloud's process as the console shows it. */
final class ConsoleLocalCloud implements LocalCloud {
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);

    private final LocalCloudProcess process;
    private final Path stateFolder;

    ConsoleLocalCloud(LocalCloudProcess process, Path stateFolder) {
        this.process = process;
        this.stateFolder = stateFolder;
    }

    @Override
    public Status status() {
        return Failures.translated(
                "look for the local cloud",
                () -> new Status(
                        process.running()
                                .flatMap(endpoint -> process.handle()
                                        .map(handle -> new Running(
                                                endpoint.clockFactor(),
                                                residentBytes(handle.pid()),
                                                handle.info().startInstant().orElse(Instant.EPOCH)))),
                        KeptStacks.any(stateFolder)));
    }

    /** From Linux's process table; elsewhere the system does not tell it without a program of its own. */
    private static long residentBytes(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            Matcher resident = RESIDENT.matcher(text);
            return resident.find() ? Long.parseLong(resident.group(1)) << 10 : 0;
        } catch (IOException notLinux) {
            return 0;
        }
    }

    @Override
    public void start() {
        Failures.translatedRun("start the local cloud", process::ensureRunning);
    }

    @Override
    public void stop() {
        Failures.translatedRun("stop the local cloud", process::stop);
    }
}
