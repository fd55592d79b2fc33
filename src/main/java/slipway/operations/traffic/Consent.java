package slipway.operations.traffic;

/**
 * Which warnings the operator has lifted. What forbids, nothing lifts.
 *
 * @param force stickiness and running deployments are accepted
 * @param takeOver the lock is taken from whoever holds it
 */
public record Consent(boolean force, boolean takeOver) {
    public static final Consent NONE = new Consent(false, false);
    public static final Consent FORCE = new Consent(true, false);
}
