package slipway.operations;

/** Parts of an image's address, {@code REGISTRY/NAME:TAG} or {@code REGISTRY/NAME@DIGEST}. */
public final class ImageReference {
    private ImageReference() {}

    /** The tag, or the digest; empty when the address has neither. */
    public static String tag(String image) {
        int at = image.indexOf('@');
        if (at >= 0) {
            return image.substring(at + 1);
        }
        int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
        return colon < 0 ? "" : image.substring(colon + 1);
    }
}
