package slipway.operations.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import slipway.async.Cancellation;

/** Runs programs of this machine. */
interface Commands {
    /**
     * Runs a program to its end; a cancellation ends it.
     *
     * @param input for its standard input; secrets go this way and never as arguments, which every user can read
     * @param said gets each line of its standard output and standard error as it comes, without control characters
     * @throws IOException when the program cannot be started, as when it is not on the PATH
     */
    Result run(
            List<String> command, Path folder, Optional<String> input, Cancellation cancellation, Consumer<String> said)
            throws IOException;

    /** As above, for a program whose lines nobody waits for. */
    default Result run(List<String> command, Path folder, Optional<String> input, Cancellation cancellation)
            throws IOException {
        return run(command, folder, input, cancellation, _ -> {});
    }

    /** @param output standard output and standard error, as they came */
    record Result(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }
}
