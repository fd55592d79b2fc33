package slipway.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client made of a {@link HandshakeRequest}: one {@link Processed} per action, in their order. */
record HandshakeResponse(String clientVersion, List<Processed> actions, List<String> errors) {
    private static final String WHAT = "a handshake response";

    /** Values of {@code status}; anything but success makes the agent cancel the session. */
    static final int SUCCESS = 1;

    static final int FAILED = 2;
    static final int UNSUPPORTED = 3;

    HandshakeResponse {
        actions = List.copyOf(actions);
        errors = List.copyOf(errors);
    }

    /** {@code cipherTextKey}: of encryption alone, the data key as KMS sealed it, in base 64; else empty. */
    record Processed(String actionType, int status, String cipherTextKey, String error) {
        static Processed done(String actionType) {
            return new Processed(actionType, SUCCESS, "", "");
        }
    }

    static HandshakeResponse decode(byte[] payload) throws MalformedMessageException {
        JsonNode node = Json.read(payload, WHAT);
        @Nullable JsonNode processed = node.get("ProcessedClientActions");
        if (processed == null || !processed.isArray()) {
            throw new MalformedMessageException(WHAT + " has no list ProcessedClientActions");
        }
        var actions = new ArrayList<Processed>();
        for (JsonNode each : processed) {
            actions.add(new Processed(
                    Json.text(each, "ActionType", WHAT),
                    (int) Json.number(each, "ActionStatus", WHAT),
                    Json.textOrEmpty(each.path("ActionResult"), "KMSCipherTextKey"),
                    Json.textOrEmpty(each, "Error")));
        }
        var errors = new ArrayList<String>();
        node.path("Errors").forEach(each -> errors.add(each.asText()));
        return new HandshakeResponse(Json.textOrEmpty(node, "ClientVersion"), actions, errors);
    }

    byte[] encode() {
        ObjectNode node = Json.object().put("ClientVersion", clientVersion);
        var processed = node.putArray("ProcessedClientActions");
        for (Processed action : actions) {
            ObjectNode each =
                    processed.addObject().put("ActionType", action.actionType).put("ActionStatus", action.status);
            if (action.cipherTextKey.isEmpty()) {
                each.putNull("ActionResult");
            } else {
                each.putObject("ActionResult")
                        .put("KMSCipherTextKey", action.cipherTextKey)
                        .putNull("KMSCipherTextHash");
            }
            each.put("Error", action.error);
        }
        if (errors.isEmpty()) {
            node.putNull("Errors");
        } else {
            var all = node.putArray("Errors");
            errors.forEach(all::add);
        }
        return Json.bytes(node);
    }
}
