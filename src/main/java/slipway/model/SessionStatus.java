package slipway.model;

/** Where a session stands. After one that is {@link #ended()} nothing follows. */
public sealed interface SessionStatus {
    /** It is being opened. The number of this try, from 1. */
    record Connecting(int attempt) implements SessionStatus {}

    /** The task's agent is not there yet; asked again until it is, for two minutes at most. In words, why. */
    record AgentStarting(String reason) implements SessionStatus {}

    /**
     * Keys reach the program.
     *
     * @param sessionId AWS's, as logs name it
     * @param encrypted whether the account's KMS key seals what is sent
     */
    record Live(String sessionId, boolean encrypted) implements SessionStatus {}

    /** The connection was lost and is being taken up again; the number of this try, from 1. What is typed is kept. */
    record Reconnecting(int attempt, String reason) implements SessionStatus {}

    /** The program ended, or the service ended the session. In its own words, which may be empty and may span lines. */
    record Finished(String text) implements SessionStatus {}

    /** This side ended it. */
    record Terminated() implements SessionStatus {}

    /** It could not be opened, or is lost. */
    record Failed(Failure failure) implements SessionStatus {}

    default boolean ended() {
        return switch (this) {
            case Connecting _, AgentStarting _, Live _, Reconnecting _ -> false;
            case Finished _, Terminated _, Failed _ -> true;
        };
    }
}
