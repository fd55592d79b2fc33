package slipway.operations.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.operations.Failures;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.LayerAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;

/** Pushes a folder as an image of one layer through ECR's own API, without docker. */
final class LayerPush {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIGURATION = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    /** ECR's own limit for a part is 20 MiB; a registry that names no size gets parts of this one. */
    private static final long PART = 10L << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EcrClient ecr;

    LayerPush(EcrClient ecr) {
        this.ecr = ecr;
    }

    ImagePublisher.Published push(Path folder, String repository, String tag, String uri) {
        ImageContent content = ImageContent.of(folder);
        byte[] tar = content.tar();
        byte[] layer = ImageContent.compressed(tar);
        byte[] configuration = json(content.configuration(Digests.of(tar)));
        byte[] manifest = json(manifest(layer, configuration));
        Failures.translatedRun("publish " + uri, () -> {
            upload(repository, layer);
            upload(repository, configuration);
            try {
                ecr.putImage(request -> request.repositoryName(repository)
                        .imageTag(tag)
                        .imageManifest(new String(manifest, StandardCharsets.UTF_8))
                        .imageManifestMediaType(MANIFEST));
            } catch (ImageAlreadyExistsException | ImageTagAlreadyExistsException sameImage) {
                return; // someone else published the tag meanwhile; a tag names one content
            }
        });
        return new ImagePublisher.Published(
                uri, true, content.fileCount(), content.dockerfile().notApplied());
    }

    /** Whether the registry still has the layers of an image: files of the local cloud's folder may have been deleted. */
    boolean isWhole(String repository, String tag) {
        return Failures.translated("look for the layers of " + repository + ":" + tag, () -> {
            for (var image : ecr.batchGetImage(request -> request.repositoryName(repository)
                            .imageIds(ImageIdentifier.builder().imageTag(tag).build()))
                    .images()) {
                List<String> digests = digests(image.imageManifest());
                var layers = ecr.batchCheckLayerAvailability(
                                request -> request.repositoryName(repository).layerDigests(digests))
                        .layers();
                if (layers.size() < digests.size()
                        || layers.stream()
                                .anyMatch(layer -> layer.layerAvailability() != LayerAvailability.AVAILABLE)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Whether the image of this tag, if there is one, is what the folder makes: the same files, started in the same way. */
    boolean isSame(Path folder, String repository, String tag) {
        ImageContent content = ImageContent.of(folder);
        byte[] tar = content.tar();
        List<String> made = digests(new String(
                json(manifest(ImageContent.compressed(tar), json(content.configuration(Digests.of(tar))))),
                StandardCharsets.UTF_8));
        return Failures.translated(
                "look for " + repository + ":" + tag,
                () -> ecr
                        .batchGetImage(request -> request.repositoryName(repository)
                                .imageIds(
                                        ImageIdentifier.builder().imageTag(tag).build()))
                        .images()
                        .stream()
                        .allMatch(image -> digests(image.imageManifest()).equals(made)));
    }

    private static List<String> digests(String manifest) {
        try {
            JsonNode read = JSON.readTree(manifest);
            List<String> digests = new ArrayList<>();
            digests.add(read.path("config").path("digest").asText());
            read.path("layers")
                    .forEach(layer -> digests.add(layer.path("digest").asText()));
            return digests;
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException("the registry's manifest is no JSON: " + manifest, unreadable);
        }
    }

    private void upload(String repository, byte[] content) {
        String digest = Digests.of(content);
        boolean there = ecr
                .batchCheckLayerAvailability(
                        request -> request.repositoryName(repository).layerDigests(digest))
                .layers()
                .stream()
                .anyMatch(layer -> layer.layerAvailability() == LayerAvailability.AVAILABLE);
        if (there) {
            return;
        }
        InitiateLayerUploadResponse upload = ecr.initiateLayerUpload(request -> request.repositoryName(repository));
        long part = upload.partSize() == null || upload.partSize() <= 0 ? PART : Math.min(upload.partSize(), PART);
        for (int from = 0; from < content.length; from += (int) part) {
            int first = from;
            int end = (int) Math.min(content.length, from + part);
            ecr.uploadLayerPart(request -> request.repositoryName(repository)
                    .uploadId(upload.uploadId())
                    .partFirstByte((long) first)
                    .partLastByte(end - 1L)
                    .layerPartBlob(SdkBytes.fromByteArrayUnsafe(Arrays.copyOfRange(content, first, end))));
        }
        try {
            ecr.completeLayerUpload(request -> request.repositoryName(repository)
                    .uploadId(upload.uploadId())
                    .layerDigests(digest));
        } catch (LayerAlreadyExistsException sameBytes) {
            return;
        }
    }

    private static Map<String, Object> manifest(byte[] layer, byte[] configuration) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST);
        manifest.put("config", descriptor(CONFIGURATION, configuration));
        manifest.put("layers", List.of(descriptor(LAYER, layer)));
        return manifest;
    }

    private static Map<String, Object> descriptor(String mediaType, byte[] content) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", Digests.of(content));
        descriptor.put("size", content.length);
        return descriptor;
    }

    private static byte[] json(Map<String, Object> document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of texts and numbers are JSON", impossible);
        }
    }
}
