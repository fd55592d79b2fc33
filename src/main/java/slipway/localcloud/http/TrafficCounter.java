package slipway.localcloud.http;

/** Counts requests as they end. Called for every request, from many threads: it must be cheap. */
public interface TrafficCounter {
    /**
     * A target answered.
     *
     * @param status of its answer
     * @param nanos from sending the request to its answer's headers
     */
    void targetAnswered(int status, long nanos);

    /** No connection to a target could be made. */
    void targetConnectionFailed();

    /** A target was chosen and did not answer: the balancer did, with an error of its own. */
    void targetFailed(int status);

    /** The balancer itself answered without a target: a fixed response, a redirect, or 503 where there is none. */
    void balancerAnswered(int status);
}
