package slipway.operations.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Failure;
import slipway.operations.Failures;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;

/** Publishes the image of a folder to a repository of the target. A tag is published once: a second time nothing is sent. */
public final class ImagePublisher {
    private final Cloud cloud;
    private final Commands commands;

    public ImagePublisher(Cloud cloud) {
        this(cloud, new SystemCommands());
    }

    ImagePublisher(Cloud cloud, Commands commands) {
        this.cloud = cloud;
        this.commands = commands;
    }

    /**
     * What was published.
     *
     * @param pushed false when the repository had the tag already
     * @param files how many files the image's layer holds; 0 when docker built it
     * @param notApplied lines of the Dockerfile that the local cloud does not carry out
     */
    public record Published(String imageUri, boolean pushed, int files, List<String> notApplied) {}

    /**
     * Publishes {@code folder} as {@code repositoryUri:tag}.
     *
     * @param said gets each line that docker writes while it builds and pushes; without docker nothing is said
     * @throws slipway.model.FailureException {@code Rejected} when the Dockerfile is wrong or the build fails, {@code
     *     Unsupported} when docker is needed and missing
     */
    public Published publish(
            Path folder, String repositoryUri, String tag, Cancellation cancellation, Consumer<String> said) {
        String repository = repositoryUri.substring(repositoryUri.indexOf('/') + 1);
        String uri = repositoryUri + ":" + tag;
        boolean local = cloud.target() instanceof Target.Local;
        if (exists(repository, tag) && (!local || new LayerPush(cloud.ecr()).isWhole(repository, tag))) {
            return new Published(uri, false, 0, List.of());
        }
        return switch (cloud.target()) {
            case Target.Local _ -> new LayerPush(cloud.ecr()).push(folder, repository, tag, uri);
            case Target.Aws _ -> new DockerPush(cloud.ecr(), commands).push(folder, uri, cancellation, said);
        };
    }

    /** Whether the repository holds an image of this tag. */
    public boolean exists(String repository, String tag) {
        return Failures.translated("look for " + repository + ":" + tag, () -> {
            try {
                return !cloud.ecr()
                        .describeImages(request -> request.repositoryName(repository)
                                .imageIds(
                                        ImageIdentifier.builder().imageTag(tag).build()))
                        .imageDetails()
                        .isEmpty();
            } catch (ImageNotFoundException none) {
                return false;
            }
        });
    }

    /**
     * Whether the repository's image of this tag is known to hold something else than the folder. An image that docker built
     * elsewhere cannot be compared with a folder, so that on AWS nothing is known.
     *
     * @throws slipway.model.FailureException {@code Rejected} when the folder has no usable Dockerfile
     */
    public boolean isAnother(Path folder, String repository, String tag) {
        return switch (cloud.target()) {
            case Target.Local _ -> !new LayerPush(cloud.ecr()).isSame(folder, repository, tag);
            case Target.Aws _ -> false;
        };
    }

    /** Why images cannot be built here for this target; empty when they can. Asks docker, when it is needed. */
    public Optional<Failure> obstacle() {
        return switch (cloud.target()) {
            case Target.Local _ -> Optional.empty();
            case Target.Aws _ -> new DockerPush(cloud.ecr(), commands).obstacle();
        };
    }
}
