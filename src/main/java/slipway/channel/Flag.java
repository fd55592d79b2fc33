package slipway.channel;

import java.util.Optional;

/** What a message of payload type 10 says, as a 32-bit number. */
public enum Flag {
    /** Port sessions: the local connection has ended. */
    DISCONNECT_TO_PORT(1),
    /** The client wants the session to end. */
    TERMINATE_SESSION(2),
    /** Port sessions: the agent could not connect to the port. */
    CONNECT_TO_PORT_ERROR(3);

    private final int number;

    Flag(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static Optional<Flag> of(int number) {
        for (Flag flag : values()) {
            if (flag.number == number) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
