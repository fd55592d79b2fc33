package slipway.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/** Says that stream data arrived. {@code messageId} is for people: the number alone counts. */
record Acknowledge(String messageType, String messageId, long sequenceNumber) {
    private static final String WHAT = "an acknowledgement";

    static Acknowledge of(Message message) {
        return new Acknowledge(message.type(), message.id().toString(), message.sequenceNumber());
    }

    static Acknowledge decode(byte[] payload) throws MalformedMessageException {
        JsonNode node = Json.read(payload, WHAT);
        return new Acknowledge(
                Json.textOrEmpty(node, "AcknowledgedMessageType"),
                Json.textOrEmpty(node, "AcknowledgedMessageId"),
                Json.number(node, "AcknowledgedMessageSequenceNumber", WHAT));
    }

    byte[] encode() {
        return Json.bytes(Json.object()
                .put("AcknowledgedMessageType", messageType)
                .put("AcknowledgedMessageId", messageId)
                .put("AcknowledgedMessageSequenceNumber", sequenceNumber)
                .put("IsSequentialMessage", true));
    }

    /** The message that carries it: number 0, both flags. */
    Message message(long createdDate, UUID id) {
        return Message.of(MessageType.ACKNOWLEDGE, createdDate, 0, Message.SYN_AND_FIN, id, PayloadType.NONE, encode());
    }
}
