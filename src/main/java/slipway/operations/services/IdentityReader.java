package slipway.operations.services;

import slipway.cloud.Cloud;
import slipway.model.Identity;

/** Asks the target who is acting. */
@SuppressWarnings("DoNotCallSuggester")
public final class IdentityReader {
    private final Cloud cloud;

    public IdentityReader(Cloud cloud) {
        this.cloud = cloud;
    }

    /**
     * Account, principal and region.
     *
     * @throws slipway.model.FailureException {@code Expired} without usable credentials, {@code Unreachable} without an
     *     answer
     */
    public Identity read() {
        throw new UnsupportedOperationException("" + cloud);
    }
}
