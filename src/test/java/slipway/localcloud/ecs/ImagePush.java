package slipway.localcloud.ecs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.LayerAlreadyExistsException;

/** Pushes small images: files by path, and a configuration. */
@NullMarked
final class ImagePush {
    private final EcrClient registry;
    private final String repository;

    ImagePush(EcrClient registry, String repository) {
        this.registry = registry;
        this.repository = repository;
        registry.createRepository(request -> request.repositoryName(repository));
    }

    /** @return the image's reference */
    String push(String tag, Map<String, String> files, String config) throws IOException {
        byte[] layer = layer(files);
        byte[] configuration = config.getBytes(StandardCharsets.UTF_8);
        upload(layer);
        upload(configuration);
        String manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",
                 "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":%d,"digest":"%s"},
                 "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":%d,"digest":"%s"}]}""".formatted(configuration.length, digest(configuration), layer.length, digest(layer));
        registry.putImage(request ->
                request.repositoryName(repository).imageManifest(manifest).imageTag(tag));
        return reference(tag);
    }

    String reference(String tag) {
        return "000000000000.dkr.ecr.eu-west-1.amazonaws.com/" + repository + ":" + tag;
    }

    private void upload(byte[] content) {
        String upload = registry.initiateLayerUpload(request -> request.repositoryName(repository))
                .uploadId();
        registry.uploadLayerPart(request -> request.repositoryName(repository)
                .uploadId(upload)
                .partFirstByte(0L)
                .partLastByte(content.length - 1L)
                .layerPartBlob(SdkBytes.fromByteArray(content)));
        try {
            registry.completeLayerUpload(request ->
                    request.repositoryName(repository).uploadId(upload).layerDigests(digest(content)));
        } catch (LayerAlreadyExistsException sameAsBefore) {
            assert sameAsBefore.statusCode() == 400;
        }
    }

    static byte[] layer(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (var file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                entry.setMode(0755);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
