package slipway.localcloud.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds programs of this machine, and says how to get those that are missing. */
final class Programs {
    /** Program to Debian's package, for what the shipped images run. */
    private static final Map<String, String> PACKAGES = Map.of(
            "ruby", "ruby",
            "puma", "puma",
            "bundle", "ruby-bundler",
            "redis-server", "redis-server",
            "redis-cli", "redis-tools",
            "flock", "util-linux");

    /** The longest first line of a script that the kernel reads. */
    private static final int FIRST_LINE = 256;

    private Programs() {}

    static Optional<Path> find(String program, String path) {
        for (String folder : path.split(":", -1)) {
            if (!folder.isEmpty()) {
                Path candidate = Path.of(folder, program);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Makes sure that a program can be executed, and the one that its first line names, if it is a script.
     *
     * @throws ChildStartException in the words of container engines, and with the package to install where it is known
     */
    static void require(String program, Path folder, String path) throws ChildStartException {
        Path file = located(program, folder, path)
                .orElseThrow(() -> new ChildStartException(
                        "exec: \"" + program + "\": executable file not found in $PATH" + remedy(program)));
        String interpreter = interpreter(file);
        if (!interpreter.isEmpty() && located(interpreter, folder, path).isEmpty()) {
            throw new ChildStartException("exec: \"" + program + "\": its interpreter \"" + interpreter
                    + "\": executable file not found" + remedy(interpreter));
        }
    }

    private static Optional<Path> located(String program, Path folder, String path) {
        return program.contains("/")
                ? Optional.of(folder.resolve(program)).filter(Files::isExecutable)
                : find(program, path);
    }

    private static String remedy(String program) {
        String known = PACKAGES.get(program.substring(program.lastIndexOf('/') + 1));
        return "; it has to be installed on this machine" + (known == null ? "" : ": apt install " + known);
    }

    /** What a script's first line names, by itself or by way of env; nothing for other files. */
    private static String interpreter(Path file) {
        String line;
        try (InputStream content = Files.newInputStream(file)) {
            line = new String(content.readNBytes(FIRST_LINE), StandardCharsets.ISO_8859_1).split("\n", 2)[0];
        } catch (IOException unreadable) {
            // A program may be executed that may not be read.
            return "";
        }
        if (!line.startsWith("#!")) {
            return "";
        }
        String[] words = line.substring(2).strip().split("\\s+", -1);
        boolean byEnv = words[0].endsWith("/env") && words.length > 1 && !words[1].startsWith("-");
        return byEnv ? words[1] : words[0];
    }
}
