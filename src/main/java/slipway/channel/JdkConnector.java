package slipway.channel;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Opens WebSockets with the JDK's client. */
public final class JdkConnector implements FrameConnector {
    /** The client's executor must allow blocking; its proxy selector decides about proxies. */
    public JdkConnector(HttpClient client) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public CompletionStage<FrameSocket> open(URI url, Map<String, String> headers, FrameListener listener) {
        throw new UnsupportedOperationException("not built yet");
    }
}
