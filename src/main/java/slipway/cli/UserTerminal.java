package slipway.cli;

import java.util.Optional;

/** The person at the terminal, if there is one. */
public interface UserTerminal {
    /** Whether standard input is a terminal, so that a question can be answered. */
    boolean canAsk();

    /** Whether standard error is a terminal that obeys ANSI sequences, so that progress is redrawn in place. */
    boolean canRedraw();

    /** Columns of the terminal; 80 when unknown. */
    int width();

    /** Asks on standard error and reads a line; empty at the end of the input. */
    Optional<String> ask(String question);

    /**
     * Hands Ctrl-C (SIGINT) and SIGTERM to the listener in place of ending the program, until the registration is
     * closed.
     */
    Registration onInterrupt(Runnable listener);

    /** Closing it brings back what a signal did before. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
