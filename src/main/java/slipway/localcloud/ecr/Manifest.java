package slipway.localcloud.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the registry reads of an image manifest, Docker's (v2, schema 2) or OCI's: both have the same members.
 *
 * @param layers the digests of configuration and layers
 * @param bytes the size of the layers, as the manifest says
 */
record Manifest(String mediaType, String configMediaType, List<String> layers, long bytes) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
    static final String OCI = "application/vnd.oci.image.manifest.v1+json";

    /** Nothing when the text is no such manifest. An index of several platforms is none. */
    static Optional<Manifest> parse(String text, @Nullable String givenMediaType) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
        String mediaType = json.path("mediaType").asText(givenMediaType == null ? OCI : givenMediaType);
        if (json.path("schemaVersion").asInt() != 2 || !Set.of(DOCKER, OCI).contains(mediaType)) {
            return Optional.empty();
        }
        List<String> digests = new ArrayList<>();
        digests.add(json.path("config").path("digest").asText());
        long bytes = 0;
        for (JsonNode layer : json.path("layers")) {
            digests.add(layer.path("digest").asText());
            bytes += layer.path("size").asLong();
        }
        if (digests.size() < 2 || digests.contains("")) {
            return Optional.empty();
        }
        return Optional.of(
                new Manifest(mediaType, json.path("config").path("mediaType").asText(), digests, bytes));
    }
}
