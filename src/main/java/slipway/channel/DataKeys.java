package slipway.channel;

import java.io.IOException;
import java.util.Map;

/** KMS's {@code GenerateDataKey}, for sessions that their account encrypts. It blocks. */
@FunctionalInterface
public interface DataKeys {
    /**
     * Makes a data key of 64 bytes.
     *
     * @param keyId id or ARN of the KMS key
     * @param context the encryption context, as it is
     * @throws IOException KMS could not be reached
     * @throws RuntimeException KMS refused; the message is shown
     */
    DataKey generate(String keyId, Map<String, String> context) throws IOException;

    /** A data key, in the clear and sealed. Both are secrets of the session. */
    final class DataKey {
        private final byte[] plaintext;
        private final byte[] ciphertextBlob;

        /** {@code plaintext}: 64 bytes; {@code ciphertextBlob}: the same as KMS sealed it, for the agent. */
        public DataKey(byte[] plaintext, byte[] ciphertextBlob) {
            this.plaintext = plaintext.clone();
            this.ciphertextBlob = ciphertextBlob.clone();
        }

        public byte[] plaintext() {
            return plaintext.clone();
        }

        public byte[] ciphertextBlob() {
            return ciphertextBlob.clone();
        }
    }
}
