package slipway.localcloud.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.LayerInaccessibleException;

/**
 * Pulls images: from this cloud's own registry, unpacked once per digest. Redis's public image stands for the
 * redis-server of this machine. Nothing else can run here as a plain process.
 */
final class ImageStore {
    private static final String REMEDY = "; publish the image again: slipway deploy";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Place place;
    private final EcrClient registry;
    private final Predicate<String> installed;
    private final Path folder;

    /** @param installed whether this machine has a program */
    ImageStore(Place place, EcrClient registry, Predicate<String> installed, StateFolder state) {
        this.place = place;
        this.registry = registry;
        this.installed = installed;
        this.folder = state.folder("images");
    }

    ContainerImage pull(String image) throws TaskStartFailure {
        ImageReference reference;
        try {
            reference = ImageReference.parse(image);
        } catch (IllegalArgumentException unreadable) {
            throw new TaskStartFailure("CannotPullContainerError", String.valueOf(unreadable.getMessage()), unreadable);
        }
        String own = place.accountId() + ".dkr.ecr." + place.region() + ".amazonaws.com";
        if (reference.registry().equals(own)) {
            return fromRegistry(image, reference);
        }
        if (reference.name().equals("redis")) {
            return redis();
        }
        throw TaskStartFailure.pull("the local cloud runs images of its own registry (" + own
                + ") and, for Redis's public image, this machine's redis-server; it cannot run " + image);
    }

    private ContainerImage redis() throws TaskStartFailure {
        if (!installed.test("redis-server")) {
            throw TaskStartFailure.pull(
                    "Redis's image stands for this machine's redis-server, which is not on the PATH:"
                            + " apt install redis-server");
        }
        return new ContainerImage("", null, List.of(), List.of("redis-server"), Map.of(), "/data", null);
    }

    private synchronized ContainerImage fromRegistry(String image, ImageReference reference) throws TaskStartFailure {
        var id = reference.digest().isEmpty()
                ? ImageIdentifier.builder().imageTag(reference.tag()).build()
                : ImageIdentifier.builder().imageDigest(reference.digest()).build();
        try {
            BatchGetImageResponse answer = registry.batchGetImage(
                    request -> request.repositoryName(reference.repository()).imageIds(id));
            if (answer.images().isEmpty()) {
                throw TaskStartFailure.pull("pull image manifest has been retried 1 time(s): failed to resolve ref "
                        + image + ": " + image + ": not found" + REMEDY);
            }
            var found = answer.images().getFirst();
            JsonNode manifest = JSON.readTree(found.imageManifest());
            String digest = found.imageId().imageDigest();
            Path root = folder.resolve(digest.substring(digest.indexOf(':') + 1));
            if (!Files.isDirectory(root)) {
                unpack(reference.repository(), manifest, root);
            }
            return configured(reference.repository(), manifest, digest, root);
        } catch (LayerInaccessibleException deleted) {
            throw new TaskStartFailure(
                    "CannotPullContainerError",
                    "failed to copy " + image + ": " + deleted.awsErrorDetails().errorMessage() + REMEDY,
                    deleted);
        } catch (EcrException refused) {
            throw new TaskStartFailure(
                    "CannotPullContainerError",
                    "pull image manifest has been retried 1 time(s): failed to resolve ref " + image + ": "
                            + refused.awsErrorDetails().errorMessage(),
                    refused);
        } catch (IOException broken) {
            throw new TaskStartFailure(
                    "CannotPullContainerError",
                    "failed to unpack " + image + ": " + TaskStartFailure.words(broken, folder),
                    broken);
        }
    }

    private void unpack(String repository, JsonNode manifest, Path root) throws IOException {
        Path beside = folder.resolve(root.getFileName() + ".new");
        LayerArchive.delete(beside);
        Files.createDirectories(beside);
        var archive = new LayerArchive(beside);
        for (JsonNode layer : manifest.path("layers")) {
            try (InputStream content = blob(repository, layer.path("digest").asText())) {
                archive.unpack(content, layer.path("mediaType").asText());
            }
        }
        // Renamed when whole: a pull that was cut short is not taken for an image later.
        Files.move(beside, root, StandardCopyOption.ATOMIC_MOVE);
    }

    private ContainerImage configured(String repository, JsonNode manifest, String digest, Path root)
            throws IOException {
        JsonNode config;
        try (InputStream content =
                blob(repository, manifest.path("config").path("digest").asText())) {
            config = JSON.readTree(content).path("config");
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : texts(config.path("Env"))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                environment.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        String workingDir = config.path("WorkingDir").asText("");
        String stopSignal = config.path("StopSignal").asText("");
        return new ContainerImage(
                digest,
                root,
                texts(config.path("Entrypoint")),
                texts(config.path("Cmd")),
                environment,
                workingDir.isEmpty() ? "/" : workingDir,
                stopSignal.isEmpty() ? null : stopSignal);
    }

    private InputStream blob(String repository, String digest) throws IOException {
        String url = registry.getDownloadUrlForLayer(
                        request -> request.repositoryName(repository).layerDigest(digest))
                .downloadUrl();
        return URI.create(url).toURL().openStream();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
