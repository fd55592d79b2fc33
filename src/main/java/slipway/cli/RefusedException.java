package slipway.cli;

/** A guard stands in the way of a write, and the operator did not lift it; the message names the guard and what lifts it. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
