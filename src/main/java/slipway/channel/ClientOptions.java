package slipway.channel;

import java.time.Duration;

/**
 * How a client presents itself and how long it waits.
 *
 * @param clientVersion four numbers with dots: what agents take the client for (spec: 1.1.70 and above multiplexes ports)
 * @param idleLimit after how long without input and output the service ends the session: 20 minutes with ECS Exec
 * @param terminal whether a lone line feed is Enter, so a carriage return, in sessions with a terminal
 * @param size what the terminal measures before the first {@code resize}
 */
public record ClientOptions(String clientVersion, Duration idleLimit, boolean terminal, TerminalSize size) {
    /** The least version that the service demands now. */
    public static final String CURRENT_VERSION = "1.2.764.0";

    /** The newest version that agents do not multiplex ports for. */
    public static final String BASIC_PORT_VERSION = "1.1.69.0";

    /** A terminal of ECS Exec. */
    public static ClientOptions interactive(TerminalSize size) {
        return new ClientOptions(CURRENT_VERSION, Duration.ofMinutes(20), true, size);
    }
}
