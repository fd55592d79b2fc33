package slipway.localcloud.discovery;

/** A refusal, with Cloud Map's own code: {@code NamespaceNotFound}, {@code ServiceNotFound}, {@code ResourceInUse}… */
public final class DiscoveryException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String code;

    public DiscoveryException(String code, String message) {
        super(message);
        this.code = code;
    }

    public DiscoveryException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
