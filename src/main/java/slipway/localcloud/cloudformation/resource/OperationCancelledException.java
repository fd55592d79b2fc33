package slipway.localcloud.cloudformation.resource;

/** The stack operation was called off while a resource waited. */
public final class OperationCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OperationCancelledException() {
        super("the operation was cancelled");
    }
}
