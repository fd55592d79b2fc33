package slipway.localcloud.cloudformation.resource;

/** A resource could not be created, changed or deleted; the message says why, in AWS's words where they are known. */
public final class ResourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ResourceException(String message) {
        super(message);
    }
}
