package slipway.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Ends a handshake: how long it took, and what to show the user (often empty). */
record HandshakeComplete(Duration timeToComplete, String customerMessage) {
    static HandshakeComplete decode(byte[] payload) throws MalformedMessageException {
        JsonNode node = Json.read(payload, "the end of a handshake");
        return new HandshakeComplete(
                Duration.ofNanos(node.path("HandshakeTimeToComplete").asLong()),
                Json.textOrEmpty(node, "CustomerMessage"));
    }

    byte[] encode() {
        return Json.bytes(Json.object()
                .put("HandshakeTimeToComplete", timeToComplete.toNanos())
                .put("CustomerMessage", customerMessage));
    }
}
