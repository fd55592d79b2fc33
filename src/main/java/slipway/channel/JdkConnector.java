package slipway.channel;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.async.Timer;

/** Opens WebSockets with the JDK's client. */
public final class JdkConnector implements FrameConnector {
    private static final Duration UPGRADE = Duration.ofSeconds(45);

    private final HttpClient client;
    private final Timer timer;

    /**
     * The client decides about proxies and trust. Its executor runs everything that comes in, so it should have virtual
     * threads; the timer drops sockets whose peer does not answer a close.
     */
    public JdkConnector(HttpClient client, Timer timer) {
        this.client = client;
        this.timer = timer;
    }

    @Override
    public CompletionStage<FrameSocket> open(URI url, Map<String, String> headers, FrameListener listener) {
        var events = new JdkSocket(listener, timer, client.executor().orElse(task -> Background.start("socket", task)));
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(UPGRADE);
        headers.forEach(builder::header);
        return builder.buildAsync(url, events).handle((socket, error) -> {
            if (error != null) {
                throw new CompletionException(translated(error));
            }
            events.opened(socket);
            return events;
        });
    }

    private static Throwable translated(Throwable error) {
        @Nullable Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        if (cause instanceof WebSocketHandshakeException refused) {
            HttpResponse<?> response = refused.getResponse();
            if (response != null) {
                Object body = response.body();
                return new UpgradeRefusedException(response.statusCode(), body instanceof String text ? text : "");
            }
        }
        return cause == null ? error : cause;
    }
}
