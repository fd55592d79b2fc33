package slipway.cli;

import java.io.InputStream;
import java.io.OutputStream;
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

    /** Standard input, byte by byte; not after {@link #ask}. */
    InputStream input();

    /** Standard output, byte by byte; it throws when nobody reads it any more. */
    OutputStream output();

    /** The terminal that a program's keys come from and its screen is shown on; empty where input or output is something else. */
    Optional<Keyboard> keyboard();

    /** Hands Ctrl-C (SIGINT) alone to the listener in place of ending the program, until the registration is closed. */
    Registration onControlC(Runnable listener);

    /** Tells when the terminal was given another size, until the registration is closed. */
    Registration onResize(Runnable listener);

    /** Columns and rows, at least one each. */
    record Size(int columns, int rows) {}

    /** Runs the work when this process is asked to end, by a signal too, and ends it after that. */
    void beforeExit(Runnable work);

    /** A terminal that hands on every key. */
    interface Keyboard {
        /** As it is now; 80 columns and 24 rows where it does not say. */
        Size size();

        /** Hands on keys as they are pressed and output as it is, until closed; then the terminal is as it was. */
        Registration raw();
    }

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
