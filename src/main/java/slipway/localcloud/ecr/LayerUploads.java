package slipway.localcloud.ecr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadRequest;
import software.amazon.awssdk.services.ecr.model.Layer;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.LayerFailure;
import software.amazon.awssdk.services.ecr.model.LayerFailureCode;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartRequest;

/** Layers on their way in: parts are appended, and the digest of the whole is checked. The registry's lock is held. */
final class LayerUploads {
    /** What ECR asks for: parts of 10 MiB. */
    static final long PART_BYTES = 10 * 1024 * 1024;

    private final Blobs blobs;
    private final Repositories repositories;
    private final EcrErrors errors;
    private final Map<String, Upload> underWay = new HashMap<>();

    private record Upload(String repository, long received) {}

    /** What was found of the layers that a caller asks for. */
    record Availability(List<Layer> layers, List<LayerFailure> failures) {}

    LayerUploads(Blobs blobs, Repositories repositories, EcrErrors errors) {
        this.blobs = blobs;
        this.repositories = repositories;
        this.errors = errors;
    }

    String begin(Repositories.Kept repository) {
        String id = UUID.randomUUID().toString();
        underWay.put(id, new Upload(repository.name(), 0));
        return id;
    }

    /** Takes a part in; parts come in order. Returns the last byte received so far. */
    long append(Repositories.Kept repository, UploadLayerPartRequest request) {
        String id = request.uploadId();
        Upload upload = require(repository, id);
        if (request.layerPartBlob() == null || request.partFirstByte() == null || request.partLastByte() == null) {
            throw errors.invalid("UploadLayerPart needs partFirstByte, partLastByte and layerPartBlob");
        }
        byte[] part = request.layerPartBlob().asByteArrayUnsafe();
        if (request.partFirstByte() != upload.received()) {
            throw errors.invalidPart(
                    repository.name(),
                    id,
                    upload.received(),
                    "Invalid layer part: the first byte was expected to be " + upload.received() + ", not "
                            + request.partFirstByte());
        }
        if (request.partLastByte() - request.partFirstByte() + 1 != part.length || part.length == 0) {
            throw errors.invalidPart(
                    repository.name(),
                    id,
                    upload.received(),
                    "Invalid layer part: bytes " + request.partFirstByte() + " to " + request.partLastByte()
                            + " were announced, " + part.length + " bytes came");
        }
        blobs.append(id, part);
        var more = new Upload(upload.repository(), upload.received() + part.length);
        underWay.put(id, more);
        return more.received() - 1;
    }

    /** Makes the upload a layer of the repository and returns its digest. */
    String complete(Repositories.Kept repository, CompleteLayerUploadRequest request) {
        String id = request.uploadId();
        Upload upload = require(repository, id);
        if (upload.received() == 0) {
            throw errors.emptyUpload(repository.name(), id);
        }
        String digest = blobs.digestOfUpload(id);
        if (!request.layerDigests().contains(digest)) {
            throw errors.invalidLayer(repository.name(), id, request.layerDigests(), digest);
        }
        underWay.remove(id);
        if (repository.layers().containsKey(digest) && blobs.has(digest)) {
            blobs.discard(id);
            throw errors.layerExists(repository.name(), digest);
        }
        blobs.keep(id, digest);
        repository.layers().put(digest, upload.received());
        repositories.save();
        return digest;
    }

    Availability check(Repositories.Kept repository, List<String> digests) {
        List<Layer> found = new ArrayList<>();
        List<LayerFailure> failures = new ArrayList<>();
        for (String digest : digests) {
            Long bytes = repository.layers().get(digest);
            if (bytes != null) {
                found.add(Layer.builder()
                        .layerDigest(digest)
                        .layerAvailability(
                                blobs.has(digest) ? LayerAvailability.AVAILABLE : LayerAvailability.UNAVAILABLE)
                        .layerSize(bytes)
                        .build());
            } else {
                boolean readable = digest.matches("sha256:[0-9a-f]{64}");
                failures.add(LayerFailure.builder()
                        .layerDigest(digest)
                        .failureCode(
                                readable
                                        ? LayerFailureCode.MISSING_LAYER_DIGEST
                                        : LayerFailureCode.INVALID_LAYER_DIGEST)
                        .failureReason(readable ? "The layer does not exist in the repository" : "Invalid layer digest")
                        .build());
            }
        }
        return new Availability(found, failures);
    }

    private Upload require(Repositories.Kept repository, @Nullable String id) {
        Upload upload = id == null ? null : underWay.get(id);
        if (upload == null || !upload.repository().equals(repository.name())) {
            throw errors.uploadNotFound(repository.name(), id);
        }
        return upload;
    }
}
