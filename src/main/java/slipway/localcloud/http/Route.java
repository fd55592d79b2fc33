package slipway.localcloud.http;

/** Where a request goes. */
public sealed interface Route {
    /** The balancer answers itself. */
    record Answer(int status, String contentType, String body) implements Route {}

    /** The balancer sends the caller elsewhere. */
    record Redirect(int status, String location) implements Route {}

    /**
     * A target answers.
     *
     * @param backend chosen by {@link BackendPool#choose}, which counted the request as outstanding; the proxy takes it
     *     off again when the request ends
     * @param traffic counts what becomes of it
     */
    record Forward(Backend backend, TrafficCounter traffic) implements Route {}

    /**
     * Nobody can answer: 503.
     *
     * @param cause for the log, names the group
     */
    record Unavailable(String cause) implements Route {}
}
