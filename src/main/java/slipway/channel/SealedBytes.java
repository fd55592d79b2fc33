package slipway.channel;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens payloads with AES-256 in GCM: a nonce of 12 bytes, the ciphertext, a tag of 16 bytes, no associated
 * data. Of the 64 bytes of a data key the first half is for what the agent sends, the second for what the client sends.
 */
final class SealedBytes {
    static final int KEY_LENGTH = 64;

    private static final int HALF = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec sealing;
    private final SecretKeySpec opening;
    private final SecureRandom random = new SecureRandom();

    private SealedBytes(SecretKeySpec sealing, SecretKeySpec opening) {
        this.sealing = sealing;
        this.opening = opening;
    }

    /** For the client, from a data key of 64 bytes. */
    static SealedBytes ofClient(byte[] key) {
        return new SealedBytes(half(key, HALF), half(key, 0));
    }

    /** For the agent. */
    static SealedBytes ofAgent(byte[] key) {
        return new SealedBytes(half(key, 0), half(key, HALF));
    }

    private static SecretKeySpec half(byte[] key, int from) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("a data key has 64 bytes, not " + key.length);
        }
        return new SecretKeySpec(key, from, HALF, "AES");
    }

    byte[] seal(byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            byte[] whole = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, whole, NONCE);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Throws when the bytes were sealed with another key or changed on the way. */
    byte[] open(byte[] whole) throws MalformedMessageException {
        if (whole.length < NONCE + TAG_BITS / Byte.SIZE) {
            throw new MalformedMessageException("a sealed payload has at least 28 bytes, not " + whole.length);
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, opening, new GCMParameterSpec(TAG_BITS, whole, 0, NONCE));
            return cipher.doFinal(whole, NONCE, whole.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new MalformedMessageException("a sealed payload does not fit the session's key", e);
        }
    }
}
