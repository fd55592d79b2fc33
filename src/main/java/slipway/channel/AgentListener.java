package slipway.channel;

/**
 * Hears the agent's end of a session, one call at a time, in order. Calls may block: the client then waits. Throwing ends
 * the session.
 */
public interface AgentListener {
    /** A client has attached with the right token, the first or again: its version, as the first frame says it, or empty. */
    default void attached(String clientVersion) {}

    /** The session begins: the client's version as the handshake says it, empty without one. Nothing else came before. */
    default void ready(String clientVersion) {}

    /** Input, as it was typed. The array belongs to the listener. */
    void input(byte[] bytes);

    /** The terminal's size. */
    void size(TerminalSize size);

    /** A flag: {@link Flag#TERMINATE_SESSION} asks for the end. */
    void flag(Flag flag);

    /** The socket is gone. The session waits for the same client to come back after {@code ResumeSession}. */
    default void detached(String reason) {}

    /** The session cannot go on: the handshake failed. Nothing follows; {@link AgentSession#end} was called. */
    void failed(String reason);
}
