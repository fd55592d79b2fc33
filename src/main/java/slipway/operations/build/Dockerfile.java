package slipway.operations.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import slipway.model.Failure;
import slipway.model.FailureException;

/**
 * What a Dockerfile says about running the image, and which of its lines need docker to be carried out.
 *
 * @param entrypoint before the command; usually empty
 * @param command in exec form
 * @param environment in the file's order
 * @param workingDirectory absolute
 * @param user as written; empty when the file names none
 * @param stopSignal such as {@code SIGTERM}; empty when the file names none
 * @param ports such as {@code 4567/tcp}
 * @param copies in order
 * @param notApplied lines that plain processes cannot honour, each as {@code line 3: RUN apt-get update}
 */
public record Dockerfile(
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        String workingDirectory,
        String user,
        String stopSignal,
        List<String> ports,
        List<Copy> copies,
        List<String> notApplied) {

    /**
     * A COPY or ADD of files from the folder.
     *
     * @param sources relative to the folder; may hold wildcards
     * @param destination absolute; a trailing slash means a folder
     */
    public record Copy(int line, List<String> sources, String destination) {}

    /**
     * Reads {@code folder/Dockerfile}.
     *
     * @throws FailureException {@code Rejected} with file and line when it is missing or cannot be understood
     */
    public static Dockerfile of(Path folder) {
        Path file = folder.resolve("Dockerfile");
        try {
            return new DockerfileReader(file.toString()).read(Files.readString(file));
        } catch (IOException missing) {
            throw new FailureException(
                    new Failure.Rejected(
                            file + " cannot be read: it says how the image is made and started.", missing.toString()),
                    missing);
        }
    }
}
