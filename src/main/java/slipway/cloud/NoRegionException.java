package slipway.cloud;

/** No region was given, and neither the environment nor the profile names one. */
public final class NoRegionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoRegionException(String message) {
        super(message);
    }
}
