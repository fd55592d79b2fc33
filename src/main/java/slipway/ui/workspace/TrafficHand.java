package slipway.ui.workspace;

import slipway.model.Tier;
import slipway.model.Weights;
import slipway.operations.traffic.Consent;

/** A hand on the weights of one environment. It takes wishes without waiting; of those for a tier the newest counts. */
public interface TrafficHand extends AutoCloseable {
    /**
     * Asks for weights.
     *
     * @param why in a few words, for the history: {@code set by hand}
     */
    void move(Tier tier, Weights weights, String why, Consent consent);

    /** Asks for nothing more; what was asked for is still done and written down. Returns at once. */
    @Override
    void close();
}
