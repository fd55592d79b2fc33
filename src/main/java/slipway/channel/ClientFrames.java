package slipway.channel;

/** What a client's connection tells: frames are read here, and handed to the stream or to the session. */
final class ClientFrames implements ClientConnection.Owner {
    private static final System.Logger LOGGER = System.getLogger(ClientFrames.class.getName());

    /** How many unreadable messages in a row mean that none will be readable. */
    private static final int CORRUPT = 5;

    private final ClientSession session;
    private final ReliableStream stream;
    private int unreadable;

    ClientFrames(ClientSession session, ReliableStream stream) {
        this.session = session;
        this.stream = stream;
    }

    @Override
    public void connecting(int attempt, String reason) {
        session.connecting(attempt, reason);
    }

    @Override
    public void opened(FrameSocket socket) {
        session.opened();
        stream.connect(socket);
        stream.readOn();
    }

    @Override
    public void lost() {
        stream.disconnect();
    }

    @Override
    public void text() {
        stream.readOn();
    }

    @Override
    public void binary(byte[] bytes) {
        try {
            Message message = Message.decode(bytes);
            if (!stream.receive(message)) {
                other(message);
            }
            unreadable = 0;
        } catch (MalformedMessageException e) {
            // The peer sends again what is not acknowledged.
            LOGGER.log(System.Logger.Level.DEBUG, "unreadable message", e);
            if (++unreadable >= CORRUPT) {
                session.fail(new ChannelFailure.CorruptStream(e.toString()));
                return;
            }
        }
        stream.readOn();
    }

    private void other(Message message) {
        if (message.type().equals(MessageType.CHANNEL_CLOSED)) {
            String text = closingText(message);
            session.later(() -> session.closed(text));
        } else {
            LOGGER.log(System.Logger.Level.DEBUG, "ignored {0}", message);
        }
    }

    private static String closingText(Message message) {
        try {
            return ChannelClosed.decode(message.payload()).output();
        } catch (MalformedMessageException e) {
            // It is over all the same.
            LOGGER.log(System.Logger.Level.DEBUG, "unreadable end", e);
            return "";
        }
    }

    @Override
    public boolean held() {
        return stream.held();
    }

    @Override
    public void failed(ChannelFailure failure) {
        session.fail(failure);
    }
}
