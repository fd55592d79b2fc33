package slipway.localcloud.ecr;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.*;

/**
 * Amazon ECR on this machine. Layers are files; a layer's download URL is a {@code file:} URL, which everything that
 * runs as this user can open. Lifecycle and repository policies are kept and returned, not applied; images are not
 * scanned.
 */
public final class LocalEcr implements EcrClient {
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private final Place place;
    private final InstantSource clock;
    private final EcrErrors errors;
    private final Blobs blobs;
    private final Repositories repositories;
    private final LayerUploads uploads;
    private final RepositoryImages images;

    /** Takes up what the state folder holds. */
    public LocalEcr(Place place, InstantSource clock, StateFolder state) {
        this.place = place;
        this.clock = clock;
        this.errors = new EcrErrors(place.accountId());
        this.blobs = new Blobs(state);
        this.repositories = new Repositories(place, state, errors);
        this.uploads = new LayerUploads(blobs, repositories, errors);
        this.images = new RepositoryImages(blobs, repositories, errors, clock);
    }

    @Override
    public synchronized CreateRepositoryResponse createRepository(CreateRepositoryRequest request) {
        String name = request.repositoryName();
        if (name == null
                || name.length() < 2
                || name.length() > 256
                || !NAME.matcher(name).matches()) {
            throw errors.invalid("Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy"
                    + " regular expression '" + NAME.pattern() + "'', 2 to 256 characters, not '" + name + "'");
        }
        if (repositories.exists(name)) {
            throw errors.repositoryExists(name);
        }
        var description = Repository.builder()
                .repositoryName(name)
                .repositoryArn(place.arn("ecr", "repository/" + name))
                .registryId(place.accountId())
                .repositoryUri(place.accountId() + ".dkr.ecr." + place.region() + ".amazonaws.com/" + name)
                .createdAt(clock.instant())
                .imageTagMutability(mutability(request.imageTagMutability()))
                .imageScanningConfiguration(
                        request.imageScanningConfiguration() != null
                                ? request.imageScanningConfiguration()
                                : ImageScanningConfiguration.builder()
                                        .scanOnPush(false)
                                        .build())
                .encryptionConfiguration(
                        request.encryptionConfiguration() != null
                                ? request.encryptionConfiguration()
                                : EncryptionConfiguration.builder()
                                        .encryptionType(EncryptionType.AES256)
                                        .build())
                .build();
        Map<String, String> tags = new LinkedHashMap<>();
        request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        repositories.put(
                new Repositories.Kept(description, tags, null, null, new LinkedHashMap<>(), new LinkedHashMap<>()));
        return CreateRepositoryResponse.builder().repository(description).build();
    }

    @Override
    public synchronized DescribeRepositoriesResponse describeRepositories(DescribeRepositoriesRequest request) {
        List<Repository> found = request.hasRepositoryNames()
                ? request.repositoryNames().stream()
                        .map(name ->
                                repositories.require(request.registryId(), name).description())
                        .toList()
                : repositories.all().stream()
                        .map(Repositories.Kept::description)
                        .toList();
        return paged(
                found,
                request.nextToken(),
                request.maxResults(),
                (page, next) -> DescribeRepositoriesResponse.builder()
                        .repositories(page)
                        .nextToken(next)
                        .build());
    }

    @Override
    public synchronized DeleteRepositoryResponse deleteRepository(DeleteRepositoryRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        if (!kept.images().isEmpty() && !Boolean.TRUE.equals(request.force())) {
            throw errors.repositoryNotEmpty(kept.name());
        }
        repositories.remove(kept.name());
        images.deleteUnheld(kept.layers().keySet());
        return DeleteRepositoryResponse.builder().repository(kept.description()).build();
    }

    @Override
    public synchronized PutImageTagMutabilityResponse putImageTagMutability(PutImageTagMutabilityRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        var mutability = mutability(request.imageTagMutability());
        repositories.put(kept.withDescription(
                kept.description().toBuilder().imageTagMutability(mutability).build()));
        return PutImageTagMutabilityResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .imageTagMutability(mutability)
                .build();
    }

