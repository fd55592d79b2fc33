package slipway.ui.workspace;

/** Requests that this console sends to an environment until it is closed. */
public interface TrafficSource extends AutoCloseable {
    /**
     * @param sent so far
     * @param failed of them: answered with 5xx, or with no answer at all
     */
    record Count(long sent, long failed) {}

    /** Sends no more. Returns at once. */
    @Override
    void close();
}
