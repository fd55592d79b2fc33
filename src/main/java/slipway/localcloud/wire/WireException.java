package slipway.localcloud.wire;

/** A refusal by the endpoint itself, before any service saw the request: bad signature, unknown operation, bad syntax. */
final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    WireException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** The operation is not served here: 501, with its name, never a fake success. */
    static WireException notImplemented(String service, String operation) {
        return new WireException(
                501, "NotImplemented", service + ":" + operation + " is not supported by the local cloud.");
    }
}
