package slipway.channel;

/** Hears what comes in on a {@link FrameSocket}, one call at a time, in order. Implementations do not block or throw. */
public interface FrameListener {
    /** A text message. */
    void text(String text);

    /** A whole binary message. The array belongs to the listener. */
    void binary(byte[] message);

    /** An answer to a ping. */
    void pong();

    /** The peer closed, with its code and reason (empty when it gave none). Nothing follows. */
    void closed(int code, String reason);

    /** The connection broke. Nothing follows. */
    void failed(Throwable cause);
}
