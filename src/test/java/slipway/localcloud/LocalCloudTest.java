package slipway.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

class LocalCloudTest {
    @TempDir
    Path folder;

    private LocalCloud start() throws IOException {
        return new LocalCloud(new LocalCloud.Options(folder, 10, 0), InstantSource.system());
    }

    /** A client as another program would build it: from the files alone. */
    private SsmClient ssm(LocalCloud cloud) throws IOException {
        var key = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("credentials"))) {
            key.load(reader);
        }
        return SsmClient.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        key.getProperty("aws_access_key_id"), key.getProperty("aws_secret_access_key"))))
                .build();
    }

    @Test
    void start_whenStateWasKept_bringsItBack() throws IOException {
        try (LocalCloud cloud = start();
                SsmClient ssm = ssm(cloud)) {
            ssm.putParameter(put -> put.name("/dev/x").value("kept").type(ParameterType.STRING));
        }
        try (LocalCloud cloud = start();
                SsmClient ssm = ssm(cloud)) {
            assertThat(ssm.getParameter(get -> get.name("/dev/x")).parameter().value())
                    .isEqualTo("kept");
        }
    }

    @Test
    void start_whenItRanBefore_takesItsPortAgain() throws IOException {
        URI before;
        try (LocalCloud cloud = start()) {
            before = cloud.endpoint();
        }
        try (LocalCloud cloud = start()) {
            assertThat(cloud.endpoint()).isEqualTo(before);
        }
    }

    @Test
    void start_whenItsPortIsTakenMeanwhile_takesAnother() throws IOException {
        URI before;
        try (LocalCloud cloud = start()) {
            before = cloud.endpoint();
        }
        try (var _ = new ServerSocket(before.getPort(), 1, InetAddress.getByName(before.getHost()));
                LocalCloud cloud = start()) {
            assertThat(cloud.endpoint()).isNotEqualTo(before);
        }
    }

    @Test
    void start_whenAnotherRunsOnTheFolder_isRefusedWithTheWayOut() throws IOException {
        try (LocalCloud _ = start()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::start)
                    .withMessageContaining("slipway local stop");
        }
    }

    @Test
    void endpointFile_whenRunning_namesTheEndpointAndGoesWithIt() throws IOException {
        Path endpoint = folder.resolve("endpoint.json");
        try (LocalCloud cloud = start()) {
            assertThat(endpoint)
                    .content()
                    .contains(
                            cloud.endpoint().toString(),
                            "\"pid\":" + ProcessHandle.current().pid());
        }
        assertThat(endpoint).doesNotExist();
    }
}
