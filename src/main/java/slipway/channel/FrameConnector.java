package slipway.channel;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Opens WebSockets as a client. */
@FunctionalInterface
public interface FrameConnector {
    /**
     * Sends the upgrade with these headers besides the protocol's own. Completes with the open socket, or fails with an
     * {@link UpgradeRefusedException} when the server answered otherwise, another {@link java.io.IOException} when a
     * later try may succeed, and anything else when none can.
     */
    CompletionStage<FrameSocket> open(URI url, Map<String, String> headers, FrameListener listener);
}
