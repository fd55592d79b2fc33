package slipway.channel;

import java.io.IOException;
import java.util.Map;

/**
 * How an agent's end seals a session: the client makes a data key of this KMS key, and the agent opens what it is sent
 * of it.
 *
 * @param keyId ARN of the KMS key, which the handshake names
 * @param opener KMS's {@code Decrypt}
 */
public record AgentEncryption(String keyId, Opener opener) {
    /** KMS's {@code Decrypt}. It blocks. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Returns the 64 bytes of the data key.
         *
         * @throws IOException KMS could not be reached
         * @throws RuntimeException KMS refused
         */
        byte[] open(byte[] ciphertextBlob, Map<String, String> context) throws IOException;
    }
}
