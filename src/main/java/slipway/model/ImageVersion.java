package slipway.model;

/**
 * An image by its two names.
 *
 * @param image the address that a service stack names: {@code REGISTRY/ENV/TIER:TAG}
 * @param tag its tag, or its digest
 */
public record ImageVersion(String image, String tag) {
    /** What a colour without an image has. */
    public static final ImageVersion NONE = new ImageVersion("", "");

    public boolean isNone() {
        return image.isEmpty();
    }
}
