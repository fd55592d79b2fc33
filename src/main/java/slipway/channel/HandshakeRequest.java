package slipway.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the agent asks of a client before the session. {@code agentVersion}: four numbers with dots. */
record HandshakeRequest(String agentVersion, List<ClientAction> actions) {
    private static final String WHAT = "a handshake request";
    static final String SESSION_TYPE = "SessionType";
    static final String KMS_ENCRYPTION = "KMSEncryption";

    HandshakeRequest {
        actions = List.copyOf(actions);
    }

    /** One thing to do. */
    sealed interface ClientAction {
        /** The name that the answer repeats. */
        String actionType();
    }

    /** Be a session of this type, by the name on the wire. Properties that are no texts are left out. */
    record BeOfType(String sessionType, Map<String, String> properties) implements ClientAction {
        BeOfType {
            properties = Map.copyOf(properties);
        }

        @Override
        public String actionType() {
            return SESSION_TYPE;
        }
    }

    /** Seal what is sent. The challenge is empty when there is none. */
    record Encrypt(String keyId, String challenge) implements ClientAction {
        @Override
        public String actionType() {
            return KMS_ENCRYPTION;
        }
    }

    record Unknown(String actionType) implements ClientAction {}

    static HandshakeRequest decode(byte[] payload) throws MalformedMessageException {
        JsonNode node = Json.read(payload, WHAT);
        @Nullable JsonNode requested = node.get("RequestedClientActions");
        if (requested == null || !requested.isArray()) {
            throw new MalformedMessageException(WHAT + " has no list RequestedClientActions");
        }
        var actions = new ArrayList<ClientAction>();
        for (JsonNode each : requested) {
            actions.add(action(each));
        }
        return new HandshakeRequest(Json.textOrEmpty(node, "AgentVersion"), actions);
    }

    private static ClientAction action(JsonNode node) throws MalformedMessageException {
        String type = Json.text(node, "ActionType", WHAT);
        JsonNode parameters = node.path("ActionParameters");
        return switch (type) {
            case SESSION_TYPE ->
                new BeOfType(Json.text(parameters, "SessionType", WHAT), properties(parameters.path("Properties")));
            case KMS_ENCRYPTION ->
                new Encrypt(Json.text(parameters, "KMSKeyId", WHAT), Json.textOrEmpty(parameters, "Challenge"));
            default -> new Unknown(type);
        };
    }

    private static Map<String, String> properties(JsonNode node) {
        var properties = new LinkedHashMap<String, String>();
        node.properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                properties.put(entry.getKey(), entry.getValue().textValue());
            }
        });
        return properties;
    }

    byte[] encode() {
        ObjectNode node = Json.object().put("AgentVersion", agentVersion);
        var requested = node.putArray("RequestedClientActions");
        for (ClientAction action : actions) {
            ObjectNode parameters =
                    requested.addObject().put("ActionType", action.actionType()).putObject("ActionParameters");
            switch (action) {
                case BeOfType(String sessionType, Map<String, String> properties) -> {
                    parameters.put("SessionType", sessionType);
                    if (properties.isEmpty()) {
                        parameters.putNull("Properties");
                    } else {
                        ObjectNode all = parameters.putObject("Properties");
                        properties.forEach(all::put);
                    }
                }
                case Encrypt(String keyId, String challenge) -> {
                    parameters.put("KMSKeyId", keyId);
                    if (!challenge.isEmpty()) {
                        parameters.put("Challenge", challenge);
                    }
                }
                case Unknown unknown -> {}
            }
        }
        return Json.bytes(node);
    }
}
