package slipway.cloud;

/** The local cloud cannot be started or reached; the message says why and what helps. */
public final class LocalCloudException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LocalCloudException(String message) {
        super(message);
    }

    public LocalCloudException(String message, Throwable cause) {
        super(message, cause);
    }
}
