package slipway.operations.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import slipway.async.Cancellation;

/** Runs programs as child processes. */
final class SystemCommands implements Commands {
    /** Colours and cursor movements, and single control characters. */
    private static final Pattern CONTROL = Pattern.compile("\\e\\[[0-9;?]*[A-Za-z]|\\p{Cntrl}");

    @Override
    public Result run(
            List<String> command, Path folder, Optional<String> input, Cancellation cancellation, Consumer<String> said)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        cancellation.onRequest(() -> end(process));
        feed(process, input.orElse(""));
        String output = read(process, said);
        try {
            return new Result(process.waitFor(), output);
        } catch (InterruptedException interrupted) {
            end(process);
            Thread.currentThread().interrupt();
            throw new IOException(command.getFirst() + " was interrupted", interrupted);
        }
    }

    private static String read(Process process, Consumer<String> said) throws IOException {
        var output = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                String plain = CONTROL.matcher(line).replaceAll("").strip();
                if (!plain.isEmpty()) {
                    said.accept(plain);
                }
            }
        }
        return output.toString();
    }

    /** By its handle: {@link Process#destroy} closes the output too, and what was still to be read would be lost to an error. */
    private static void end(Process process) {
        List<ProcessHandle> below = process.descendants().toList();
        process.toHandle().destroy();
        below.forEach(ProcessHandle::destroy);
    }

    private static void feed(Process process, String input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closedEarly) {
            return; // a program that does not read its input may end before all of it was written; its status tells
        }
    }
}
