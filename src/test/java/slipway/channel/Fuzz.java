package slipway.channel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames that are almost right, of a seed. */
final class Fuzz {
    private Fuzz() {}

    /** One of the seeds, changed at some places, cut or grown; every other one with the digest that fits what came out. */
    static byte[] frame(Random random, List<byte[]> seeds) {
        byte[] frame = seeds.get(random.nextInt(seeds.size())).clone();
        int changes = random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        switch (random.nextInt(8)) {
            case 0 -> frame = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 1 -> frame = Arrays.copyOf(frame, frame.length + random.nextInt(64));
            case 2 -> {
                if (frame.length > 60) {
                    ByteBuffer.wrap(frame).putLong(48, random.nextBoolean() ? random.nextLong() : random.nextInt(20));
                }
            }
            default -> {}
        }
        if (random.nextBoolean()) {
            repair(frame);
        }
        return frame;
    }

    private static void repair(byte[] frame) {
        if (frame.length < 120) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        int header = buffer.getInt(0) == 112 ? 112 : 116;
        buffer.putInt(0, header);
        byte[] payload = Arrays.copyOfRange(frame, header + 4, frame.length);
        buffer.putInt(header, payload.length);
        try {
            buffer.put(80, MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the payload as everything that it may be. */
    static void readAll(Message message) throws MalformedMessageException {
        byte[] payload = message.payload();
        switch (message.payloadType()) {
            case PayloadType.SIZE -> Payloads.size(payload);
            case PayloadType.HANDSHAKE_REQUEST ->
                HandshakeRequest.decode(payload).encode();
            case PayloadType.HANDSHAKE_RESPONSE ->
                HandshakeResponse.decode(payload).encode();
            case PayloadType.HANDSHAKE_COMPLETE ->
                HandshakeComplete.decode(payload).encode();
            case PayloadType.FLAG -> Payloads.flag(payload);
            case PayloadType.EXIT_CODE -> Payloads.exitCode(payload);
            case PayloadType.CHALLENGE_REQUEST -> Payloads.challengeOf(payload);
            default -> {
                ChannelClosed.decode(payload);
                Acknowledge.decode(payload);
            }
        }
    }
}
