package slipway.cloud.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import slipway.cloud.LocalCloudException;
import slipway.cloud.LocalEndpoint;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * Reads what a running local cloud leaves in its state folder for others: {@code endpoint.json}, and {@code credentials}
 * in the format of the AWS credentials file.
 */
public final class LocalEndpointFiles {
    private final Path state;

    public LocalEndpointFiles(Path state) {
        this.state = state;
    }

    /**
     * The endpoint as written last; empty when there is none. Whether it still answers is for the caller to find out.
     *
     * @throws LocalCloudException when a file is there and cannot be understood
     */
    public Optional<LocalEndpoint> read() {
        Path endpoint = state.resolve("endpoint.json");
        Path credentials = state.resolve("credentials");
        if (!Files.exists(endpoint) || !Files.exists(credentials)) {
            return Optional.empty();
        }
        try {
            JsonNode document = JsonMapper.builder().build().readTree(Files.readAllBytes(endpoint));
            var profile = ProfileFile.builder()
                    .content(credentials)
                    .type(ProfileFile.Type.CREDENTIALS)
                    .build()
                    .profile("default")
                    .orElseThrow(() -> new LocalCloudException(credentials + " holds no profile named default"));
            return Optional.of(new LocalEndpoint(
                    URI.create(document.required("url").asText()),
                    document.required("pid").asLong(),
                    document.required("region").asText(),
                    document.required("clock").asDouble(),
                    property(profile.property(ProfileProperty.AWS_ACCESS_KEY_ID), credentials),
                    property(profile.property(ProfileProperty.AWS_SECRET_ACCESS_KEY), credentials)));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new LocalCloudException(
                    endpoint + " cannot be read: end the local cloud, remove the file and start again", unreadable);
        }
    }

    private static String property(Optional<String> value, Path file) {
        return value.orElseThrow(() -> new LocalCloudException(file + " holds no key pair"));
    }
}
