package slipway.localcloud.wire;

import java.util.Optional;
import java.util.function.Function;
import slipway.channel.FrameListener;
import slipway.channel.FrameSocket;

/** What WebSockets at {@code /v1/data-channel/SESSION} lead to. */
@FunctionalInterface
public interface DataChannels {
    /**
     * The session that a socket is for: given the socket, it says where to tell what comes in. Empty when no such session is
     * open.
     */
    Optional<Function<FrameSocket, FrameListener>> find(String sessionId);
}
