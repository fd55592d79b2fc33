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

    /** The balancer itself answered, with a fixed response, a redirect or an error of its own. */
    void balancerAnswered(int status);
}
