package slipway.channel;

import java.util.Map;

/** Where a client's session stands. */
public sealed interface SessionState {
    /** The socket is being opened; the number of this try, from 1. */
    record Connecting(int attempt) implements SessionState {}

    /** The socket is open, and the agent has said nothing yet. Input waits. */
    record Waiting() implements SessionState {}

    /**
     * The agent has begun: input reaches it.
     *
     * @param properties what the handshake says beside the type, such as {@code portNumber}; empty without a handshake
     * @param agentVersion four numbers with dots; empty without a handshake
     * @param encrypted whether KMS keys seal the bytes
     */
    record Live(SessionType type, Map<String, String> properties, String agentVersion, boolean encrypted)
            implements SessionState {}

    /** The socket was lost and the session is being resumed; the number of this try, from 1. Input is kept. */
    record Reconnecting(int attempt, String reason) implements SessionState {}

    /** Nothing follows. */
    record Ended(SessionEnd end) implements SessionState {}
}