    @Override
    public synchronized PutImageScanningConfigurationResponse putImageScanningConfiguration(
            PutImageScanningConfigurationRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        repositories.put(kept.withDescription(kept.description().toBuilder()
                .imageScanningConfiguration(request.imageScanningConfiguration())
                .build()));
        return PutImageScanningConfigurationResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .imageScanningConfiguration(request.imageScanningConfiguration())
                .build();
    }

    @Override
    public synchronized PutLifecyclePolicyResponse putLifecyclePolicy(PutLifecyclePolicyRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        repositories.put(kept.withLifecyclePolicy(text(request.lifecyclePolicyText(), "lifecyclePolicyText")));
        return PutLifecyclePolicyResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .lifecyclePolicyText(request.lifecyclePolicyText())
                .build();
    }

    @Override
    public synchronized GetLifecyclePolicyResponse getLifecyclePolicy(GetLifecyclePolicyRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        if (kept.lifecyclePolicy() == null) {
            throw errors.lifecyclePolicyNotFound(kept.name());
        }
        return GetLifecyclePolicyResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .lifecyclePolicyText(kept.lifecyclePolicy())
                .build();
    }

    @Override
    public synchronized DeleteLifecyclePolicyResponse deleteLifecyclePolicy(DeleteLifecyclePolicyRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        if (kept.lifecyclePolicy() == null) {
            throw errors.lifecyclePolicyNotFound(kept.name());
        }
        repositories.put(kept.withLifecyclePolicy(null));
        return DeleteLifecyclePolicyResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .lifecyclePolicyText(kept.lifecyclePolicy())
                .build();
    }

    @Override
    public synchronized SetRepositoryPolicyResponse setRepositoryPolicy(SetRepositoryPolicyRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        repositories.put(kept.withPolicy(text(request.policyText(), "policyText")));
        return SetRepositoryPolicyResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .policyText(request.policyText())
                .build();
    }

    @Override
    public synchronized GetRepositoryPolicyResponse getRepositoryPolicy(GetRepositoryPolicyRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        if (kept.policy() == null) {
            throw errors.repositoryPolicyNotFound(kept.name());
        }
        return GetRepositoryPolicyResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .policyText(kept.policy())
                .build();
    }

    @Override
    public synchronized DeleteRepositoryPolicyResponse deleteRepositoryPolicy(DeleteRepositoryPolicyRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        if (kept.policy() == null) {
            throw errors.repositoryPolicyNotFound(kept.name());
        }
        repositories.put(kept.withPolicy(null));
        return DeleteRepositoryPolicyResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .policyText(kept.policy())
                .build();
    }

    @Override
    public synchronized TagResourceResponse tagResource(TagResourceRequest request) {
        var kept = repositories.requireArn(request.resourceArn());
        request.tags().forEach(tag -> kept.tags().put(tag.key(), tag.value()));
        repositories.save();
        return TagResourceResponse.builder().build();
    }

    @Override
    public synchronized UntagResourceResponse untagResource(UntagResourceRequest request) {
        var kept = repositories.requireArn(request.resourceArn());
        kept.tags().keySet().removeAll(request.tagKeys());
        repositories.save();
        return UntagResourceResponse.builder().build();
    }

