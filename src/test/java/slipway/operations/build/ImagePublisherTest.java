package slipway.operations.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.Cancellation;
import slipway.cloud.Target;
import slipway.localcloud.ecr.LocalEcr;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.operations.FakeCloud;
import software.amazon.awssdk.services.ecr.EcrClient;

/** What the local cloud's registry holds of an application's folder. */
class ImagePublisherTest {
    private static final String REPOSITORY = "dev/api";
    private static final String URI = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/" + REPOSITORY;

    @TempDir
    Path state;

    @TempDir
    Path folder;

    private ImagePublisher publisher;

    @BeforeEach
    void publish() throws IOException {
        EcrClient ecr = new LocalEcr(Place.LOCAL, InstantSource.system(), new StateFolder(state));
        ecr.createRepository(request -> request.repositoryName(REPOSITORY));
        Files.writeString(folder.resolve("Dockerfile"), """
                FROM ruby:3.3
                WORKDIR /app
                COPY . .
                CMD ["ruby", "app.rb"]
                """);
        Files.writeString(folder.resolve("app.rb"), "puts 1\n");
        publisher = new ImagePublisher(new FakeCloud(new Target.Local(), ecr));
        publisher.publish(folder, URI, "v1", new Cancellation(), _ -> {});
    }

    @Test
    void image_isAnother_onceTheFolderHoldsSomethingElse() throws IOException {
        assertThat(publisher.isAnother(folder, REPOSITORY, "v1")).isFalse();

        Files.writeString(folder.resolve("app.rb"), "puts 2\n");

        assertThat(publisher.isAnother(folder, REPOSITORY, "v1")).isTrue();
    }

    @Test
    void image_isAnother_onceItIsStartedInAnotherWay() throws IOException {
        Path dockerfile = folder.resolve("Dockerfile");
        Files.writeString(folder.resolve(".dockerignore"), "Dockerfile\n.dockerignore\n");
        publisher.publish(folder, URI, "v2", new Cancellation(), _ -> {});
        Files.writeString(dockerfile, Files.readString(dockerfile).replace("app.rb", "other.rb"));

        assertThat(publisher.isAnother(folder, REPOSITORY, "v2")).isTrue();
    }

    @Test
    void image_thatIsNotThere_isNoOther() {
        assertThat(publisher.isAnother(folder, REPOSITORY, "v3")).isFalse();
    }
}
