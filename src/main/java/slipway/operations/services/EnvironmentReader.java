package slipway.operations.services;

import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;

/** Reads an environment as it is now, in as few calls as the APIs' batches allow. */
@SuppressWarnings("DoNotCallSuggester")
public final class EnvironmentReader {
    private final Cloud cloud;

    public EnvironmentReader(Cloud cloud) {
        this.cloud = cloud;
    }

    /**
     * The environment's state; one that does not exist has no stacks.
     *
     * @throws slipway.model.FailureException when the target does not answer or refuses
     */
    public EnvironmentStatus read(EnvironmentName environment) {
        throw new UnsupportedOperationException("" + cloud);
    }
}
