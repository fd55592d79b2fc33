package slipway.channel;

import java.net.Socket;

/** How the connections of a forwarded port share the session's bytes. */
interface PortProtocol {
    /** Serves a connection; returns when the next may be accepted. */
    void serve(Socket socket) throws InterruptedException;

    /** Bytes of the agent's; may block. */
    void output(byte[] bytes) throws MalformedMessageException, InterruptedException;

    /** Connections that are open now. */
    int connections();

    /** The session is over. */
    void end();
}
