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

    /** {@code plaintext}: 64 bytes; {@code ciphertextBlob}: the same sealed by KMS, which the peer sends back to it. */
    record DataKey(byte[] plaintext, byte[] ciphertextBlob) {
        @Override
        public String toString() {
            return "DataKey[]";
        }
    }
}
