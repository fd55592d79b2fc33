package slipway.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/**
 * One message of the data channel: what one binary WebSocket message holds. All numbers are big-endian; the header has
 * 116 bytes, or 112 without a payload type, which is how the gateway writes its own messages. Then follow the length of
 * the payload and the payload.
 */
public final class Message {
    /** Offset of the payload's length, with a payload type. */
    public static final int HEADER = 116;

    /** The same without one, in messages of the gateway. */
    public static final int GATEWAY_HEADER = 112;

    static final long SYN = 1;
    static final long SYN_AND_FIN = 3;

    private static final int TYPE_LENGTH = 32;
    private static final int DIGEST_LENGTH = 32;
    private static final int SCHEMA_VERSION = 1;

    private final int headerLength;
    private final String type;
    private final long createdDate;
    private final long sequenceNumber;
    private final long flags;
    private final UUID id;
    private final int payloadType;
    private final byte[] payload;

    private Message(
            int headerLength,
            String type,
            long createdDate,
            long sequenceNumber,
            long flags,
            UUID id,
            int payloadType,
            byte[] payload) {
        this.headerLength = headerLength;
        this.type = type;
        this.createdDate = createdDate;
        this.sequenceNumber = sequenceNumber;
        this.flags = flags;
        this.id = id;
        this.payloadType = payloadType;
        this.payload = payload;
    }

    /** A message with a payload type. {@code createdDate} counts milliseconds and is not 0. */
    public static Message of(
            String type, long createdDate, long sequenceNumber, long flags, UUID id, int payloadType, byte[] payload) {
        if (createdDate == 0) {
            throw new IllegalArgumentException("a message's date is not 0");
        }
        return new Message(HEADER, type, createdDate, sequenceNumber, flags, id, payloadType, payload);
    }

    /** A message as the gateway writes it: no number, no payload type, the type padded with NULs. */
    public static Message ofGateway(String type, long createdDate, UUID id, byte[] payload) {
        return new Message(GATEWAY_HEADER, type, createdDate, 0, 0, id, PayloadType.NONE, payload);
    }

    /**
     * Reads a message.
     *
     * @throws MalformedMessageException it is cut or longer than it says, its header has a length of its own, it has no
     *     type or date, or the digest does not fit the payload
     */
    public static Message decode(byte[] bytes) throws MalformedMessageException {
        if (bytes.length < GATEWAY_HEADER + Integer.BYTES) {
            throw new MalformedMessageException("a message of " + bytes.length + " bytes is shorter than its header");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long headerLength = Integer.toUnsignedLong(buffer.getInt());
        if (headerLength != GATEWAY_HEADER && headerLength != HEADER) {
            throw new MalformedMessageException("a header has 112 or 116 bytes, not " + headerLength);
        }
        int header = (int) headerLength;
        if (bytes.length < header + Integer.BYTES) {
            throw new MalformedMessageException("a message of " + bytes.length + " bytes is shorter than its header");
        }
        byte[] name = new byte[TYPE_LENGTH];
        buffer.get(name);
        String type = trimmed(name);
        buffer.getInt();
        long createdDate = buffer.getLong();
        long sequenceNumber = buffer.getLong();
        long flags = buffer.getLong();
        long least = buffer.getLong();
        long most = buffer.getLong();
        byte[] digest = new byte[DIGEST_LENGTH];
        buffer.get(digest);
        int payloadType = header == HEADER ? buffer.getInt() : PayloadType.NONE;
        long length = Integer.toUnsignedLong(buffer.getInt());
        if (type.isEmpty()) {
            throw new MalformedMessageException("a message has no type");
        }
        if (createdDate == 0) {
            throw new MalformedMessageException("a message of type " + type + " has no date");
        }
        if (sequenceNumber < 0) {
            throw new MalformedMessageException("a message of type " + type + " has the number " + sequenceNumber);
        }
        if (length != buffer.remaining()) {
            throw new MalformedMessageException("a message of type " + type + " promises " + length
                    + " bytes of payload and holds " + buffer.remaining());
        }
        byte[] payload = new byte[buffer.remaining()];
        buffer.get(payload);
        if (payload.length > 0
                && !type.equals(MessageType.START_PUBLICATION)
                && !type.equals(MessageType.PAUSE_PUBLICATION)
                && !MessageDigest.isEqual(digest, digest(payload))) {
            throw new MalformedMessageException("the payload of a message of type " + type + " is not what was sent");
        }
        return new Message(
                header, type, createdDate, sequenceNumber, flags, new UUID(most, least), payloadType, payload);
    }

    /** The bytes to send. */
    public byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(headerLength + Integer.BYTES + payload.length);
        buffer.putInt(headerLength);
        byte[] name = type.getBytes(StandardCharsets.UTF_8);
        if (name.length > TYPE_LENGTH) {
            throw new IllegalStateException("a type has at most 32 bytes: " + type);
        }
        byte[] padded = Arrays.copyOf(name, TYPE_LENGTH);
        if (headerLength == HEADER) {
            Arrays.fill(padded, name.length, TYPE_LENGTH, (byte) ' ');
        }
        buffer.put(padded);
        buffer.putInt(SCHEMA_VERSION);
        buffer.putLong(createdDate);
        buffer.putLong(sequenceNumber);
        buffer.putLong(flags);
        // The halves of the id are swapped on the wire.
        buffer.putLong(id.getLeastSignificantBits());
        buffer.putLong(id.getMostSignificantBits());
        buffer.put(digest(payload));
        if (headerLength == HEADER) {
            buffer.putInt(payloadType);
        }
        buffer.putInt(payload.length);
        buffer.put(payload);
        return buffer.array();
    }

    /** {@link #HEADER} or {@link #GATEWAY_HEADER}. */
    public int headerLength() {
        return headerLength;
    }

    public String type() {
        return type;
    }

    /** Milliseconds since 1970. */
    public long createdDate() {
        return createdDate;
    }

    /** From 0, per direction, over stream data; 0 elsewhere. */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    public long flags() {
        return flags;
    }

    public UUID id() {
        return id;
    }

    /** Of stream data; 0 elsewhere. */
    public int payloadType() {
        return payloadType;
    }

    /** Not a copy: whoever has the message does not change it. */
    public byte[] payload() {
        return payload;
    }

    @Override
    public String toString() {
        return "Message[" + type + " " + sequenceNumber + ", payload type " + payloadType + ", " + payload.length
                + " bytes]";
    }

    /** Senders pad with spaces, the gateway with NULs, and some on the left. */
    private static String trimmed(byte[] name) {
        int from = 0;
        int to = name.length;
        while (from < to && padding(name[from])) {
            from++;
        }
        while (to > from && padding(name[to - 1])) {
            to--;
        }
        return new String(name, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean padding(byte each) {
        return each >= 0 && each <= ' ';
    }

    private static byte[] digest(byte[] payload) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(payload);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
