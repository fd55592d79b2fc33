package slipway.localcloud.ssm;

import java.io.IOException;
import slipway.channel.Flag;
import slipway.channel.TerminalSize;

/** What a session drives at its task's side. */
interface SessionProgram {
    /** What a program tells its session. */
    interface Output {
        /** Passes output on; waits while the client does not keep up. */
        void write(byte[] bytes) throws IOException, InterruptedException;

        /** Sends a flag to the client; never waits. */
        void send(Flag flag);

        /**
         * It has ended by itself, and everything that it wrote was passed on.
         *
         * @param text what the user is told; empty for nothing
         */
        void ended(String text);
    }

    /** Begins: a client has come for the first time. The message of the exception is for the user. */
    void start() throws IOException;

    void input(byte[] bytes) throws IOException;

    void resize(TerminalSize size) throws IOException;

    /** The client's own connection of a port session has ended. */
    void disconnect();

    /**
     * Ends whatever it has started, beside the caller; nothing starts after that.
     *
     * @param gently hangs up first, so that programs can save what they have
     */
    void stop(boolean gently);
}
