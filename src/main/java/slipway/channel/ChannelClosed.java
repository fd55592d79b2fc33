package slipway.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/** Ends a session. {@code output} is shown to the user; it may span lines and is often empty. */
record ChannelClosed(String messageId, String createdDate, String destinationId, String sessionId, String output) {
    static ChannelClosed decode(byte[] payload) throws MalformedMessageException {
        JsonNode node = Json.read(payload, "the end of a channel");
        return new ChannelClosed(
                Json.textOrEmpty(node, "MessageId"),
                Json.textOrEmpty(node, "CreatedDate"),
                Json.textOrEmpty(node, "DestinationId"),
                Json.textOrEmpty(node, "SessionId"),
                Json.textOrEmpty(node, "Output"));
    }

    byte[] encode() {
        return Json.bytes(Json.object()
                .put("MessageId", messageId)
                .put("CreatedDate", createdDate)
                .put("DestinationId", destinationId)
                .put("SessionId", sessionId)
                .put("MessageType", MessageType.CHANNEL_CLOSED)
                .put("SchemaVersion", 1)
                .put("Output", output));
    }

    Message message(long created, UUID id) {
        return Message.of(MessageType.CHANNEL_CLOSED, created, 0, 0, id, PayloadType.NONE, encode());
    }
}
