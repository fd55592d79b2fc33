package slipway.channel;

/**
 * One open WebSocket, whichever library carries it. Safe for any thread. Sending never blocks: what is given is queued
 * and sent in order; after the socket has ended it is dropped, and the end is told to the {@link FrameListener}.
 */
public interface FrameSocket {
    /** Sends one text message. */
    void sendText(String text);

    /** Sends one binary message. The array belongs to the socket from now on and is not changed by anyone. */
    void sendBinary(byte[] message);

    /** Sends a ping with this payload (at most 125 bytes); a pong is told to the listener. */
    void ping(byte[] payload);

    /** How many messages were given and are not yet written out: zero when the network keeps up. */
    int pending();

    /**
     * Asks for one more message. A socket delivers none before the first call, and one per call: this is how a slow
     * reader makes the sender wait. Pings, pongs and the end need no request of the listener's.
     */
    void request();

    /** Starts the closing handshake. {@code code} is one of RFC 6455, the reason at most 123 bytes of UTF-8. */
    void close(int code, String reason);

    /** Drops the connection at once. */
    void abort();
}
