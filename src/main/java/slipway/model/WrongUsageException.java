package slipway.model;

/** What an operator asked for cannot be meant, whatever the target is like. Asking otherwise is the way out. */
public final class WrongUsageException extends FailureException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, and what there is instead */
    public WrongUsageException(String message) {
        super(new Failure.Rejected(message, ""));
    }
}
