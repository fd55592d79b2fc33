package slipway.localcloud.ecr;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** The images of a repository: manifests by digest, and the tags that point at them. The registry's lock is held. */
final class RepositoryImages {
    private final Blobs blobs;
    private final Repositories repositories;
    private final EcrErrors errors;
    private final InstantSource clock;

    RepositoryImages(Blobs blobs, Repositories repositories, EcrErrors errors, InstantSource clock) {
        this.blobs = blobs;
        this.repositories = repositories;
        this.errors = errors;
        this.clock = clock;
    }

    Image put(Repositories.Kept repository, PutImageRequest request) {
        String text = request.imageManifest();
        Manifest manifest = text == null
                ? null
                : Manifest.parse(text, request.imageManifestMediaType()).orElse(null);
        if (text == null || manifest == null) {
            throw errors.invalid(
                    "Invalid parameter at 'imageManifest' failed to satisfy constraint: 'Invalid JSON syntax'"
                            + " or no manifest of one image: " + Manifest.DOCKER + " or " + Manifest.OCI);
        }
        String digest = Blobs.digest(text.getBytes(StandardCharsets.UTF_8));
        if (request.imageDigest() != null && !request.imageDigest().equals(digest)) {
            throw errors.digestMismatch(request.imageDigest(), digest);
        }
        List<String> missing = manifest.layers().stream()
                .filter(layer -> !repository.layers().containsKey(layer))
                .toList();
        if (!missing.isEmpty()) {
            throw errors.layersNotFound(repository.name(), missing);
        }
        String tag = request.imageTag();
        Repositories.Image known = repository.images().get(digest);
        if (known != null && (tag == null || known.tags().contains(tag))) {
            throw errors.imageExists(repository.name(), digest, tag);
        }
        if (tag != null) {
            takeTag(repository, tag);
        }
        Repositories.Image image = known != null
                ? known
                : new Repositories.Image(
                        digest,
                        text,
                        manifest.mediaType(),
                        manifest.configMediaType(),
                        manifest.layers(),
                        manifest.bytes(),
                        clock.instant(),
                        Repositories.noTags());
        if (tag != null) {
            image.tags().add(tag);
        }
        repository.images().put(digest, image);
        repositories.save();
        return describe(repository, image, tag);
    }

    BatchGetImageResponse get(Repositories.Kept repository, List<ImageIdentifier> ids) {
        List<Image> found = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        for (ImageIdentifier id : ids) {
            Repositories.Image image = repository.find(id);
            if (image == null) {
                failures.add(failure(id));
            } else {
                found.add(describe(repository, image, id.imageTag()));
            }
        }
        return BatchGetImageResponse.builder().images(found).failures(failures).build();
    }

    /** Takes tags off, or removes images by digest; an image that loses its last tag goes too. */
    BatchDeleteImageResponse delete(Repositories.Kept repository, List<ImageIdentifier> ids) {
        List<ImageIdentifier> deleted = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        for (ImageIdentifier id : ids) {
            Repositories.Image image = repository.find(id);
            if (image == null) {
                failures.add(failure(id));
                continue;
            }
            if (id.imageDigest() != null) {
                deleted.addAll(identifiers(image));
                repository.images().remove(image.digest());
            } else {
                deleted.add(ImageIdentifier.builder()
                        .imageDigest(image.digest())
                        .imageTag(id.imageTag())
                        .build());
                image.tags().remove(id.imageTag());
                if (image.tags().isEmpty()) {
                    repository.images().remove(image.digest());
                }
            }
            dropLayers(repository, image);
        }
        repositories.save();
        return BatchDeleteImageResponse.builder()
                .imageIds(deleted)
                .failures(failures)
                .build();
    }

    /** Deletes the files of layers that no repository holds any more. */
    void deleteUnheld(Collection<String> layers) {
        for (String layer : layers) {
            if (!repositories.holdsLayer(layer)) {
                blobs.deleteLayer(layer);
            }
        }
    }

