package slipway.localcloud.ssm;

import org.jspecify.annotations.Nullable;

/** What a session is to do, as its document and parameters say. */
sealed interface SessionPlan {
    /**
     * A program at a terminal.
     *
     * @param command as it was given
     * @param logGroup which log group gets what the terminal shows; null for none
     */
    record Command(String command, @Nullable String logGroup) implements SessionPlan {}

    /**
     * The bytes of TCP connections.
     *
     * @param host an address of 127.0.0.0/8
     * @param localPort where the client is to listen; empty for any free port
     */
    record Port(String host, int port, String localPort) implements SessionPlan {}
}
