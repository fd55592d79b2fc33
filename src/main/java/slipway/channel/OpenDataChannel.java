package slipway.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** The first frame of a client, as text: it opens the channel with the session's token. Nothing answers it. */
record OpenDataChannel(String requestId, String token, String clientId, String clientVersion) {
    private static final String WHAT = "the first frame";

    static OpenDataChannel decode(String text) throws MalformedMessageException {
        JsonNode node = Json.read(text.getBytes(StandardCharsets.UTF_8), WHAT);
        // Some clients send neither of the last two.
        return new OpenDataChannel(
                Json.textOrEmpty(node, "RequestId"),
                Json.text(node, "TokenValue", WHAT),
                Json.textOrEmpty(node, "ClientId"),
                Json.textOrEmpty(node, "ClientVersion"));
    }

    String encode() {
        return new String(
                Json.bytes(Json.object()
                        .put("MessageSchemaVersion", "1.0")
                        .put("RequestId", requestId)
                        .put("TokenValue", token)
                        .put("ClientId", clientId)
                        .put("ClientVersion", clientVersion)),
                StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "OpenDataChannel[requestId=" + requestId + ", clientVersion=" + clientVersion + "]";
    }
}
