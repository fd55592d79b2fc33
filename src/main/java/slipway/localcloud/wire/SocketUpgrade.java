package slipway.localcloud.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;
import slipway.channel.FrameListener;
import slipway.channel.FrameSocket;

/**
 * Upgrades requests for data channels. What admits a client is the session's token in its first message: clients of some
 * versions do not sign the upgrade. A signature that is there must be right.
 */
final class SocketUpgrade {
    private static final String PATH = "/v1/data-channel/";
    private static final long LARGEST_MESSAGE = 1 << 20;
    private static final long LARGEST_TEXT = 64 << 10;

    private final ServerWebSocketContainer container;
    private final DataChannels channels;
    private final SignatureCheck signatures;

    SocketUpgrade(ServerWebSocketContainer container, DataChannels channels, SignatureCheck signatures) {
        this.container = container;
        this.channels = channels;
        this.signatures = signatures;
        container.setMaxBinaryMessageSize(LARGEST_MESSAGE);
        container.setMaxFrameSize(LARGEST_MESSAGE);
        container.setMaxTextMessageSize(LARGEST_TEXT);
        // A quiet terminal is no dead one: the channel's own pings find those.
        container.setIdleTimeout(Duration.ZERO);
    }

    static boolean isWanted(Request request) {
        return request.getMethod().equals("GET")
                && request.getHttpURI().getPath() != null
                && request.getHttpURI().getPath().startsWith(PATH);
    }

    /** Why a request is not upgraded; null when nothing speaks against it. */
    @Nullable
    WireResponse refusal(WireRequest request) {
        if (!"websocket".equalsIgnoreCase(request.header("upgrade"))) {
            return refused(426, "UpgradeRequired", "A data channel is a WebSocket.", Map.of("Upgrade", "websocket"));
        }
        if (request.header("origin") != null) {
            // Every browser sends it, and no client of sessions does.
            return refused(403, "AccessDeniedException", "Web pages may not open data channels.", Map.of());
        }
        if (request.header("authorization") != null) {
            try {
                signatures.verify(request);
            } catch (WireException wrong) {
                return refused(wrong.status(), wrong.code(), String.valueOf(wrong.getMessage()), Map.of());
            }
        }
        String session = session(request.rawPath());
        if (channels.find(session).isEmpty()) {
            return refused(404, "ResourceNotFoundException", "No session " + session + " is open.", Map.of());
        }
        return null;
    }

    boolean upgrade(Request request, Response response, Callback callback) {
        Optional<Function<FrameSocket, FrameListener>> session =
                channels.find(session(request.getHttpURI().getPath()));
        if (session.isEmpty()) {
            Response.writeError(request, response, callback, 404);
            return true;
        }
        return container.upgrade(
                (asked, answer, failed) -> {
                    answer.setExtensions(List.of());
                    return new JettySocket(session.get());
                },
                request,
                response,
                callback);
    }

    private static String session(@Nullable String rawPath) {
        return rawPath == null ? "" : URLDecoder.decode(rawPath.substring(PATH.length()), StandardCharsets.UTF_8);
    }

    private static WireResponse refused(int status, String code, String text, Map<String, String> headers) {
        var all = new java.util.LinkedHashMap<>(headers);
        all.put(HttpHeader.CONNECTION.asString(), "close");
        return new WireResponse(
                status, "text/plain; charset=utf-8", all, (code + ": " + text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
