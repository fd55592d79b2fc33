package slipway.channel;

import java.util.Map;
import java.util.Optional;

/**
 * What the agent's end of a session is.
 *
 * @param targetId {@code ecs:CLUSTER_TASK_RUNTIME}
 * @param properties what the handshake says of the session: of port sessions {@code portNumber} and {@code type}
 * @param handshake whether to begin with one; without it the session is a terminal, and the first output begins it
 * @param encryption the KMS key that seals the session, which needs the handshake
 * @param greeting what the client shows when the handshake is complete; empty for nothing
 */
public record AgentOptions(
        String sessionId,
        String targetId,
        SessionType type,
        Map<String, String> properties,
        boolean handshake,
        Optional<AgentEncryption> encryption,
        String greeting) {
    /** What this agent calls itself: four numbers, the newest for which clients neither multiplex ports nor miss Flag 2. */
    public static final String AGENT_VERSION = "3.0.196.0";

    public AgentOptions {
        properties = Map.copyOf(properties);
        if (!handshake && (!type.terminal() || encryption.isPresent())) {
            throw new IllegalArgumentException(
                    "only a terminal without encryption begins without a handshake, not " + type.wireName());
        }
    }

    /** An interactive command in a terminal, with a handshake, which tells the client's version and begins without output. */
    public static AgentOptions command(String sessionId, String targetId) {
        return new AgentOptions(
                sessionId, targetId, SessionType.INTERACTIVE_COMMANDS, Map.of(), true, Optional.empty(), "");
    }

    /** A way to a port of the target, one connection at a time. */
    public static AgentOptions port(String sessionId, String targetId, int portNumber) {
        return new AgentOptions(
                sessionId,
                targetId,
                SessionType.PORT,
                Map.of("portNumber", Integer.toString(portNumber), "type", "LocalPortForwarding"),
                true,
                Optional.empty(),
                "");
    }
}
