package slipway.channel;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import slipway.async.Timer;

/**
 * Opens sessions.
 *
 * @param connector opens sockets: {@link JdkConnector}, or a test's
 * @param upgradeHeaders headers of the upgrade to a URL: the signature. May block, and throws when it cannot
 * @param control SSM's calls about sessions
 * @param keys KMS's call, for sessions that are encrypted
 * @param timer for resending, pings and waits
 * @param clock the wall's time
 * @param executor runs each task on a thread that may block, such as {@code task -> Background.start("session", task)}
 */
public record ChannelClient(
        FrameConnector connector,
        Function<URI, Map<String, String>> upgradeHeaders,
        SessionControl control,
        DataKeys keys,
        Timer timer,
        InstantSource clock,
        Executor executor) {
    /** Begins a session and returns at once; the listener hears how it goes on. */
    public ClientSession open(SessionOffer offer, ClientOptions options, SessionListener listener) {
        ClientSession session = prepare(offer, options, listener);
        session.start();
        return session;
    }

    /** A session that begins when it is started. */
    ClientSession prepare(SessionOffer offer, ClientOptions options, SessionListener listener) {
        return new ClientSession(this, offer, options, listener);
    }
}
