package slipway.operations.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.operations.Failures;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/** Builds a folder with docker and pushes it to ECR. */
final class DockerPush {
    /** Fargate's default architecture, whatever this machine's is. */
    private static final String PLATFORM = "linux/amd64";

    private static final int SHOWN_LINES = 12;

    private final EcrClient ecr;
    private final Commands commands;

    DockerPush(EcrClient ecr, Commands commands) {
        this.ecr = ecr;
        this.commands = commands;
    }

    /** Why docker cannot be used; empty when it can. */
    Optional<Failure> obstacle() {
        try {
            Commands.Result result = commands.run(
                    List.of("docker", "version", "--format", "{{.Server.Version}}"),
                    Path.of("."),
                    Optional.empty(),
                    new Cancellation());
            if (result.succeeded()) {
                return Optional.empty();
            }
            return Optional.of(new Failure.Unsupported(
                    "docker", "Docker is installed, but its engine does not answer: start it.", tail(result.output())));
        } catch (IOException missing) {
            return Optional.of(new Failure.Unsupported(
                    "docker", "Docker is not installed, or not on the PATH.", String.valueOf(missing.getMessage())));
        }
    }

    /** @param said gets each line that docker writes while it builds and pushes */
    ImagePublisher.Published push(Path folder, String uri, Cancellation cancellation, Consumer<String> said) {
        // Read first: a Dockerfile that is wrong is reported before anything is sent anywhere.
        Dockerfile.of(folder);
        logIn(uri, cancellation);
        boolean buildx = attempt(
                        List.of("docker", "buildx", "version"), folder, Optional.empty(), cancellation, _ -> {})
                .succeeded();
        if (buildx) {
            require(
                    List.of("docker", "buildx", "build", "--platform", PLATFORM, "--push", "--tag", uri, "."),
                    folder,
                    Optional.empty(),
                    cancellation,
                    "build and push " + uri,
                    said);
        } else {
            require(
                    List.of("docker", "build", "--platform", PLATFORM, "--tag", uri, "."),
                    folder,
                    Optional.empty(),
                    cancellation,
                    "build " + uri,
                    said);
            require(List.of("docker", "push", uri), folder, Optional.empty(), cancellation, "push " + uri, said);
        }
        return new ImagePublisher.Published(uri, true, 0, List.of());
    }

    private void logIn(String uri, Cancellation cancellation) {
        AuthorizationData data = Failures.translated(
                "sign in to the registry",
                () -> ecr.getAuthorizationToken().authorizationData().getFirst());
        String token = new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
        String password = token.substring(token.indexOf(':') + 1);
        String registry = uri.substring(0, uri.indexOf('/'));
        require(
                List.of("docker", "login", "--username", "AWS", "--password-stdin", registry),
                Path.of("."),
                Optional.of(password),
                cancellation,
                "sign in to " + registry,
                _ -> {});
    }

    private void require(
            List<String> command,
            Path folder,
            Optional<String> input,
            Cancellation cancellation,
            String deed,
            Consumer<String> said) {
        Commands.Result result = attempt(command, folder, input, cancellation, said);
        if (cancellation.isRequested()) {
            throw new FailureException(new Failure.Cancelled("Cancelled: " + deed + ".", ""));
        }
        if (!result.succeeded()) {
            throw new FailureException(new Failure.Rejected(
                    "Docker could not " + deed + " (status " + result.status() + ").", tail(result.output())));
        }
    }

    private Commands.Result attempt(
            List<String> command,
            Path folder,
            Optional<String> input,
            Cancellation cancellation,
            Consumer<String> said) {
        try {
            return commands.run(command, folder, input, cancellation, said);
        } catch (IOException missing) {
            throw new FailureException(
                    new Failure.Unsupported(
                            "docker",
                            "Docker is not installed, or not on the PATH.",
                            String.valueOf(missing.getMessage())),
                    missing);
        }
    }

    private static String tail(String output) {
        List<String> lines = Arrays.stream(output.split("\\R", -1))
                .filter(line -> !line.isBlank())
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
