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
 * @param agentVersion what this agent calls itself: four numbers with dots
 */
public record AgentOptions(
        String sessionId,
        String targetId,
        SessionType type,
        Map<String, String> properties,
        boolean handshake,
        Optional<AgentEncryption> encryption,
        String greeting,
        String agentVersion) {
    /** The newest version for which clients do not multiplex ports, and the right one for terminals. */
    public static final String BASIC_VERSION = "3.0.196.0";

    /** The least version for which clients multiplex ports without signs of life. */
    public static final String MULTIPLEXING_VERSION = "3.1.1512.0";

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
                sessionId,
                targetId,
                SessionType.INTERACTIVE_COMMANDS,
                Map.of(),
                true,
                Optional.empty(),
                "",
                BASIC_VERSION);
    }

    /** A way to a port of the target, of many connections with clients that multiplex. */
    public static AgentOptions port(String sessionId, String targetId, int portNumber) {
        return new AgentOptions(
                sessionId,
                targetId,
                SessionType.PORT,
                Map.of("portNumber", Integer.toString(portNumber), "type", "LocalPortForwarding"),
                true,
                Optional.empty(),
                "",
                MULTIPLEXING_VERSION);
    }
}
