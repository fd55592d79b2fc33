package slipway.channel;

/**
 * Hears a client's session, one call at a time, in order. Calls may block: what the reader has not taken makes the peer
 * wait, and no memory grows. Throwing ends the session.
 */
public interface SessionListener {
    void state(SessionState state);

    /** Output, as the program wrote it; not cut at characters. The array belongs to the listener. */
    void output(byte[] bytes);

    /** Output of the error stream, where the agent keeps it apart; else it is in {@link #output}. */
    default void errorOutput(byte[] bytes) {
        output(bytes);
    }

    /** The command's exit status; only commands without a terminal tell it. */
    default void exitCode(int code) {}

    /** Something for the user to read beside the terminal: the service's greeting, or that nothing comes. */
    default void notice(String text) {}

    /** A flag of the agent's: port sessions alone. */
    default void flag(Flag flag) {}
}
