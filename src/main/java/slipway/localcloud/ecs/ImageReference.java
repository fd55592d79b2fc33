package slipway.localcloud.ecs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image's name taken apart.
 *
 * @param registry host, {@code docker.io} when none is named
 * @param repository path without the host
 * @param tag {@code latest} when neither tag nor digest is named; empty beside a digest
 * @param digest {@code sha256:…} or empty
 */
record ImageReference(String registry, String repository, String tag, String digest) {
    private static final Pattern FORM =
            Pattern.compile("(?:([^/@]*[.:][^/@]*|localhost)/)?([^:@]+)(?::([^:@/]+))?(?:@(sha256:[0-9a-f]{64}))?");

    /** @throws IllegalArgumentException naming what cannot be read */
    static ImageReference parse(String image) {
        Matcher matcher = FORM.matcher(image);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + image + "' is no image reference");
        }
        String digest = matcher.group(4) == null ? "" : matcher.group(4);
        String tag = matcher.group(3) == null ? (digest.isEmpty() ? "latest" : "") : matcher.group(3);
        return new ImageReference(
                matcher.group(1) == null ? "docker.io" : matcher.group(1), matcher.group(2), tag, digest);
    }

    /** The last part of the repository's path. */
    String name() {
        return repository.substring(repository.lastIndexOf('/') + 1);
    }
}
