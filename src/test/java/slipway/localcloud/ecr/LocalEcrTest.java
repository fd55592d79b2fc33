package slipway.localcloud.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.EmptyUploadException;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
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
import software.amazon.awssdk.services.ecr.model.Tag;

@NullMarked
class LocalEcrTest {
    private static final String REPOSITORY = "dev/api";
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    Path folder;

    private EcrClient ecr;

    @BeforeEach
    void create() {
        ecr = open();
        ecr.createRepository(
                request -> request.repositoryName(REPOSITORY).imageTagMutability(ImageTagMutability.IMMUTABLE));
    }

    @Test
    void createRepository_whenTheNameIsTaken_isRefused() {
        assertThatThrownBy(() -> ecr.createRepository(request -> request.repositoryName(REPOSITORY)))
                .isInstanceOf(RepositoryAlreadyExistsException.class)
                .hasMessageContaining(
                        "The repository with name 'dev/api' already exists in the registry with id '000000000000'");
    }

    @Test
    void createRepository_whenTheNameIsMalformed_isRefused() {
        assertThatThrownBy(() -> ecr.createRepository(request -> request.repositoryName("dev-/api")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("not 'dev-/api'");
    }

    @Test
    void describeRepositories_whenOneIsUnknown_namesIt() {
        assertThatThrownBy(() -> ecr.describeRepositories(request -> request.repositoryNames("other")))
                .isInstanceOfSatisfying(RepositoryNotFoundException.class, unknown -> {
                    assertThat(unknown.awsErrorDetails().errorCode()).isEqualTo("RepositoryNotFoundException");
                    assertThat(unknown.statusCode()).isEqualTo(400);
                });
    }

    @Test
    void describeRepositories_whenThereAreMoreThanAPage_pages() {
        ecr.createRepository(request -> request.repositoryName("dev/client"));

        assertThat(ecr.describeRepositoriesPaginator(request -> request.maxResults(1))
                        .repositories())
                .extracting("repositoryName")
                .containsExactly(REPOSITORY, "dev/client");
    }

    @Test
    void completeLayerUpload_whenThePartsMatchTheDigest_makesThemOneLayer() throws Exception {
        String upload = begin();
        part(upload, 0, "hello ");
        part(upload, 6, "world");
        String digest = digest("hello world");

        assertThat(complete(upload, digest)).isEqualTo(digest);
        String url = ecr.getDownloadUrlForLayer(
                        request -> request.repositoryName(REPOSITORY).layerDigest(digest))
                .downloadUrl();
        assertThat(Path.of(URI.create(url))).hasContent("hello world");
    }

    @Test
    void completeLayerUpload_whenTheDigestDiffers_isRefused() {
        String upload = begin();
        part(upload, 0, "hello");

        assertThatThrownBy(() -> complete(upload, digest("other")))
                .isInstanceOf(InvalidLayerException.class)
                .hasMessageContaining(digest("hello"));
    }

    @Test
    void completeLayerUpload_whenNothingCame_isRefused() {
        String upload = begin();

        assertThatThrownBy(() -> complete(upload, digest(""))).isInstanceOf(EmptyUploadException.class);
    }

    @Test
    void completeLayerUpload_whenTheLayerIsThere_saysSo() {
        layer("hello");

        assertThatThrownBy(() -> layer("hello")).isInstanceOf(LayerAlreadyExistsException.class);
    }

    @Test
    void uploadLayerPart_whenAPartIsMissing_tellsWhatWasReceived() {
        String upload = begin();
        part(upload, 0, "hello");

        assertThatThrownBy(() -> part(upload, 9, "world"))
                .isInstanceOfSatisfying(
                        InvalidLayerPartException.class,
                        gap -> assertThat(gap.lastValidByteReceived()).isEqualTo(4));
    }

    @Test
    void batchCheckLayerAvailability_whenOneIsMissing_listsItAsFailure() {
        String present = layer("hello");

        var answer = ecr.batchCheckLayerAvailability(
                request -> request.repositoryName(REPOSITORY).layerDigests(present, digest("x"), "nonsense"));

        assertThat(answer.layers()).extracting("layerDigest").containsExactly(present);
        assertThat(answer.failures())
                .extracting(failure -> failure.failureCodeAsString())
                .containsExactly("MissingLayerDigest", "InvalidLayerDigest");
    }

    @Test
    void getDownloadUrlForLayer_whenItsFileWasDeleted_saysSoUntilItIsUploadedAgain() throws IOException {
        String digest = layer("hello");
        Files.delete(folder.resolve("registry/layers").resolve(digest.substring("sha256:".length())));

        assertThat(ecr.batchCheckLayerAvailability(
                                request -> request.repositoryName(REPOSITORY).layerDigests(digest))
                        .layers())
                .extracting(found -> found.layerAvailabilityAsString())
                .containsExactly("UNAVAILABLE");
        assertThatThrownBy(() -> ecr.getDownloadUrlForLayer(
                        request -> request.repositoryName(REPOSITORY).layerDigest(digest)))
                .isInstanceOf(LayerInaccessibleException.class);
        assertThat(layer("hello")).isEqualTo(digest);
        assertThat(ecr.getDownloadUrlForLayer(
                                request -> request.repositoryName(REPOSITORY).layerDigest(digest))
                        .downloadUrl())
                .isNotEmpty();
    }

    @Test
    void putImage_whenALayerIsMissing_isRefused() {
        String config = layer("{}");

        assertThatThrownBy(() -> put(manifest(config, digest("absent")), "1"))
                .isInstanceOf(LayersNotFoundException.class)
                .hasMessageContaining(digest("absent"));
    }

    @Test
    void putImage_whenTheTextIsNoManifest_isRefused() {
        assertThatThrownBy(() -> put("{\"schemaVersion\":1}", "1")).isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void putImage_whenAnImmutableTagIsTaken_isRefused() {
        push("first", "1");

        assertThatThrownBy(() -> push("second", "1"))
                .isInstanceOf(ImageTagAlreadyExistsException.class)
                .hasMessageContaining("The image tag '1' already exists in the 'dev/api' repository");
    }

    @Test
    void putImage_whenDigestAndTagAreThere_saysSo() {
        String config = layer("{}");
        String manifest = manifest(config, layer("first"));
        put(manifest, "1");

        assertThatThrownBy(() -> put(manifest, "1")).isInstanceOf(ImageAlreadyExistsException.class);
    }

    @Test
    void putImage_whenTheTagIsMutable_movesIt() {
        ecr.putImageTagMutability(
                request -> request.repositoryName(REPOSITORY).imageTagMutability(ImageTagMutability.MUTABLE));
        push("first", "latest");
        String second = push("second", "latest");

        assertThat(ecr.describeImages(
                                request -> request.repositoryName(REPOSITORY).imageIds(tagged("latest")))
                        .imageDetails())
                .extracting("imageDigest")
                .containsExactly(second);
    }

    @Test
    void describeImages_whenPushed_tellsTagsSizeAndTime() {
        String digest = push("first", "1");

        assertThat(ecr.describeImages(request -> request.repositoryName(REPOSITORY))
                        .imageDetails())
                .singleElement()
                .satisfies(image -> {
                    assertThat(image.imageDigest()).isEqualTo(digest);
                    assertThat(image.imageTags()).containsExactly("1");
                    assertThat(image.imageSizeInBytes()).isEqualTo(5);
                    assertThat(image.imagePushedAt()).isEqualTo(NOW);
                });
    }

    @Test
    void describeImages_whenTheTagIsUnknown_namesIt() {
        assertThatThrownBy(() -> ecr.describeImages(
                        request -> request.repositoryName(REPOSITORY).imageIds(tagged("none"))))
                .isInstanceOf(ImageNotFoundException.class)
                .hasMessageContaining("imageTag:'none'");
    }

    @Test
    void batchGetImage_whenOneIsMissing_answersBoth() {
        push("first", "1");

        var answer =
                ecr.batchGetImage(request -> request.repositoryName(REPOSITORY).imageIds(tagged("1"), tagged("2")));

        assertThat(answer.images().getFirst().imageManifest()).contains("schemaVersion");
        assertThat(answer.failures())
                .extracting(failure -> failure.failureCodeAsString())
                .containsExactly("ImageNotFound");
    }

    @Test
    void batchDeleteImage_whenTheLastTagGoes_removesTheImageAndItsLayers() throws Exception {
        push("first", "1");

        ecr.batchDeleteImage(request -> request.repositoryName(REPOSITORY).imageIds(tagged("1")));

        assertThat(ecr.listImages(request -> request.repositoryName(REPOSITORY)).imageIds())
                .isEmpty();
        assertThat(folder.resolve("registry/layers")).isEmptyDirectory();
    }

    @Test
    void deleteRepository_whenImagesAreLeft_needsForce() {
        push("first", "1");

        assertThatThrownBy(() -> ecr.deleteRepository(request -> request.repositoryName(REPOSITORY)))
                .isInstanceOf(RepositoryNotEmptyException.class);
        ecr.deleteRepository(request -> request.repositoryName(REPOSITORY).force(true));
        assertThat(ecr.describeRepositories().repositories()).isEmpty();
        assertThat(folder.resolve("registry/layers")).isEmptyDirectory();
    }

    @Test
    void getLifecyclePolicy_whenItWasPut_givesItBack() {
        assertThatThrownBy(() -> ecr.getLifecyclePolicy(request -> request.repositoryName(REPOSITORY)))
                .isInstanceOf(LifecyclePolicyNotFoundException.class);
        ecr.putLifecyclePolicy(request -> request.repositoryName(REPOSITORY).lifecyclePolicyText("{\"rules\":[]}"));

        assertThat(ecr.getLifecyclePolicy(request -> request.repositoryName(REPOSITORY))
                        .lifecyclePolicyText())
                .isEqualTo("{\"rules\":[]}");
    }

    @Test
    void listTagsForResource_whenTagsChange_tellsThem() {
        String arn = ecr.describeRepositories().repositories().getFirst().repositoryArn();
        ecr.tagResource(request -> request.resourceArn(arn)
                .tags(
                        Tag.builder().key("a").value("1").build(),
                        Tag.builder().key("b").value("2").build()));
        ecr.untagResource(request -> request.resourceArn(arn).tagKeys("a"));

        assertThat(ecr.listTagsForResource(request -> request.resourceArn(arn)).tags())
                .extracting("key")
                .containsExactly("b");
    }

    @Test
    void open_whenImagesWerePushedBefore_hasThemStill() {
        String digest = push("first", "1");

        assertThat(open().describeImages(
                                request -> request.repositoryName(REPOSITORY).imageIds(tagged("1")))
                        .imageDetails())
                .extracting("imageDigest")
                .containsExactly(digest);
    }

    @Test
    void getAuthorizationToken_whenAsked_isNotImplemented() {
        assertThatThrownBy(() -> ecr.getAuthorizationToken()).isInstanceOf(UnsupportedOperationException.class);
    }

    private EcrClient open() {
        return new LocalEcr(Place.LOCAL, InstantSource.fixed(NOW), new StateFolder(folder));
    }

    private String push(String content, String tag) {
        String config;
        try {
            config = layer("{}");
        } catch (LayerAlreadyExistsException alreadyThere) {
            config = digest("{}");
        }
        return put(manifest(config, layer(content)), tag);
    }

    private String put(String manifest, String tag) throws EcrException {
        return ecr.putImage(request -> request.repositoryName(REPOSITORY)
                        .imageManifest(manifest)
                        .imageTag(tag))
                .image()
                .imageId()
                .imageDigest();
    }

    private String layer(String content) {
        String upload = begin();
        part(upload, 0, content);
        return complete(upload, digest(content));
    }

    private String begin() {
        return ecr.initiateLayerUpload(request -> request.repositoryName(REPOSITORY))
                .uploadId();
    }

    private void part(String upload, long first, String content) {
        ecr.uploadLayerPart(request -> request.repositoryName(REPOSITORY)
                .uploadId(upload)
                .partFirstByte(first)
                .partLastByte(first + content.length() - 1)
                .layerPartBlob(SdkBytes.fromUtf8String(content)));
    }

    private String complete(String upload, String digest) {
        return ecr.completeLayerUpload(request ->
                        request.repositoryName(REPOSITORY).uploadId(upload).layerDigests(digest))
                .layerDigest();
    }

    private static String manifest(String config, String layer) {
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",
                 "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":2,"digest":"%s"},
                 "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":5,"digest":"%s"}]}""".formatted(config, layer);
    }

    private static ImageIdentifier tagged(String tag) {
        return ImageIdentifier.builder().imageTag(tag).build();
    }

    private static String digest(String content) {
        return Blobs.digest(content.getBytes(StandardCharsets.UTF_8));
    }
}