    @Override
    public synchronized ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        List<Tag> tags = new ArrayList<>();
        repositories
                .requireArn(request.resourceArn())
                .tags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build()));
        return ListTagsForResourceResponse.builder().tags(tags).build();
    }

    @Override
    public synchronized InitiateLayerUploadResponse initiateLayerUpload(InitiateLayerUploadRequest request) {
        return InitiateLayerUploadResponse.builder()
                .uploadId(uploads.begin(require(request.registryId(), request.repositoryName())))
                .partSize(LayerUploads.PART_BYTES)
                .build();
    }

    @Override
    public synchronized UploadLayerPartResponse uploadLayerPart(UploadLayerPartRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        return UploadLayerPartResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .uploadId(request.uploadId())
                .lastByteReceived(uploads.append(kept, request))
                .build();
    }

    @Override
    public synchronized CompleteLayerUploadResponse completeLayerUpload(CompleteLayerUploadRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        return CompleteLayerUploadResponse.builder()
                .registryId(place.accountId())
                .repositoryName(kept.name())
                .uploadId(request.uploadId())
                .layerDigest(uploads.complete(kept, request))
                .build();
    }

    @Override
    public synchronized BatchCheckLayerAvailabilityResponse batchCheckLayerAvailability(
            BatchCheckLayerAvailabilityRequest request) {
        var found = uploads.check(require(request.registryId(), request.repositoryName()), request.layerDigests());
        return BatchCheckLayerAvailabilityResponse.builder()
                .layers(found.layers())
                .failures(found.failures())
                .build();
    }

    @Override
    public synchronized GetDownloadUrlForLayerResponse getDownloadUrlForLayer(GetDownloadUrlForLayerRequest request) {
        var kept = require(request.registryId(), request.repositoryName());
        String digest = request.layerDigest();
        if (digest == null || !kept.layers().containsKey(digest) || !blobs.has(digest)) {
            throw errors.layerInaccessible(kept.name(), String.valueOf(digest));
        }
        return GetDownloadUrlForLayerResponse.builder()
                .layerDigest(digest)
                .downloadUrl(blobs.file(digest).toUri().toString())
                .build();
    }

    @Override
    public synchronized PutImageResponse putImage(PutImageRequest request) {
        return PutImageResponse.builder()
                .image(images.put(require(request.registryId(), request.repositoryName()), request))
                .build();
    }

    @Override
    public synchronized BatchGetImageResponse batchGetImage(BatchGetImageRequest request) {
        return images.get(require(request.registryId(), request.repositoryName()), request.imageIds());
    }

    @Override
    public synchronized BatchDeleteImageResponse batchDeleteImage(BatchDeleteImageRequest request) {
        return images.delete(require(request.registryId(), request.repositoryName()), request.imageIds());
    }

    @Override
    public synchronized DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        var found = images.details(require(request.registryId(), request.repositoryName()), request);
        return paged(
                found,
                request.nextToken(),
                request.maxResults(),
                (page, next) -> DescribeImagesResponse.builder()
                        .imageDetails(page)
                        .nextToken(next)
                        .build());
    }

    @Override
    public synchronized ListImagesResponse listImages(ListImagesRequest request) {
        var found = images.identifiers(
                require(request.registryId(), request.repositoryName()),
                request.filter() == null ? null : request.filter().tagStatus());
        return paged(
                found,
                request.nextToken(),
                request.maxResults(),
                (page, next) -> ListImagesResponse.builder()
                        .imageIds(page)
                        .nextToken(next)
                        .build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing runs on its own, and every change has been written.
    }

    private Repositories.Kept require(@Nullable String registryId, @Nullable String name) {
        return repositories.require(registryId, name);
    }

    private String text(@Nullable String text, String parameter) {
        if (text == null || text.isBlank()) {
            throw errors.invalid(
                    "Invalid parameter at '" + parameter + "' failed to satisfy constraint: 'must not be empty'");
        }
        return text;
    }

    private ImageTagMutability mutability(@Nullable ImageTagMutability wanted) {
        if (wanted == null) {
            return ImageTagMutability.MUTABLE;
        }
        if (wanted != ImageTagMutability.MUTABLE && wanted != ImageTagMutability.IMMUTABLE) {
            throw errors.invalid(
                    "Invalid parameter at 'imageTagMutability': the local cloud knows MUTABLE and IMMUTABLE,"
                            + " no exclusion filters");
        }
        return wanted;
    }

    /** Cuts a page out of a list; the token of the next page is the position where it starts. */
    private <T, R> R paged(
            List<T> all,
            @Nullable String token,
            @Nullable Integer size,
            BiFunction<List<T>, @Nullable String, R> answer) {
        int limit = size == null ? PAGE : size;
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw errors.invalid(
                    "Invalid parameter at 'maxResults' failed to satisfy constraint: 'must be between 1 and "
                            + LARGEST_PAGE + "'");
        }
        if (token != null && !token.matches("\\d{1,9}")) {
            throw errors.invalid("Invalid parameter at 'nextToken': it does not come from an earlier answer");
        }
        int from = token == null ? 0 : Math.min(Integer.parseInt(token), all.size());
        int to = Math.min(from + limit, all.size());
        return answer.apply(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
    }
}
