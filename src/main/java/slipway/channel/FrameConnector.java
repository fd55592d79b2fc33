package slipway.channel;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Opens WebSockets as a client. */
@FunctionalInterface
public interface FrameConnector {
    /**
     * Sends the upgrade with these headers besides the protocol's own. Completes with the open socket, or fails with an
     * {@link UpgradeRefusedException} when the server answered otherwise, or an {@link java.io.IOException}.
     */
    CompletionStage<FrameSocket> open(URI url, Map<String, String> headers, FrameListener listener);
}
