package slipway.channel;

import java.util.Optional;

/** The kinds of sessions that agents name in their handshake. Without a handshake it is {@link #STANDARD_STREAM}. */
public enum SessionType {
    /** A shell in a terminal. */
    STANDARD_STREAM("Standard_Stream"),
    /** A command in a terminal: what ECS Exec starts. */
    INTERACTIVE_COMMANDS("InteractiveCommands"),
    /** A command without a terminal. Its input knows two signals and nothing else. */
    NON_INTERACTIVE_COMMANDS("NonInteractiveCommands"),
    /** The bytes of TCP connections. */
    PORT("Port");

    private final String wireName;

    SessionType(String wireName) {
        this.wireName = wireName;
    }

    /** As the handshake writes it. */
    public String wireName() {
        return wireName;
    }

    /** Whether there is a terminal, which has a size and takes Enter as a carriage return. */
    public boolean terminal() {
        return this == STANDARD_STREAM || this == INTERACTIVE_COMMANDS;
    }

    static Optional<SessionType> of(String wireName) {
        for (SessionType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
