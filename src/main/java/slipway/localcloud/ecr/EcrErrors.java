package slipway.localcloud.ecr;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.EmptyUploadException;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageDigestDoesNotMatchException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.InvalidLayerException;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LayerAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.LayerInaccessibleException;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.UploadNotFoundException;

/** ECR's errors, with its codes and texts. */
final class EcrErrors {
    private final String registryId;

    EcrErrors(String registryId) {
        this.registryId = registryId;
    }

    EcrException invalid(String message) {
        return built(InvalidParameterException.builder(), "InvalidParameterException", message);
    }

    EcrException repositoryNotFound(String name) {
        return built(
                RepositoryNotFoundException.builder(),
                "RepositoryNotFoundException",
                "The repository with name '" + name + "' does not exist in the registry with id '" + registryId + "'");
    }

    EcrException repositoryExists(String name) {
        return built(
                RepositoryAlreadyExistsException.builder(),
                "RepositoryAlreadyExistsException",
                "The repository with name '" + name + "' already exists in the registry with id '" + registryId + "'");
    }

    EcrException repositoryNotEmpty(String name) {
        return built(
                RepositoryNotEmptyException.builder(),
                "RepositoryNotEmptyException",
                "The repository with name '" + name + "' in registry with id '" + registryId
                        + "' cannot be deleted because it still contains images");
    }

    EcrException lifecyclePolicyNotFound(String name) {
        return built(
                LifecyclePolicyNotFoundException.builder(),
                "LifecyclePolicyNotFoundException",
                "Lifecycle policy does not exist for the repository with name '" + name + "' in the registry with id '"
                        + registryId + "'");
    }

    EcrException repositoryPolicyNotFound(String name) {
        return built(
                RepositoryPolicyNotFoundException.builder(),
                "RepositoryPolicyNotFoundException",
                "Repository policy does not exist for the repository with name '" + name + "' in the registry with id '"
                        + registryId + "'");
    }

    EcrException uploadNotFound(String repository, @Nullable String uploadId) {
        return built(
                UploadNotFoundException.builder(),
                "UploadNotFoundException",
                "The upload with id '" + uploadId + "' could not be found in the repository with name '" + repository
                        + "' in the registry with id '" + registryId + "'");
    }

    EcrException invalidPart(String repository, String uploadId, long received, String message) {
        return built(
                InvalidLayerPartException.builder()
                        .registryId(registryId)
                        .repositoryName(repository)
                        .uploadId(uploadId)
                        .lastValidByteReceived(received - 1),
                "InvalidLayerPartException",
                message);
    }

    EcrException invalidLayer(String repository, String uploadId, Object digests, String actual) {
        return built(
                InvalidLayerException.builder(),
                "InvalidLayerException",
                "The layer with upload id '" + uploadId + "' in the repository with name '" + repository
                        + "' has the digest '" + actual + "', which is none of those given: " + digests);
    }

    EcrException emptyUpload(String repository, String uploadId) {
        return built(
                EmptyUploadException.builder(),
                "EmptyUploadException",
                "The upload with id '" + uploadId + "' in the repository with name '" + repository
                        + "' contains no layer parts");
    }

    EcrException layerExists(String repository, String digest) {
        return built(
                LayerAlreadyExistsException.builder(),
                "LayerAlreadyExistsException",
                "The layer with digest '" + digest + "' already exists in the repository with name '" + repository
                        + "' in the registry with id '" + registryId + "'");
    }

    EcrException layerInaccessible(String repository, String digest) {
        return built(
                LayerInaccessibleException.builder(),
                "LayerInaccessibleException",
                "The layer with digest '" + digest + "' is not available in the repository with name '" + repository
                        + "' in the registry with id '" + registryId + "'");
    }

    EcrException layersNotFound(String repository, Object digests) {
        return built(
                LayersNotFoundException.builder(),
                "LayersNotFoundException",
                "Layers with digests '" + digests + "' required for pushing image into repository with name '"
                        + repository + "' in the registry with id '" + registryId + "' do not exist");
    }

    EcrException imageNotFound(String repository, ImageIdentifier id) {
        return built(
                ImageNotFoundException.builder(),
                "ImageNotFoundException",
                "The image with imageId {imageDigest:'" + id.imageDigest() + "', imageTag:'" + id.imageTag()
                        + "'} does not exist within the repository with name '" + repository
                        + "' in the registry with id '" + registryId + "'");
    }

    EcrException imageExists(String repository, String digest, @Nullable String tag) {
        return built(
                ImageAlreadyExistsException.builder(),
                "ImageAlreadyExistsException",
                "Image with digest '" + digest + "' and tag '" + tag + "' already exists in the repository with name '"
                        + repository + "' in registry with id '" + registryId + "'");
    }

    EcrException tagExists(String repository, String tag) {
        return built(
                ImageTagAlreadyExistsException.builder(),
                "ImageTagAlreadyExistsException",
                "The image tag '" + tag + "' already exists in the '" + repository
                        + "' repository and cannot be overwritten because the tag is immutable.");
    }

    EcrException digestMismatch(String given, String actual) {
        return built(
                ImageDigestDoesNotMatchException.builder(),
                "ImageDigestDoesNotMatchException",
                "The specified image digest '" + given + "' does not match the digest '" + actual
                        + "' that was calculated for the image");
    }

    private static EcrException built(EcrException.Builder builder, String code, String message) {
        return (EcrException) builder.message(message)
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Ecr")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
