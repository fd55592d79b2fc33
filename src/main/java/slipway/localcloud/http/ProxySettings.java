package slipway.localcloud.http;

import java.time.Duration;

/**
 * How a balancer handles what it passes on.
 *
 * @param idleTimeout real time without a byte on a connection after which it is given up (504 towards the caller)
 * @param dropInvalidHeaders leave out headers whose names hold anything but letters, digits and hyphens
 * @param forwardedFor what becomes of {@code X-Forwarded-For}
 */
public record ProxySettings(Duration idleTimeout, boolean dropInvalidHeaders, ForwardedFor forwardedFor) {
    public static final ProxySettings DEFAULT = new ProxySettings(Duration.ofSeconds(60), false, ForwardedFor.APPEND);

    /** The modes of {@code routing.http.xff_header_processing.mode}. */
    public enum ForwardedFor {
        APPEND,
        PRESERVE,
        REMOVE
    }
}
