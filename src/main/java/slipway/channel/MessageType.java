package slipway.channel;

/** What a {@link Message} is, as its header writes it. Others exist; they are ignored. */
final class MessageType {
    /** Client to agent, numbered and acknowledged. */
    static final String INPUT = "input_stream_data";

    /** Agent to client, numbered and acknowledged. */
    static final String OUTPUT = "output_stream_data";

    static final String ACKNOWLEDGE = "acknowledge";
    static final String CHANNEL_CLOSED = "channel_closed";

    /** The peer is there. */
    static final String START_PUBLICATION = "start_publication";

    /** The peer is away: what is sent goes nowhere. */
    static final String PAUSE_PUBLICATION = "pause_publication";

    private MessageType() {}
}
