package slipway.operations.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.Cancellation;
import slipway.model.FailureException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

class DockerPushTest {
    private static final String REGISTRY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String URI = REGISTRY + "/dev/api:v2";

    private final Docker docker = new Docker();
    private final List<String> said = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void anApplication() throws IOException {
        Files.writeString(folder.resolve("Dockerfile"), "FROM debian:trixie-slim\nCMD [\"ruby\", \"app.rb\"]\n");
    }

    /** Answers each command by its second word, and remembers what it was given. */
    private static final class Docker implements Commands {
        final List<List<String>> asked = new ArrayList<>();
        final List<String> inputs = new ArrayList<>();
        boolean buildx = true;
        int buildStatus;

        @Override
        public Result run(
                List<String> command,
                Path folder,
                Optional<String> input,
                Cancellation cancellation,
                Consumer<String> said) {
            asked.add(command);
            input.ifPresent(inputs::add);
            String lines = "lines of " + command.get(1);
            said.accept(lines);
            boolean build = command.contains("build");
            boolean version = command.contains("version");
            return new Result(version && !buildx ? 1 : build ? buildStatus : 0, lines + "\n");
        }
    }

    private static final class Registry implements EcrClient {
        @Override
        public GetAuthorizationTokenResponse getAuthorizationToken() {
            String token = Base64.getEncoder().encodeToString("AWS:secret".getBytes(StandardCharsets.UTF_8));
            return GetAuthorizationTokenResponse.builder()
                    .authorizationData(AuthorizationData.builder()
                            .authorizationToken(token)
                            .build())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private ImagePublisher.Published push() {
        return new DockerPush(new Registry(), docker).push(folder, URI, new Cancellation(), said::add);
    }

    @Test
    void push_withBuildx_buildsForFargateAndPushesInOneCommand() {
        ImagePublisher.Published published = push();

        assertThat(published.imageUri()).isEqualTo(URI);
        assertThat(docker.asked.getLast())
                .containsExactly("docker", "buildx", "build", "--platform", "linux/amd64", "--push", "--tag", URI, ".");
    }

    @Test
    void push_withoutBuildx_buildsThenPushes() {
        docker.buildx = false;

        push();

        assertThat(docker.asked)
                .endsWith(
                        List.of("docker", "build", "--platform", "linux/amd64", "--tag", URI, "."),
                        List.of("docker", "push", URI));
    }

    @Test
    void push_whenSigningIn_givesThePasswordToStandardInputAlone() {
        push();

        assertThat(docker.asked.getFirst())
                .containsExactly("docker", "login", "--username", "AWS", "--password-stdin", REGISTRY);
        assertThat(docker.inputs).containsExactly("secret");
        assertThat(docker.asked.toString()).doesNotContain("secret");
    }

    @Test
    void push_whileItBuilds_saysItsLinesAndNotThoseOfSigningIn() {
        push();

        assertThat(said).containsExactly("lines of buildx");
    }

    @Test
    void push_whenTheBuildFails_tellsTheStatusAndTheLastLines() {
        docker.buildStatus = 17;

        assertThatThrownBy(this::push).isInstanceOfSatisfying(FailureException.class, failed -> {
            assertThat(failed.failure().message())
                    .isEqualTo("Docker could not build and push " + URI + " (status 17).");
            assertThat(failed.failure().detail()).isEqualTo("lines of buildx");
        });
    }

    @Test
    void push_whenTheDockerfileIsWrong_sendsNothing() throws IOException {
        Files.writeString(folder.resolve("Dockerfile"), "RUN nothing\n");

        assertThatThrownBy(this::push).isInstanceOf(FailureException.class);
        assertThat(docker.asked).isEmpty();
    }
}
