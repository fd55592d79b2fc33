package slipway.channel;

/** Why a client's session ended. */
public sealed interface SessionEnd {
    /**
     * The service closed the channel, which is how every session ends by itself.
     *
     * @param text what it said, such as an exit status; may span lines, often empty
     * @param hadOutput whether output ever came: a session that ends without any has failed
     */
    record Closed(String text, boolean hadOutput) implements SessionEnd {}

    /** This side ended it. */
    record Terminated() implements SessionEnd {}

    record Failed(ChannelFailure failure) implements SessionEnd {}
}