    List<ImageDetail> details(Repositories.Kept repository, DescribeImagesRequest request) {
        List<Repositories.Image> images = new ArrayList<>();
        if (request.hasImageIds()) {
            for (ImageIdentifier id : request.imageIds()) {
                Repositories.Image image = repository.find(id);
                if (image == null) {
                    throw errors.imageNotFound(repository.name(), id);
                }
                images.add(image);
            }
        } else {
            TagStatus wanted =
                    request.filter() == null ? null : request.filter().tagStatus();
            repository.images().values().stream()
                    .filter(image -> matches(image, wanted))
                    .forEach(images::add);
        }
        return images.stream()
                .map(image -> ImageDetail.builder()
                        .registryId(repository.description().registryId())
                        .repositoryName(repository.name())
                        .imageDigest(image.digest())
                        .imageTags(image.tags().isEmpty() ? null : image.tags())
                        .imageSizeInBytes(image.bytes())
                        .imagePushedAt(image.pushedAt())
                        .imageManifestMediaType(image.mediaType())
                        .artifactMediaType(image.configMediaType())
                        .build())
                .toList();
    }

    List<ImageIdentifier> identifiers(Repositories.Kept repository, @Nullable TagStatus wanted) {
        List<ImageIdentifier> identifiers = new ArrayList<>();
        for (Repositories.Image image : repository.images().values()) {
            if (matches(image, wanted)) {
                identifiers.addAll(identifiers(image));
            }
        }
        return identifiers;
    }

    private void takeTag(Repositories.Kept repository, String tag) {
        if (!tag.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")) {
            throw errors.invalid("Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular"
                    + " expression '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}'', not '" + tag + "'");
        }
        Repositories.Image holder =
                repository.find(ImageIdentifier.builder().imageTag(tag).build());
        if (holder != null) {
            if (repository.description().imageTagMutability() == ImageTagMutability.IMMUTABLE) {
                throw errors.tagExists(repository.name(), tag);
            }
            holder.tags().remove(tag);
        }
    }

    private void dropLayers(Repositories.Kept repository, Repositories.Image gone) {
        if (repository.images().containsKey(gone.digest())) {
            return;
        }
        Set<String> unused = new LinkedHashSet<>(gone.layers());
        Set<String> used = new HashSet<>();
        repository.images().values().forEach(image -> used.addAll(image.layers()));
        unused.removeAll(used);
        repository.layers().keySet().removeAll(unused);
        deleteUnheld(unused);
    }

    private static boolean matches(Repositories.Image image, @Nullable TagStatus wanted) {
        return wanted == null
                || wanted == TagStatus.ANY
                || (wanted == TagStatus.TAGGED) != image.tags().isEmpty();
    }

    private static List<ImageIdentifier> identifiers(Repositories.Image image) {
        if (image.tags().isEmpty()) {
            return List.of(ImageIdentifier.builder().imageDigest(image.digest()).build());
        }
        return image.tags().stream()
                .map(tag -> ImageIdentifier.builder()
                        .imageDigest(image.digest())
                        .imageTag(tag)
                        .build())
                .toList();
    }

    private static Image describe(Repositories.Kept repository, Repositories.Image image, @Nullable String tag) {
        return Image.builder()
                .registryId(repository.description().registryId())
                .repositoryName(repository.name())
                .imageId(ImageIdentifier.builder()
                        .imageDigest(image.digest())
                        .imageTag(tag)
                        .build())
                .imageManifest(image.manifest())
                .imageManifestMediaType(image.mediaType())
                .build();
    }

    private static ImageFailure failure(ImageIdentifier id) {
        return ImageFailure.builder()
                .imageId(id)
                .failureCode(ImageFailureCode.IMAGE_NOT_FOUND)
                .failureReason("Requested image not found")
                .build();
    }
}
