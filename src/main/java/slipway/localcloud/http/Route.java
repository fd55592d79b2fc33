package slipway.localcloud.http;

import org.jspecify.annotations.Nullable;

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
     * @param group ARN of its target group, for the log
     * @param traffic counts what becomes of it
     */
    record Forward(Backend backend, String group, TrafficCounter traffic) implements Route {}

    /**
     * Nobody can answer: 503.
     *
     * @param group ARN of the target group that has nobody; null when none was drawn
     * @param cause for the log
     */
    record Unavailable(@Nullable String group, String cause) implements Route {}
}
